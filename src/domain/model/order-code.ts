/** A paired session's codes: the order code alone, or the long code, which is the order code and four digits more. */
export interface OrderCodes {
  /** The order code: admits a caller whose phone is not known. Unique among sessions that were not closed. */
  readonly code: string;
  /** The last four digits of the long code, which admits such a caller even while a number accepts no order codes. */
  readonly codeSuffix: string;
}

/** The length of an order code, in digits. */
export const CODE_DIGITS = [4, 8] as const;
/** How many digits a long code has more than the order code. */
export const SUFFIX_DIGITS = 4;
/** The length of the longest long code, and thus of the longest entry. */
export const MOST_DIGITS = CODE_DIGITS[1] + SUFFIX_DIGITS;

export function longCodeOf({ code, codeSuffix }: OrderCodes): string {
  return code + codeSuffix;
}

/** How an entry is weighed: a long code is guessed ten thousand times less often than an order code. */
export type EntryLength = 'short' | 'long';

/** An order code to look up and, for a long code, the digits that have to follow it. */
export interface CodeReading {
  readonly code: string;
  readonly suffix: string | undefined;
}

/**
 * What an entry may mean. Eight digits may mean two things, as codes are of several lengths when the shorter ones have run
 * short, or when the setting was changed while orders were open.
 */
export function readingsOf(digits: string): readonly CodeReading[] {
  const [shortest, longest] = CODE_DIGITS;
  const readings: CodeReading[] = [];
  const { length } = digits;
  if (length >= shortest && length <= longest) readings.push({ code: digits, suffix: undefined });
  if (length >= shortest + SUFFIX_DIGITS && length <= MOST_DIGITS) {
    readings.push({ code: digits.slice(0, -SUFFIX_DIGITS), suffix: digits.slice(-SUFFIX_DIGITS) });
  }
  return readings;
}

/** How a reading is weighed. */
export function lengthOf({ suffix }: CodeReading): EntryLength {
  return suffix === undefined ? 'short' : 'long';
}
