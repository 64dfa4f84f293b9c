import { ProxyCallError } from '../../domain/model/errors.js';
import type { Kind, Records } from '../../domain/model/records.js';
import type { Schema, Table } from './schema.js';

/** Columns that the record rules fill: see `rowOf`. */
export type RuleColumn = 'due_at' | 'fact' | 'number_fact' | 'session_fact';

/** What is read from a row. */
export type Read<Row> = Omit<Row, RuleColumn>;

/** How records of a kind are stored in their table. */
export interface Mapping<K extends Kind, T extends Table> {
  readonly table: T;
  /** The column of the record's key. */
  readonly key: keyof Schema[T] & string;
  /** The table's columns that the record rules fill. */
  readonly ruleColumns: Readonly<Record<keyof Schema[T] & RuleColumn, true>>;
  /** For kinds with a retention in the record rules, which counts from the latest of these times. */
  readonly retainedSince?: readonly (keyof Schema[T] & string)[];
  /** In which status it becomes history. Absent: in any. */
  readonly retainedStatus?: Schema[T] extends { readonly status: infer Status } ? Status : never;
  readonly toRow: (value: Records[K]) => Omit<Schema[T], RuleColumn | 'version'>;
  /** Values were validated before they were written, and are not validated again. */
  readonly fromRow: (row: Read<Schema[T]>) => Records[K];
}

/** The mapping of a kind that is only known at run time. Has methods, as their parameters may be of narrower types. */
export interface AnyMapping<K extends Kind> {
  readonly table: Table;
  readonly key: string;
  readonly ruleColumns: Readonly<Partial<Record<RuleColumn, true>>>;
  readonly retainedSince?: readonly string[];
  readonly retainedStatus?: string;
  toRow(value: Records[K]): object;
  fromRow(row: object): Records[K];
}

/** A column that is never empty in a row of this kind. */
export function present<T>(column: T | null, name: string): T {
  if (column !== null) return column;
  throw new ProxyCallError(
    'store_unavailable',
    `the database holds a row that ProxyCall never writes: ${name} is empty`,
  );
}

/** Reads what this adapter wrote as JSON. */
export function fromJson(text: string): unknown {
  // A shortcut, as most lists are empty and a caller is waiting.
  if (text === '[]') return NONE;
  try {
    return JSON.parse(text);
  } catch {
    // Without what the parser says, which quotes the text: it may be somebody's message.
    throw new ProxyCallError(
      'store_unavailable',
      'the database holds a row that ProxyCall never writes: its JSON is incomplete',
    );
  }
}
const NONE: unknown = Object.freeze([]);

/** The same for a column that may be empty. */
export function fromOptionalJson(text: string | null): unknown {
  return text === null ? undefined : fromJson(text);
}

export function toOptionalJson(value: object | undefined): string | null {
  return value === undefined ? null : JSON.stringify(value);
}
