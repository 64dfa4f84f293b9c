import type { ExpressionBuilder, Kysely } from 'kysely';
import { POOL_STATUSES, RESERVATION_MS } from '../../domain/model/proxy-number.js';
import type { OrderStore } from '../../ports/order-store.js';
import { readAll } from './read-records.js';
import { number as mapping } from './rows-numbers.js';
import type { Schema } from './schema.js';

type NumberReads = Pick<OrderStore, 'freeNumbers' | 'sharedNumbers' | 'numbers' | 'poolCounts'>;

export function numberReads(db: Kysely<Schema>): NumberReads {
  return {
    freeNumbers({ country, type, now, limit }) {
      let query = db
        .selectFrom('numbers')
        .selectAll()
        .where((row) => isFree(row, now))
        .limit(limit);
      if (country !== undefined) query = query.where('country', '=', country);
      if (type !== undefined) query = query.where('type', '=', type);
      return readAll(query, mapping.fromRow);
    },
    sharedNumbers(country) {
      const query = db.selectFrom('numbers').selectAll().where('country', '=', country).where('status', '=', 'shared');
      return readAll(query, mapping.fromRow);
    },
    numbers: () => readAll(db.selectFrom('numbers').selectAll().where('status', '!=', 'released'), mapping.fromRow),
    async poolCounts(now) {
      return db
        .selectFrom('numbers')
        .select(['country', 'type'])
        .select((row) => row.fn.countAll<number>().as('owned'))
        .select((row) =>
          POOL_STATUSES.map((status) => {
            const counted =
              status === 'available'
                ? isFree(row, now)
                : row.and([row('status', '=', status), row.not(isFree(row, now))]);
            return row.fn.sum<number>(row.case().when(counted).then(row.lit(1)).else(row.lit(0)).end()).as(status);
          }),
        )
        .where('status', '!=', 'released')
        .groupBy(['country', 'type'])
        .orderBy('country')
        .orderBy('type')
        .execute();
    },
  };
}

/** The model's `isFree` in SQL. */
function isFree(row: ExpressionBuilder<Schema, 'numbers'>, now: number) {
  return row.or([
    row('status', '=', 'available'),
    row.and([row('status', '=', 'quarantined'), row('until', '<=', now)]),
    row.and([row('status', '=', 'reserved'), row('since', '<=', now - RESERVATION_MS)]),
  ]);
}
