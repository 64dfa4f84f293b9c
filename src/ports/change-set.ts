import type { Erasure } from '../domain/model/erasure.js';
import type { E164 } from '../domain/model/phone-number.js';
import type { AnyRecord, Kind } from '../domain/model/records.js';

/** A record as it was read. */
export interface Versioned<T> {
  readonly value: T;
  /** Changes with every write, and is never used twice for one key: not even after the record was removed. */
  readonly version: number;
}

/**
 * Writes one record, as a whole. `expected` is the version that the decision was based on, or null when the record must not
 * exist. The key is in the record: see `keyOf`.
 */
export type Put = AnyRecord & { readonly expected: number | null };

/** Removes one record, which must be at this version. */
export interface Removal {
  readonly kind: 'client' | 'intent' | 'lease' | 'lockout' | 'signin' | 'token';
  readonly key: string;
  readonly expected: number;
}

/** A record that the decision relied on without changing it: it must still be at this version. */
export interface Guard {
  readonly kind: Kind;
  readonly key: string;
  readonly expected: number;
}

/**
 * Records who reached a client through an open session. Needs the session to be live, but no particular version: when several
 * callers reach the client at once, the last write stays and none of them gets a conflict.
 */
export interface LastCaller {
  readonly sessionId: string;
  readonly phone: E164;
}

/** Everything that one decision writes. Applied as a whole or not at all. No record is in it twice. */
export interface ChangeSet {
  readonly puts: readonly Put[];
  readonly lastCaller?: LastCaller | undefined;
  readonly removals?: readonly Removal[] | undefined;
  readonly guards?: readonly Guard[] | undefined;
  /**
   * Removes what this erasure is about from all records, in the same commit, and from those in `puts`: `afterErasure` says what is
   * left of a record. When the commit has resolved, nothing of it can be read any more where the store keeps its records.
   */
  readonly scrub?: Erasure | undefined;
}
