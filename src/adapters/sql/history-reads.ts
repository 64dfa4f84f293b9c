import { sql, type Kysely } from 'kysely';
import type { OrderStore, Position } from '../../ports/order-store.js';
import { readAll } from './read-records.js';
import { audit as auditMapping, nameInRow } from './rows-audit.js';
import { order as orderMapping } from './rows-clients.js';
import { interactionIn } from './rows-interactions.js';
import type { Schema } from './schema.js';

/** Orders, interactions and the audit trail, newest first. */
export function historyReads(
  db: Kysely<Schema>,
): Pick<OrderStore, 'orders' | 'openOrdersOf' | 'interactions' | 'auditEntries'> {
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
    async interactions({ clientId, from, until, limit, after }) {
      let query = db.selectFrom('interactions').selectAll().orderBy('at', 'desc').orderBy('id', 'desc').limit(limit);
      query = query.where('channel', 'is not', null);
      if (clientId !== undefined) query = query.where('client_id', '=', clientId);
      if (from !== undefined) query = query.where('at', '>=', from);
      if (until !== undefined) query = query.where('at', '<=', until);
      if (after !== undefined) query = query.where(isOlder('at', after));
      return (await query.execute()).flatMap((row) => interactionIn(row) ?? []);
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

/** Comes after this position when sorted by time, then id, newest first. */
export function isOlder(time: 'at' | 'created_at', { at, id }: Position) {
  return sql<boolean>`(${sql.ref(time)}, id) < (${at}, ${id})`;
}
