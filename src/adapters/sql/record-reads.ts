import type { Kysely } from 'kysely';
import { remember } from '../../domain/model/remember.js';
import type { Kind, Records } from '../../domain/model/records.js';
import type { OrderStore, Versioned } from '../../ports/order-store.js';
import { mappingOf } from './mappings.js';
import { prepare } from './prepared.js';
import { anyTables, type AnyRow, type Schema } from './schema.js';

/** The reads that are alike for all kinds of records. */
export function recordReads(db: Kysely<Schema>): Pick<OrderStore, 'record' | 'records' | 'due'> {
  const tables = anyTables(db);
  const byKey = remember((kind: Kind) => {
    const { table, key } = mappingOf(kind);
    return prepare(db, (value) => tables.selectFrom(table).selectAll().where(key, '=', value('key')));
  });

  return {
    async record(kind, key) {
      const [row] = (await byKey(kind)({ key })).rows;
      return row === undefined ? undefined : recordOf(kind, row);
    },
    async records(kind, { limit, after }) {
      const { table, key } = mappingOf(kind);
      let query = tables.selectFrom(table).selectAll().orderBy(key).limit(limit);
      if (after !== undefined) query = query.where(key, '>', after);
      return (await query.execute()).map((row) => recordOf(kind, row));
    },
    async due(kind, { by, limit }) {
      const { table, ruleColumns } = mappingOf(kind);
      if (ruleColumns.due_at === undefined) return [];
      const rows = await tables.selectFrom(table).selectAll().where('due_at', '<=', by).limit(limit).execute();
      return rows.map((row) => recordOf(kind, row));
    },
  };
}

function recordOf<K extends Kind>(kind: K, row: AnyRow): Versioned<Records[K]> {
  return { value: mappingOf(kind).fromRow(row), version: Number(row['version']) };
}
