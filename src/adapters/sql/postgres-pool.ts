import { createHash } from 'node:crypto';
import type { PostgresPool, PostgresPoolClient } from 'kysely';
import pg from 'pg';
import { remember } from '../../domain/model/remember.js';
import { HOT_PATH } from './prepared.js';

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
}

/** Connections for kysely. One that failed for any reason but the statement itself is not used again. */
export function createPool({ url, poolSize = 10, timeoutMs = 3000 }: PoolOptions): PostgresPool {
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

  const runPrepared = createPreparedStatements();

  return {
    async connect() {
      const client = await pool.connect();
      let isBroken = false;
      // The connection was lost between two statements: the next statement rejects.
      const notice = () => {
        isBroken = true;
      };
      client.on('error', notice);
      const connection: unknown = {
        async query(text: string, values: unknown[]): Promise<pg.QueryResult> {
          if (isBroken) throw new Error('connection lost');
          try {
            return await (text.startsWith(HOT_PATH) ? runPrepared(client, text, values) : client.query(text, values));
          } catch (error) {
            isBroken ||= !(error instanceof pg.DatabaseError) || isServerAway(error);
            throw error;
          }
        },
        release() {
          client.off('error', notice);
          client.release(isBroken);
        },
      };
      return connection as PostgresPoolClient;
    },
    end: () => pool.end(),
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

type RunPrepared = (client: pg.PoolClient, text: string, values: unknown[]) => Promise<pg.QueryResult>;

/**
 * Runs a statement as a prepared statement of its connection: parsing and planning a join of six tables takes the database
 * longer than running it. Stops doing so behind a pooler that switches connections and does not support them.
 */
function createPreparedStatements(): RunPrepared {
  let isSupported = true;
  // Named by their text: another version of this program may have prepared statements on a pooler's connection.
  const nameOf = remember((text: string) => createHash('sha256').update(text).digest('hex').slice(0, 32));
  return async (client, text, values) => {
    const query = { text, values, rowMode: 'array' };
    if (!isSupported) return client.query(query);
    try {
      return await client.query({ ...query, name: nameOf(text) });
    } catch (error) {
      if (!(error instanceof pg.DatabaseError) || !NOT_PREPARED.has(error.code ?? '')) throw error;
      isSupported = false;
      return client.query(query);
    }
  };
}

/**
 * The statement does not exist, exists already, or its tables have other columns now.
 * Source: https://www.postgresql.org/docs/current/errcodes-appendix.html
 */
const NOT_PREPARED = new Set(['26000', '42P05', '0A000']);

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
