// A text in the alphabet of GSM has room for 160 characters, or 153 in each of several parts; one sign that is not in it leaves 70, or 67.
// Every part is paid for. Source: 3GPP TS 23.038, section 6.2.1, and TS 23.040, section 9.2.3.24.1.

const BASIC =
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà';
/** Each of these takes the room of two. */
const EXTENDED = '^{}\\[~]|€\f';

const TYPOGRAPHIC: Readonly<Record<string, string>> = {
  ...{ '’': "'", '‘': "'", '“': '"', '”': '"', '„': '"', '«': '"', '»': '"', '–': '-', '—': '-', '…': '...' },
  ...{ '\u00a0': ' ', '\u202f': ' ' },
};

/** The text without signs that are not in the alphabet of GSM, as people write it on a telephone; as it is where that cannot be done. */
export function inSmsAlphabet(text: string): string {
  const simple = Array.from(text, (char) => (isInAlphabet(char) ? char : simplified(char))).join('');
  return Array.from(simple).every(isInAlphabet) ? simple : text;
}

function isInAlphabet(char: string): boolean {
  return BASIC.includes(char) || EXTENDED.includes(char);
}

function simplified(char: string): string {
  return TYPOGRAPHIC[char] ?? char.normalize('NFD').replace(/\p{M}/gu, '');
}

/** In how many parts a text is sent, each of which is paid for. */
export function smsParts(text: string): number {
  const chars = Array.from(text);
  const isGsm = chars.every(isInAlphabet);
  const length = isGsm ? chars.reduce((sum, char) => sum + (EXTENDED.includes(char) ? 2 : 1), 0) : text.length;
  const [single, each] = isGsm ? [160, 153] : [70, 67];
  return length <= single ? 1 : Math.ceil(length / each);
}
