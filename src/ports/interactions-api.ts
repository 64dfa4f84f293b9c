import type { ClientId } from '../domain/model/client.js';
import type { Channel, Outcome } from '../domain/model/interaction.js';
import type { E164 } from '../domain/model/phone-number.js';
import type { Direction } from '../domain/model/routing.js';
import type { TypedPhone } from '../domain/model/typed-phone.js';
import type { IsoTime } from './orders-api.js';
import type { Page, PageQuery } from './pages.js';

// Answers about calls and texts: see ProxyCallApi.

/** One call or text, or one step of a call. */
export interface InteractionView {
  readonly id: string;
  readonly at: IsoTime;
  readonly channel: Channel;
  /** Undefined when the call or text was not routed to anybody. */
  readonly direction?: Direction | undefined;
  readonly outcome: Outcome;
  /** How long the conversation lasted, in whole seconds, once the carrier has reported it. Calls only. */
  readonly durationSeconds?: number | undefined;
  /** Masked: `+****1234`, `withheld` or `named`. Empty once the client was erased. */
  readonly from: string;
  /** Masked. Empty once the client was erased. */
  readonly to: string;
  /** Undefined when the call or text belongs to no client. */
  readonly clientId?: ClientId | undefined;
}

/** What is watched: see `watchInteractions`. */
export interface WatchRequest {
  /** Ends the watching when it is aborted: the events end, without an error. Without one, end it by leaving the loop. */
  readonly signal?: AbortSignal | undefined;
  /**
   * Begin with what is new or has changed since then, such as the `seenAt` of the last event of a watch that was cut off, or the time at which
   * a list was read. Reaches back a minute at most; some may come that are known already. Default: nothing that is known by now.
   */
  readonly since?: IsoTime | undefined;
}

/** What `watchInteractions` delivers. */
export type InteractionEvent =
  | {
      /** A call or text that is new, or has changed: an event with the same `id` replaces it. */
      readonly kind: 'interaction';
      readonly interaction: InteractionView;
      /** When this instance learned of it: `since` of a watch that is to go on from here. Never before that of an event before it. */
      readonly seenAt: IsoTime;
    }
  | {
      /** Some were left out, as there were too many or they were taken too slowly: `listInteractions` has them. */
      readonly kind: 'missed';
      readonly seenAt: IsoTime;
    };
/** Which calls and texts. All that are given must hold. */
export interface InteractionListQuery extends PageQuery {
  readonly clientId?: ClientId | undefined;
  /**
   * Those of the order's paired session; for an order without a courier, those of its client while the order was open.
   */
  readonly orderId?: string | undefined;
  /** Inclusive. */
  readonly from?: IsoTime | undefined;
  /** Inclusive. */
  readonly until?: IsoTime | undefined;
  readonly outcome?: Outcome | undefined;
  readonly channel?: Channel | undefined;
  readonly direction?: Direction | undefined;
}

/** Which calls and texts to count. */
export interface InteractionCountQuery {
  /** Inclusive. Default: 24 hours before `until`. At most 31 days before `until`. */
  readonly from?: IsoTime | undefined;
  /** Inclusive. Default: now. */
  readonly until?: IsoTime | undefined;
}

/** How many calls or texts of one hour had an outcome. */
export interface InteractionCount {
  /** When the hour begins: a whole hour of UTC. The first and the last one are counted from `from` and until `until` only. */
  readonly hour: IsoTime;
  readonly channel: Channel;
  readonly outcome: Outcome;
  /** At least 1. */
  readonly count: number;
}

/** The answer of `interactionCounts`. */
export interface InteractionCounts {
  readonly from: IsoTime;
  readonly until: IsoTime;
  /** By hour, then channel, then outcome. What did not happen is not listed. */
  readonly counts: readonly InteractionCount[];
}

/** What `simulateCall` decided. */
export interface SimulatedCall {
  /** The decision, as an English sentence without phone numbers. */
  readonly decision: string;
  /** The body of the answer that the carrier would get. */
  readonly twiml: string;
  /** Whether the call was recorded as an interaction. False with a real carrier: then it was a dry run. */
  readonly recorded: boolean;
}

/** The operations of `ProxyCallApi` on calls and texts. */
export interface InteractionsApi {
  /**
   * Lists calls and texts, newest first. With `outcome`, `channel` or `direction`, a page looks through some thousands of calls and texts
   * at most, so that it may have fewer items than the limit, or none, before the last page.
   * @throws ProxyCallError with code `order_not_found` when there is no order of this id
   */
  listInteractions(query: InteractionListQuery): Promise<Page<InteractionView>>;
  /**
   * Counts calls and texts by hour, channel and outcome.
   * @throws ProxyCallError with code `invalid_request` when `from` is after `until`, or more than 31 days before it
   */
  interactionCounts(query: InteractionCountQuery): Promise<InteractionCounts>;

  /**
   * Delivers calls and texts while they happen: those of this instance at once, those of others within two seconds. One that changes, as when
   * a call ends, is delivered again. Resolves when nothing more can be missed.
   *
   * Each answer is to be read once, by one loop. Whoever reads slowly gets the newest state of each, and of the newest 200 only. When the
   * store cannot be read for a while, what happened meanwhile is delivered afterwards. Ends when `request.signal` is aborted, or ProxyCall is
   * closed.
   *
   * @example
   * ```ts
   * import { createProxyCall, phoneNumber } from 'proxycall';
   * import { createMemoryStore } from 'proxycall/memory';
   * import { createSimulatedCarrier } from 'proxycall/simulator';
   *
   * const carrier = createSimulatedCarrier({ authToken: 'dev', webhookBaseUrl: () => 'http://127.0.0.1:8000' });
   * const proxyCall = createProxyCall({ store: createMemoryStore(), ...carrier });
   * const client = { clientId: '1', clientName: 'Ada', clientMail: 'ada@shop.example' };
   * const { clientProxyNumber: to } = await proxyCall.createClient({ ...client, clientRealPhone: phoneNumber('+33639987654') });
   *
   * const events = await proxyCall.watchInteractions({});
   * await proxyCall.simulateCall({ from: phoneNumber('+33199001234'), to });
   * for await (const event of events) {
   *   if (event.kind === 'interaction') console.log(event.interaction.outcome); // connecting
   *   break;
   * }
   * await proxyCall.close();
   * ```
   */
  watchInteractions(request: WatchRequest): Promise<AsyncIterable<InteractionEvent>>;

  /**
   * What happens when `from` calls `to`. With a simulated carrier the call is recorded; otherwise it is a dry run. No phone
   * rings. A caller who shows digits alone is read as in a webhook.
   */
  simulateCall(call: { to: E164; from: TypedPhone | 'withheld' }): Promise<SimulatedCall>;
}
