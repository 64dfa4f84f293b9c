import { randomInt } from 'node:crypto';
import type { Kysely, QueryResult } from 'kysely';
import { conflict } from '../../domain/model/errors.js';
import { keyOf } from '../../domain/model/records.js';
import type { ChangeSet, Guard, Put } from '../../ports/order-store.js';
import { createChangeStatements, type ChangeStatements, type ChangeStatementsOptions } from './change-statements.js';
import { stepsOf, type Change } from './change-steps.js';
import { rowOf } from './mappings.js';
import type { Schema } from './schema.js';
import { scrub } from './scrub.js';

/**
 * Writes one change set inside the transaction that the caller holds. Throws `conflict` when a version differs or an
 * invariant would be broken: the caller then rolls back.
 */
export type ApplyChanges = (transaction: Kysely<Schema>, changes: ChangeSet) => Promise<void>;

export function createChangeWriter(db: Kysely<Schema>, options: ChangeStatementsOptions): ApplyChanges {
  const statements = createChangeStatements(db, options);
  return async (transaction, changes) => {
    for (const change of stepsOf(changes)) await apply(statements, transaction, change);
    if (changes.scrub !== undefined) await scrub(transaction, changes.scrub);
  };
}

function apply(statements: ChangeStatements, transaction: Kysely<Schema>, change: Change): Promise<void> {
  switch (change.type) {
    case 'guard':
      return expectVersion(statements, transaction, change.guard);
    case 'removal': {
      const { kind, key, expected } = change.removal;
      return expectOneRow(statements.removal(kind)({ key, expected }, transaction));
    }
    case 'put':
      return expectOneRow(write(statements, transaction, change.put));
    case 'last caller': {
      const { sessionId, phone } = change.lastCaller;
      return expectOneRow(statements.lastCaller({ sessionId, phone }, transaction));
    }
  }
}

async function expectVersion(
  statements: ChangeStatements,
  transaction: Kysely<Schema>,
  { kind, key, expected }: Guard,
): Promise<void> {
  const [row] = (await statements.version(kind)({ key }, transaction)).rows;
  if (row?.version !== expected) throw conflict();
}

function write(statements: ChangeStatements, transaction: Kysely<Schema>, { kind, expected, value }: Put): Written {
  const row = rowOf(kind, value);
  if (expected === null) {
    return statements.insertion(kind, row)({ ...row, version: randomInt(2 ** 40) }, transaction);
  }
  const keyOfRecord = keyOf(kind, value);
  return statements.update(kind, row)({ ...row, version: expected + 1, expected, keyOfRecord }, transaction);
}

type Written = Promise<QueryResult<unknown>>;

async function expectOneRow(written: Written): Promise<void> {
  const { numAffectedRows } = await written;
  if (numAffectedRows !== 1n) throw conflict();
}
