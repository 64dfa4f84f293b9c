import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createMemoryStore } from '../../src/adapters/memory/index.js';
import { openSheetsStore } from '../../src/adapters/sheets/index.js';
import { openPostgresStore } from '../../src/adapters/sql/postgres.js';
import { openSqliteStore } from '../../src/adapters/sql/sqlite.js';
import type { OrderStore } from '../../src/ports/order-store.js';
import { optionsAt } from '../google/account.js';
import { startStandIn, type StandIn } from '../google/stand-in.js';
import { HASH_KEY, startPostgres, type Postgres } from '../postgres.js';

/** A new store, and what its spreadsheet holds if it has one. */
export interface OpenedStore {
  readonly store: OrderStore;
  readonly hashKey: string;
  readonly standIn: StandIn | undefined;
  close(): Promise<void>;
}

export const STORE_NAMES = ['memory', 'sqlite', 'postgres', 'sheets'] as const;
export type StoreName = (typeof STORE_NAMES)[number];

let postgres: Promise<Postgres> | undefined;

/** To be called when all tests are done. */
export async function stopStores(): Promise<void> {
  await (await postgres)?.stop();
}

export async function openStore(name: StoreName): Promise<OpenedStore> {
  const folder = mkdtempSync(join(tmpdir(), 'proxycall-kept-'));
  const standIn = name === 'sheets' ? await startStandIn() : undefined;
  const store = await open(name, folder, standIn);
  return {
    store,
    hashKey: store.hashKey ?? HASH_KEY,
    standIn,
    async close() {
      await store.close();
      standIn?.close();
      rmSync(folder, { recursive: true, force: true });
      const violations = standIn?.violations() ?? [];
      if (violations.length > 0) throw new Error(violations.join('\n'));
    },
  };
}

async function open(name: StoreName, folder: string, standIn: StandIn | undefined): Promise<OrderStore> {
  if (standIn !== undefined) return openSheetsStore(optionsAt(standIn, join(folder, 'journal')));
  if (name === 'sqlite') return openSqliteStore({ path: join(folder, 'store.db') });
  if (name === 'memory') return createMemoryStore();
  postgres ??= startPostgres();
  return openPostgresStore({ url: await (await postgres).createDatabase() });
}
