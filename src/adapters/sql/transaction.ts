import { CompiledQuery, type Kysely } from 'kysely';
import type { Schema } from './schema.js';

const COMMIT = CompiledQuery.raw('commit');
const ROLLBACK = CompiledQuery.raw('rollback');

/** Commits the work, or rolls it back when it rejects. */
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
    // The rollback may fail too, when the connection is lost: the first error is the one to report.
    await connection.executeQuery(ROLLBACK).catch(() => undefined);
    throw error;
  }
}
