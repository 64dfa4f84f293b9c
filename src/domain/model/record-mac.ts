// Whoever can write to the store's place, such as an editor of the spreadsheet, can write records there. A MAC under the hash key, which is
// kept elsewhere, shows which records ProxyCall wrote.

/** `Ids.keyedHash`, for the purpose that is needed here. */
export type RecordHash = (purpose: 'record', text: string) => string;

/**
 * The MAC of a record: of its kind and of all its fields besides `mac`. Fields that are undefined do not count, nor does the order of
 * fields: stores return neither.
 * @param value of JSON values; leave out beforehand what may change without a new MAC
 */
export function recordMac(keyedHash: RecordHash, kind: string, value: object): string {
  const { mac: _, ...content } = value as Readonly<Record<string, unknown>>;
  return keyedHash('record', canonicalJson([kind, content]));
}

/** Whether a record has the MAC that it should have. */
export function hasRecordMac(keyedHash: RecordHash, kind: string, value: { readonly mac: string }): boolean {
  // No secret is compared here with what a stranger sends again and again, so the time taken does not matter.
  return recordMac(keyedHash, kind, value) === value.mac;
}

/**
 * The MAC of a record that a store scrubs by itself. A store has no key to sign with, so there are two MACs: one of the whole record, and
 * one of what an erasure leaves of it. Leaving out what is scrubbed would be simpler, but an editor of the store could then exchange it:
 * the phone that is confirmed, or the address to which a code is sent.
 * @param scrub what is left of the record; the same value when nothing is to be removed
 */
export function erasableMac<T extends object>(
  keyedHash: RecordHash,
  kind: string,
  value: T,
  scrub: (value: T) => T,
): string {
  return `${recordMac(keyedHash, kind, value)}.${macOfRest(keyedHash, kind, scrub(value))}`;
}

/**
 * Whether a record has the MAC that `erasableMac` gives it, or had before an erasure has removed all that it removes. Whoever removes that
 * by hand has done what removing the record does: without it, the record has no effect.
 */
export function hasErasableMac<T extends { readonly mac: string }>(
  keyedHash: RecordHash,
  kind: string,
  value: T,
  scrub: (value: T) => T,
): boolean {
  if (value.mac === erasableMac(keyedHash, kind, value, scrub)) return true;
  return scrub(value) === value && value.mac.endsWith(`.${macOfRest(keyedHash, kind, value)}`);
}

/** Under a name of its own, so that it is never the MAC of a whole record. */
function macOfRest(keyedHash: RecordHash, kind: string, rest: object): string {
  return recordMac(keyedHash, `${kind} after an erasure`, rest);
}

/** JSON in which the fields of objects are sorted by name: one text for equal values. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) => (isPlainObject(part) ? sorted(part) : part));
}

function isPlainObject(part: unknown): part is object {
  return typeof part === 'object' && part !== null && !Array.isArray(part);
}

function sorted(part: object): object {
  const fields = Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1));
  // Without a prototype, so that a field of the name `__proto__` is a field.
  return Object.assign(Object.create(null) as object, Object.fromEntries(fields));
}
