import type { PostgresPool, PostgresPoolClient } from 'kysely';
import pg from 'pg';

export interface PoolOptions {
  /** `postgres://user:password@host:port/database`, with `?sslmode=…` where needed. */
  readonly url: string;
  /** Connections of this instance at most. 10 when absent; the database's limit is shared by all instances. */
  readonly poolSize?: number | undefined;
  /** How long to wait for a connection, or for an answer, before the database counts as away. 3000 when absent. */
  readonly timeoutMs?: number | undefined;
}

/** Connections for kysely. One that failed for another reason than the statement itself is not used again. */
export function createPool({ url, poolSize = 10, timeoutMs = 3000 }: PoolOptions): PostgresPool {
  const pool = new pg.Pool({
    connectionString: url,
    max: poolSize,
    connectionTimeoutMillis: timeoutMs,
    query_timeout: timeoutMs,
    keepAlive: true,
    application_name: 'proxycall',
    types: typeParsers(),
  });
  // A connection that is lost while nobody uses it: the pool makes a new one when it is needed.
  pool.on('error', () => undefined);

  return {
    async connect() {
      const client = await pool.connect();
      let isBroken = false;
      // Lost between two statements: the next statement fails, and says so to whoever waits for it.
      const notice = () => {
        isBroken = true;
      };
      client.on('error', notice);
      const connection: unknown = {
        async query(text: string, values: unknown[]): Promise<pg.QueryResult> {
          if (isBroken) throw new Error('connection lost');
          try {
            return await client.query(text, values);
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
