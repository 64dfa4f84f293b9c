import { recordIdOf, rulesOf, type AnyRecord, type RecordId, type Reference } from './records.js';

export function claimsOf({ kind, value }: AnyRecord): readonly string[] {
  return rulesOf(kind).claims(value);
}

export function referencesOf({ kind, value }: AnyRecord): readonly Reference[] {
  return rulesOf(kind).references(value);
}

export function factOf({ kind, value }: AnyRecord): string | undefined {
  return rulesOf(kind).fact(value);
}

/**
 * Describes an invariant that these records break, without personal data; undefined when they break none. Checks all
 * records, so it is for small stores and tests. A larger store checks each write with an index of claims and references.
 * @param records everything that is in the store
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
