/** Least and most. */
export type Range = readonly [least: number, most: number];

/** What a carrier accepts. */
export interface TelephonyLimits {
  /** How long a phone may ring, in seconds. */
  readonly ringSeconds: Range;
  /** How long a conversation may last, in seconds. */
  readonly callSeconds: Range;
  /** How long a text may be, in UTF-16 code units; a longer one is sent in parts. */
  readonly textParts: { readonly longest: number };
}

/** What a carrier can do. Planning leaves out what it cannot. */
export interface TelephonyAbilities {
  /** Collect digits from a caller. */
  readonly askCode: boolean;
  /** Say something to whoever was called before the two are connected. */
  readonly whisper: boolean;
  /** Send texts in the answer to a webhook. Where not, they are sent by `sendMessage` after the commit. */
  readonly textInAnswer: boolean;
  /** Place a call by itself. */
  readonly placeCall: boolean;
}

export function clamp(value: number, [least, most]: Range): number {
  return Math.min(Math.max(value, least), most);
}
