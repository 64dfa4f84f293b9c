import type { CountryCode } from '../domain/model/country.js';
import type { ClientId } from '../domain/model/client.js';
import type { Channel, Outcome } from '../domain/model/interaction.js';
import type { OrderStatus } from '../domain/model/order.js';
import type { E164 } from '../domain/model/phone-number.js';
import type { NumberType } from '../domain/model/proxy-number.js';
import type { Direction } from '../domain/model/routing.js';
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
  PurgeReport,
  SharingReport,
} from './pool-api.js';

/** A time as RFC 3339 writes it, in UTC: `2026-11-23T02:21:00.000Z`. */
export type IsoTime = string;

export interface NewClient {
  readonly clientId: ClientId;
  readonly clientName: string;
  readonly clientMail: string;
  readonly clientRealPhone: E164;
  readonly clientIsoResidency?: CountryCode | undefined;
}

export interface NewOrder extends NewClient {
  readonly orderId: string;
  /** Known couriers make a paired session on shared numbers. */
  readonly courierPhone?: E164 | undefined;
  /** When the paired session ends by itself; by configuration when absent. */
  readonly expiresAt?: IsoTime | undefined;
  /** How long a conversation may last, and how long the other phone rings; by configuration when absent. */
  readonly maxCallSeconds?: number | undefined;
  readonly ringSeconds?: number | undefined;
}

/** What an order with a known courier has besides. */
export interface CourierView {
  /** The number that the courier calls, and sees when the client calls. */
  readonly courierProxyNumber?: E164 | undefined;
  /** Admits the courier from another phone. */
  readonly orderCode?: string | undefined;
  readonly expiresAt?: IsoTime | undefined;
}

export interface OrderReceipt extends CourierView {
  readonly orderId: string;
  readonly clientId: ClientId;
  readonly clientProxyNumber: E164;
}

export interface OrderView extends CourierView {
  readonly orderId: string;
  readonly clientId: ClientId;
  readonly clientProxyNumber: E164;
  readonly status: OrderStatus;
  readonly createdAt: IsoTime;
  readonly closedAt?: IsoTime | undefined;
}

export interface ClosedOrder {
  readonly order: OrderView;
  /** True when the client's session was ended too and the number cools off. */
  readonly sessionEnded: boolean;
}

export interface ClientReceipt {
  readonly clientId: ClientId;
  readonly clientProxyNumber: E164;
}

export interface ClientView {
  readonly clientId: ClientId;
  readonly clientName: string;
  readonly clientMail: string;
  readonly clientRealPhone: E164;
  readonly clientProxyNumber?: E164 | undefined;
  readonly clientIsoResidency?: CountryCode | undefined;
  /** The calling code of the real phone, without `+`: `33`. */
  readonly clientCountryCode: string;
  readonly clientLastCaller?: E164 | undefined;
}

export interface ClientChanges {
  readonly clientName?: string | undefined;
  readonly clientMail?: string | undefined;
  readonly clientRealPhone?: E164 | undefined;
  /** Null forgets it. */
  readonly clientIsoResidency?: CountryCode | null | undefined;
}

export interface ErasureReceipt {
  readonly clientId: ClientId;
  readonly erasedAt: IsoTime;
  readonly ordersClosed: number;
  readonly sessionsClosed: number;
  /** The number that cools off, if the client held one. */
  readonly quarantinedNumber?: E164 | undefined;
  readonly quarantinedUntil?: IsoTime | undefined;
}

export interface InteractionView {
  readonly id: string;
  readonly at: IsoTime;
  readonly channel: Channel;
  readonly direction?: Direction | undefined;
  readonly outcome: Outcome;
  readonly durationSeconds?: number | undefined;
  readonly from: string;
  readonly to: string;
  readonly clientId?: ClientId | undefined;
}

export interface PageQuery {
  readonly cursor?: string | undefined;
  /** 1 to 200; 50 when absent. */
  readonly limit?: number | undefined;
}

export interface Page<T> {
  readonly items: readonly T[];
  /** Give it back as `cursor` for the next page; absent on the last one. */
  readonly nextCursor?: string | undefined;
}

export interface SimulatedCall {
  /** The decision in words. */
  readonly decision: string;
  /** The answer the carrier would get. */
  readonly twiml: string;
  /** False when the carrier is a real one: then it was a dry run. */
  readonly recorded: boolean;
}

/** Who uses the API. */
export interface Actor {
  /** A token's name, `cli`, `library`, … Never a secret, nor anything personal. */
  readonly name: string;
}

/**
 * Everything a person can ask of ProxyCall, wherever it runs: the services implement it, and so does the HTTP
 * client of the CLI. Refusals and faults are `ProxyCallError`s.
 */
export interface ProxyCallApi {
  /** @throws `order_conflict`, `client_mismatch`, `pool_exhausted`, `idempotency_key_reused` */
  createOrder(order: NewOrder, options?: { idempotencyKey?: string | undefined }): Promise<OrderReceipt>;
  /** @throws `order_not_found` */
  getOrder(orderId: string): Promise<OrderView>;
  listOrders(
    query: PageQuery & { clientId?: ClientId | undefined; status?: OrderStatus | undefined },
  ): Promise<Page<OrderView>>;
  /**
   * Closing a closed order again answers the same.
   * @param options.endSession also end the client's session when no other order of theirs is open
   * @throws `order_not_found`
   */
  closeOrder(orderId: string, options?: { endSession?: boolean | undefined }): Promise<ClosedOrder>;

  /**
   * Another courier for an open order that has one. The one before hears that the order is closed, and the code is new.
   * @throws `order_not_found`, `order_conflict`, `pool_exhausted`
   */
  changeCourier(orderId: string, change: { courierPhone: E164 }): Promise<OrderView>;

  /** @throws `client_exists`, `pool_exhausted` */
  createClient(client: NewClient): Promise<ClientReceipt>;
  nextClientId(): Promise<{ readonly nextClientId: number }>;
  /** In the order of their ids, as texts. */
  listClients(query: PageQuery): Promise<Page<ClientView>>;
  /** @throws `client_not_found` */
  getClient(clientId: ClientId): Promise<ClientView>;
  /** @throws `client_not_found` */
  getClientByProxy(proxyNumber: E164): Promise<ClientView>;
  /** @throws `client_not_found`, `client_mismatch` */
  updateClient(clientId: ClientId, changes: ClientChanges): Promise<ClientView>;
  /** @throws `client_not_found` */
  eraseClient(clientId: ClientId): Promise<ErasureReceipt>;

  listAvailableNumbers(query: {
    countryIso: CountryCode;
    numberType?: NumberType | 'all' | undefined;
  }): Promise<AvailableNumbers>;
  /** @throws `client_not_found`, `pool_exhausted` */
  assignNumber(request: AssignmentRequest): Promise<{ readonly clientId: ClientId; readonly proxy: E164 }>;
  /**
   * Buys numbers. With an idempotency key, never more than the batch, however often it is asked.
   * @throws `pool_exhausted`, `bundle_mismatch`, `provider_failed`, `provider_unavailable` when none was bought;
   *   `idempotency_key_reused`
   */
  provisionNumbers(
    request: ProvisionRequest,
    options?: { idempotencyKey?: string | undefined },
  ): Promise<ProvisionReport>;
  /** @throws `provider_failed`, `provider_unavailable`; nothing is taken for lost then */
  syncPool(request: { apply: boolean }): Promise<SyncReport>;
  /** @throws `provider_failed`, `provider_unavailable` */
  fixWebhooks(request: WebhookFixRequest): Promise<WebhookFixReport>;
  /**
   * @param request.numbers only these; all of the pool when absent
   * @throws `provider_failed`, `provider_unavailable`
   */
  purgeWithoutSms(request: { numbers?: readonly E164[] | undefined; dryRun: boolean }): Promise<PurgeReport>;
  /** @param request.force also numbers that clients hold */
  releaseNumbers(request: { numbers: readonly E164[]; force: boolean }): Promise<ReleaseReport>;
  /**
   * Makes free numbers shared ones, for paired sessions, or shared ones free again when no session is on them any more.
   */
  shareNumbers(request: { numbers: readonly E164[]; shared: boolean }): Promise<SharingReport>;
  poolStats(): Promise<PoolStats>;
  /** How many numbers are needed, what they cost, and what to buy or give back. */
  planPool(request: PlanRequest): Promise<PoolPlan>;

  /** @throws `order_not_found` when an order is given that does not exist */
  listInteractions(
    query: PageQuery & {
      clientId?: ClientId | undefined;
      orderId?: string | undefined;
      /** Not before. */
      from?: IsoTime | undefined;
      /** Not after. */
      until?: IsoTime | undefined;
    },
  ): Promise<Page<InteractionView>>;

  /** What would happen if `from` called `to`. With a simulated carrier the call is recorded, else it is a dry run. */
  simulateCall(call: { to: E164; from: E164 | 'withheld' }): Promise<SimulatedCall>;
}
