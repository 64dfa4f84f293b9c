import type { FieldIssue } from './errors.js';

// What roles see to whom people's data is masked. What is masked has the mark, which no phone, mail or code can have: so it is recognised
// when somebody sends it back.

/** Stands for what is not shown. */
export const MARK = '•';
const HIDDEN = MARK.repeat(3);

/** So much of a number is not enough to dial it, and enough to tell the numbers of one client apart. */
const SHOWN_FIRST = 4;
const SHOWN_LAST = 2;
/** In characters, with `+`. Of a shorter number nothing but its beginning is shown. */
const LONG_NUMBER = 10;

/** `+336••••••54`. */
export function hideNumber(number: string): string {
  const isLong = number.length >= LONG_NUMBER;
  const first = number.slice(0, isLong ? SHOWN_FIRST : 2);
  const last = isLong ? number.slice(-SHOWN_LAST) : '';
  return first + MARK.repeat(Math.max(1, number.length - first.length - last.length)) + last;
}

/** What is kept of the number of a caller, `+****1234`, with two digits fewer; other words, such as `withheld`, as they are. */
export function hideCaller(masked: string): string {
  return masked.startsWith('+') ? `+${MARK.repeat(4)}${masked.slice(-SHOWN_LAST)}` : masked;
}

/** `A•••`. Of a name of one letter that letter would be the name. */
export function hideName(name: string): string {
  const [first, second] = new Intl.Segmenter().segment(name.trim());
  return second === undefined ? HIDDEN : `${first?.segment ?? ''}${HIDDEN}`;
}

/** `a•••@•••`. */
export function hideMail(mail: string): string {
  const at = mail.lastIndexOf('@');
  const [first] = new Intl.Segmenter().segment(mail);
  return at < 2 ? `${HIDDEN}@${HIDDEN}` : `${first?.segment ?? ''}${HIDDEN}@${HIDDEN}`;
}

/** Nothing of it: an order code is short. */
export function hideCode(code: string): string {
  return MARK.repeat(code.length);
}

/** Every number in a text, such as a document for the carrier. */
export function hideNumbersIn(text: string): string {
  return text.replace(/(?:\+|%2B)\d{4,15}/gi, (number) => hideNumber(number.replace(/^%2B/i, '+')));
}

/** No request has fields so deep: what is deeper is no field. A body of brackets alone must not exhaust the stack. */
const DEEPEST = 16;

/**
 * The fields of a request in which something masked was sent back.
 * @param value as it was sent: whatever is wrong with it besides
 */
export function maskedFields(value: unknown, pointer = '', depth = 0): readonly FieldIssue[] {
  if (typeof value === 'string') {
    const detail = `must not contain ${MARK}, which stands for what is masked: send the real value, or leave the field out`;
    return value.includes(MARK) ? [{ pointer, detail }] : [];
  }
  if (typeof value !== 'object' || value === null || depth > DEEPEST) return [];
  return Object.entries(value).flatMap(([name, field]) => {
    // A name that no field of ours has may be anything, also personal data: it is not repeated.
    const isField = Array.isArray(value) || /^[a-z_]{1,64}$/i.test(name);
    const found = maskedFields(field, `${pointer}/${name}`, depth + 1);
    return isField ? found : found.slice(0, 1).map(({ detail }) => ({ pointer, detail }));
  });
}
