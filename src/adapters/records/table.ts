import { ProxyCallError } from '../../domain/model/errors.js';
import type { Versioned } from '../../ports/order-store.js';

/** Called with the value before and after each write, undefined where there is none. May throw to refuse it. */
export type Observer<T> = (before: T | undefined, after: T | undefined) => void;

/** Records of one kind by key, with their versions. */
export interface Table<T> {
  get(key: string): Versioned<T> | undefined;
  keys(): IterableIterator<string>;
  values(): IterableIterator<Versioned<T>>;
  /** Throws `conflict` unless the record stands at this version; null: does not exist. */
  expect(key: string, version: number | null): void;
  /** Writes, or erases when the value is undefined, and hands back the way to undo it. */
  write(key: string, value: T | undefined): () => void;
}

// Counted over all tables and stores, so that a record that was erased and made again is seen to be another one.
let lastVersion = 0;

export function createTable<T>(observe: Observer<T> = () => undefined): Table<T> {
  const records = new Map<string, Versioned<T>>();

  function place(key: string, record: Versioned<T> | undefined): void {
    observe(records.get(key)?.value, record?.value);
    if (record === undefined) records.delete(key);
    else records.set(key, record);
  }

  return {
    get: (key) => records.get(key),
    keys: () => records.keys(),
    values: () => records.values(),
    expect(key, version) {
      if ((records.get(key)?.version ?? null) !== version) throw conflict();
    },
    write(key, value) {
      const before = records.get(key);
      lastVersion += 1;
      place(key, value === undefined ? undefined : { value, version: lastVersion });
      return () => {
        place(key, before);
      };
    },
  };
}

export function conflict(): ProxyCallError {
  return new ProxyCallError('conflict', 'someone else changed the same records', { retryable: true });
}

/** Sets of keys by group, for look-ups by something other than the key. */
export interface Groups {
  of(group: string): ReadonlySet<string>;
  add(group: string, key: string): void;
  remove(group: string, key: string): void;
}

const NONE: ReadonlySet<string> = new Set();

export function createGroups(): Groups {
  const groups = new Map<string, Set<string>>();
  return {
    of: (group) => groups.get(group) ?? NONE,
    add(group, key) {
      const keys = groups.get(group);
      if (keys === undefined) groups.set(group, new Set([key]));
      else keys.add(key);
    },
    remove(group, key) {
      const keys = groups.get(group);
      keys?.delete(key);
      if (keys?.size === 0) groups.delete(group);
    },
  };
}
