import { recordIdOf, rulesOf, type AnyRecord, type RecordId, type Reference } from './records.js';

/** The unique claims of a record: see `claims` of {@link RecordRules}. */
export function claimsOf({ kind, value }: AnyRecord): readonly string[] {
  return rulesOf(kind).claims(value);
}

/** The references of a record: see `references` of {@link RecordRules}. */
export function referencesOf({ kind, value }: AnyRecord): readonly Reference[] {
  return rulesOf(kind).references(value);
}

/** The fact of a record: see `fact` of {@link RecordRules}. */
export function factOf({ kind, value }: AnyRecord): string | undefined {
  return rulesOf(kind).fact(value);
}

/**
 * Checks unique claims and references. Reads all records each time: for small stores and for tests.
 * @param records everything that is in the store
 * @returns the first invariant that is broken, as a sentence without personal data; undefined when all hold
 */
export function brokenInvariant(records: readonly AnyRecord[]): string | undefined {
  const claimed = new Set<string>();
  const facts = new Map(records.map((record) => [identifierOf(recordIdOf(record)), factOf(record)]));
  for (const record of records) {
    for (const claim of claimsOf(record)) {
      if (claimed.has(claim)) return `two records claim the same thing (${record.kind})`;
      claimed.add(claim);
    }
    for (const reference of referencesOf(record)) {
      const isKept = facts.get(identifierOf(reference)) === reference.fact;
      if (!isKept) return `a ${record.kind} needs a ${reference.kind} that is not there`;
    }
  }
  return undefined;
}

function identifierOf({ kind, key }: RecordId): string {
  return `${kind} ${key}`;
}
