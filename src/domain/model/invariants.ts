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
 * The first invariant that these records break, in words without personal data; undefined when they break none. Goes
 * through all of them: for small stores and for tests. An index of claims and references does the same per write.
 * @param records everything that is in the store
 */
export function brokenInvariant(records: readonly AnyRecord[]): string | undefined {
  const claimed = new Set<string>();
  const facts = new Map(records.map((record) => [placeOf(recordIdOf(record)), factOf(record)]));
  for (const record of records) {
    for (const claim of claimsOf(record)) {
      if (claimed.has(claim)) return `two records claim the same thing (${record.kind})`;
      claimed.add(claim);
    }
    for (const reference of referencesOf(record)) {
      const isKept = facts.get(placeOf(reference)) === reference.fact;
      if (!isKept) return `a ${record.kind} needs a ${reference.kind} that is not there`;
    }
  }
  return undefined;
}

function placeOf({ kind, key }: RecordId): string {
  return `${kind} ${key}`;
}
