import { createPrivateKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { EnvReader } from './env-reader.js';

export type StoreConfig =
  | { readonly kind: 'memory' }
  | { readonly kind: 'sqlite'; readonly path: string }
  | { readonly kind: 'postgres'; readonly url: string; readonly poolSize: number; readonly timeoutMs: number }
  | SheetsConfig;

export interface SheetsConfig {
  readonly kind: 'sheets';
  readonly spreadsheet: { readonly id: string } | { readonly name: string };
  readonly credentials: { readonly clientEmail: string; readonly privateKey: string };
  readonly baseUrl: string | undefined;
  readonly journalFolder: string;
  readonly acceptOffline: boolean;
}

export const STORE_KINDS = ['sqlite', 'postgres', 'sheets', 'memory'] as const;
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
    case 'sheets':
      return readSheets(reader);
  }
}

function readSheets(reader: EnvReader): SheetsConfig {
  const [id, name] = [reader.text('GOOGLE_SHEET_ID'), reader.text('GOOGLE_SHEET_NAME')];
  if (id === undefined && name === undefined) {
    reader.fault('GOOGLE_SHEET_ID', 'is not set: the part of the address of the spreadsheet between /d/ and /edit');
  } else if (id !== undefined && !/^[\w-]+$/.test(id)) {
    reader.fault('GOOGLE_SHEET_ID', 'must be the part of the address of the spreadsheet between /d/ and /edit');
  }
  return {
    kind: 'sheets',
    spreadsheet: id === undefined ? { name: name ?? '' } : { id },
    credentials: readCredentials(reader),
    baseUrl: reader.url('GOOGLE_BASE_URL'),
    journalFolder: reader.text('SHEETS_JOURNAL_PATH') ?? 'data/sheets-journal',
    acceptOffline: reader.flag('SHEETS_ACCEPT_OFFLINE'),
  };
}

/** The key of a service account, as Google Cloud's console hands it out: a JSON file, or what is in it. */
function readCredentials(reader: EnvReader): SheetsConfig['credentials'] {
  const [file, json] = [reader.text('GOOGLE_SERVICE_ACCOUNT_FILE'), reader.text('GOOGLE_SERVICE_ACCOUNT_JSON')];
  const none = { clientEmail: '', privateKey: '' };
  const name = json === undefined ? 'GOOGLE_SERVICE_ACCOUNT_FILE' : 'GOOGLE_SERVICE_ACCOUNT_JSON';
  if (json === undefined && file === undefined) {
    reader.fault(name, 'is not set: the key file of a service account (or GOOGLE_SERVICE_ACCOUNT_JSON: what is in it)');
    return none;
  }
  let text = json;
  try {
    text ??= readFileSync(file ?? '', 'utf8');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown reason';
    reader.fault(name, `names a file that cannot be read (${code})`);
    return none;
  }
  try {
    const key = JSON.parse(text) as { client_email?: unknown; private_key?: unknown };
    if (typeof key.client_email === 'string' && typeof key.private_key === 'string') {
      createPrivateKey(key.private_key);
      return { clientEmail: key.client_email, privateKey: key.private_key };
    }
  } catch {
    // Said below, without a word of what was in it.
  }
  reader.fault(name, 'must hold the JSON key of a service account, with client_email and private_key');
  return none;
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

/** Where the data are, for people. */
export function describeStore(store: StoreConfig): string {
  switch (store.kind) {
    case 'memory':
      return 'memory, nothing is kept';
    case 'sqlite':
      return store.path;
    case 'postgres': {
      const { host, pathname } = new URL(store.url);
      return `PostgreSQL at ${host}${pathname}`;
    }
    case 'sheets':
      return 'id' in store.spreadsheet
        ? `https://docs.google.com/spreadsheets/d/${store.spreadsheet.id}`
        : `the Google spreadsheet "${store.spreadsheet.name}"`;
  }
}

/** What must not appear in a log. */
export function storeSecrets(store: StoreConfig): readonly string[] {
  if (store.kind === 'postgres') return [store.url, new URL(store.url).password];
  return store.kind === 'sheets' ? [store.credentials.privateKey] : [];
}
