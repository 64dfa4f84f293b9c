import { ProxyCallError, conflict, isProxyCallError } from '../../domain/model/errors.js';
import { wrapMethods } from '../../domain/model/wrap-methods.js';
import type { OrderStore } from '../../ports/order-store.js';

/**
 * What an error of a database means, for the person who operates it, and what they can do: a sentence without a full stop. It is
 * shown to whoever asks `/readyz`, so it says nothing about where the database is or whose it is. Undefined: nothing is known.
 */
export type Words = (code: string, message: string) => string | undefined;

/** Makes every method of the store reject with this program's errors instead of the database's. */
export function translateFaults(store: OrderStore, words: Words): OrderStore {
  const reject = (error: unknown): never => {
    throw translate(error, UNUSABLE, words);
  };
  return wrapMethods(store, (method) => (...args) => {
    const result = method(...args);
    return result instanceof Promise ? result.catch(reject) : result;
  });
}

/** What is said of a database that was in use. */
export const UNUSABLE = 'the database cannot be used';

/**
 * Errors that mean that another request was faster: an update that broke an invariant (an insert that does so writes no
 * row, without an error), a reference that does not hold, or a deadlock or serialization failure.
 * Source: https://www.postgresql.org/docs/current/errcodes-appendix.html, https://www.sqlite.org/rescode.html
 */
const LOST_RACES = new Set([
  ...['SQLITE_CONSTRAINT_UNIQUE', 'SQLITE_CONSTRAINT_FOREIGNKEY'],
  ...['23503', '23505', '40001', '40P01'],
]);

/** @param problem for people; what it means and its code follow, but not the database's message, which may contain phone numbers */
export function translate(error: unknown, problem: string, words: Words): unknown {
  if (isProxyCallError(error)) return error;
  const code = codeOf(error);
  if (LOST_RACES.has(code)) return conflict(error);
  const meaning = words(code, error instanceof Error ? error.message : '');
  return storeUnavailable(`${problem}${meaning === undefined ? '' : `: ${meaning}`} (${code})`, error);
}

export function storeUnavailable(message: string, cause?: unknown): ProxyCallError {
  return new ProxyCallError('store_unavailable', message, { retryable: true, cause });
}

export function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return 'no code';
  if ('code' in error) return String(error.code);
  return CODES_OF_PG.find(([pattern]) => pattern.test(error.message))?.[1] ?? 'no code';
}

/** pg has no codes for these. */
const CODES_OF_PG: readonly (readonly [RegExp, string])[] = [
  [/SASL|client password/i, 'no password'],
  [/timeout/i, 'timeout'],
  [/does not support SSL/i, 'no encryption'],
  [/establishing an SSL connection/i, 'EPROTO'],
  [/URI malformed|Invalid URL/i, 'malformed URL'],
  [/connection|terminated/i, 'connection lost'],
];

/** The words of the longest entry that the code begins with. */
export function wordsFor(table: Readonly<Record<string, string>>): Words {
  const entries = Object.entries(table).sort(([one], [other]) => other.length - one.length);
  return (code) => entries.find(([prefix]) => code.startsWith(prefix))?.[1];
}
