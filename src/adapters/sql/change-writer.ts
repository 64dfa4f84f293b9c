import { conflict } from '../../domain/model/errors.js';
import { randomInt } from 'node:crypto';
import { sql, type Kysely } from 'kysely';
import { remember } from '../../domain/model/remember.js';
import { keyOf, type Kind } from '../../domain/model/records.js';
import type { ChangeSet, Guard, LastCaller, Put, Removal } from '../../ports/order-store.js';
import { stepsOf, type Change } from './change-steps.js';
import { mappingOf, rowOf } from './mappings.js';
import { prepare, type Prepared } from './prepared.js';
import { anyTables, type AnyRow, type Schema } from './schema.js';

/**
 * Writes one change set inside the transaction that the caller holds. Throws `conflict` when a version differs or an
 * invariant would be broken: the caller then rolls back.
 */
export type ApplyChanges = (transaction: Kysely<Schema>, changes: ChangeSet) => Promise<void>;

export interface ChangeWriterOptions {
  /**
   * Keeps what a decision relied on as it is until the transaction ends. Needed where transactions run beside each
   * other; SQLite lets one write at a time.
   */
  readonly lockGuards: boolean;
}

export function createChangeWriter(db: Kysely<Schema>, { lockGuards }: ChangeWriterOptions): ApplyChanges {
  const tables = anyTables(db);
  const inserts = new Map<Kind, Prepared<unknown>>();
  const updates = new Map<Kind, Prepared<unknown>>();

  const versionOf = remember((kind: Kind) => {
    const { table, key } = mappingOf(kind);
    return prepare(db, (value) => {
      const query = tables.selectFrom(table).select('version').where(key, '=', value('key'));
      return lockGuards ? query.forShare() : query;
    });
  });
  const removalOf = remember((kind: Kind) => {
    const { table, key } = mappingOf(kind);
    return prepare(db, (value) =>
      tables.deleteFrom(table).where(key, '=', value('key')).where('version', '=', value('expected')),
    );
  });
  // Whatever the version, as it depends on nothing but that the session is live.
  const noteLastCaller = prepare(db, (value) =>
    db
      .updateTable('sessions')
      .set({ last_caller: value('phone'), version: sql`version + 1` })
      .where('id', '=', value('sessionId'))
      .where('kind', '=', 'open')
      .where('closed_at', 'is', null),
  );

  return async (transaction, changes) => {
    for (const change of stepsOf(changes)) await apply(transaction, change);
    if (changes.scrub !== undefined) await scrubClient(transaction, changes.scrub);
  };

  function apply(transaction: Kysely<Schema>, change: Change): Promise<void> {
    switch (change.type) {
      case 'guard':
        return expectVersion(transaction, change.guard);
      case 'removal':
        return remove(transaction, change.removal);
      case 'put':
        return write(transaction, change.put);
      case 'last caller':
        return note(transaction, change.lastCaller);
    }
  }

  async function expectVersion(transaction: Kysely<Schema>, { kind, key, expected }: Guard): Promise<void> {
    const [row] = (await versionOf(kind)({ key }, transaction)).rows;
    if (row?.version !== expected) throw conflict();
  }

  async function remove(transaction: Kysely<Schema>, { kind, key, expected }: Removal): Promise<void> {
    const { numAffectedRows } = await removalOf(kind)({ key, expected }, transaction);
    if (numAffectedRows !== 1n) throw conflict();
  }

  async function note(transaction: Kysely<Schema>, { sessionId, phone }: LastCaller): Promise<void> {
    const { numAffectedRows } = await noteLastCaller({ sessionId, phone }, transaction);
    if (numAffectedRows !== 1n) throw conflict();
  }

  async function write(transaction: Kysely<Schema>, { kind, expected, value }: Put): Promise<void> {
    const row = rowOf(kind, value);
    const { numAffectedRows } =
      expected === null
        ? await insertOf(kind, row)({ ...row, version: randomInt(2 ** 40) }, transaction)
        : await updateOf(kind, row)(
            { ...row, version: expected + 1, expected, keyOfRecord: keyOf(kind, value) },
            transaction,
          );
    if (numAffectedRows !== 1n) throw conflict();
  }

  function insertOf(kind: Kind, row: AnyRow): Prepared<unknown> {
    return prepared(inserts, kind, () =>
      prepare(db, (value) =>
        tables
          .insertInto(mappingOf(kind).table)
          .values({ ...placeholders(row, value), version: value('version') })
          .onConflict((clash) => clash.doNothing()),
      ),
    );
  }

  function updateOf(kind: Kind, row: AnyRow): Prepared<unknown> {
    const { table, key } = mappingOf(kind);
    return prepared(updates, kind, () =>
      prepare(db, (value) => {
        // Not the key, which stays as it is: a foreign key would be checked for it.
        const { [key]: _key, ...columns } = placeholders(row, value);
        return tables
          .updateTable(table)
          .set({ ...columns, version: value('version') })
          .where(key, '=', value('keyOfRecord'))
          .where('version', '=', value('expected'));
      }),
    );
  }
}

/** All rows of a kind have the same columns: the first one shows them. */
function placeholders(row: AnyRow, value: (name: string) => unknown): Record<string, unknown> {
  return Object.fromEntries(Object.keys(row).map((column) => [column, value(column)]));
}

function prepared<K, V>(known: Map<K, V>, key: K, make: () => V): V {
  const found = known.get(key) ?? make();
  known.set(key, found);
  return found;
}

/** `personal.scrub` of the record rules in SQL: the contract suite compares the two. */
async function scrubClient(transaction: Kysely<Schema>, clientId: string): Promise<void> {
  await transaction
    .updateTable('orders')
    .set({ fingerprint: null, version: sql`version + 1` })
    .where('client_id', '=', clientId)
    .execute();
  await transaction
    .updateTable('interactions')
    .set({ from_masked: '', to_masked: '', plan: null, version: sql`version + 1` })
    .where('client_id', '=', clientId)
    .execute();
}
