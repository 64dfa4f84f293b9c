import { ProxyCallError, isProxyCallError } from '../../domain/model/errors.js';
import type { OrderStore } from '../../ports/order-store.js';
import { conflict } from './writes.js';

/** Makes every method of the store fail with errors of our own instead of the database's. */
export function translateFaults(store: OrderStore): OrderStore {
  const translated = Object.entries(store as unknown as Record<string, (...args: unknown[]) => Promise<unknown>>).map(
    ([name, method]) => [
      name,
      (...args: unknown[]) =>
        method(...args).catch((error: unknown) => {
          throw translate(error, 'the database cannot be used');
        }),
    ],
  );
  const translatedStore: unknown = Object.fromEntries(translated);
  return translatedStore as OrderStore;
}

/**
 * What means that somebody else was faster: a law of the store that an update ran into (an insert meets it silently and
 * is counted), or two transactions in each other's way.
 * Source: https://www.postgresql.org/docs/current/errcodes-appendix.html, https://www.sqlite.org/rescode.html
 */
const LOST_RACES = new Set([
  ...['SQLITE_CONSTRAINT_UNIQUE', 'SQLITE_CONSTRAINT_FOREIGNKEY'],
  ...['23503', '23505', '40001', '40P01'],
]);

/** @param problem what the person reads, before the database's code: its own words may carry values, and so numbers */
export function translate(error: unknown, problem: string): unknown {
  if (isProxyCallError(error)) return error;
  const code = codeOf(error);
  if (LOST_RACES.has(code)) return conflict(error);
  return new ProxyCallError('store_unavailable', `${problem} (${code})`, { retryable: true, cause: error });
}

/** Nothing answers at that address, or not in time. */
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
