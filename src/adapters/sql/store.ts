import { sql, type ExpressionBuilder, type Kysely } from 'kysely';
import type { CountryCode } from '../../domain/model/country.js';
import { RESERVATION_MS, type NumberType } from '../../domain/model/proxy-number.js';
import type { ChangeSet, Kind, OrderStore, PoolCount, Records } from '../../ports/order-store.js';
import { prepare } from './prepared.js';
import { pairReads } from './pair-reads.js';
import { many, mappings, one } from './rows.js';
import type { AnyTables, Schema } from './schema.js';

export interface SqlStoreOptions {
  /** Makes one change set durable, in a transaction of its own or with others. */
  readonly commit: (changes: ChangeSet) => Promise<void>;
}

/** The reads, in the SQL that SQLite and Postgres share. */
export function createSqlStore(db: Kysely<Schema>, { commit }: SqlStoreOptions): OrderStore {
  // A caller is waiting for these.
  const numberByKey = prepare(db, (value) =>
    db.selectFrom('numbers').selectAll().where('number', '=', value('number')),
  );
  const liveSessionsOn = prepare(db, (value) =>
    db.selectFrom('sessions').selectAll().where('number', '=', value('number')).where('closed_at', 'is', null),
  );
  const legOn = prepare(db, (value) =>
    db
      .selectFrom('legs')
      .selectAll()
      .where('number', '=', value('number'))
      .where('party', 'in', [value('phone'), value('hash')])
      .where('released_at', 'is', null),
  );
  const pairById = prepare(db, (value) => db.selectFrom('pairs').selectAll().where('id', '=', value('id')));

  return {
    client: async (id) =>
      one(mappings.client, await db.selectFrom('clients').selectAll().where('id', '=', id).executeTakeFirst()),
    clientByProxy: async (number) =>
      one(
        mappings.client,
        await db.selectFrom('clients').selectAll().where('proxy_number', '=', number).executeTakeFirst(),
      ),
    async highestClientNumber() {
      const row = await db
        .selectFrom('clients')
        .select((rows) => rows.fn.max('id_number').as('highest'))
        .executeTakeFirst();
      return row?.highest ?? 0;
    },

    order: async (id) =>
      one(mappings.order, await db.selectFrom('orders').selectAll().where('id', '=', id).executeTakeFirst()),
    async orders({ clientId, status, limit, after }) {
      let query = db.selectFrom('orders').selectAll().orderBy('created_at', 'desc').orderBy('id', 'desc').limit(limit);
      if (clientId !== undefined) query = query.where('client_id', '=', clientId);
      if (status !== undefined) query = query.where('status', '=', status);
      if (after !== undefined) {
        query = query.where((row) =>
          row.or([
            row('created_at', '<', after.at),
            row.and([row('created_at', '=', after.at), row('id', '<', after.id)]),
          ]),
        );
      }
      return (await query.execute()).map((row) => mappings.order.fromRow(row));
    },
    openOrdersOf: async (clientId) =>
      many(
        mappings.order,
        await db
          .selectFrom('orders')
          .selectAll()
          .where('client_id', '=', clientId)
          .where('status', '=', 'open')
          .execute(),
      ),

    number: async (number) =>
      one(mappings.number, await db.selectFrom('numbers').selectAll().where('number', '=', number).executeTakeFirst()),
    async freeNumbers({ country, type, now, limit }) {
      let query = db
        .selectFrom('numbers')
        .selectAll()
        .where((row) => isFree(row, now))
        .limit(limit);
      if (country !== undefined) query = query.where('country', '=', country);
      if (type !== undefined) query = query.where('type', '=', type);
      return many(mappings.number, await query.execute());
    },
    numbers: async () =>
      many(mappings.number, await db.selectFrom('numbers').selectAll().where('status', '!=', 'released').execute()),
    poolCounts: (now) => poolCounts(db, now),

    async routing(number, caller) {
      const [row] = (await numberByKey({ number })).rows;
      const read = { number: one(mappings.number, row), sessions: [], leg: undefined, pair: undefined };
      // By the law of the store there are legs on shared numbers only, and open sessions on others.
      if (row?.status !== 'shared') {
        return { ...read, sessions: many(mappings.session, (await liveSessionsOn({ number })).rows) };
      }
      const [leg] = caller === undefined ? [] : (await legOn({ number, ...caller })).rows;
      const [pair] = leg === undefined ? [] : (await pairById({ id: leg.session_id })).rows;
      return { ...read, leg: one(mappings.leg, leg), pair: one(mappings.pair, pair) };
    },
    liveSessionsOf: async (clientId) =>
      many(
        mappings.session,
        await db
          .selectFrom('sessions')
          .selectAll()
          .where('client_id', '=', clientId)
          .where('closed_at', 'is', null)
          .execute(),
      ),

    ...pairReads(db),

    interaction: async (id) =>
      one(
        mappings.interaction,
        await db.selectFrom('interactions').selectAll().where('id', '=', id).executeTakeFirst(),
      ),
    async interactions({ clientId, from, until, limit, after }) {
      let query = db.selectFrom('interactions').selectAll().orderBy('at', 'desc').orderBy('id', 'desc').limit(limit);
      if (clientId !== undefined) query = query.where('client_id', '=', clientId);
      if (from !== undefined) query = query.where('at', '>=', from);
      if (until !== undefined) query = query.where('at', '<=', until);
      if (after !== undefined) {
        query = query.where((row) =>
          row.or([row('at', '<', after.at), row.and([row('at', '=', after.at), row('id', '<', after.id)])]),
        );
      }
      return (await query.execute()).map((row) => mappings.interaction.fromRow(row));
    },

    request: async (key) =>
      one(mappings.request, await db.selectFrom('requests').selectAll().where('key', '=', key).executeTakeFirst()),

    intent: async (number) =>
      one(mappings.intent, await db.selectFrom('intents').selectAll().where('number', '=', number).executeTakeFirst()),
    intents: async () => many(mappings.intent, await db.selectFrom('intents').selectAll().execute()),
    lease: async (key) =>
      one(mappings.lease, await db.selectFrom('leases').selectAll().where('key', '=', key).executeTakeFirst()),

    async record<K extends Kind>(kind: K, id: string) {
      const { table, key, fromRow } = mappings[kind] as unknown as AnyMapping<K>;
      const query = (db as unknown as AnyTables).selectFrom(table).selectAll().where(key, '=', id);
      const row = await query.executeTakeFirst();
      return row === undefined ? undefined : { value: fromRow(row), version: Number(row['version']) };
    },
    async records<K extends Kind>(kind: K, { limit, after }: { limit: number; after?: string | undefined }) {
      const { table, key, fromRow } = mappings[kind] as unknown as AnyMapping<K>;
      let query = (db as unknown as AnyTables).selectFrom(table).selectAll().orderBy(key).limit(limit);
      if (after !== undefined) query = query.where(key, '>', after);
      return (await query.execute()).map((row) => ({ value: fromRow(row), version: Number(row['version']) }));
    },

    commit,

    async forget(before) {
      await db.deleteFrom('interactions').where('at', '<', before.interactions).execute();
      await db
        .updateTable('interactions')
        .set({ plan: null, version: sql`version + 1` })
        .where('at', '<', before.plans)
        .where('plan', 'is not', null)
        .execute();
      await db.deleteFrom('requests').where('at', '<', before.requests).execute();
      await db.deleteFrom('legs').where('released_at', '<', before.sessions).execute();
      await db.deleteFrom('pairs').where('closed_at', '<', before.sessions).execute();
      await db
        .deleteFrom('lockouts')
        .where('last_at', '<', before.lockouts)
        .where('until', '<', before.lockouts)
        .execute();
    },

    ping: async () => {
      await sql`select 1`.execute(db);
    },
    close: () => db.destroy(),
  };
}

/** A mapping whose kind is only known when it runs. */
interface AnyMapping<K extends Kind> {
  readonly table: string;
  readonly key: string;
  readonly fromRow: (row: Record<string, unknown>) => Records[K];
}

/** The model's `isFree`, for the database. */
function isFree(row: ExpressionBuilder<Schema, 'numbers'>, now: number) {
  return row.or([
    row('status', '=', 'available'),
    row.and([row('status', '=', 'quarantined'), row('until', '<=', now)]),
    row.and([row('status', '=', 'reserved'), row('since', '<=', now - RESERVATION_MS)]),
  ]);
}

async function poolCounts(db: Kysely<Schema>, now: number): Promise<PoolCount[]> {
  const rows = await db
    .selectFrom('numbers')
    .select(['country', 'type'])
    .select((row) => [
      row.fn.countAll<number>().as('owned'),
      row.fn.sum<number>(row.case().when(isFree(row, now)).then(row.lit(1)).else(row.lit(0)).end()).as('available'),
      ...(['assigned', 'shared', 'reserved', 'quarantined'] as const).map((status) =>
        row.fn
          .sum<number>(
            row
              .case()
              .when(row.and([row('status', '=', status), row.not(isFree(row, now))]))
              .then(row.lit(1))
              .else(row.lit(0))
              .end(),
          )
          .as(status),
      ),
    ])
    .where('status', '!=', 'released')
    .groupBy(['country', 'type'])
    .orderBy('country')
    .orderBy('type')
    .execute();
  return rows.map((row) => ({ ...row, country: row.country as CountryCode, type: row.type as NumberType }));
}
