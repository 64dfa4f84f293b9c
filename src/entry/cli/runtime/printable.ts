// What others wrote reaches the terminal as text only: a control character moves the cursor, a bidirectional override turns a line
// around, and both could make a line say what nobody wrote.

/** What ends lines, and what nobody sees, but may turn the direction of text around. Variants of characters (`Mn`) are seen. */
const UNSEEN = String.raw`\p{Zl}\p{Zp}[\p{Default_Ignorable_Code_Point}--\p{Mn}--[\u200c\u200d]]`;
/** Joiners belong to emoji, and to scripts without capital letters, such as those of Persian and Hindi. */
const LOST_JOINER = String.raw`(?<![\p{Lo}\p{M}\p{Extended_Pictographic}\p{Emoji_Modifier}])[\u200c\u200d]`;
/** Control characters and halves of surrogate pairs, too. */
const UNPRINTABLE = new RegExp(String.raw`[\p{Cc}\p{Cs}${UNSEEN}]|${LOST_JOINER}`, 'gv');
/** Those of them that JSON does not escape by itself. */
const LEFT_BY_JSON = new RegExp(String.raw`[\u007f-\u009f${UNSEEN}]|${LOST_JOINER}`, 'gv');

/** A text of one line, with such characters as `\u001b`. */
export function printable(text: string): string {
  return text.replace(UNPRINTABLE, escaped);
}

/** A text of several lines. */
export function printableLines(text: string): string {
  return text.split('\n').map(printable).join('\n');
}

/** A value with every text in it printable. */
export function printableDeep<T>(value: T): T {
  if (typeof value === 'string') return printable(value) as T;
  if (Array.isArray(value)) return value.map(printableDeep) as T;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, printableDeep<unknown>(inner)])) as T;
}

/** The JSON of a value. What is unprintable stays the same value, and is escaped. */
export function printableJson(value: unknown): string {
  return JSON.stringify(value, undefined, 2).replace(LEFT_BY_JSON, escaped);
}

/** The same on one line. */
export function printableJsonLine(value: unknown): string {
  return JSON.stringify(value).replace(LEFT_BY_JSON, escaped);
}

function escaped(character: string): string {
  // Two for a character outside the basic plane, as in JSON.
  const units = Array.from({ length: character.length }, (_, index) => character.charCodeAt(index));
  return units.map((unit) => `\\u${unit.toString(16).padStart(4, '0')}`).join('');
}
