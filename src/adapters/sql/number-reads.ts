import { sql, type Kysely } from 'kysely';
import type { CountryCode } from '../../domain/model/country.js';
import { POOL_STATUSES, RESERVATION_MS, type NumberType, type PoolStatus } from '../../domain/model/proxy-number.js';
import type { OrderStore, PoolCount } from '../../ports/order-store.js';
import { readAll } from './read-records.js';
import { number as mapping } from './rows-numbers.js';
import type { Schema } from './schema.js';

type NumberReads = Pick<OrderStore, 'freeNumbers' | 'sharedNumbers' | 'numbers' | 'poolNumbers' | 'poolCounts'>;

export function numberReads(db: Kysely<Schema>): NumberReads {
  return {
    freeNumbers({ country, type, now, limit }) {
      const select = () => {
        let query = db.selectFrom('numbers').selectAll();
        if (country !== undefined) query = query.where('country', '=', country);
        if (type !== undefined) query = query.where('type', '=', type);
        return query;
      };
      // The model's `isFree` in SQL. One after the other, so that an index serves each: of a million numbers none may be free.
      const query = select()
        .where('status', '=', 'available')
        .unionAll(select().where('status', '=', 'quarantined').where('until', '<=', now))
        .unionAll(
          select()
            .where('status', '=', 'reserved')
            .where('since', '<=', now - RESERVATION_MS),
        )
        .limit(limit);
      return readAll(query, mapping.fromRow);
    },
    sharedNumbers(country) {
      const query = db.selectFrom('numbers').selectAll().where('country', '=', country).where('status', '=', 'shared');
      return readAll(query, mapping.fromRow);
    },
    numbers: () => readAll(db.selectFrom('numbers').selectAll().where('status', '!=', 'released'), mapping.fromRow),
    poolNumbers({ country, type, status, now, limit, after }) {
      let query = db.selectFrom('numbers').selectAll().orderBy('number').limit(limit);
      if (country !== undefined) query = query.where('country', '=', country);
      if (type !== undefined) query = query.where('type', '=', type);
      if (after !== undefined) query = query.where('number', '>', after);
      query = status === undefined ? query.where('status', '!=', 'released') : query.where(hasStatus(status, now));
      return readAll(query, mapping.fromRow);
    },
    poolCounts: (now) => countPool(db, now),
  };
}

/** The model's `effectiveStatus` in SQL: the contract suite compares the two. */
function hasStatus(status: PoolStatus, now: number) {
  const hasLapsed = sql<boolean>`(status = 'quarantined' and until <= ${now}
    or status = 'reserved' and since <= ${now - RESERVATION_MS})`;
  switch (status) {
    case 'available':
      return sql<boolean>`(status = 'available' or ${hasLapsed})`;
    case 'quarantined':
    case 'reserved':
      return sql<boolean>`(status = ${status} and not ${hasLapsed})`;
    default:
      return sql<boolean>`status = ${status}`;
  }
}

/** So many numbers of a status, or so many of them that are free by now. */
interface CountRow {
  readonly status: PoolStatus;
  readonly country: CountryCode;
  readonly type: NumberType;
  readonly lapsed: number;
  readonly count: number;
}

/** Counts in the index alone, where a count of what is free by a condition on each row would read every number. */
async function countPool(db: Kysely<Schema>, now: number): Promise<readonly PoolCount[]> {
  const { rows } = await sql<CountRow>`
    select status, country, type, 0 as lapsed, count(*) as count from numbers
      where status <> 'released' group by status, country, type
    union all
    select status, country, type, 1, count(*) from numbers
      where status = 'quarantined' and until <= ${now} group by status, country, type
    union all
    select status, country, type, 1, count(*) from numbers
      where status = 'reserved' and since <= ${now - RESERVATION_MS} group by status, country, type
  `.execute(db);
  const pools = new Map<string, Record<PoolStatus | 'owned', number> & Pick<PoolCount, 'country' | 'type'>>();
  for (const { status, country, type, lapsed, count } of rows) {
    const key = `${country} ${type}`;
    const pool = pools.get(key) ?? { country, type, owned: 0, ...NONE };
    pools.set(key, pool);
    pool[lapsed === 1 ? 'available' : status] += count;
    if (lapsed === 1) pool[status] -= count;
    else pool.owned += count;
  }
  return [...pools].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, pool]) => pool);
}

const NONE = Object.fromEntries(POOL_STATUSES.map((status) => [status, 0])) as Readonly<Record<PoolStatus, number>>;
