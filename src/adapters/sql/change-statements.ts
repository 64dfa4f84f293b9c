import { sql, type Kysely } from 'kysely';
import { remember } from '../../domain/model/remember.js';
import type { Kind } from '../../domain/model/records.js';
import { mappingOf } from './mappings.js';
import { placeholders, prepare, prepareByRow, type Prepared, type RowStatement } from './prepared.js';
import { anyTables, type Schema } from './schema.js';

export interface ChangeStatementsOptions {
  /**
   * Locks the rows that a decision relied on until the transaction ends. Needed where transactions run concurrently;
   * SQLite has one writer at a time.
   */
  readonly lockGuards: boolean;
}

/** The prepared statements that change sets consist of. All but `version` affect one row, or none on a conflict. */
export interface ChangeStatements {
  /** Reads the version of the record `key`. */
  readonly version: (kind: Kind) => Prepared<{ readonly version: unknown }>;
  /** Deletes the record `key` if its version is `expected`. */
  readonly removal: (kind: Kind) => Prepared<unknown>;
  /** Inserts a row with its `version`. */
  readonly insertion: RowStatement<Kind>;
  /** Replaces the row `keyOfRecord` and its `version` if that is `expected`. */
  readonly update: RowStatement<Kind>;
  /** Sets the `phone` of the last caller of the open session `sessionId`. */
  readonly lastCaller: Prepared<unknown>;
}

export function createChangeStatements(db: Kysely<Schema>, { lockGuards }: ChangeStatementsOptions): ChangeStatements {
  const tables = anyTables(db);

  return {
    version: remember((kind) => {
      const { table, key } = mappingOf(kind);
      return prepare(db, (value) => {
        const query = tables.selectFrom(table).select('version').where(key, '=', value('key'));
        return lockGuards ? query.forShare() : query;
      });
    }),

    removal: remember((kind) => {
      const { table, key } = mappingOf(kind);
      return prepare(db, (value) =>
        tables.deleteFrom(table).where(key, '=', value('key')).where('version', '=', value('expected')),
      );
    }),

    insertion: prepareByRow((kind, columns) =>
      prepare(db, (value) =>
        tables
          .insertInto(mappingOf(kind).table)
          .values({ ...placeholders(columns, value), version: value('version') })
          .onConflict((clash) => clash.doNothing()),
      ),
    ),

    update: prepareByRow((kind, columns) => {
      const { table, key } = mappingOf(kind);
      return prepare(db, (value) => {
        // The key does not change; setting it would make the database check the foreign keys that refer to it.
        const { [key]: _key, ...changed } = placeholders(columns, value);
        return tables
          .updateTable(table)
          .set({ ...changed, version: value('version') })
          .where(key, '=', value('keyOfRecord'))
          .where('version', '=', value('expected'));
      });
    }),

    // No version is expected: it depends only on the session being live.
    lastCaller: prepare(db, (value) =>
      db
        .updateTable('sessions')
        .set({ last_caller: value('phone'), version: sql`version + 1` })
        .where('id', '=', value('sessionId'))
        .where('kind', '=', 'open')
        .where('closed_at', 'is', null),
    ),
  };
}
