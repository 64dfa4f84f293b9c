import assert from 'node:assert/strict';
import { isProxyCallError } from '../../domain/model/errors.js';
import { brokenInvariant } from '../../domain/model/invariants.js';
import { KINDS, recordIdOf, recordOf, type AnyRecord, type Kind, type Records } from '../../domain/model/records.js';
import { put } from '../../domain/services/commit.js';
import type { ChangeSet, OrderStore, Put, Versioned } from '../../ports/order-store.js';

export async function found<T>(read: Promise<T | undefined>): Promise<T> {
  const value = await read;
  assert.ok(value !== undefined, 'the record is there');
  return value;
}

export async function assertConflict(store: OrderStore, changes: ChangeSet): Promise<void> {
  await assert.rejects(store.commit(changes), (error: unknown) => isProxyCallError(error, 'conflict'));
}

export function isConflict({ status, ...outcome }: PromiseSettledResult<unknown>): boolean {
  return status === 'rejected' && 'reason' in outcome && isProxyCallError(outcome.reason, 'conflict');
}

/** Writes that create these records. */
export function creating(records: readonly AnyRecord[]): readonly Put[] {
  return records.map((record) => ({ ...record, expected: null }));
}

/** A write that changes a record as it stands. */
export async function changing<K extends Kind>(
  store: OrderStore,
  kind: K,
  key: string,
  change: (value: Records[K]) => Records[K],
): Promise<Put> {
  const read = await found(store.record(kind, key));
  return put(kind, change(read.value), read);
}

export function keysOf<T, K extends keyof T>(reads: readonly Versioned<T>[], field: K): readonly T[K][] {
  return reads.map(({ value }) => value[field]).sort();
}

export function idsOf(reads: readonly Versioned<{ readonly id: string }>[]): readonly string[] {
  return keysOf(reads, 'id');
}

/** Every record of a store, by kind and key. */
export async function everything(store: OrderStore): Promise<ReadonlyMap<string, AnyRecord>> {
  const all = await Promise.all(
    KINDS.map(async (kind) => (await store.records(kind, { limit: 1000 })).map(({ value }) => recordOf(kind, value))),
  );
  return byId(all.flat());
}

export function byId(records: readonly AnyRecord[]): ReadonlyMap<string, AnyRecord> {
  return new Map(
    records.map((record) => {
      const { kind, key } = recordIdOf(record);
      return [`${kind} ${key}`, record];
    }),
  );
}

export async function assertInvariants(store: OrderStore): Promise<void> {
  assert.equal(brokenInvariant([...(await everything(store)).values()]), undefined);
}
