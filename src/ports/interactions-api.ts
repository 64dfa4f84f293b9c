import type { ClientId } from '../domain/model/client.js';
import type { Channel, Outcome } from '../domain/model/interaction.js';
import type { Direction } from '../domain/model/routing.js';
import type { IsoTime } from './orders-api.js';

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

/** What `simulateCall` decided. */
export interface SimulatedCall {
  /** The decision, as an English sentence without phone numbers. */
  readonly decision: string;
  /** The body of the answer that the carrier would get. */
  readonly twiml: string;
  /** Whether the call was recorded as an interaction. False with a real carrier: then it was a dry run. */
  readonly recorded: boolean;
}
