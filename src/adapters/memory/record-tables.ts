import { conflict } from '../../domain/model/errors.js';
import { claimsOf, factOf, referencesOf } from '../../domain/model/invariants.js';
import {
  KINDS,
  recordOf,
  rulesOf,
  type AnyRecord,
  type Kind,
  type RecordId,
  type Records,
} from '../../domain/model/records.js';
import type { Versioned } from '../../ports/order-store.js';
import { GROUPS, createGroups, groupsOf } from './lookups.js';

/** What one record becomes: undefined, when it is erased. */
export interface Change extends RecordId {
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
  /** The record that holds a claim. */
  readonly claimant: <K extends Kind>(kind: K, claim: string) => Versioned<Records[K]> | undefined;
  /**
   * Makes all changes or none. Throws `conflict` when a claim is taken and, if `strict`, when a reference does not hold.
   * @returns the way back, while nothing else has changed since
   */
  change(changes: readonly Change[], strict: boolean): () => void;
}

// Counted over all tables and stores, so that a record that was erased and made again is seen to be another one.
let lastVersion = 0;

export function createRecordTables(): RecordTables {
  const tables = Object.fromEntries(KINDS.map((kind) => [kind, new Map()])) as unknown as {
    readonly [K in Kind]: Map<string, Versioned<Records[K]>>;
  };
  const claims = new Map<string, string>();
  const groups = createGroups();

  return {
    get,
    all: (kind) => tables[kind],
    group: (kind, name) => pick(tables[kind], groups.of(name)),
    claimant(kind, claim) {
      const key = claims.get(claim);
      return key === undefined ? undefined : get(kind, key);
    },
    change,
  };

  function get<K extends Kind>(kind: K, key: string): Versioned<Records[K]> | undefined {
    return tables[kind].get(key);
  }

  function change(changes: readonly Change[], strict: boolean): () => void {
    const before = changes.map(({ kind, key }) => get(kind, key));
    const undo: (() => void)[] = [];
    const goBack = () => {
      for (const step of undo.reverse()) step();
    };
    // What one record releases, another of the same change set may claim.
    for (const [index, { kind, key, isIndexed }] of changes.entries()) {
      const read = before[index];
      if (read === undefined || !isIndexed) continue;
      const record = recordOf(kind, read.value);
      removeFromIndexes(record, key);
      undo.push(() => {
        addToIndexes(record, key);
      });
    }
    try {
      for (const [index, { kind, key, value, isIndexed }] of changes.entries()) {
        undo.push(place(kind, key, value, before[index]));
        if (value === undefined || !isIndexed) continue;
        const record = recordOf(kind, value);
        addToIndexes(record, key);
        undo.push(() => {
          removeFromIndexes(record, key);
        });
      }
      if (strict) changes.forEach((each, index) => checkReferences(each, before[index]));
    } catch (error) {
      goBack();
      throw error;
    }
    return goBack;
  }

  function place(
    kind: Kind,
    key: string,
    value: AnyRecord['value'] | undefined,
    before: Versioned<AnyRecord['value']> | undefined,
  ): () => void {
    const table = tables[kind] as Map<string, Versioned<AnyRecord['value']>>;
    lastVersion += 1;
    if (value === undefined) table.delete(key);
    else table.set(key, { value, version: lastVersion });
    return () => {
      if (before === undefined) table.delete(key);
      else table.set(key, before);
    };
  }

  function addToIndexes(record: AnyRecord, key: string): void {
    const names = claimsOf(record);
    if (names.some((name) => claims.has(name))) throw conflict();
    for (const name of names) claims.set(name, key);
    for (const name of allGroupsOf(record)) groups.add(name, key);
  }

  function removeFromIndexes(record: AnyRecord, key: string): void {
    for (const name of claimsOf(record)) claims.delete(name);
    for (const name of allGroupsOf(record)) groups.remove(name, key);
  }

  function checkReferences({ kind, key, value, isIndexed }: Change, before: Versioned<AnyRecord['value']> | undefined) {
    if (!isIndexed) return;
    const after = value === undefined ? undefined : recordOf(kind, value);
    for (const { kind: target, key: targetKey, fact } of after === undefined ? [] : referencesOf(after)) {
      if (factAt(target, targetKey) !== fact) throw conflict();
    }
    if (before === undefined) return;
    const fact = after === undefined ? undefined : factOf(after);
    if (fact === factOf(recordOf(kind, before.value))) return;
    // Only participants refer to other records.
    for (const { value: referring } of pick(tables.participant, groups.of(GROUPS.referringTo(kind, key)))) {
      const references = rulesOf('participant').references(referring);
      const isBroken = references.some((one) => one.kind === kind && one.key === key && one.fact !== fact);
      if (isBroken) throw conflict();
    }
  }

  function factAt(kind: Kind, key: string): string | undefined {
    const read = get(kind, key);
    return read === undefined ? undefined : factOf(recordOf(kind, read.value));
  }
}

function allGroupsOf(record: AnyRecord): readonly string[] {
  const { kind } = record;
  const groups = groupsOf(record);
  const references = referencesOf(record);
  const isDue = rulesOf(kind).dueAt(record.value) !== undefined;
  if (references.length === 0 && !isDue) return groups;
  return [
    ...groups,
    ...references.map((reference) => GROUPS.referringTo(reference.kind, reference.key)),
    ...(isDue ? [GROUPS.due(kind)] : []),
  ];
}

function pick<T>(table: ReadonlyMap<string, Versioned<T>>, keys: ReadonlySet<string>): Versioned<T>[] {
  const found: Versioned<T>[] = [];
  for (const key of keys) {
    const read = table.get(key);
    if (read !== undefined) found.push(read);
  }
  return found;
}
