import type { Language } from './phrases.js';

// Calls that we place ourselves. Their plans are apart from those of calls that come in: they say codes, and are never stored.

/** What a placed call is about, in all of its webhooks: letters, digits, `-` and `_`, 64 at most. */
const CALL_REFERENCE = /^[A-Za-z0-9_-]{1,64}$/;

/** Whether a text can be the reference of a placed call. It is a part of callback addresses, so it must not need encoding there. */
export function isCallReference(text: string): boolean {
  return CALL_REFERENCE.test(text);
}

/** Texts that are said one after the other, in one language. */
interface SpokenTexts {
  readonly texts: readonly string[];
  readonly language: Language;
  /** The pause between two texts, in whole seconds; 0 for none. */
  readonly pauseSeconds: number;
}

/** Say texts to the person who was called, and hang up. */
export interface SayTexts extends SpokenTexts {
  readonly kind: 'say_text';
}

/**
 * Say texts, and wait for one key, which may be pressed before they are over. The answer is a {@link PlacedCallKey} event of this `step`, also
 * when no key was pressed.
 */
export interface AskKey extends SpokenTexts {
  readonly kind: 'ask_key';
  /** The reference of the call. */
  readonly reference: string;
  /** Tells the questions of one call apart: a whole number from 0. */
  readonly step: number;
  /** How long to wait after the texts, in whole seconds. */
  readonly timeoutSeconds: number;
}

/** What the carrier is to do with a call that we have placed. */
export type PlacedCallPlan = AskKey | SayTexts | { readonly kind: 'hang_up' };

/** Who has picked up, as far as the carrier can tell. A machine: voicemail, or a fax. */
export type AnsweredBy = 'person' | 'machine' | 'unknown';
