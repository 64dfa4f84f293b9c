import type { Client, ClientId } from '../domain/model/client.js';
import type { CountryCode } from '../domain/model/country.js';
import type { Interaction } from '../domain/model/interaction.js';
import type { Order, OrderStatus } from '../domain/model/order.js';
import type { LiveParticipant, Participant } from '../domain/model/participant.js';
import type { Person, PersonKey } from '../domain/model/person.js';
import type { E164 } from '../domain/model/phone-number.js';
import type { NumberType, PoolStatus, ProxyNumber } from '../domain/model/proxy-number.js';
import type { AnyRecord, Kind, Records, RetentionPeriod } from '../domain/model/records.js';
import type { LiveOpenSession, LivePairedSession, LiveSession, Session } from '../domain/model/session.js';

export type { AnyRecord, KeyedRequest, Kind, Lease, RecordId, Records, StoreFact } from '../domain/model/records.js';

/** A record as it was read. The version changes with every write and is never used twice for one key. */
export interface Versioned<T> {
  readonly value: T;
  readonly version: number;
}

/** Writes one record. `expected` is the version it was decided on, or null when it must not exist. */
export type Put = AnyRecord & { readonly expected: number | null };

/** Erases one record. */
export interface Removal {
  readonly kind: 'client' | 'intent' | 'lease' | 'lockout';
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
 * Notes who reached a client through an open session. Holds as long as the session is live, whatever its version: of
 * several callers at once the latest stays, and none of them meets a conflict.
 */
export interface LastCaller {
  readonly sessionId: string;
  readonly phone: E164;
}

export interface ChangeSet {
  readonly puts: readonly Put[];
  readonly lastCaller?: LastCaller | undefined;
  readonly removals?: readonly Removal[] | undefined;
  readonly guards?: readonly Guard[] | undefined;
  /**
   * Removes, in the same commit, what orders and interactions of this client say about people: see `personal.scrub` of
   * their record rules. What happened and when stays.
   */
  readonly scrub?: ClientId | undefined;
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

export interface PoolCount extends Readonly<Record<PoolStatus, number>> {
  readonly country: CountryCode;
  readonly type: NumberType;
  readonly owned: number;
}

/** What became history before these times is dropped, by the retention period of its kind. */
export interface Retention extends Readonly<Record<RetentionPeriod, number>> {
  /** Plans are dropped from interactions that are older than this. */
  readonly plans: number;
}

/** Everything that routing needs, in one read. */
export interface RoutingRead {
  readonly number: Versioned<ProxyNumber> | undefined;
  /** The live open session on the number, with its client. */
  readonly open:
    { readonly session: Versioned<LiveOpenSession>; readonly client: Versioned<LiveParticipant> } | undefined;
  readonly caller: CallerRead | undefined;
  /** Whether the caller is a number of the pool that was not released. */
  readonly callerIsOurs: boolean;
}

/** The caller's participant on the number that is not released. */
export interface CallerRead {
  readonly participant: Versioned<Participant>;
  readonly session: Versioned<Session> | undefined;
  /** The live participant that the order names for the other role. Undefined in an open session. */
  readonly other: Versioned<LiveParticipant> | undefined;
}

export type ParticipantQuery =
  | { readonly by: 'person'; readonly personKey: PersonKey }
  | { readonly by: 'session'; readonly sessionId: string }
  | { readonly by: 'client'; readonly clientId: ClientId }
  | { readonly by: 'number'; readonly proxyNumber: E164 };

export interface InteractionQuery extends PageRequest {
  readonly clientId?: ClientId | undefined;
  /** Inclusive. */
  readonly from?: number | undefined;
  /** Inclusive. */
  readonly until?: number | undefined;
}

/**
 * Where everything is kept. Reads fail with `store_unavailable` when the store cannot be reached: "not there" is
 * only said after a successful read. Neither the store nor its callers change a value after it was handed over.
 */
export interface OrderStore {
  /**
   * The secret under which people are recognised, where the store's place provides one that is not in the store itself.
   * Absent: whoever opens the store must bring a hash key.
   */
  readonly hashKey?: string | undefined;

  /** Any record by its key. */
  record<K extends Kind>(kind: K, key: string): Promise<Versioned<Records[K]> | undefined>;
  /** All records of a kind, page by page in the order of their keys. */
  records<K extends Kind>(
    kind: K,
    page: { readonly limit: number; readonly after?: string | undefined },
  ): Promise<readonly Versioned<Records[K]>[]>;
  /** Records whose `dueAt` is this time or before: see their record rules. At most `limit`, in no particular order. */
  due<K extends Kind>(
    kind: K,
    query: { readonly by: number; readonly limit: number },
  ): Promise<readonly Versioned<Records[K]>[]>;

  clientByProxy(number: E164): Promise<Versioned<Client> | undefined>;
  /** The largest client id that is a whole number, 0 when there is none. */
  highestClientNumber(): Promise<number>;

  /** Newest first. */
  orders(
    query: PageRequest & { readonly clientId?: ClientId | undefined; readonly status?: OrderStatus | undefined },
  ): Promise<readonly Order[]>;
  openOrdersOf(clientId: ClientId): Promise<readonly Versioned<Order>[]>;

  /**
   * Numbers that may be given to someone at the time `now` (see `isFree`).
   * @param query.limit at most so many, in no particular order
   */
  freeNumbers(query: {
    readonly country?: CountryCode | undefined;
    readonly type?: NumberType | undefined;
    readonly now: number;
    readonly limit: number;
  }): Promise<readonly Versioned<ProxyNumber>[]>;
  /** The numbers of a country that are shared. */
  sharedNumbers(country: CountryCode): Promise<readonly Versioned<ProxyNumber>[]>;
  /** Every number of the pool that was not released. */
  numbers(): Promise<readonly Versioned<ProxyNumber>[]>;
  /** Numbers that are free at the time `now` count as available; released numbers do not count. */
  poolCounts(now: number): Promise<readonly PoolCount[]>;
  /** How many participants of paired sessions that are not released are on each of these numbers. */
  loads(numbers: readonly E164[]): Promise<ReadonlyMap<E164, number>>;

  routing(number: E164, caller?: Person): Promise<RoutingRead>;
  /** The client's sessions that were not closed, of either kind. */
  liveSessionsOf(clientId: ClientId): Promise<readonly Versioned<LiveSession>[]>;
  /** The paired session with this code that was not closed. */
  sessionByCode(code: string): Promise<Versioned<LivePairedSession> | undefined>;
  /** Participants that are not released. */
  participants(query: ParticipantQuery): Promise<readonly Versioned<Participant>[]>;

  /** Newest first. */
  interactions(query: InteractionQuery): Promise<readonly Interaction[]>;

  /**
   * Applies the whole change set or nothing. Throws `conflict` when a record is not at the version it was decided on,
   * when the session of a last caller is not live any more, or when the result would break an invariant: a claim that
   * another record holds, or a reference to a record without the required fact (see the record rules). Resolves once
   * the write is as durable as the store promises.
   */
  commit(changes: ChangeSet): Promise<void>;

  /** Maintenance: drops what was kept long enough. */
  forget(before: Retention): Promise<void>;

  /** Rejects with `store_unavailable` when the store cannot be used. */
  ping(): Promise<void>;
  /** How many records were accepted and are not written yet. Absent where nothing is written behind. */
  backlog?(): number;
  close(): Promise<void>;
}
