import { sql, type Kysely, type SelectQueryBuilder } from 'kysely';
import { HOUR_MS } from '../../domain/model/time.js';
import type {
  HourCount,
  InteractionQuery,
  InteractionSift,
  OrderStore,
  Position,
  SiftedInteractions,
} from '../../ports/order-store.js';
import { readAll } from './read-records.js';
import { audit as auditMapping, nameInRow } from './rows-audit.js';
import { order as orderMapping } from './rows-clients.js';
import { interactionIn } from './rows-interactions.js';
import type { Schema } from './schema.js';

/** Orders, interactions and the audit trail, newest first. */
export function historyReads(
  db: Kysely<Schema>,
): Pick<
  OrderStore,
  'orders' | 'openOrdersOf' | 'interactions' | 'siftInteractions' | 'interactionCounts' | 'auditEntries'
> {
  return {
    async orders({ clientId, status, limit, after }) {
      let query = db.selectFrom('orders').selectAll().orderBy('created_at', 'desc').orderBy('id', 'desc').limit(limit);
      if (clientId !== undefined) query = query.where('client_id', '=', clientId);
      if (status !== undefined) query = query.where('status', '=', status);
      if (after !== undefined) query = query.where(isOlder('created_at', after));
      return (await query.execute()).map(orderMapping.fromRow);
    },
    openOrdersOf(clientId) {
      const query = db.selectFrom('orders').selectAll().where('client_id', '=', clientId).where('status', '=', 'open');
      return readAll(query, orderMapping.fromRow);
    },
    async interactions({ limit, ...which }) {
      const query = interactionsOf(db, which).selectAll().limit(limit);
      return (await query.execute()).flatMap((row) => interactionIn(row) ?? []);
    },
    siftInteractions: (query) => siftInteractions(db, query),
    async interactionCounts({ from, until }) {
      // No hour of the epoch is negative.
      const { rows } = await sql<HourCount>`
        select at - at % ${sql.lit(HOUR_MS)} as hour, channel, outcome, count(*) as count from interactions
        where channel is not null and at >= ${from} and at <= ${until}
        group by at - at % ${sql.lit(HOUR_MS)}, channel, outcome`.execute(db);
      return rows;
    },
    async auditEntries({ actor, record, from, until, limit, after }) {
      let query = db.selectFrom('audit_entries').selectAll().orderBy('at', 'desc').orderBy('id', 'desc').limit(limit);
      if (actor !== undefined) query = query.where('actor', '=', actor);
      // In words that both databases know, and that tell small from capital letters.
      if (record !== undefined)
        query = query.where(sql<boolean>`replace(records, ${nameInRow(record)}, '') <> records`);
      if (from !== undefined) query = query.where('at', '>=', from);
      if (until !== undefined) query = query.where('at', '<=', until);
      if (after !== undefined) query = query.where(isOlder('at', after));
      return (await query.execute()).map(auditMapping.fromRow);
    },
  };
}

/** Newest first, without what a page adds. */
function interactionsOf(
  db: Kysely<Schema>,
  { clientId, from, until, after }: Omit<InteractionQuery, 'limit'>,
): SelectQueryBuilder<Schema, 'interactions', object> {
  let query = db.selectFrom('interactions').orderBy('at', 'desc').orderBy('id', 'desc');
  query = query.where('channel', 'is not', null);
  if (clientId !== undefined) query = query.where('client_id', '=', clientId);
  if (from !== undefined) query = query.where('at', '>=', from);
  if (until !== undefined) query = query.where('at', '<=', until);
  return after === undefined ? query : query.where(isOlder('at', after));
}

/** A subquery looks at the next rows, without what is long in them: only those that fit are read as a whole. */
async function siftInteractions(
  db: Kysely<Schema>,
  { outcome, channel, direction, sessionId, among, limit, ...which }: InteractionSift,
): Promise<SiftedInteractions> {
  const next = interactionsOf(db, which);
  const looked = next.select(['id', 'at', 'channel', 'outcome', 'direction', 'session_id']).limit(among).as('looked');
  let fitting = db.selectFrom(looked).innerJoin('interactions', 'interactions.id', 'looked.id');
  if (outcome !== undefined) fitting = fitting.where('looked.outcome', '=', outcome);
  if (channel !== undefined) fitting = fitting.where('looked.channel', '=', channel);
  if (direction !== undefined) fitting = fitting.where('looked.direction', '=', direction);
  if (sessionId !== undefined) fitting = fitting.where('looked.session_id', '=', sessionId);
  const rows = await fitting
    .selectAll('interactions')
    .orderBy('looked.at', 'desc')
    .orderBy('looked.id', 'desc')
    .limit(limit)
    .execute();
  const found = rows.flatMap((row) => interactionIn(row) ?? []);
  if (found.length >= limit) return { found, lookedUpTo: undefined };
  const last = next.select(['at', 'id']).offset(among - 1);
  return { found, lookedUpTo: await last.limit(1).executeTakeFirst() };
}

/** Comes after this position when sorted by time, then id, newest first. */
export function isOlder(time: 'at' | 'created_at', { at, id }: Position) {
  return sql<boolean>`(${sql.ref(time)}, id) < (${at}, ${id})`;
}
