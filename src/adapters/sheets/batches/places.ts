import { isOutput } from '../tabs/layout.js';
import { recordId } from '../tabs/records-tab.js';

/** A part of what a batch writes that Google may refuse by itself: a cell, a new row, or the clearing of a cell. */
export interface Part {
  /** The row id of the record: see `rowId`. */
  readonly id: string;
  /** The name of a column of a visible tab, or one of `WHOLE_ROW`, `RECORD`, `KEY` and `ORPHAN`. */
  readonly column: string;
}

/** A new row of a visible tab. */
export const WHOLE_ROW = '*';
/** The record's row in the hidden tab. */
export const RECORD = '{}';
/** The key that is left in the row of a removed record. */
export const KEY = 'key';
/** Cells of ours in a row of no record. */
export const ORPHAN = 'orphan';
/** The only column whose content is in no record of the hidden tab. */
export const LAST_CALLER = 'client_last_caller';

/** Where a part is written. Rows and columns are counted from 0. */
export interface Place {
  readonly part: Part;
  /** A row that the batch adds. */
  readonly isNew: boolean;
  readonly sheetId: number;
  readonly title: string;
  /** Undefined if the cell is found by its content. */
  readonly row: number | undefined;
  /** The first one is named when it is not known which of them was refused. */
  readonly columns: readonly PlaceColumn[];
  /** Which requests of the plan write it. */
  readonly requests: readonly number[];
}

export interface PlaceColumn {
  readonly name: string;
  readonly index: number;
  readonly text: string;
}

/** Whether a part with this content is to be written. @param isErasing the record was removed, and its row is cleared */
export type Include = (part: Part, text: string, isErasing?: boolean) => boolean;

/** Whether a part shows a record, which may be removed by now. Others are cleared, whatever the records say. */
export function isOfRecord({ column }: Part): boolean {
  return column !== KEY && column !== ORPHAN;
}

/** Whether a part is in a tab that only shows records. */
export function isShown({ id, column }: Part): boolean {
  return column !== RECORD && isOutput(recordId(id).kind);
}

export function partKey({ id, column }: Part): string {
  return `${column} ${id}`;
}
