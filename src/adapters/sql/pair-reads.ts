import type { Kysely } from 'kysely';
import type { E164 } from '../../domain/model/phone-number.js';
import type { OrderStore } from '../../ports/order-store.js';
import { many, mappings, one } from './rows.js';
import type { Schema } from './schema.js';

/** What is asked about paired sessions and shared numbers when nobody is on the line. */
export function pairReads(
  db: Kysely<Schema>,
): Pick<OrderStore, 'legs' | 'pairByCode' | 'openPairsOf' | 'expiredPairs' | 'sharedNumbers' | 'loads'> {
  return {
    async legs(query) {
      let select = db.selectFrom('legs').selectAll().where('released_at', 'is', null);
      if ('parties' in query) select = select.where('party', 'in', [...query.parties]);
      else if ('sessionId' in query) select = select.where('session_id', '=', query.sessionId);
      else if ('number' in query) {
        select = select.where('number', '=', query.number).where('number_status', '=', 'shared');
      } else if ('clientId' in query) select = select.where('client_id', '=', query.clientId);
      else {
        const { endedBy, limit } = query;
        select = select
          .where((row) => row.or([row('expires_at', '<=', endedBy), row('closed_at', '<=', endedBy)]))
          .limit(limit);
      }
      return many(mappings.leg, await select.execute());
    },
    pairByCode: async (code) =>
      one(mappings.pair, await db.selectFrom('pairs').selectAll().where('code', '=', code).executeTakeFirst()),
    openPairsOf: async (clientId) =>
      many(
        mappings.pair,
        await db
          .selectFrom('pairs')
          .selectAll()
          .where('client_id', '=', clientId)
          .where('closed_at', 'is', null)
          .execute(),
      ),
    expiredPairs: async ({ now, limit }) =>
      many(
        mappings.pair,
        await db
          .selectFrom('pairs')
          .selectAll()
          .where('closed_at', 'is', null)
          .where('expires_at', '<=', now)
          .limit(limit)
          .execute(),
      ),
    sharedNumbers: async (country) =>
      many(
        mappings.number,
        await db
          .selectFrom('numbers')
          .selectAll()
          .where('country', '=', country)
          .where('status', '=', 'shared')
          .execute(),
      ),
    async loads(numbers) {
      if (numbers.length === 0) return new Map();
      const rows = await db
        .selectFrom('legs')
        .select('number')
        .select((row) => row.fn.countAll<number>().as('load'))
        .where('number', 'in', [...numbers])
        .where('number_status', '=', 'shared')
        .groupBy('number')
        .execute();
      return new Map(rows.map(({ number, load }) => [number as E164, load]));
    },
  };
}
