import { setTimeout as pause } from 'node:timers/promises';
import { ProxyCallError, conflict, isProxyCallError } from '../../domain/model/errors.js';
import { wrapMethods } from '../../domain/model/wrap-methods.js';
import type { OrderStore } from '../../ports/order-store.js';

/** Makes every method of the store reject with this program's errors instead of the database's. */
export function translateFaults(store: OrderStore): OrderStore {
  return wrapMethods(store, (method) => (...args) => {
    const result = method(...args);
    return result instanceof Promise ? result.catch(rejectTranslated) : result;
  });
}

function rejectTranslated(error: unknown): never {
  throw translate(error, 'the database cannot be used');
}

/**
 * Errors that mean that another request was faster: an update that broke an invariant (an insert that does so writes no
 * row, without an error), a reference that does not hold, or a deadlock or serialization failure.
 * Source: https://www.postgresql.org/docs/current/errcodes-appendix.html, https://www.sqlite.org/rescode.html
 */
const LOST_RACES = new Set([
  ...['SQLITE_CONSTRAINT_UNIQUE', 'SQLITE_CONSTRAINT_FOREIGNKEY'],
  ...['23503', '23505', '40001', '40P01'],
]);

/** @param problem for people; the database's code follows, but not its message, which may contain phone numbers */
export function translate(error: unknown, problem: string): unknown {
  if (isProxyCallError(error)) return error;
  const code = codeOf(error);
  if (LOST_RACES.has(code)) return conflict(error);
  return new ProxyCallError('store_unavailable', `${problem} (${code})`, { retryable: true, cause: error });
}

/** Another connection, of this process or another one, holds the lock of a SQLite file. */
export function isLocked(error: unknown): boolean {
  return codeOf(error) === 'SQLITE_BUSY';
}

/** Pauses between two attempts to lock, without blocking: another connection of this process may hold the lock. */
export async function pauseForLock(): Promise<void> {
  await pause(5 + Math.random() * 20);
}

/** Nothing answers at the address of the database, or not in time. */
export function isUnreachable(error: unknown): boolean {
  return /^(E[A-Z]+|timeout)$/.test(codeOf(error));
}

function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return 'no code';
  if ('code' in error) return String(error.code);
  // pg has no code for these.
  if (/timeout/i.test(error.message)) return 'timeout';
  return /connection|terminated/i.test(error.message) ? 'connection lost' : 'no code';
}
