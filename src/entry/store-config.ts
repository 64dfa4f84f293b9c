import type { EnvReader } from './env-reader.js';

export type StoreConfig =
  | { readonly kind: 'memory' }
  | { readonly kind: 'sqlite'; readonly path: string }
  | { readonly kind: 'postgres'; readonly url: string; readonly poolSize: number; readonly timeoutMs: number };

export const STORE_KINDS = ['sqlite', 'postgres', 'memory'] as const;
export type StoreKind = (typeof STORE_KINDS)[number];

/** The store that PROXYCALL_STORE names, or `kind`: every store can be configured at the same time. */
export function readStore(reader: EnvReader, warnings: string[]): StoreConfig {
  const kind = reader.choice('PROXYCALL_STORE', STORE_KINDS);
  if (kind === undefined && reader.text('DATABASE_URL') !== undefined) {
    warnings.push('DATABASE_URL is set, but the store is SQLite: PROXYCALL_STORE=postgres uses it');
  }
  return readStoreOf(reader, kind ?? 'sqlite');
}

export function readStoreOf(reader: EnvReader, kind: StoreKind): StoreConfig {
  switch (kind) {
    case 'memory':
      return { kind };
    case 'sqlite':
      return { kind, path: reader.text('DATABASE_PATH') ?? 'data/proxycall.db' };
    case 'postgres':
      return {
        kind,
        url: readDatabaseUrl(reader),
        poolSize: reader.whole('DATABASE_POOL_SIZE', 1, 500, 10),
        timeoutMs: reader.whole('DATABASE_TIMEOUT_MS', 100, 60_000, 3000),
      };
  }
}

function readDatabaseUrl(reader: EnvReader): string {
  const url = reader.text('DATABASE_URL') ?? '';
  const isPostgres = URL.canParse(url) && ['postgres:', 'postgresql:'].includes(new URL(url).protocol);
  if (url === '')
    reader.fault('DATABASE_URL', 'is not set: the Postgres store needs postgres://user:password@host/database');
  else if (!isPostgres)
    reader.fault('DATABASE_URL', 'must be an address such as postgres://user:password@host/database');
  return url;
}
