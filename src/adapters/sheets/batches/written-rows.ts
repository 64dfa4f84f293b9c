import type { Rows } from '../google/spreadsheet.js';
import { textOf } from '../tabs/cells.js';
import { recordId } from '../tabs/records-tab.js';
import type { TabMirror } from '../tabs/tab.js';
import { isOfRecord, WHOLE_ROW, type Place } from './places.js';

/** A cell that was written by its position. */
export interface WrittenCell {
  readonly row: number;
  readonly column: number;
  /** Undefined for a formula: what it shows is not known. */
  readonly text: string | undefined;
  /** Of the column that it was written for. */
  readonly name?: string;
}

/** The cells of one row that a batch has written, and where that row is by now. */
export interface WrittenRow {
  readonly key: string | undefined;
  readonly isNew: boolean;
  /** -1 if it is not found. */
  readonly row: number;
  readonly cells: readonly WrittenCell[];
  /** What the batch was to write, by column. */
  readonly intended: ReadonlyMap<string, string>;
}

/** @param mended what earlier mendings have written. @param lines the whole tab as it is now */
export function writtenRows(
  { layout }: TabMirror,
  places: readonly Place[],
  mended: readonly WrittenCell[],
  lines: Rows,
  keyIndex: number,
): readonly WrittenRow[] {
  const groups = new Map<string, Place[]>();
  for (const place of places) {
    if (place.title !== layout.title || place.row === undefined) continue;
    const id = `${place.row.toString()} ${place.part.id}`;
    groups.set(id, [...(groups.get(id) ?? []), place]);
  }
  const ofBatch = [...groups.values()].flatMap((ofRow): WrittenRow[] => {
    const [first] = ofRow;
    if (first?.row === undefined) return [];
    const { part, row } = first;
    const columns = ofRow.flatMap((place) => place.columns);
    const cells = columns.map(({ index, text, name }) => ({ row, column: index, text, name }));
    const key = isOfRecord(part) ? recordId(part.id).key : undefined;
    const isNew = part.column === WHOLE_ROW;
    const intended = new Map(key === undefined ? [] : columns.map(({ name, text }) => [name, text]));
    const now = rowNow(row, cells, lines) ?? (isNew ? newRowNow({ key, row, cells }, keyIndex, lines) : row);
    return [{ key, isNew, row: now, cells, intended }];
  });
  const ofMending = mended.map((cell): WrittenRow => {
    const row = rowNow(cell.row, [cell], lines) ?? cell.row;
    return { key: undefined, isNew: false, row, cells: [cell], intended: new Map() };
  });
  return [...ofBatch, ...ofMending];
}

/** Where a row is by now that was written a moment ago. Undefined if no row has these cells, or several have them. */
function rowNow(row: number, cells: readonly WrittenCell[], lines: Rows): number | undefined {
  const hasAll = (at: number) => cells.every((cell) => shows(lines, at, cell));
  if (hasAll(row) || textsOf(cells).length === 0) return row;
  const others = lines.flatMap((_, at) => (at > 0 && hasAll(at) ? [at] : []));
  return others.length === 1 ? others[0] : undefined;
}

/**
 * Where a new row is that was mended, perhaps in part: it has its key, or most of the texts somewhere. Half of them are enough where it
 * was written, or with its key among them. -1 if there is none.
 */
function newRowNow(
  { key, row, cells }: Pick<WrittenRow, 'key' | 'row' | 'cells'>,
  keyIndex: number,
  lines: Rows,
): number {
  const withKey = lines.findIndex((line, at) => at > 0 && textOf(line[keyIndex]) === key);
  if (withKey > 0) return withKey;
  const texts = textsOf(cells);
  return lines.findIndex((line, at) => {
    const shown = new Set(line.map(textOf));
    const share = texts.filter((text) => shown.has(text)).length / texts.length;
    return at > 0 && (share > 0.5 || (share === 0.5 && (at === row || (key !== undefined && shown.has(key)))));
  });
}

/** Whether a row may still have what was written. */
export function shows(lines: Rows, row: number, { column, text }: WrittenCell): boolean {
  return text === undefined || textAt(lines, row, column) === text;
}

/** The texts by which written cells can be found. */
export function textsOf(cells: readonly WrittenCell[]): readonly string[] {
  return cells.flatMap(({ text }) => (text === undefined || text === '' ? [] : [text]));
}

export function textAt(lines: Rows, row: number, column: number): string {
  return textOf(lines[row]?.[column]);
}
