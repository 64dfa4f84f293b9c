import type { CountryCode } from '../domain/model/country.js';
import type { ClientId } from '../domain/model/client.js';
import type { OrderStatus } from '../domain/model/order.js';
import type { E164 } from '../domain/model/phone-number.js';
import type { NumberType } from '../domain/model/proxy-number.js';
import type { TypedPhone } from '../domain/model/typed-phone.js';
import type { StoreFinding } from '../domain/model/store-finding.js';
import type { AccessApi } from './access-api.js';
import type { AuditApi } from './audit-api.js';
import type { ConfirmationsApi } from './confirmations-api.js';
import type { InteractionsApi } from './interactions-api.js';
import type {
  ClientChanges,
  ClientReceipt,
  ClientView,
  ClosedOrder,
  ErasureReceipt,
  IsoTime,
  NewClient,
  NewOrder,
  OrderReceipt,
  OrderView,
} from './orders-api.js';
import type { Page, PageQuery } from './pages.js';
import type { PersonErasure, PersonExport, PersonRequest } from './people-api.js';
import type { MessagesApi } from './messages-api.js';
import type { NumbersApi } from './numbers-api.js';
import type { ReportsApi } from './reports-api.js';
import type { SearchApi } from './search-api.js';
import type { SetupApi } from './setup-api.js';
import type {
  AvailableNumbers,
  PlanRequest,
  PoolPlan,
  PoolStats,
  AssignmentRequest,
  ProvisionRequest,
  ProvisionReport,
  SyncReport,
  WebhookFixRequest,
  WebhookFixReport,
  ReleaseReport,
  ReleaseRequest,
  PurgeReport,
  SharingReport,
} from './pool-api.js';

export type * from './access-api.js';
export type * from './audit-api.js';
export type * from './confirmations-api.js';
export type * from './interactions-api.js';
export type * from './messages-api.js';
export type * from './numbers-api.js';
export type * from './orders-api.js';
export type * from './pages.js';
export type * from './people-api.js';
export type * from './reports-api.js';
export type * from './search-api.js';
export type * from './setup-api.js';

/**
 * Everything that a person or a program can ask of ProxyCall. The use cases implement it, and so does the HTTP client of the
 * command line.
 *
 * Every method rejects with a ProxyCallError. Besides the codes that are listed with a method:
 *
 * - `invalid_request` when a field or a cursor is invalid; `issues` say which. Also when a field has the mark of masked values, `•`.
 * - `not_allowed` when the role of the actor may not do this. Roles to which people's data is masked get answers in which numbers,
 *   names, mails and order codes are masked: `+336••••••54`, `A•••`, `a•••@•••`.
 * - `store_unavailable` when the store cannot be reached.
 * - `store_refused` when the spreadsheet does not let a cell be written: the message says which one. Nothing was changed.
 * - `conflict` when other requests changed the same records again and again. Try again later.
 *
 * Methods that may buy a number for a client (`createOrder`, `createClient`, `changeCourier`, and `assignNumber` with `buy`) reject with
 * `pool_exhausted` when no number is free and none is for sale, and with `bundle_mismatch`, `provider_failed` or
 * `provider_unavailable` when the purchase failed.
 */
export interface ProxyCallApi
  extends
    AccessApi,
    AuditApi,
    ConfirmationsApi,
    InteractionsApi,
    MessagesApi,
    NumbersApi,
    ReportsApi,
    SearchApi,
    SetupApi {
  /**
   * Creates an order. A new client is created with it; an existing client keeps number, name and mail. The same order again,
   * with the same contents, gets the same answer.
   * @param options.idempotencyKey 1 to 200 characters, bound to this request for a day
   * @throws ProxyCallError with code `order_conflict` when there is an order of this id with other contents;
   *   `client_mismatch` when the client is known with another real phone; `idempotency_key_reused`; and what the purchase of
   *   a number may fail with
   */
  createOrder(order: NewOrder, options?: { idempotencyKey?: string | undefined }): Promise<OrderReceipt>;
  /**
   * Reads one order.
   * @throws ProxyCallError with code `order_not_found`
   */
  getOrder(orderId: string): Promise<OrderView>;
  /** Lists orders, newest first. */
  listOrders(
    query: PageQuery & { clientId?: ClientId | undefined; status?: OrderStatus | undefined },
  ): Promise<Page<OrderView>>;
  /**
   * Closes an order, and its paired session if it has one. Closing a closed order again ends nothing.
   * @param options.endSession also end the client's open session, and quarantine their number, when no other order of theirs is
   *   open. Default: false
   * @throws ProxyCallError with code `order_not_found`
   */
  closeOrder(orderId: string, options?: { endSession?: boolean | undefined }): Promise<ClosedOrder>;

  /**
   * Replaces the courier of an open order that has one. The former courier hears that the order is closed, and the order code
   * is new. Does nothing when this is the courier already.
   * @throws ProxyCallError with code `order_not_found`; `order_conflict` when the order is closed or was created without a
   *   courier; and what the purchase of a number may fail with
   */
  changeCourier(orderId: string, change: { courierPhone: TypedPhone }): Promise<OrderView>;

  /**
   * Moves the end of the paired session of an open order, later or earlier. Numbers, courier and code stay. Does nothing when this is
   * the end already.
   * @param change.expiresAt after now, and within 365 days from now
   * @throws ProxyCallError with code `order_not_found`; `order_conflict` when the order is closed or was created without a courier
   */
  extendOrder(orderId: string, change: { expiresAt: IsoTime }): Promise<OrderView>;

  /**
   * Creates a client with a number of their own.
   * @throws ProxyCallError with code `client_exists`; and what the purchase of a number may fail with
   */
  createClient(client: NewClient): Promise<ClientReceipt>;
  /** The number after the largest client id that is a whole number: 1 when there is none. Not reserved. */
  nextClientId(): Promise<{ readonly nextClientId: number }>;
  /** Lists clients in the order of their ids, compared as texts: `10` comes before `9`. */
  listClients(query: PageQuery): Promise<Page<ClientView>>;
  /**
   * Reads one client.
   * @throws ProxyCallError with code `client_not_found`
   */
  getClient(clientId: ClientId): Promise<ClientView>;
  /**
   * Finds the client whose own number this is. Shared numbers belong to nobody.
   * @param proxyNumber in E.164 or as people write it: `06 39 98 12 34`, where that is a national number of a country of the pool
   * @throws ProxyCallError with code `client_not_found`, also when it is no number
   */
  getClientByProxy(proxyNumber: string): Promise<ClientView>;
  /**
   * Changes some fields of a client.
   * @throws ProxyCallError with code `client_not_found`; `client_mismatch` when the new phone could not be told from another
   *   person's on the same shared number; `number_state` when the new proxy number is not free
   */
  updateClient(clientId: ClientId, changes: ClientChanges): Promise<ClientView>;
  /**
   * Erases a client: the client's record, their phone in sessions, and what orders and interactions say about people. Orders
   * are closed and stay, with the merchant's ids only.
   * @throws ProxyCallError with code `client_not_found`
   */
  eraseClient(clientId: ClientId): Promise<ErasureReceipt>;

  /**
   * Everything that is stored about a person: as a client, as a courier and as a caller. Reads the whole history, so it takes a
   * while in a large store; calls and texts go on meanwhile.
   */
  exportPerson(request: PersonRequest): Promise<PersonExport>;
  /**
   * Erases a person: the clients with this phone, as `eraseClient` does, and what is stored of the person as a courier and as a
   * caller. Open orders whose courier they are are closed with their sessions: call `changeCourier` first to keep one open. May be
   * repeated, after a failure too.
   */
  erasePerson(request: PersonRequest): Promise<PersonErasure>;

  /**
   * Lists the available numbers of a country.
   * @param query.numberType default: `all`. `national` includes `local` numbers, which serve in its place
   */
  listAvailableNumbers(query: {
    countryIso: CountryCode;
    numberType?: NumberType | 'all' | undefined;
  }): Promise<AvailableNumbers>;
  /**
   * Gives a client a number of their own. A client who has one keeps it. Its webhooks are pointed at this service.
   * @throws ProxyCallError with code `client_not_found`; `pool_empty` when no number is free and `buy` is not set; `number_state`
   *   when the webhooks of the number point elsewhere and the settings say to refuse it; and, with `buy`, what the purchase of a
   *   number may fail with
   */
  assignNumber(request: AssignmentRequest): Promise<{ readonly clientId: ClientId; readonly proxy: E164 }>;
  /**
   * Buys numbers for the pool. Succeeds when at least one was bought.
   * @param options.idempotencyKey 1 to 200 characters, bound to this request for a day: however often it is sent, no more than
   *   the batch is bought, and a repeated request continues where the first one stopped
   * @throws ProxyCallError with code `pool_exhausted`, `bundle_mismatch`, `provider_failed` or `provider_unavailable` when
   *   nothing was bought; `idempotency_key_reused`
   */
  provisionNumbers(
    request: ProvisionRequest,
    options?: { idempotencyKey?: string | undefined },
  ): Promise<ProvisionReport>;
  /**
   * Compares the pool with the numbers that we rent from the provider.
   * @param request.apply true to add missing numbers to the pool and to finish interrupted purchases and releases; false to
   *   report only
   * @throws ProxyCallError with code `provider_failed` or `provider_unavailable`; then nothing was added and nothing counts as
   *   lost
   */
  syncPool(request: { apply: boolean }): Promise<SyncReport>;
  /**
   * Finds numbers whose webhooks do not point to this service, and corrects them.
   * @throws ProxyCallError with code `provider_failed` or `provider_unavailable` when the provider cannot be read
   */
  fixWebhooks(request: WebhookFixRequest): Promise<WebhookFixReport>;
  /**
   * Gives back the numbers that cannot text, except those in use.
   * @param request.numbers only these, as people write them. Default: the whole pool
   * @param request.dryRun true to report only
   * @throws ProxyCallError with code `provider_failed` or `provider_unavailable` when the provider cannot be read
   */
  purgeWithoutSms(request: { numbers?: readonly string[] | undefined; dryRun: boolean }): Promise<PurgeReport>;
  /**
   * Gives numbers back to the provider. What goes wrong with one number is in the report.
   * @param request.numbers as people write them, such as `06 39 98 12 34`: what counts is that one number of the pool is meant
   * @param request.force also numbers that are assigned or reserved: the number is taken from its client and their session
   *   closed. Shared and held numbers are kept in any case
   * @param request.onlyStatus keeps a number that has another status by then. Default: any
   * @throws ProxyCallError with code `provider_failed` when there is no provider
   */
  releaseNumbers(request: ReleaseRequest): Promise<ReleaseReport>;
  /**
   * Makes available numbers shared, so that they carry paired sessions; or shared numbers available, when no session is on
   * them.
   * @param request.shared true to share them, false to make them available
   */
  shareNumbers(request: { numbers: readonly E164[]; shared: boolean }): Promise<SharingReport>;
  /** Counts the numbers of the pool by country, type and status. */
  poolStats(): Promise<PoolStats>;
  /**
   * Calculates how many numbers are needed, what they cost, and how many to buy or give back. What was read of the log may be a minute old.
   * @throws ProxyCallError with code `invalid_request`; `too_many_counts` when eight other plans are being made from the log or wait for it
   */
  planPool(request: PlanRequest): Promise<PoolPlan>;

  /**
   * What a person should look at in the records: cells of a spreadsheet that are ignored, numbers that are out of rotation, records
   * that cannot be written. Says where, and nothing of the content.
   */
  storeFindings(): Promise<{ readonly findings: readonly StoreFinding[] }>;
}
