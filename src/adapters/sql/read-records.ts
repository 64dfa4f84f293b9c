import type { Versioned } from '../../ports/order-store.js';

interface VersionedRow {
  readonly version: number;
}

/** A query of kysely's builder that selects whole rows. */
interface RowQuery<Row> {
  execute(): Promise<readonly Row[]>;
  executeTakeFirst(): Promise<Row | undefined>;
}

/** The record that the query finds. */
export async function readOne<Row extends VersionedRow, Value>(
  query: RowQuery<Row>,
  fromRow: (row: Row) => Value,
): Promise<Versioned<Value> | undefined> {
  return optional(await query.executeTakeFirst(), fromRow);
}

/** All records that the query finds. */
export async function readAll<Row extends VersionedRow, Value>(
  query: RowQuery<Row>,
  fromRow: (row: Row) => Value,
): Promise<readonly Versioned<Value>[]> {
  return (await query.execute()).map((row) => versioned(row, fromRow));
}

export function optional<Row extends VersionedRow, Value>(
  row: Row | undefined,
  fromRow: (row: Row) => Value,
): Versioned<Value> | undefined {
  return row === undefined ? undefined : versioned(row, fromRow);
}

export function versioned<Row extends VersionedRow, Value>(row: Row, fromRow: (row: Row) => Value): Versioned<Value> {
  return { value: fromRow(row), version: row.version };
}
