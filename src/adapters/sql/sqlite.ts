/**
 * The SQLite store: one file, on one machine.
 * @module proxycall/sqlite
 */
import type { OrderStore } from '../../ports/order-store.js';
import { REAL_TIME } from './pacing.js';
import { openSqlite, type SqliteOptions } from './sqlite-store.js';

export type { SqliteOptions };

/**
 * Opens a store in a SQLite file. Creates its tables, and brings them up to date. A commit that resolved survives kill -9 and
 * loss of power (WAL, synchronous FULL). What an erasure removes is overwritten in the file and its log before the commit resolves,
 * unless another process is reading or the file is larger than 32 MiB: then later. Several processes of one machine may open the file
 * at once: of those that open a new one, one creates its tables and the others wait. It must be on a local disk: WAL does not work on
 * network file systems (https://www.sqlite.org/wal.html).
 *
 * When the file is deleted, replaced or overwritten while it is open, everything rejects with `store_unavailable`.
 * @throws ProxyCallError with code `store_unavailable` when the file or its hash key cannot be used
 *
 * @example
 * ```ts
 * import { createProxyCall } from 'proxycall';
 * import { createSimulatedCarrier } from 'proxycall/simulator';
 * import { openSqliteStore } from 'proxycall/sqlite';
 *
 * const store = await openSqliteStore({ path: 'data/proxycall.db' });
 * const carrier = createSimulatedCarrier({ authToken: 'dev', webhookBaseUrl: () => 'http://127.0.0.1:8000' });
 * const proxyCall = createProxyCall({ store, ...carrier });
 * await proxyCall.runMaintenance();
 * await proxyCall.close();
 * ```
 */
export function openSqliteStore(options: SqliteOptions): Promise<OrderStore> {
  return openSqlite(options, REAL_TIME);
}
