import SqliteDatabase from 'better-sqlite3';
import type { SqliteStatement } from 'kysely';
import { storeUnavailable, translate } from './faults.js';
import { CHECKPOINT_PAGES } from './file-writes.js';
import { hashKeyIn, randomHashKey } from './hash-key-file.js';
import { untilUnlocked, type Pacing } from './pacing.js';
import { createPrivately } from './private-file.js';
import { sqliteWords } from './sqlite-faults.js';

export const IN_MEMORY = ':memory:';

/** An open SQLite file. */
export interface SqliteFile {
  readonly database: SqliteDatabase.Database;
  /** Prepares a statement of our own. */
  readonly prepare: (text: string) => SqliteDatabase.Statement;
  /** Prepares a statement of kysely's, once. */
  readonly keep: (text: string) => SqliteStatement;
}

/**
 * How long a process waits for others while the file is opened, in milliseconds: of several that open a new one at once, one creates
 * the tables.
 */
export const OPENING_WAIT_MS = 30_000;

/**
 * Opens the file, and creates it when missing. SQLite never waits for a lock by itself, because it would block the event loop: whoever
 * writes tries again (`untilUnlocked`).
 * @param pacing where it waits for other processes
 */
export async function openFile(path: string, pacing: Pacing): Promise<SqliteFile> {
  let database: SqliteDatabase.Database | undefined;
  try {
    if (path !== IN_MEMORY) createPrivately(path);
    const opened = new SqliteDatabase(path, { timeout: 0 });
    database = opened;
    pinnedAgainstGc.push(opened);
    // A new file cannot be turned into a WAL database while another process does so.
    await untilUnlocked(() => setUp(opened), OPENING_WAIT_MS, pacing);
    return { database: opened, prepare, keep: keepStatements(opened) };
  } catch (error) {
    database?.close();
    throw openingFault(path, error);
  }

  function prepare(text: string): SqliteDatabase.Statement {
    if (database === undefined) throw new TypeError('the file is not open');
    const statement = database.prepare(text);
    pinnedAgainstGc.push(statement);
    return statement;
  }
}

/** What is said of a file that cannot be opened. */
export function openingFault(path: string, error: unknown): unknown {
  return translate(error, `the database ${path} cannot be opened`, sqliteWords);
}

function setUp(database: SqliteDatabase.Database): void {
  refuseForeignFile(database);
  // Not by the method `pragma`, which leaves statements to the garbage collector: see pinnedAgainstGc.
  database.exec('pragma journal_mode = WAL');
  database.exec('pragma synchronous = FULL; pragma foreign_keys = ON; pragma secure_delete = ON');
  // 64 MiB instead of 2: the indexes that every call touches stay in memory with a hundred thousand clients.
  database.exec('pragma cache_size = -65536');
  database.exec(`pragma wal_autocheckpoint = ${CHECKPOINT_PAGES.toString()}`);
}

/** Before anything in it is changed. */
function refuseForeignFile(database: SqliteDatabase.Database): void {
  const statement = database.prepare(
    "select name from sqlite_schema where type = 'table' and name not like 'sqlite\\_%' escape '\\'",
  );
  pinnedAgainstGc.push(statement);
  const tables = (statement.all() as { readonly name: string }[]).map(({ name }) => name);
  if (tables.length === 0 || tables.includes('kysely_migration')) return;
  throw storeUnavailable(
    `the database ${database.name} is another program's: it has tables (${tables.slice(0, 3).join(', ')}), and none of them says which version of ProxyCall made it. Name another file`,
  );
}

/** From the file beside the database, unless nothing is written to disk. */
export function hashKeyBeside(path: string): string {
  return path === IN_MEMORY ? randomHashKey() : hashKeyIn(`${path}.key`);
}

/**
 * From Node 24.19 on, the process aborts when a database or a statement of better-sqlite3 12 is garbage-collected (13 does
 * not run on Node 20). So each of them stays referenced, even when it is closed. A store has about fifty.
 */
const pinnedAgainstGc: unknown[] = [];

/** Keeps statements: kysely prepares one each time it runs it, and preparing costs more than running. */
function keepStatements(database: SqliteDatabase.Database): (text: string) => SqliteStatement {
  const prepared = new Map<string, SqliteStatement>();
  return (text) => {
    const known = prepared.get(text);
    if (known !== undefined) return known;
    const statement = database.prepare(text);
    prepared.set(text, statement);
    pinnedAgainstGc.push(statement);
    return statement;
  };
}
