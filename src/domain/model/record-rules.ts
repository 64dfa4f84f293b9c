import type { ClientId } from './client.js';
import type { RecordId } from './records.js';
import type { RetentionRule } from './retention-rule.js';

// What the registry of records says of a kind.

/** A record that another record depends on, and the `fact` that it must have. */
export interface Reference extends RecordId {
  readonly fact: string;
}

/** What stores, store migration, maintenance and erasure must know of a kind of record. Times are milliseconds since the epoch. */
export interface RecordRules<T> {
  /** The key, unique within the kind. */
  readonly key: (value: T) => string;
  /**
   * Records of a change set are written in this order, lowest first, so that two transactions on the same records do not
   * deadlock, and references are satisfied after each write.
   */
  readonly writeOrder: (value: Partial<T>) => number;
  /** Whether store migration copies it. */
  readonly copied: boolean;
  /** How long it is kept, and from when. Undefined: until it is removed. The table in docs/privacy.md gives the reasons. */
  readonly retention: RetentionRule<T> | undefined;
  /** From when maintenance has something to do with it. Undefined: never. */
  readonly dueAt: (value: T) => number | undefined;
  /** What it says about a person; undefined when nothing. */
  readonly personal: PersonalData<T> | undefined;
  /** Unique claims: names that only one record of the store may hold at a time. In SQL: unique indexes. */
  readonly claims: (value: T) => readonly string[];
  /** What other records may require of it. In SQL: the key that foreign keys refer to. */
  readonly fact: (value: T) => string | undefined;
  /** Records that must exist, with this fact, as long as this record has these references. In SQL: foreign keys. */
  readonly references: (value: T) => readonly Reference[];
}

/** What a record says about a person. */
export interface PersonalData<T> {
  /** The client to whom it belongs. */
  readonly clientOf: (value: T) => ClientId | undefined;
  /** The fields with personal data, of any variant. `scrub` changes no others. */
  readonly fields: readonly (T extends unknown ? keyof T & string : never)[];
  /** What is kept of it when the client is erased. Undefined when nothing is. */
  readonly scrub: (value: T) => T | undefined;
}

const none = () => [];
const never = () => undefined;

/** The rules of a kind that is kept until it is removed, says nothing of anybody and depends on nothing. */
export const INTERNAL = {
  copied: true,
  retention: undefined,
  dueAt: never,
  personal: undefined,
  claims: none,
  fact: never,
  references: none,
} as const;
