import type { Identity } from './identity.js';
import type { E164 } from './phone-number.js';
import { MEDIA_LOST, type Language } from './phrases.js';
import type { ProxyNumber } from './proxy-number.js';
import type { Route } from './routing.js';
import type { TelephonyLimits } from './telephony-limits.js';

/** The content of a text. */
export interface TextContent {
  readonly body: string;
  /** URLs of its pictures. */
  readonly media: readonly string[];
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

export function planMessage(decided: Route, text: TextContent, context: MessageContext): MessagePlan {
  const { interactionId, from, to, reply } = context;
  const plan = (messages: readonly OutgoingMessage[]): MessagePlan => ({ kind: 'texts', interactionId, messages });
  if (to === undefined || decided.kind === 'ask_code') return plan([]);
  if (decided.kind === 'connect') return plan(relay(text, decided.callerId, decided.to, context));
  // Only a person can read a reply: a service's short code would bounce it, or keep answering.
  if (reply === undefined || from.kind !== 'number') return plan([]);
  return plan([{ from: to, to: from.number, body: reply, media: [] }]);
}

function relay(text: TextContent, from: E164, to: E164, context: MessageContext): OutgoingMessage[] {
  const carriesMedia = context.number?.capabilities.mms === true;
  const sender = context.from.kind === 'named' ? `${context.from.name}: ` : '';
  const note = text.media.length > 0 && !carriesMedia ? MEDIA_LOST[context.language] : '';
  const body = [sender + text.body, note].filter((part) => part !== '').join('\n');
  return splitText(body, context.limits.textParts.longest).map((part, index) => ({
    from,
    to,
    body: part,
    media: index === 0 && carriesMedia ? text.media : [],
  }));
}

/** Splits between words where possible, and never inside a character. An empty text is one empty part. */
export function splitText(text: string, limit: number): string[] {
  const parts: string[] = [];
  let rest = text;
  while (rest.length > limit) {
    const cut = cutBefore(rest, limit);
    parts.push(rest.slice(0, cut));
    rest = rest.slice(cut);
  }
  return [...parts, rest];
}

function cutBefore(text: string, limit: number): number {
  const space = text.lastIndexOf(' ', limit - 1);
  if (space > limit / 2) return space + 1;
  const splitsCharacter = (text.codePointAt(limit - 1) ?? 0) > 0xffff;
  return splitsCharacter ? limit - 1 : limit;
}
