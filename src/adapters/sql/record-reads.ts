import type { Kysely } from 'kysely';
import { remember } from '../../domain/model/remember.js';
import type { Kind } from '../../domain/model/records.js';
import type { OrderStore } from '../../ports/order-store.js';
import { mappingOf } from './mappings.js';
import { prepare } from './prepared.js';
import { optional, readAll } from './read-records.js';
import { anyTables, type AnyStoredRow, type Schema } from './schema.js';

/** The reads that work the same for all kinds of records. */
export function recordReads(db: Kysely<Schema>): Pick<OrderStore, 'record' | 'records' | 'due'> {
  const tables = anyTables(db);
  const rowsOf = (kind: Kind) => tables.selectFrom(mappingOf(kind).table).selectAll().$castTo<AnyStoredRow>();
  const byKey = remember((kind: Kind) =>
    prepare(db, (value) => rowsOf(kind).where(mappingOf(kind).key, '=', value('key'))),
  );

  return {
    async record(kind, key) {
      const [row] = (await byKey(kind)({ key })).rows;
      return optional(row, (found) => mappingOf(kind).fromRow(found));
    },
    records(kind, { limit, after }) {
      const mapping = mappingOf(kind);
      let query = rowsOf(kind).orderBy(mapping.key).limit(limit);
      if (after !== undefined) query = query.where(mapping.key, '>', after);
      return readAll(query, (row) => mapping.fromRow(row));
    },
    async due(kind, { by, limit }) {
      const mapping = mappingOf(kind);
      if (mapping.ruleColumns.due_at === undefined) return [];
      return readAll(rowsOf(kind).where('due_at', '<=', by).limit(limit), (row) => mapping.fromRow(row));
    },
  };
}
