import { randomInt } from 'node:crypto';
import { sql, type Kysely } from 'kysely';
import { ProxyCallError } from '../../domain/model/errors.js';
import type { ChangeSet, Contact, Guard, Kind, Put, Removal } from '../../ports/order-store.js';
import { prepare, type Prepared } from './prepared.js';
import { mappings } from './rows.js';
import type { AnyTables, Schema } from './schema.js';

type Row = Readonly<Record<string, unknown>>;
/** A mapping whose kind is only known when it runs. */
interface AnyMapping {
  readonly table: string;
  readonly key: string;
  toRow(value: Put['value']): Row;
}

/**
 * Writes one change set inside the transaction that the caller holds. Throws `conflict` when a version or a law
 * stands against it: the caller then undoes what was written.
 */
export type ApplyChanges = (transaction: Kysely<Schema>, changes: ChangeSet) => Promise<void>;

export interface ChangeWriterOptions {
  /**
   * Keeps what a decision relied on as it is until the transaction ends. Needed where transactions run beside each
   * other; SQLite lets one write at a time.
   */
  readonly lockGuards: boolean;
}

/**
 * The order in which the tables are written, whatever the order of a change set: two transactions that touch the same
 * records then never wait for each other crosswise.
 */
const WRITING_ORDER: readonly Kind[] = [
  'lease',
  'lockout',
  'intent',
  'request',
  'number',
  'client',
  'session',
  'pair',
  'leg',
  'order',
  'interaction',
];

export function createChangeWriter(db: Kysely<Schema>, { lockGuards }: ChangeWriterOptions): ApplyChanges {
  const inserts = new Map<Kind, Prepared<unknown>>();
  const updates = new Map<Kind, Prepared<unknown>>();
  const tables = db as unknown as AnyTables;
  const contacts = prepareContacts(db, lockGuards);

  return async (transaction, { removals = [], guards = [], puts, contact, scrub }) => {
    for (const kind of WRITING_ORDER) {
      for (const removal of removals) if (removal.kind === kind) await erase(transaction, removal);
      for (const guard of guards) if (guard.kind === kind) await expectVersion(transaction, guard);
      if (kind === 'session' && contact !== undefined) await contacts(transaction, contact);
      for (const change of puts) if (change.kind === kind) await write(transaction, change);
    }
    if (scrub !== undefined) await scrubClient(transaction, scrub);
  };

  async function erase(transaction: Kysely<Schema>, { kind, key, expected }: Removal): Promise<void> {
    const { numDeletedRows } = await (transaction as unknown as AnyTables)
      .deleteFrom(mappings[kind].table)
      .where(mappings[kind].key, '=', key)
      .where('version', '=', expected)
      .executeTakeFirst();
    if (numDeletedRows !== 1n) throw conflict();
  }

  async function write(transaction: Kysely<Schema>, { kind, key, expected, value }: Put): Promise<void> {
    const row = (mappings[kind] as unknown as AnyMapping).toRow(value);
    const { numAffectedRows } =
      expected === null
        ? await insertOf(kind, row)({ ...row, version: randomInt(2 ** 40) }, transaction)
        : await updateOf(kind, row)({ ...row, version: expected + 1, expected, key }, transaction);
    if (numAffectedRows !== 1n) throw conflict();
  }

  function insertOf(kind: Kind, row: Row): Prepared<unknown> {
    return remember(inserts, kind, () =>
      prepare(db, (value) =>
        tables
          .insertInto(mappings[kind].table)
          .values({ ...standIns(row, value), version: value('version') })
          .onConflict((clash) => clash.doNothing()),
      ),
    );
  }

  function updateOf(kind: Kind, row: Row): Prepared<unknown> {
    return remember(updates, kind, () =>
      prepare(db, (value) =>
        tables
          .updateTable(mappings[kind].table)
          .set({ ...standIns(row, value), version: value('version') })
          .where(mappings[kind].key, '=', value('key'))
          .where('version', '=', value('expected')),
      ),
    );
  }

  async function expectVersion(transaction: Kysely<Schema>, { kind, key, expected }: Guard): Promise<void> {
    const query = (transaction as unknown as AnyTables)
      .selectFrom(mappings[kind].table)
      .select('version')
      .where(mappings[kind].key, '=', key);
    const row = await (lockGuards ? query.forShare() : query).executeTakeFirst();
    if (row?.version !== expected) throw conflict();
  }
}

function standIns(row: Row, value: (name: string) => unknown): Row {
  return Object.fromEntries(Object.keys(row).map((column) => [column, value(column)]));
}

function remember<K, V>(known: Map<K, V>, key: K, make: () => V): V {
  const found = known.get(key) ?? make();
  known.set(key, found);
  return found;
}

/** One statement each, so that what is checked and what is written is the same row. */
function prepareContacts(
  db: Kysely<Schema>,
  lock: boolean,
): (transaction: Kysely<Schema>, contact: Contact) => Promise<void> {
  const note = prepare(db, (value) =>
    db
      .updateTable('sessions')
      .set({ last_caller: value('lastCaller'), version: sql`version + 1` })
      .where('id', '=', value('sessionId'))
      .where('closed_at', 'is', null)
      .where('client_phone', '=', value('clientPhone')),
  );
  const check = prepare(db, (value) => {
    const query = db
      .selectFrom('sessions')
      .select('version')
      .where('id', '=', value('sessionId'))
      .where('closed_at', 'is', null)
      .where('client_phone', '=', value('clientPhone'));
    return lock ? query.forShare() : query;
  });
  return async (transaction, contact) => {
    const holds =
      contact.lastCaller === undefined
        ? (await check({ ...contact }, transaction)).rows.length === 1
        : (await note({ ...contact }, transaction)).numAffectedRows === 1n;
    if (!holds) throw conflict();
  };
}

async function scrubClient(transaction: Kysely<Schema>, clientId: string): Promise<void> {
  await transaction
    .updateTable('interactions')
    .set({ from_masked: '', to_masked: '', plan: null, version: sql`version + 1` })
    .where('client_id', '=', clientId)
    .execute();
  await transaction
    .updateTable('orders')
    .set({ fingerprint: null, version: sql`version + 1` })
    .where('client_id', '=', clientId)
    .execute();
}

export function conflict(cause?: unknown): ProxyCallError {
  return new ProxyCallError('conflict', 'someone else changed the same records', { retryable: true, cause });
}
