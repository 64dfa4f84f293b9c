import type { AuditEntry } from '../domain/model/audit.js';
import type { Client, ClientId } from '../domain/model/client.js';
import type { Confirmation } from '../domain/model/confirmation/confirmation.js';
import type { CountryCode } from '../domain/model/country.js';
import type { Interaction } from '../domain/model/interaction.js';
import type { Order, OrderStatus } from '../domain/model/order.js';
import type { OutboxEntry } from '../domain/model/outbox.js';
import type { Participant } from '../domain/model/participant.js';
import type { Person } from '../domain/model/person.js';
import type { E164 } from '../domain/model/phone-number.js';
import type { NumberType, ProxyNumber } from '../domain/model/proxy-number.js';
import type { Kind, Records } from '../domain/model/records.js';
import type { StoreFinding } from '../domain/model/store-finding.js';
import type { LivePairedSession, LiveSession } from '../domain/model/session.js';
import type { ChangeSet, Versioned } from './change-set.js';
import type { TypedAnswer, TypedConfirmation } from './typed-confirmation.js';
import type {
  AuditQuery,
  ConfirmationQuery,
  HourCount,
  InteractionQuery,
  InteractionSift,
  LiveConfirmationQuery,
  PageRequest,
  ParticipantQuery,
  PoolCount,
  PoolNumberQuery,
  Retention,
  RoutingRead,
  SiftedInteractions,
} from './store-queries.js';

export type * from './change-set.js';
export type * from './store-queries.js';
export type { StoreFinding } from '../domain/model/store-finding.js';
export type { AnyRecord, KeyedRequest, Kind, Lease, RecordId, Records, StoreFact } from '../domain/model/records.js';

/**
 * Where all records are kept. What a store must know of each kind of record is in `RECORD_RULES`.
 *
 * - Reads see every commit of the same instance that resolved before they began.
 * - Every method rejects with a ProxyCallError with code `store_unavailable` when the store cannot be used. "Not there" is
 *   only answered after a successful read.
 * - Neither the store nor its callers modify a value after it was handed over.
 *
 * `orderStoreContract` of `proxycall/testing` checks an implementation; docs/writing-an-adapter.md has a complete small one.
 *
 * @example A store that counts the commits of another one.
 * ```ts
 * import { createProxyCall, phoneNumber, type OrderStore } from 'proxycall';
 * import { createMemoryStore } from 'proxycall/memory';
 * import { createSimulatedCarrier } from 'proxycall/simulator';
 *
 * function counting(store: OrderStore): OrderStore & { readonly commits: () => number } {
 *   let count = 0;
 *   return {
 *     ...store,
 *     async commit(changes) {
 *       await store.commit(changes);
 *       count += 1;
 *     },
 *     commits: () => count,
 *   };
 * }
 *
 * const store = counting(createMemoryStore());
 * const carrier = createSimulatedCarrier({ authToken: 'dev', webhookBaseUrl: () => 'http://127.0.0.1:8000' });
 * const proxyCall = createProxyCall({ store, ...carrier });
 *
 * const client = { clientId: '1', clientName: 'Ada', clientMail: 'ada@shop.example' };
 * await proxyCall.createClient({ ...client, clientRealPhone: phoneNumber('+33639987654') });
 * console.log(store.commits() > 0); // true
 * ```
 */
export interface OrderStore {
  /**
   * The secret under which persons are recognised, if the store's place provides one outside the store itself: a file beside
   * the database, for instance. Absent: whoever opens the store must provide a hash key.
   */
  readonly hashKey?: string | undefined;

  /** The record of this kind with this key, undefined when there is none. */
  record<K extends Kind>(kind: K, key: string): Promise<Versioned<Records[K]> | undefined>;
  /**
   * All records of a kind, page by page, in the order of their keys.
   * @param page.limit the maximum number of records
   * @param page.after the key of the last record of the page before
   */
  records<K extends Kind>(
    kind: K,
    page: { readonly limit: number; readonly after?: string | undefined },
  ): Promise<readonly Versioned<Records[K]>[]>;
  /**
   * Records for which maintenance has something to do: whose `dueAt` (see the record rules) is at or before a time. In no
   * particular order.
   * @param query.by milliseconds since the epoch
   * @param query.limit the maximum number of records
   */
  due<K extends Kind>(
    kind: K,
    query: { readonly by: number; readonly limit: number },
  ): Promise<readonly Versioned<Records[K]>[]>;

  /** The client whose own number this is. */
  clientByProxy(number: E164): Promise<Versioned<Client> | undefined>;
  /**
   * Clients whose real phone is this telephone line, in whatever spelling (see `spellingsOf`): the newest first, then by id.
   * @param limit the maximum number of clients
   */
  clientsByPhone(phone: E164, limit: number): Promise<readonly Versioned<Client>[]>;
  /** The largest client id that is a whole number, 0 when there is none. */
  highestClientNumber(): Promise<number>;

  /** Orders, newest first. `status` is the stored one. */
  orders(
    query: PageRequest & { readonly clientId?: ClientId | undefined; readonly status?: OrderStatus | undefined },
  ): Promise<readonly Order[]>;
  /** The orders of a client whose stored status is `open`. */
  openOrdersOf(clientId: ClientId): Promise<readonly Versioned<Order>[]>;

  /**
   * Numbers that may be given to somebody at the time `now`: see `isFree`. In no particular order.
   * @param query.now milliseconds since the epoch
   * @param query.limit the maximum number of numbers
   */
  freeNumbers(query: {
    readonly country?: CountryCode | undefined;
    readonly type?: NumberType | undefined;
    readonly now: number;
    readonly limit: number;
  }): Promise<readonly Versioned<ProxyNumber>[]>;
  /** The shared numbers of a country. */
  sharedNumbers(country: CountryCode): Promise<readonly Versioned<ProxyNumber>[]>;
  /** The number pool: every number that was not released. */
  numbers(): Promise<readonly Versioned<ProxyNumber>[]>;
  /** The number pool page by page. */
  poolNumbers(query: PoolNumberQuery): Promise<readonly Versioned<ProxyNumber>[]>;
  /**
   * Counts the number pool by country, type and status, sorted by country, then type. Numbers that are free at the time `now`
   * count as available.
   * @param now milliseconds since the epoch
   */
  poolCounts(now: number): Promise<readonly PoolCount[]>;
  /**
   * How many participants of paired sessions that were not released are on each of these numbers. A number that is missing has none.
   * @param upTo a store may stop counting there: a busy number has thousands
   */
  loads(numbers: readonly E164[], upTo: number): Promise<ReadonlyMap<E164, number>>;

  /**
   * What routing needs to know, in one read: this is on the path of every call and text.
   * @param number the number that was called
   * @param caller absent when the caller withholds their number
   */
  routing(number: E164, caller?: Person): Promise<RoutingRead>;
  /** The sessions of a client that were not closed, open and paired. */
  liveSessionsOf(clientId: ClientId): Promise<readonly Versioned<LiveSession>[]>;
  /** The paired session with this order code that was not closed. */
  sessionByCode(code: string): Promise<Versioned<LivePairedSession> | undefined>;
  /** Participants that were not released. */
  participants(query: ParticipantQuery): Promise<readonly Versioned<Participant>[]>;

  /** Confirmations, by when they were created, newest first. */
  confirmations(query: ConfirmationQuery): Promise<readonly Confirmation[]>;
  /** Confirmations whose stored status is `pending`. In no particular order. */
  liveConfirmations(query: LiveConfirmationQuery): Promise<readonly Versioned<Confirmation>[]>;
  /** The entries of the outbox for a confirmation, whatever became of them. In no particular order. */
  outboxOf(confirmationId: string): Promise<readonly Versioned<OutboxEntry>[]>;

  /** Interactions, newest first. Deliveries that are only remembered are not among them. */
  interactions(query: InteractionQuery): Promise<readonly Interaction[]>;
  /** Those of the next interactions, newest first, that have an outcome, a channel or a direction, or are of a session. Never looks through all of them. */
  siftInteractions(query: InteractionSift): Promise<SiftedInteractions>;
  /**
   * Counts interactions by hour, channel and outcome, in no particular order.
   * @param query.from inclusive, in milliseconds since the epoch, as `until`
   * @param query.until inclusive
   */
  interactionCounts(query: { readonly from: number; readonly until: number }): Promise<readonly HourCount[]>;
  /** Entries of the audit trail, newest first. */
  auditEntries(query: AuditQuery): Promise<readonly AuditEntry[]>;

  /**
   * Applies the whole change set, or nothing. Resolves when the write is as durable as the store promises.
   * @throws ProxyCallError with code `conflict` when a record is not at the expected version, when the session of a last
   *   caller is not live, or when an invariant would not hold: a unique claim that another record holds, or a reference to a
   *   record without the required fact (see the record rules). The use case then reads and decides again. With code `store_refused`
   *   when this write is refused and others are not: it does not help to try again before somebody has changed something there.
   */
  commit(changes: ChangeSet): Promise<void>;

  /**
   * Maintenance: drops what was kept long enough, or reduces it to what the record rules leave of it. With the last interaction between
   * a client and the last caller of their open session, that last caller goes too: see `forgetLastCaller`. A session remembers that calls of it are gone: see `noteForgottenCalls`.
   */
  forget(before: Retention): Promise<void>;

  /**
   * Resolves when the store can be used, for writing too; rejects with `store_unavailable` otherwise. `/readyz` shows the message to
   * everyone: it says what is wrong and what to do, and not where the store is.
   */
  ping(): Promise<void>;
  /** How many records were accepted and are not written yet. Absent where nothing is written behind. */
  backlog?(): number;
  /**
   * What a person should look at: cells that are ignored, numbers out of rotation, records that cannot be written. Absent where nobody
   * edits the records by hand.
   */
  findings?(): readonly StoreFinding[];
  /** Why numbers have the status `error`, for people. Absent where nobody edits the records by hand. */
  outOfRotation?(): Promise<ReadonlyMap<E164, string>>;
  /**
   * Requests for confirmations that people have typed into the store and that were not answered. Absent where nobody edits the records by
   * hand; none while another instance writes.
   */
  typedConfirmations?(): Promise<readonly TypedConfirmation[]>;
  /** What became of such a request. One that is gone by now is ignored. */
  answerTyped?(reference: string, answer: TypedAnswer): Promise<void>;
  /** Writes what is left to write, and releases all resources. No other method may be called afterwards. */
  close(): Promise<void>;
}
