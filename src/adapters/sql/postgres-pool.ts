import { createHash } from 'node:crypto';
import type { PostgresPool, PostgresPoolClient } from 'kysely';
import pg from 'pg';
import { remember } from '../../domain/model/remember.js';

/** Where the database is, and how it is used. */
export interface PoolOptions {
  /** `postgres://user:password@host:port/database`, with `?sslmode=…` where needed. */
  readonly url: string;
  /** The maximum number of connections of this instance; the database's limit is shared by all instances. Default: 10. */
  readonly poolSize?: number | undefined;
  /**
   * How long to wait for a connection, or for the result of a statement, before the database counts as unavailable, in
   * milliseconds. Default: 3000.
   */
  readonly timeoutMs?: number | undefined;
  /**
   * Whether the statements that a caller waits for stay prepared on their connection. Set it to false behind a pooler in transaction mode
   * that cannot carry them; otherwise they end with the first one that the pooler refuses. Default: true.
   */
  readonly prepared?: boolean | undefined;
}

/** A statement that a caller waits for, and its values. */
export type RunStatement = (text: string, values: readonly unknown[]) => Promise<readonly (readonly unknown[])[]>;

export interface PostgresConnections {
  /** For kysely. */
  readonly pool: PostgresPool;
  /**
   * Runs a statement as a transaction of its own, without kysely, which takes longer than the driver. It stays prepared, and its rows are
   * arrays: building objects of a hundred columns takes longer than finding the rows.
   */
  readonly run: RunStatement;
}

/** The connections of this instance. One that failed for any reason but the statement itself is not used again. */
export function createConnections(options: PoolOptions): PostgresConnections {
  const { url, poolSize = 10, timeoutMs = 3000, prepared = true } = options;
  const pool = new pg.Pool({
    connectionString: withoutWarning(url),
    max: poolSize,
    connectionTimeoutMillis: timeoutMs,
    query_timeout: timeoutMs,
    keepAlive: true,
    application_name: 'proxycall',
    types: typeParsers(),
  });
  // An idle connection was lost: the pool opens a new one when it is needed.
  pool.on('error', () => undefined);
  // One that is in use was lost: its next statement rejects. The pool has no listener then, and one that is added to what it hands over
  // is a moment too late where a server stops just then: https://github.com/brianc/node-postgres/issues/2762
  pool.on('connect', (client) => client.on('error', () => undefined));

  const connect = async () => watch(await pool.connect());
  const runPrepared = createPreparedStatements(prepared);

  return {
    pool: {
      async connect() {
        const { client, use, release } = await connect();
        const connection: unknown = {
          query: (text: string, values: unknown[]) => use(() => client.query(text, values)),
          release,
        };
        return connection as PostgresPoolClient;
      },
      end: () => pool.end(),
    },
    async run(text, values) {
      const { client, use, release } = await connect();
      try {
        return (await use(() => runPrepared(client, text, values))).rows;
      } finally {
        release();
      }
    },
  };
}

/**
 * pg verifies the certificate in these modes too, but warns that a later version will not, in nine lines that are not JSON. Whoever
 * wants other rules writes `uselibpqcompat=true`.
 */
function withoutWarning(url: string): string {
  if (/[?&]uselibpqcompat=true/.test(url)) return url;
  return url.replace(/([?&]sslmode=)(?:prefer|require|verify-ca)(?=&|#|$)/g, '$1verify-full');
}

interface Watched {
  readonly client: pg.PoolClient;
  readonly use: <T>(query: () => Promise<T>) => Promise<T>;
  readonly release: () => void;
}

/** Notices when a connection breaks, so that it is not used again. */
function watch(client: pg.PoolClient): Watched {
  let isBroken = false;
  return {
    client,
    async use(query) {
      // After a timeout, a rollback would wait behind the statement that does not answer.
      if (isBroken) throw new Error('connection lost');
      try {
        return await query();
      } catch (error) {
        isBroken ||= !(error instanceof pg.DatabaseError) || isServerAway(error);
        throw error;
      }
    },
    release: () => {
      client.release(isBroken);
    },
  };
}

type Rows = pg.QueryArrayResult<unknown[]>;
type RunPrepared = (client: pg.PoolClient, text: string, values: readonly unknown[]) => Promise<Rows>;

/**
 * Runs a statement as a prepared statement of its connection: parsing and planning a join of six tables takes the database
 * longer than running it. Stops doing so behind a pooler that switches connections and does not support them.
 */
function createPreparedStatements(wanted: boolean): RunPrepared {
  let isSupported = wanted;
  // Named by their text: another version of this program may have prepared statements on a pooler's connection.
  const nameOf = remember((text: string) => createHash('sha256').update(text).digest('hex').slice(0, 32));
  return async (client, text, values) => {
    const query = { text, values: [...values], rowMode: 'array' as const };
    if (!isSupported) return client.query<unknown[]>(query);
    try {
      return await client.query<unknown[]>({ ...query, name: nameOf(text) });
    } catch (error) {
      if (!(error instanceof pg.DatabaseError) || !NOT_PREPARED.has(error.code ?? '')) throw error;
      isSupported = false;
      return client.query<unknown[]>(query);
    }
  };
}

/**
 * The statement does not exist, exists already, or its tables have other columns now.
 * Source: https://www.postgresql.org/docs/current/errcodes-appendix.html
 */
const NOT_PREPARED = new Set(['26000', '42P05', '0A000']);

/**
 * Whether the error may be about one row of a statement with many, so that the others can be written without it: a value that Postgres
 * does not take (22), a constraint (23), a deadlock (40), or a lock that somebody else holds for long (55P03).
 */
export function isOfOneRow(error: unknown): boolean {
  if (!(error instanceof pg.DatabaseError)) return false;
  const { code = '' } = error;
  return ['22', '23', '40'].includes(code.slice(0, 2)) || code === '55P03';
}

/** The server is stopping or has ended the connection (class 57), or became a read-only standby (25006). */
function isServerAway({ code = '' }: pg.DatabaseError): boolean {
  return code.startsWith('57') || code === '25006' || code.startsWith('08');
}

/** Times and counts are 64-bit integers, which JavaScript's numbers hold up to the year 287396. */
function typeParsers(): pg.TypeOverrides {
  const parsers = new pg.TypeOverrides();
  parsers.setTypeParser(pg.types.builtins.INT8, Number);
  return parsers;
}
