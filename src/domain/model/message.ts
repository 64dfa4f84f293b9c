import { isBlank } from './characters.js';
import type { Identity } from './identity.js';
import type { E164 } from './phone-number.js';
import { CONTENT_LOST, MEDIA_LOST, type Language } from './phrases.js';
import type { ProxyNumber } from './proxy-number.js';
import type { Route } from './routing.js';
import { splitText } from './split-text.js';
import type { TelephonyLimits } from './telephony-limits.js';

export { splitText };

/** The content of a text. */
export interface TextContent {
  readonly body: string;
  /** URLs of its pictures, and of other files. */
  readonly media: readonly string[];
}

/** What a text that arrives consists of. */
export interface IncomingContent extends TextContent {
  /**
   * What came with it and cannot be relayed: a picture without an address, or something other than text and pictures, such as a
   * location.
   */
  readonly lost?: 'picture' | 'other' | undefined;
  /** How a text says that its media could not be relayed: `other` when not all of them are pictures. Default: `picture`. */
  readonly mediaKind?: 'picture' | 'other' | undefined;
}

/** Whether there is nothing in a text, relayable or not. */
export function isEmptyText({ body, media = [], lost }: Partial<IncomingContent>): boolean {
  return lost === undefined && media.length === 0 && isBlank(body ?? '');
}

/** A text to be sent. */
export interface OutgoingMessage extends TextContent {
  readonly from: E164;
  readonly to: E164;
}

/** The texts that the carrier is to send, none when nobody is to get one. */
export interface MessagePlan {
  readonly kind: 'texts';
  readonly interactionId: string;
  readonly messages: readonly OutgoingMessage[];
}

export interface MessageContext {
  readonly interactionId: string;
  readonly to: E164 | undefined;
  readonly from: Identity;
  /** The number that sends a relayed text, which decides whether pictures can be sent with it. */
  readonly number: ProxyNumber | undefined;
  /** The automatic reply to the sender of a text that is not relayed. Undefined: none. */
  readonly reply?: string | undefined;
  readonly language: Language;
  readonly limits: TelephonyLimits;
}

export function planMessage(decided: Route, text: IncomingContent, context: MessageContext): MessagePlan {
  const { interactionId, from, to, reply } = context;
  const plan = (messages: readonly OutgoingMessage[]): MessagePlan => ({ kind: 'texts', interactionId, messages });
  if (to === undefined || decided.kind === 'ask_code') return plan([]);
  if (decided.kind === 'connect') return plan(relay(text, decided.callerId, decided.to, context));
  // Only a person can read a reply: a service's short code would bounce it, or keep answering.
  if (reply === undefined || from.kind !== 'number') return plan([]);
  return plan([{ from: to, to: from.number, body: reply, media: [] }]);
}

/** What the receiver gets of a text: nothing when there is nothing to see in it. */
function relay(text: IncomingContent, from: E164, to: E164, context: MessageContext): OutgoingMessage[] {
  const { number, language, limits } = context;
  const media = number?.capabilities.mms === true ? text.media : [];
  const lost = [text.lost, media.length < text.media.length ? (text.mediaKind ?? 'picture') : undefined];
  const written = [
    isBlank(text.body) ? '' : text.body,
    lost.includes('picture') ? MEDIA_LOST[language] : '',
    lost.includes('other') ? CONTENT_LOST[language] : '',
  ].filter((part) => part !== '');
  if (written.length === 0 && media.length === 0) return [];
  const sender = context.from.kind === 'named' ? `${context.from.name}: ` : '';
  // A part may consist of the spaces between two words, and carriers refuse empty texts.
  const parts = splitText(sender + written.join('\n'), limits.textParts.longest).filter((part) => !isBlank(part));
  const [first = '', ...others] = parts;
  return [{ from, to, body: first, media }, ...others.map((body) => ({ from, to, body, media: [] }))];
}
