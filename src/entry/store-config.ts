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

/** Reads the store that PROXYCALL_STORE selects. Others may be configured at the same time, to copy between stores. */
export function readStore(reader: EnvReader, warnings: string[]): StoreConfig {
  const kind = reader.choice('PROXYCALL_STORE', STORE_KINDS);
  if (kind === undefined && reader.text('DATABASE_URL') !== undefined) {
    warnings.push(
      'DATABASE_URL is set but not used, because the store is SQLite; set PROXYCALL_STORE=postgres to use it',
    );
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
    reader.fault('GOOGLE_SHEET_ID', 'is not set: it is the part of the spreadsheet URL between /d/ and /edit');
  } else if (id !== undefined && !/^[\w-]+$/.test(id)) {
    reader.fault('GOOGLE_SHEET_ID', 'must be the part of the spreadsheet URL between /d/ and /edit');
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

/** The key of a service account from the Google Cloud console, as a JSON file or as its content. */
function readCredentials(reader: EnvReader): SheetsConfig['credentials'] {
  const [file, json] = [reader.text('GOOGLE_SERVICE_ACCOUNT_FILE'), reader.text('GOOGLE_SERVICE_ACCOUNT_JSON')];
  const none = { clientEmail: '', privateKey: '' };
  const name = json === undefined ? 'GOOGLE_SERVICE_ACCOUNT_FILE' : 'GOOGLE_SERVICE_ACCOUNT_JSON';
  if (json === undefined && file === undefined) {
    reader.fault(
      name,
      'is not set: it is the key file of a service account (or set GOOGLE_SERVICE_ACCOUNT_JSON to its content)',
    );
    return none;
  }
  let text = json;
  try {
    text ??= readFileSync(file ?? '', 'utf8');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
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
    // Reported below, without the content, which is secret.
  }
  reader.fault(name, 'must be the JSON key of a service account, with client_email and private_key');
  return none;
}

function readDatabaseUrl(reader: EnvReader): string {
  const url = reader.text('DATABASE_URL') ?? '';
  const isPostgres = URL.canParse(url) && ['postgres:', 'postgresql:'].includes(new URL(url).protocol);
  if (url === '')
    reader.fault(
      'DATABASE_URL',
      'is not set: the Postgres store requires a URL such as postgres://user:password@host/database',
    );
  else if (!isPostgres) reader.fault('DATABASE_URL', 'must be a URL such as postgres://user:password@host/database');
  return url;
}

/** The location of the data, in words. */
export function describeStore(store: StoreConfig): string {
  switch (store.kind) {
    case 'memory':
      return 'memory, not persistent';
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

/** Secrets to mask in the log. */
export function storeSecrets(store: StoreConfig): readonly string[] {
  if (store.kind === 'postgres') return [store.url, new URL(store.url).password];
  return store.kind === 'sheets' ? [store.credentials.privateKey] : [];
}
