/** Milliseconds since the epoch as RFC 3339 text in UTC, the way people and JSON get to see a time. */
export function isoTime(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}
