/** `history`: as long as `retentionMs` of the settings. `keys`: 400 days longer. `day`: one day. `month`: 30 days. `audit`: 400 days. */
export type RetentionPeriod = 'history' | 'keys' | 'day' | 'month' | 'audit';

/** How long a record is kept once it is history. */
export interface RetentionRule<T> {
  readonly period: RetentionPeriod;
  /** When it became history. Undefined while it has not. */
  readonly since: (value: T) => number | undefined;
  /** What is left of it when the period is over. Absent: nothing. */
  readonly leaves?: Leftover<T> | undefined;
}

/** What is left of a record, and how long that is kept, counted from the same time. */
export interface Leftover<T> {
  readonly period: RetentionPeriod;
  /** The record with only what is left of it. */
  readonly reduce: (value: T) => T;
}
