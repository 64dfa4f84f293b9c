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
          throw translate(error);
        }),
    ],
  );
  const translatedStore: unknown = Object.fromEntries(translated);
  return translatedStore as OrderStore;
}

function translate(error: unknown): unknown {
  if (isProxyCallError(error)) return error;
  const code = codeOf(error);
  // A law of the store that an update ran into; an insert meets it silently and is counted.
  if (code === 'SQLITE_CONSTRAINT_UNIQUE') return conflict(error);
  return new ProxyCallError('store_unavailable', `the database cannot be used (${code})`, {
    retryable: true,
    cause: error,
  });
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'no code';
}
