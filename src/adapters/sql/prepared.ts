import type { Compilable, CompiledQuery, Kysely, QueryResult } from 'kysely';
import type { Schema } from './schema.js';

/** Runs a query that was built before. `on` is a transaction, or the database when absent. */
export type Prepared<Row> = (
  values: Readonly<Record<string, unknown>>,
  on?: Kysely<Schema>,
) => Promise<QueryResult<Row>>;

interface StandIn {
  readonly standInFor: string;
}

/**
 * Builds a query once, to be run many times with other values: kysely takes longer to build a query than SQLite to
 * run it, and the queries of a webhook are always the same.
 * @param build makes the query with `value('name')` wherever a value is to stand as a parameter
 */
export function prepare<Row>(
  db: Kysely<Schema>,
  build: (value: (name: string) => never) => Compilable<Row>,
): Prepared<Row> {
  const template = build((name) => ({ standInFor: name }) as never).compile();
  return (values, on = db) => on.executeQuery(fill(template, values));
}

function fill<Row>(template: CompiledQuery<Row>, values: Readonly<Record<string, unknown>>): CompiledQuery<Row> {
  const parameters = template.parameters.map((parameter) =>
    isStandIn(parameter) ? values[parameter.standInFor] : parameter,
  );
  return { ...template, parameters };
}

function isStandIn(parameter: unknown): parameter is StandIn {
  return typeof parameter === 'object' && parameter !== null && 'standInFor' in parameter;
}
