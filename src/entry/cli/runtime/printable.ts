// What others wrote reaches the terminal as text only: a control character moves the cursor, a bidirectional override turns a line
// around, and both could make a line say what nobody wrote.

/** Control characters, what ends lines, what turns the direction of text around, and halves of surrogate pairs. */
const UNPRINTABLE = /[\p{Cc}\p{Zl}\p{Zp}\p{Cs}\u202a-\u202e\u2066-\u2069]/gu;
/** Those of them that JSON does not escape by itself. */
const LEFT_BY_JSON = /[\u007f-\u009f\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]/gu;

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

function escaped(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
