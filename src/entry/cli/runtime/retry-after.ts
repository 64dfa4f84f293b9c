/** Nobody waits longer, and more digits would be printed as a power of ten. */
const LONGEST = 999_999_999;

/**
 * How long a server asks to wait, in seconds, by its header `Retry-After` (RFC 9110, section 10.2.3): seconds, or a date, which is compared
 * with the time that the server says it is. Undefined when it does not ask, or not in a form that can be read.
 */
export function readRetryAfter(text: string | undefined, date: string | undefined, now: number): number | undefined {
  const value = text?.trim() ?? '';
  if (/^\d+$/.test(value)) return Math.min(Number(value), LONGEST);
  // A date has letters. Date.parse would read other things as dates, such as a negative number.
  const until = /^[A-Z][a-z]+,/.test(value) ? Date.parse(value) : NaN;
  if (Number.isNaN(until)) return undefined;
  const serverTime = Date.parse(date ?? '');
  return Math.min(LONGEST, Math.max(0, Math.ceil((until - (Number.isNaN(serverTime) ? now : serverTime)) / 1000)));
}
