/** The smallest and the largest value that are accepted. */
export type Range = readonly [least: number, most: number];

/** What a carrier accepts. Plans keep within these limits. */
export interface TelephonyLimits {
  /** How long a phone may ring, in seconds. */
  readonly ringSeconds: Range;
  /** How long a conversation may last, in seconds. */
  readonly callSeconds: Range;
  /** The maximum length of a text, in UTF-16 code units. A longer one is sent in parts. */
  readonly textParts: { readonly longest: number };
}

/** What a carrier can do. Plans contain nothing that it cannot. */
export interface TelephonyAbilities {
  /** Collect digits that the caller enters. */
  readonly askCode: boolean;
  /** Say something to the callee before the two are connected. */
  readonly whisper: boolean;
  /** Send texts in the answer to a webhook. Otherwise `sendMessage` sends them after the commit. */
  readonly textInAnswer: boolean;
  /** Place calls, ask the person who was called for a key, and tell a machine from a person where that is possible. */
  readonly placeCall: boolean;
}

export function clamp(value: number, [least, most]: Range): number {
  return Math.min(Math.max(value, least), most);
}
