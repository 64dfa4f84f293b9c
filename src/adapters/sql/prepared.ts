import type { CompiledQuery, Kysely, QueryResult } from 'kysely';
import type { Schema } from './schema.js';

/**
 * At the beginning of a statement that a caller waits for: the database keeps it prepared, and its rows are arrays of
 * values, as an object of a hundred columns takes longer to make than to find. The adapter of each driver sees to both.
 */
export const HOT_PATH = '/* hot path */';

/** Runs a query that was built before. `on` is a transaction, or the database when absent. */
export type Prepared<Row> = (
  values: Readonly<Record<string, unknown>>,
  on?: Kysely<Schema>,
) => Promise<QueryResult<Row>>;

/** A query of kysely's builder, or one in SQL. */
interface Query<Row> {
  compile(db: Kysely<Schema>): CompiledQuery<Row>;
}

interface Placeholder {
  readonly placeholder: string;
}

/**
 * Builds a query once, to be run many times with other values: kysely takes longer to build a query than SQLite to
 * run it, and the queries of a webhook are always the same.
 * @param build makes the query with `value('name')` wherever a value is to stand as a parameter
 */
export function prepare<Row>(db: Kysely<Schema>, build: (value: (name: string) => never) => Query<Row>): Prepared<Row> {
  const template = build((name) => ({ placeholder: name }) as never).compile(db);
  return (values, on = db) => on.executeQuery(fill(template, values));
}

function fill<Row>(template: CompiledQuery<Row>, values: Readonly<Record<string, unknown>>): CompiledQuery<Row> {
  const parameters = template.parameters.map((parameter) =>
    isPlaceholder(parameter) ? values[parameter.placeholder] : parameter,
  );
  return { ...template, parameters };
}

function isPlaceholder(parameter: unknown): parameter is Placeholder {
  return typeof parameter === 'object' && parameter !== null && 'placeholder' in parameter;
}
