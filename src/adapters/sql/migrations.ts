import { Migrator, sql, type Kysely, type Migration } from 'kysely';
import { isUnreachable, translate } from './faults.js';

/** In the order of their names. One that has been released is never changed: a new one is added. */
const migrations: Readonly<Record<string, Migration>> = {
  '0001_start': {
    async up(db: Kysely<unknown>) {
      await db.schema
        .createTable('clients')
        .addColumn('id', 'text', (column) => column.primaryKey())
        .addColumn('version', 'bigint', (column) => column.notNull())
        .addColumn('id_number', 'bigint')
        .addColumn('name', 'text', (column) => column.notNull())
        .addColumn('mail', 'text', (column) => column.notNull())
        .addColumn('real_phone', 'text', (column) => column.notNull())
        .addColumn('residency', 'text')
        .addColumn('proxy_number', 'text')
        .addColumn('created_at', 'bigint', (column) => column.notNull())
        .execute();
      await db.schema
        .createIndex('clients_one_holder_per_number')
        .on('clients')
        .column('proxy_number')
        .unique()
        .execute();
      await db.schema.createIndex('clients_id_number').on('clients').column('id_number').execute();

      await db.schema
        .createTable('orders')
        .addColumn('id', 'text', (column) => column.primaryKey())
        .addColumn('version', 'bigint', (column) => column.notNull())
        .addColumn('client_id', 'text', (column) => column.notNull())
        .addColumn('status', 'text', (column) => column.notNull())
        .addColumn('proxy_number', 'text', (column) => column.notNull())
        .addColumn('fingerprint', 'text')
        .addColumn('created_at', 'bigint', (column) => column.notNull())
        .addColumn('closed_at', 'bigint')
        .execute();
      await db.schema.createIndex('orders_client').on('orders').columns(['client_id', 'created_at', 'id']).execute();
      await db.schema.createIndex('orders_time').on('orders').columns(['created_at', 'id']).execute();

      await db.schema
        .createTable('numbers')
        .addColumn('number', 'text', (column) => column.primaryKey())
        .addColumn('version', 'bigint', (column) => column.notNull())
        .addColumn('country', 'text', (column) => column.notNull())
        .addColumn('type', 'text', (column) => column.notNull())
        .addColumn('voice', 'integer', (column) => column.notNull())
        .addColumn('sms', 'integer', (column) => column.notNull())
        .addColumn('mms', 'integer', (column) => column.notNull())
        .addColumn('provider_id', 'text', (column) => column.notNull())
        .addColumn('friendly_name', 'text', (column) => column.notNull())
        .addColumn('bought_at', 'bigint', (column) => column.notNull())
        .addColumn('status', 'text', (column) => column.notNull())
        .addColumn('holder', 'text')
        .addColumn('token', 'text')
        .addColumn('since', 'bigint')
        .addColumn('until', 'bigint')
        .execute();
      await db.schema.createIndex('numbers_choice').on('numbers').columns(['country', 'type', 'status']).execute();

      await db.schema
        .createTable('sessions')
        .addColumn('id', 'text', (column) => column.primaryKey())
        .addColumn('version', 'bigint', (column) => column.notNull())
        .addColumn('kind', 'text', (column) => column.notNull())
        .addColumn('number', 'text', (column) => column.notNull())
        .addColumn('client_id', 'text', (column) => column.notNull())
        .addColumn('client_phone', 'text')
        .addColumn('home_country', 'text')
        .addColumn('last_caller', 'text')
        .addColumn('opened_at', 'bigint', (column) => column.notNull())
        .addColumn('closed_at', 'bigint')
        .execute();
      await db.schema
        .createIndex('sessions_one_open_per_number')
        .on('sessions')
        .column('number')
        .unique()
        .where(sql.ref('closed_at'), 'is', null)
        .where(sql.ref('kind'), '=', 'open')
        .execute();
      await db.schema
        .createIndex('sessions_live_on_number')
        .on('sessions')
        .column('number')
        .where(sql.ref('closed_at'), 'is', null)
        .execute();
      await db.schema.createIndex('sessions_client').on('sessions').column('client_id').execute();

      await db.schema
        .createTable('interactions')
        .addColumn('id', 'text', (column) => column.primaryKey())
        .addColumn('version', 'bigint', (column) => column.notNull())
        .addColumn('channel', 'text', (column) => column.notNull())
        .addColumn('carrier_id', 'text', (column) => column.notNull())
        .addColumn('session_id', 'text')
        .addColumn('client_id', 'text')
        .addColumn('direction', 'text')
        .addColumn('from_masked', 'text', (column) => column.notNull())
        .addColumn('to_masked', 'text', (column) => column.notNull())
        .addColumn('outcome', 'text', (column) => column.notNull())
        .addColumn('at', 'bigint', (column) => column.notNull())
        .addColumn('ended_at', 'bigint')
        .addColumn('duration_seconds', 'integer')
        .addColumn('failed_parts', 'text', (column) => column.notNull())
        .addColumn('plan', 'text')
        .execute();
      await db.schema
        .createIndex('interactions_client')
        .on('interactions')
        .columns(['client_id', 'at', 'id'])
        .execute();
      await db.schema.createIndex('interactions_time').on('interactions').columns(['at', 'id']).execute();

      await db.schema
        .createTable('requests')
        .addColumn('key', 'text', (column) => column.primaryKey())
        .addColumn('version', 'bigint', (column) => column.notNull())
        .addColumn('fingerprint', 'text', (column) => column.notNull())
        .addColumn('at', 'bigint', (column) => column.notNull())
        .execute();
    },
  },

  '0002_purchases': {
    async up(db: Kysely<unknown>) {
      await db.schema
        .alterTable('requests')
        .addColumn('purchases', 'text', (column) => column.notNull().defaultTo('[]'))
        .execute();
      await db.schema
        .createTable('intents')
        .addColumn('number', 'text', (column) => column.primaryKey())
        .addColumn('version', 'bigint', (column) => column.notNull())
        .addColumn('id', 'text', (column) => column.notNull())
        .addColumn('at', 'bigint', (column) => column.notNull())
        .addColumn('action', 'text', (column) => column.notNull())
        .addColumn('country', 'text')
        .addColumn('type', 'text')
        .addColumn('request_key', 'text')
        .addColumn('provider_id', 'text')
        .addColumn('otherwise', 'text')
        .execute();
      await db.schema
        .createTable('leases')
        .addColumn('key', 'text', (column) => column.primaryKey())
        .addColumn('version', 'bigint', (column) => column.notNull())
        .addColumn('holder', 'text', (column) => column.notNull())
        .addColumn('until', 'bigint', (column) => column.notNull())
        .execute();
    },
  },

  '0003_pairs': {
    async up(db: Kysely<unknown>) {
      await db.schema.alterTable('orders').addColumn('pairing', 'text').execute();
      await db.schema
        .alterTable('sessions')
        .addColumn('texts_stopped', 'text', (column) => column.notNull().defaultTo('[]'))
        .execute();
      await db.schema
        .createTable('pairs')
        .addColumn('id', 'text', (column) => column.primaryKey())
        .addColumn('version', 'bigint', (column) => column.notNull())
        .addColumn('order_id', 'text', (column) => column.notNull())
        .addColumn('client_id', 'text', (column) => column.notNull())
        .addColumn('client_phone', 'text')
        .addColumn('client_number', 'text', (column) => column.notNull())
        .addColumn('counterpart_phone', 'text')
        .addColumn('counterpart_number', 'text', (column) => column.notNull())
        .addColumn('masked_name', 'text', (column) => column.notNull())
        .addColumn('code', 'text')
        .addColumn('texts_stopped', 'text', (column) => column.notNull())
        .addColumn('max_call_seconds', 'integer')
        .addColumn('ring_seconds', 'integer')
        .addColumn('opened_at', 'bigint', (column) => column.notNull())
        .addColumn('expires_at', 'bigint', (column) => column.notNull())
        .addColumn('closed_at', 'bigint')
        .execute();
      await db.schema.createIndex('pairs_one_open_per_code').on('pairs').column('code').unique().execute();
      await db.schema
        .createIndex('pairs_open_of_client')
        .on('pairs')
        .column('client_id')
        .where(sql.ref('closed_at'), 'is', null)
        .execute();
      await db.schema
        .createIndex('pairs_open_by_end')
        .on('pairs')
        .column('expires_at')
        .where(sql.ref('closed_at'), 'is', null)
        .execute();

      // What a leg refers to until it is released: a number, and that it is shared.
      await db.schema.createIndex('numbers_status').on('numbers').columns(['number', 'status']).unique().execute();
      await db.schema
        .createTable('legs')
        .addColumn('id', 'text', (column) => column.primaryKey())
        .addColumn('version', 'bigint', (column) => column.notNull())
        .addColumn('session_id', 'text', (column) => column.notNull())
        .addColumn('client_id', 'text', (column) => column.notNull())
        .addColumn('side', 'text', (column) => column.notNull())
        .addColumn('is_guest', 'integer', (column) => column.notNull())
        .addColumn('party', 'text', (column) => column.notNull())
        .addColumn('number', 'text', (column) => column.notNull())
        .addColumn('number_status', 'text')
        .addColumn('counterpart', 'text', (column) => column.notNull())
        .addColumn('opened_at', 'bigint', (column) => column.notNull())
        .addColumn('expires_at', 'bigint', (column) => column.notNull())
        .addColumn('closed_at', 'bigint')
        .addColumn('released_at', 'bigint')
        .addForeignKeyConstraint('legs_on_shared_numbers', ['number', 'number_status'], 'numbers', ['number', 'status'])
        .addCheckConstraint(
          'legs_shared_until_released',
          sql`(released_at is null) = (number_status is not null) and coalesce(number_status, 'shared') = 'shared'`,
        )
        .execute();
      const unreleased = [
        ['legs_one_per_party_and_number', ['party', 'number'], true],
        ['legs_of_session', ['session_id'], false],
        ['legs_of_client', ['client_id'], false],
        ['legs_by_end', ['expires_at'], false],
      ] as const;
      for (const [name, columns, isUnique] of unreleased) {
        const index = db.schema
          .createIndex(name)
          .on('legs')
          .columns([...columns])
          .where(sql.ref('released_at'), 'is', null);
        await (isUnique ? index.unique() : index).execute();
      }
      // For the foreign key too: what looks for a number and its status finds it here.
      await db.schema
        .createIndex('legs_on_number')
        .on('legs')
        .columns(['number', 'number_status'])
        .where(sql.ref('number_status'), 'is not', null)
        .execute();
      await db.schema
        .createIndex('legs_closed')
        .on('legs')
        .column('closed_at')
        .where(sql.ref('released_at'), 'is', null)
        .execute();

      await db.schema
        .createTable('lockouts')
        .addColumn('key', 'text', (column) => column.primaryKey())
        .addColumn('version', 'bigint', (column) => column.notNull())
        .addColumn('strikes', 'integer', (column) => column.notNull())
        .addColumn('level', 'integer', (column) => column.notNull())
        .addColumn('last_at', 'bigint', (column) => column.notNull())
        .addColumn('until', 'bigint', (column) => column.notNull())
        .execute();
    },
  },
};

const ATTEMPTS = 5;

/**
 * Brings the tables up to date; kysely notes in its own table which migrations have run. Two processes may find a new
 * database at the same moment: one of them makes the tables, the other finds them made. Closes the database when it fails.
 */
export async function migrate<T>(db: Kysely<T>): Promise<void> {
  const migrator = new Migrator({ db, provider: { getMigrations: () => Promise.resolve({ ...migrations }) } });
  for (let attempt = 1; ; attempt += 1) {
    const { error } = await migrator.migrateToLatest().catch((fault: unknown) => ({ error: fault }));
    if (error === undefined) return;
    if (attempt < ATTEMPTS && !isUnreachable(error)) continue;
    await db.destroy();
    // Without a code it is the migrator that speaks, of names of migrations.
    const isCoded = !(error instanceof Error) || 'code' in error;
    const reason = isCoded ? '' : `: ${error.message}`;
    throw translate(error, `the database could not be brought up to date${reason}`);
  }
}
