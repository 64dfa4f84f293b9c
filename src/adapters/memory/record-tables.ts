import { KINDS, recordOf, type AnyRecord, type Kind, type RecordId, type Records } from '../../domain/model/records.js';
import type { Versioned } from '../../ports/order-store.js';
import { createLookups, type Lookups } from './lookups.js';
import { checkReferences } from './references.js';

/** A change of one record. */
export interface Change extends RecordId {
  /** Undefined when the record is erased. */
  readonly value: AnyRecord['value'] | undefined;
  /** False when no claim, reference or group depends on what changes. */
  readonly isIndexed: boolean;
}

/** All records by kind and key, with their claims, references and groups. */
export interface RecordTables {
  readonly get: <K extends Kind>(kind: K, key: string) => Versioned<Records[K]> | undefined;
  readonly all: <K extends Kind>(kind: K) => ReadonlyMap<string, Versioned<Records[K]>>;
  /** The records of a group, which are all of one kind. */
  readonly group: <K extends Kind>(kind: K, name: string) => Versioned<Records[K]>[];
  readonly groupSize: (name: string) => number;
  /** The record that holds a claim. */
  readonly claimant: <K extends Kind>(kind: K, claim: string) => Versioned<Records[K]> | undefined;
  /**
   * Makes all changes or none. Throws `conflict` when a claim is taken and, if `strict`, when a reference does not hold.
   * @returns undoes the changes, as long as nothing else has changed since
   */
  change(changes: readonly Change[], strict: boolean): () => void;
}

// Counted across all tables and stores, so that a record that is removed and created again has another version.
let lastVersion = 0;

type Tables = { readonly [K in Kind]: Map<string, Versioned<Records[K]>> };

/** What a change works on. */
interface Parts {
  readonly records: Tables;
  readonly lookups: Lookups;
  readonly reads: Omit<RecordTables, 'change'>;
}

export function createRecordTables(): RecordTables {
  const records = Object.fromEntries(KINDS.map((kind) => [kind, new Map()])) as unknown as Tables;
  const lookups = createLookups();
  const reads: Parts['reads'] = {
    get: (kind, key) => records[kind].get(key),
    all: (kind) => records[kind],
    group: (kind, name) => pick(records[kind], lookups.group(name)),
    groupSize: (name) => lookups.group(name).size,
    claimant(kind, claim) {
      const key = lookups.claimant(claim);
      return key === undefined ? undefined : records[kind].get(key);
    },
  };
  const parts: Parts = { records, lookups, reads };
  return { ...reads, change: (changes, strict) => change(parts, changes, strict) };
}

function change({ records, lookups, reads }: Parts, changes: readonly Change[], strict: boolean): () => void {
  const before = changes.map(({ kind, key }) => reads.get(kind, key));
  const undo: (() => void)[] = [];
  const goBack = () => {
    for (const step of undo.reverse()) step();
  };
  // What one record releases, another of the same change set may claim.
  for (const [index, { kind, key, isIndexed }] of changes.entries()) {
    const read = before[index];
    if (read === undefined || !isIndexed) continue;
    const record = recordOf(kind, read.value);
    lookups.remove(record, key);
    undo.push(() => {
      lookups.add(record, key);
    });
  }
  try {
    for (const [index, { kind, key, value, isIndexed }] of changes.entries()) {
      undo.push(replace(records[kind], key, value, before[index]));
      if (value === undefined || !isIndexed) continue;
      const record = recordOf(kind, value);
      lookups.add(record, key);
      undo.push(() => {
        lookups.remove(record, key);
      });
    }
    if (strict) changes.forEach((each, index) => checkReferences(reads, each, before[index]));
  } catch (error) {
    goBack();
    throw error;
  }
  return goBack;
}

type Value = AnyRecord['value'];
type Table = Map<string, Versioned<Value>>;

/** @returns puts back what was there before */
function replace(
  table: Table,
  key: string,
  value: Value | undefined,
  before: Versioned<Value> | undefined,
): () => void {
  lastVersion += 1;
  if (value === undefined) table.delete(key);
  else table.set(key, { value, version: lastVersion });
  return () => {
    if (before === undefined) table.delete(key);
    else table.set(key, before);
  };
}

function pick<T>(table: ReadonlyMap<string, Versioned<T>>, keys: ReadonlySet<string>): Versioned<T>[] {
  const found: Versioned<T>[] = [];
  for (const key of keys) {
    const read = table.get(key);
    if (read !== undefined) found.push(read);
  }
  return found;
}
