import { CompiledQuery, type Kysely } from 'kysely';
import type { Schema } from './schema.js';

const COMMIT = CompiledQuery.raw('commit');
const ROLLBACK = CompiledQuery.raw('rollback');

/** Does all of the work or none of it. */
export async function inTransaction<T>(
  connection: Kysely<Schema>,
  begin: CompiledQuery,
  work: () => Promise<T>,
): Promise<T> {
  await connection.executeQuery(begin);
  try {
    const result = await work();
    await connection.executeQuery(COMMIT);
    return result;
  } catch (error) {
    // The database may have rolled back by itself, or be gone: the first fault is the one to report.
    await connection.executeQuery(ROLLBACK).catch(() => undefined);
    throw error;
  }
}
