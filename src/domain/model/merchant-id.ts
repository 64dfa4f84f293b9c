const CONTROL = /\p{Cc}/u;
/** Half of a pair, which no URL can hold. Under the flag `u`, whole pairs are characters of their own. */
const LONE_SURROGATE = /\p{Cs}/u;
/** What cannot stand in a path where an id is expected: words that have other meanings there, and segments that clients resolve. */
const RESERVED: readonly string[] = ['next-id', 'by-proxy', '.', '..'];

/**
 * Why the merchant's identifier of a client or an order cannot be one; undefined when it can. One that is accepted can stand in a URL:
 * its record can be read, closed and erased over HTTP.
 */
export function merchantIdFault(id: string): string | undefined {
  if (id.length < 1 || id.length > 100) return 'must have 1 to 100 characters';
  if (id.trim() !== id) return 'must not begin or end with white space';
  if (CONTROL.test(id)) return 'must not contain control characters';
  if (LONE_SURROGATE.test(id)) return 'must be well-formed Unicode';
  if (RESERVED.includes(id.toLowerCase())) return `must not be one of the reserved words ${RESERVED.join(' ')}`;
  return undefined;
}
