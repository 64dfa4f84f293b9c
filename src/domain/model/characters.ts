// What a text may hold so that it can be rendered, stored and read by a person.

/**
 * Everything but the characters of XML 1.0: https://www.w3.org/TR/xml/#charsets. Under the flag `u` half of a surrogate pair is
 * a character of its own, and none of them.
 */
const UNSAYABLE = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu;

/**
 * The text without the characters that XML 1.0, and so TwiML, cannot hold: control characters (phones send some, as the form feed
 * is in the alphabet of GSM) and lone surrogates. Every text that comes from outside passes through here where it enters.
 */
export function sayable(text: string): string {
  return isSayable(text) ? text : text.replace(UNSAYABLE, '');
}

/** Whether a renderer can write the text down. */
export function isSayable(text: string): boolean {
  // Most texts are short and plain, and this test takes a fraction of the other's time.
  return PLAIN.test(text) || text.search(UNSAYABLE) < 0;
}

/** Printable ASCII. */
const PLAIN = /^[ -~]*$/;

/**
 * What prints nothing: what Unicode says is ignored when it cannot be displayed (zero width, variation selectors, fillers, and points
 * that are reserved for more of them), format characters, lone surrogates, what is no character, and control characters except tabs and line ends.
 */
const INVISIBLE =
  /[\p{Default_Ignorable_Code_Point}\p{Noncharacter_Code_Point}\p{Cf}\p{Cs}]|(?![\t\n\r\u0085])\p{Cc}/gu;

/** The text as it looks. Not for texts that people write to each other: emoji and some scripts need these characters. */
export function withoutInvisible(text: string): string {
  return text.replace(INVISIBLE, '');
}

/** White space, and the blank pattern of Braille, which carriers refuse as they refuse an empty text. */
const SPACES = /[\s\u0085\u2800]/gu;

/** Whether there is nothing to see in a text. */
export function isBlank(text: string): boolean {
  // Most texts are told from blank ones by their first character.
  const first = text.charCodeAt(0);
  if (first > 0x20 && first < 0x7f) return false;
  return withoutInvisible(text).replace(SPACES, '') === '';
}
