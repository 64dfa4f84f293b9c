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

/** What `simulateCall` decided. */
export interface SimulatedCall {
  /** The decision, as an English sentence without phone numbers. */
  readonly decision: string;
  /** The body of the answer that the carrier would get. */
  readonly twiml: string;
  /** Whether the call was recorded as an interaction. False with a real carrier: then it was a dry run. */
  readonly recorded: boolean;
}
