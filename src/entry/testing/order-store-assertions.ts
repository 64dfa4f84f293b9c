import assert from 'node:assert/strict';
import { isProxyCallError } from '../../domain/model/errors.js';
import type { ChangeSet, OrderStore } from '../../ports/order-store.js';

export async function found<T>(read: Promise<T | undefined>): Promise<T> {
  const value = await read;
  assert.ok(value !== undefined, 'the record is there');
  return value;
}

export async function assertConflict(store: OrderStore, changes: ChangeSet): Promise<void> {
  await assert.rejects(store.commit(changes), (error: unknown) => isProxyCallError(error, 'conflict'));
}
