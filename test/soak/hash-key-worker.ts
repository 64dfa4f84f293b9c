/**
 * One of several processes that open new SQLite files at the same moments: so many files one after the other, each at its own
 * moment. Takes its task, and prints the hash keys that it got, as JSON.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { openSqliteStore } from '../../src/adapters/sql/sqlite.js';
import { createSimulatedCarrier } from '../../src/adapters/simulator/index.js';
import { createProxyCall } from '../../src/entry/library.js';

export interface HashKeyTask {
  /** Each a database that does not exist yet, and when to open it. */
  readonly databases: readonly { readonly path: string; readonly at: number }[];
}

const { databases } = JSON.parse(process.argv[2] ?? '{}') as HashKeyTask;
const { telephony } = createSimulatedCarrier({ authToken: 'x', webhookBaseUrl: () => 'http://localhost' });

const keys: string[] = [];
for (const { path, at } of databases) {
  await pause(Math.max(0, at - Date.now()));
  const store = await openSqliteStore({ path, busyTimeoutMs: 60_000 });
  keys.push(store.hashKey ?? 'none');
  const proxyCall = createProxyCall({ store, telephony });
  // Checks the key against the one that the store was written under.
  await proxyCall.runMaintenance();
  await proxyCall.close();
}
process.stdout.write(JSON.stringify(keys));
