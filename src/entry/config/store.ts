import { readFileSync } from 'node:fs';
import type { ServerReader } from './server-reader.js';
import { decodeKeyFile, isKeyContent, readServiceAccount } from './service-account.js';
import type { STORE_KINDS } from './variables/stores.js';

export type StoreConfig =
  { readonly kind: 'memory' } | { readonly kind: 'sqlite'; readonly path: string } | PostgresConfig | SheetsConfig;

export interface PostgresConfig {
  readonly kind: 'postgres';
  readonly url: string;
  readonly poolSize: number;
  readonly timeoutMs: number;
  /** True when absent. */
  readonly prepared?: boolean;
}

export interface SheetsConfig {
  readonly kind: 'sheets';
  readonly spreadsheet: { readonly id: string } | { readonly name: string };
  readonly credentials: { readonly clientEmail: string; readonly privateKey: string };
  readonly baseUrl: string | undefined;
  readonly journalFolder: string;
  readonly acceptOffline: boolean;
}

export type StoreKind = (typeof STORE_KINDS)[number];

/** Reads the store that PROXYCALL_STORE selects. Others may be configured at the same time, to copy between stores. */
export function readStore(reader: ServerReader): StoreConfig {
  if (!reader.isSet('PROXYCALL_STORE') && reader.isSet('DATABASE_URL'))
    reader.warn(
      'DATABASE_URL is set but not used, because the store is SQLite; set PROXYCALL_STORE=postgres to use it',
    );
  return readStoreOf(reader, reader.value('PROXYCALL_STORE'));
}

export function readStoreOf(reader: ServerReader, kind: StoreKind): StoreConfig {
  switch (kind) {
    case 'memory':
      return { kind };
    case 'sqlite':
      return { kind, path: reader.value('DATABASE_PATH') };
    case 'postgres':
      return {
        kind,
        url: reader.required('DATABASE_URL', 'postgres') ?? '',
        poolSize: reader.value('DATABASE_POOL_SIZE'),
        timeoutMs: reader.value('DATABASE_TIMEOUT_MS'),
        prepared: reader.value('DATABASE_PREPARED'),
      };
    case 'sheets':
      return readSheets(reader);
  }
}

function readSheets(reader: ServerReader): SheetsConfig {
  const name = reader.value('GOOGLE_SHEET_NAME');
  const id = name === undefined ? reader.required('GOOGLE_SHEET_ID', 'sheets') : reader.value('GOOGLE_SHEET_ID');
  return {
    kind: 'sheets',
    spreadsheet: id === undefined ? { name: name ?? '' } : { id },
    credentials: readCredentials(reader),
    baseUrl: reader.value('GOOGLE_BASE_URL'),
    journalFolder: reader.value('SHEETS_JOURNAL_PATH'),
    acceptOffline: reader.value('SHEETS_ACCEPT_OFFLINE'),
  };
}

/** The key of a service account from the Google Cloud console, as a JSON file or as its content. */
function readCredentials(reader: ServerReader): SheetsConfig['credentials'] {
  const none = { clientEmail: '', privateKey: '' };
  const key = keyText(reader);
  if (key === undefined) return none;
  const account = readServiceAccount(key.text);
  if (!('problem' in account)) return account;
  reader.fault(key.from, account.problem);
  return none;
}

function keyText(reader: ServerReader): { readonly from: KeyVariable; readonly text: string } | undefined {
  const content = reader.value('GOOGLE_SERVICE_ACCOUNT_JSON');
  if (content !== undefined) return { from: 'GOOGLE_SERVICE_ACCOUNT_JSON', text: content };
  const from = 'GOOGLE_SERVICE_ACCOUNT_FILE';
  const file = reader.required(from, 'sheets');
  if (file === undefined) return undefined;
  try {
    return { from, text: decodeKeyFile(readFileSync(file)) };
  } catch (error) {
    if (isKeyContent(file)) return { from, text: file };
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
    reader.fault(from, `names a file that cannot be read (${code})`);
    return undefined;
  }
}

type KeyVariable = 'GOOGLE_SERVICE_ACCOUNT_JSON' | 'GOOGLE_SERVICE_ACCOUNT_FILE';

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
  if (store.kind === 'postgres') return postgresSecrets(store.url);
  return store.kind === 'sheets' ? [store.credentials.privateKey] : [];
}

/** The password as it is written in the URL, and as it is. */
function postgresSecrets(url: string): readonly string[] {
  const { password, searchParams } = new URL(url);
  return [url, password, decoded(password), searchParams.get('password') ?? ''];
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
