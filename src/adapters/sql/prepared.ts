import type { CompiledQuery, Kysely, QueryResult } from 'kysely';
import type { AnyRow, Schema } from './schema.js';

/** Runs a query that was built before. `on` is a transaction, or the database when absent. */
export type Prepared<Row> = (values: AnyRow, on?: Kysely<Schema>) => Promise<QueryResult<Row>>;

/** Puts a parameter of this name into a query that is being built. */
export type Parameter = (name: string) => never;

/** A query of kysely's builder, or one in SQL. */
interface Query<Row> {
  compile(db: Kysely<Schema>): CompiledQuery<Row>;
}

interface Placeholder {
  readonly placeholder: string;
}

/**
 * Builds a query once, to run it many times with different values: kysely takes longer to build a query than SQLite to
 * run it, and the queries of a webhook are always the same.
 * @param build makes the query, with `value('name')` for each parameter
 */
export function prepare<Row>(db: Kysely<Schema>, build: (value: Parameter) => Query<Row>): Prepared<Row> {
  const template = build((name) => ({ placeholder: name }) as never).compile(db);
  return (values, on = db) => on.executeQuery(fill(template, values));
}

/** A statement for rows of this sort, such as a kind of record. */
export type RowStatement<Sort, Result = unknown> = (sort: Sort, row: AnyRow) => Prepared<Result>;

/** Builds the statement of each sort when it is first needed: the columns are those of the first row. */
export function prepareByRow<Sort, Result>(
  build: (sort: Sort, columns: readonly string[]) => Prepared<Result>,
): RowStatement<Sort, Result> {
  const statements = new Map<Sort, Prepared<Result>>();
  return (sort, row) => {
    const known = statements.get(sort);
    if (known !== undefined) return known;
    const statement = build(sort, Object.keys(row));
    statements.set(sort, statement);
    return statement;
  };
}

/** A parameter for each column, with its name. */
export function placeholders(columns: readonly string[], value: Parameter): Record<string, unknown> {
  return Object.fromEntries(columns.map((column) => [column, value(column)]));
}

function fill<Row>(template: CompiledQuery<Row>, values: AnyRow): CompiledQuery<Row> {
  const parameters = template.parameters.map((parameter) =>
    isPlaceholder(parameter) ? values[parameter.placeholder] : parameter,
  );
  return { ...template, parameters };
}

function isPlaceholder(parameter: unknown): parameter is Placeholder {
  return typeof parameter === 'object' && parameter !== null && 'placeholder' in parameter;
}
