import type { Client, ClientId } from '../domain/model/client.js';
import type { CountryCode } from '../domain/model/country.js';
import type { Interaction } from '../domain/model/interaction.js';
import type { Order, OrderStatus } from '../domain/model/order.js';
import type { Intent } from '../domain/model/intent.js';
import type { E164 } from '../domain/model/phone-number.js';
import type { NumberType, ProxyNumber } from '../domain/model/proxy-number.js';
import type { Leg, PartyKey, PartyKeys } from '../domain/model/leg.js';
import type { Lockout } from '../domain/model/lockout.js';
import type { PairedSession } from '../domain/model/pair.js';
import type { OpenSession } from '../domain/model/session.js';

/** A request that carried an `Idempotency-Key`, so that the key is not used for another one. */
export interface KeyedRequest {
  readonly key: string;
  readonly fingerprint: string;
  readonly at: number;
  /** The numbers bought for it, and those being bought: never more than it asked for, however often it comes. */
  readonly purchases: readonly E164[];
}

/** Who may do something that only one process should do at a time. Void after its time. */
export interface Lease {
  readonly key: string;
  readonly holder: string;
  readonly until: number;
}

/** What the store keeps, by kind. The key of a record is its `id`, `number` or `key`; an intent's is its number. */
export interface Records {
  readonly client: Client;
  readonly order: Order;
  readonly number: ProxyNumber;
  /** Open sessions. */
  readonly session: OpenSession;
  /** Paired sessions. */
  readonly pair: PairedSession;
  readonly leg: Leg;
  readonly lockout: Lockout;
  readonly interaction: Interaction;
  readonly request: KeyedRequest;
  readonly intent: Intent;
  readonly lease: Lease;
}
export type Kind = keyof Records;

/** A record as it was read. The version changes with every write and is never used twice for one key. */
export interface Versioned<T> {
  readonly value: T;
  readonly version: number;
}

/** Writes one record. `expected` is the version it was decided on, or null when it must not exist. */
export type Put = {
  readonly [K in Kind]: {
    readonly kind: K;
    readonly key: string;
    readonly expected: number | null;
    readonly value: Records[K];
  };
}[Kind];

/** Erases one record. */
export interface Removal {
  readonly kind: 'client' | 'intent' | 'lease';
  readonly key: string;
  readonly expected: number;
}

/** A record that the decision relied on without changing it. */
export interface Guard {
  readonly kind: Kind;
  readonly key: string;
  readonly expected: number;
}

/**
 * Notes who reached a client through an open session. Holds as long as the session is live and its client's phone is
 * the one that was decided on: of several callers at once the latest stays, and none of them meets a conflict.
 */
export interface Contact {
  readonly sessionId: string;
  readonly clientPhone: E164;
  /** Undefined leaves the last caller as it is. */
  readonly lastCaller: E164 | undefined;
}

export interface ChangeSet {
  readonly puts: readonly Put[];
  readonly contact?: Contact | undefined;
  readonly removals?: readonly Removal[];
  readonly guards?: readonly Guard[];
  /**
   * Removes, in the same commit, what else is kept of this client: masked numbers and plans in interactions,
   * fingerprints in orders. What happened and when stays.
   */
  readonly scrub?: ClientId;
}

/** A place in a list that is sorted by time, then id: the last item of the page before. */
export interface Position {
  readonly at: number;
  readonly id: string;
}

export interface PageRequest {
  readonly limit: number;
  readonly after?: Position | undefined;
}

export interface PoolCount {
  readonly country: CountryCode;
  readonly type: NumberType;
  readonly owned: number;
  readonly available: number;
  readonly assigned: number;
  readonly shared: number;
  readonly reserved: number;
  readonly quarantined: number;
}

export interface Forgetting {
  readonly interactions: number;
  /** The plans that are kept in interactions. */
  readonly plans: number;
  readonly requests: number;
  /** Closed paired sessions and released legs. */
  readonly sessions: number;
  readonly lockouts: number;
}

export interface RoutingRead {
  readonly number: Versioned<ProxyNumber> | undefined;
  readonly sessions: readonly Versioned<OpenSession>[];
  readonly leg: Versioned<Leg> | undefined;
  readonly pair: Versioned<PairedSession> | undefined;
}

export type LegQuery =
  /** Of these people, however they are written. */
  | { readonly parties: readonly PartyKey[] }
  | { readonly sessionId: string }
  | { readonly clientId: ClientId }
  | { readonly number: E164 }
  /** Of sessions that ended at this time or before. At most `limit`. */
  | { readonly endedBy: number; readonly limit: number };

/**
 * Where everything is kept. Reads fail with `store_unavailable` when the store cannot be reached: "not there" is
 * only said after a successful read. Values handed over are never changed afterwards, by either side.
 */
export interface OrderStore {
  client(id: ClientId): Promise<Versioned<Client> | undefined>;
  clientByProxy(number: E164): Promise<Versioned<Client> | undefined>;
  /** The largest client id that is a whole number, 0 when there is none. */
  highestClientNumber(): Promise<number>;

  order(id: string): Promise<Versioned<Order> | undefined>;
  /** Newest first. */
  orders(
    query: PageRequest & { clientId?: ClientId | undefined; status?: OrderStatus | undefined },
  ): Promise<readonly Order[]>;
  openOrdersOf(clientId: ClientId): Promise<readonly Versioned<Order>[]>;

  number(number: E164): Promise<Versioned<ProxyNumber> | undefined>;
  /**
   * Numbers that may be given to someone at the time `now` (see `isFree`).
   * @param query.limit at most so many, in no particular order
   */
  freeNumbers(query: {
    country?: CountryCode | undefined;
    type?: NumberType | undefined;
    now: number;
    limit: number;
  }): Promise<readonly Versioned<ProxyNumber>[]>;
  /** Every number of the pool that was not released. */
  numbers(): Promise<readonly Versioned<ProxyNumber>[]>;
  /** What has cooled off or lapsed at the time `now` counts as available; released numbers do not count. */
  poolCounts(now: number): Promise<readonly PoolCount[]>;

  /**
   * All that routing a call to this number needs: the number, the live open sessions on it, and the leg on it of whoever
   * calls that is not released, with the paired session it belongs to.
   */
  routing(number: E164, caller?: PartyKeys): Promise<RoutingRead>;
  /** Open sessions. */
  liveSessionsOf(clientId: ClientId): Promise<readonly Versioned<OpenSession>[]>;

  /** Legs that are not released. */
  legs(query: LegQuery): Promise<readonly Versioned<Leg>[]>;
  /** The paired session with this code that was not closed. */
  pairByCode(code: string): Promise<Versioned<PairedSession> | undefined>;
  /** Paired sessions of a client that were not closed. */
  openPairsOf(clientId: ClientId): Promise<readonly Versioned<PairedSession>[]>;
  /** Those that expired at this time or before and were not closed yet. At most `limit`. */
  expiredPairs(query: { now: number; limit: number }): Promise<readonly Versioned<PairedSession>[]>;
  /** The numbers of a country that are shared. */
  sharedNumbers(country: CountryCode): Promise<readonly Versioned<ProxyNumber>[]>;
  /** How many legs that are not released are on each of these numbers. */
  loads(numbers: readonly E164[]): Promise<ReadonlyMap<E164, number>>;

  interaction(id: string): Promise<Versioned<Interaction> | undefined>;
  /** Newest first. `from` and `until` are inclusive. */
  interactions(
    query: PageRequest & {
      clientId?: ClientId | undefined;
      from?: number | undefined;
      until?: number | undefined;
    },
  ): Promise<readonly Interaction[]>;

  request(key: string): Promise<Versioned<KeyedRequest> | undefined>;

  /** What is under way with this number at the provider. */
  intent(number: E164): Promise<Versioned<Intent> | undefined>;
  intents(): Promise<readonly Versioned<Intent>[]>;
  lease(key: string): Promise<Versioned<Lease> | undefined>;

  /** Any record by its key. */
  record<K extends Kind>(kind: K, key: string): Promise<Versioned<Records[K]> | undefined>;
  /** All records of a kind, page by page in the order of their keys, for moving house. */
  records<K extends Kind>(
    kind: K,
    page: { limit: number; after?: string | undefined },
  ): Promise<readonly Versioned<Records[K]>[]>;

  /**
   * Applies the whole change set or nothing. Throws `conflict` when a record is not at the version it was decided
   * on, when a contact does not hold any more, or when the result would break a law of the store: one holder per proxy number, one live open session per
   * proxy number, one leg per party and number until it is released, such legs only on shared numbers, one open paired
   * session per code. Resolves once the write is as durable as the store promises.
   */
  commit(changes: ChangeSet): Promise<void>;

  /** Housekeeping: drops what is older than these times. */
  forget(before: Forgetting): Promise<void>;

  /** Rejects with `store_unavailable` when the store cannot be used. */
  ping(): Promise<void>;
  /** How many records were answered for and are written behind. Absent where nothing is. */
  backlog?(): number;
  close(): Promise<void>;
}
