/**
 * Counts something within a limited time, on all instances together: texts to a phone in a day, for instance. Times are milliseconds
 * since the epoch.
 */
export interface Counter {
  /** What is counted. A phone, mail address or network address in it is a keyed hash. */
  readonly key: string;
  readonly count: number;
  /** When it begins at zero again. */
  readonly until: number;
}
