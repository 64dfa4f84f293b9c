/**
 * The kind of a finding.
 *
 * - `ignored_cell`: a cell that cannot be read or contradicts other records. What was known before applies.
 * - `ignored_header`: a column or tab that is missing, doubled or named otherwise, or that has lost most of its rows.
 * - `out_of_rotation`: a number that is given to nobody, because of what its row says.
 * - `parked_record`: a record that cannot be written. It is kept, and everything else is written.
 * - `forged_record`: a record that somebody else than ProxyCall has written or changed, such as a token. It is ignored.
 */
export type FindingKind = 'ignored_cell' | 'ignored_header' | 'out_of_rotation' | 'parked_record' | 'forged_record';

/** In the order of reports. */
export const FINDING_KINDS = [
  'ignored_cell',
  'ignored_header',
  'out_of_rotation',
  'parked_record',
  'forged_record',
] as const satisfies readonly FindingKind[];

/** Something in a store that a person should look at, and where it is. Says nothing of its content. */
export interface StoreFinding {
  readonly kind: FindingKind;
  /** The title of the tab; of a record that nobody edits by hand, the name of its kind. */
  readonly tab: string;
  /** Of a record that nobody edits by hand: its key, if that was made here. */
  readonly record?: string | undefined;
  /** Counted from 1, as people see it. */
  readonly row?: number | undefined;
  /** The name of the column. */
  readonly column?: string | undefined;
  /** The cell in A1 notation. */
  readonly cell?: string | undefined;
  /** For people. */
  readonly problem: string;
}
