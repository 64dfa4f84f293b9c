import type { Cell, ReadBack } from '../google/spreadsheet.js';
import { mapCells, textOf, type Cells } from '../tabs/cells.js';
import type { VisibleKind } from '../tabs/layout.js';
import { normalizedCells } from '../tabs/parse-cells.js';
import { rowId } from '../tabs/records-tab.js';
import type { SpreadsheetState } from '../tabs/spreadsheet-state.js';
import type { NewRow } from '../tabs/tab-requests.js';
import type { MirroredRow, TabMirror } from '../tabs/tab.js';

/** An update that was written to the wrong row, because a user sorted, inserted or deleted rows meanwhile. */
export interface MisplacedUpdate {
  readonly title: string;
  readonly row: number;
  readonly kind: VisibleKind | 'hidden';
  /** The key of the row to be written, and of the row that was written instead; undefined if that row has no key. */
  readonly intendedKey: string;
  readonly actualKey: string | undefined;
  readonly cells: Cells;
}

/** New cells of an existing row. */
export interface Update {
  readonly kind: VisibleKind;
  readonly tab: TabMirror;
  readonly key: string;
  readonly row: number;
  readonly cells: Cells;
  readonly erases: boolean;
}

/** Applies a written update to the known state. @returns where it went, if that was another row */
export type VerifyUpdate = (update: Update) => readonly MisplacedUpdate[];

type Line = readonly Cell[];
export type RowAt = (title: string, row: number) => Line;

export function indexReadBack(readBack: readonly ReadBack[]): RowAt {
  const rows = new Map<string, Line>();
  for (const { title, start, rows: lines } of readBack) {
    for (const [index, line] of lines.entries()) rows.set(`${title} ${(start + index).toString()}`, line);
  }
  return (title, row) => rows.get(`${title} ${row.toString()}`) ?? [];
}

/** Verifies by the keys of the written rows, read in the same atomic step as the batch. */
export function verifyByRow(readBack: readonly ReadBack[], state: SpreadsheetState): VerifyUpdate {
  const at = indexReadBack(readBack);
  return (update) => {
    const { kind, tab, key, row, cells } = update;
    const actualKey = keyIn(tab, at(tab.layout.title, row));
    if (actualKey === key) {
      applyUpdate(update, state);
      return [];
    }
    // The row of another key now contains these cells.
    if (actualKey !== undefined) applyCells(tab, actualKey, cells);
    return [{ title: tab.layout.title, row, kind, intendedKey: key, actualKey, cells }];
  };
}

/**
 * Verifies by whole tabs that were read some time after the batch. Rows may have moved again since then, so written rows
 * are found by their content.
 */
export function verifyByContent(readBack: readonly ReadBack[], state: SpreadsheetState): VerifyUpdate {
  const lines = new Map(readBack.map(({ title, rows }) => [title, rows]));
  return (update) => {
    const { kind, tab, key, row, cells } = update;
    const { title } = tab.layout;
    const matchingKeys = (lines.get(title) ?? [])
      .filter((line) => rowMatches(tab, line, cells))
      .map((line) => keyIn(tab, line));
    if (matchingKeys.includes(key)) {
      applyUpdate(update, state);
      return [];
    }
    const actualKeys = matchingKeys.filter((other) => other !== undefined && !stateMatches(tab.rows.get(other), cells));
    for (const other of actualKeys) if (other !== undefined) applyCells(tab, other, cells);
    return (actualKeys.length === 0 ? [undefined] : actualKeys).map((other) => ({
      title,
      row,
      kind,
      intendedKey: key,
      actualKey: other,
      cells,
    }));
  };
}

function keyIn(tab: TabMirror, line: Line): string | undefined {
  return tab.keyOf(textOf(line[tab.columnIndex(tab.layout.keyColumn)]));
}

function rowMatches(tab: TabMirror, line: Line, cells: Cells): boolean {
  return Object.entries(cells).every(([column, text]) => textOf(line[tab.columnIndex(column)]) === text);
}

function stateMatches(mirrored: MirroredRow | undefined, cells: Cells): boolean {
  return Object.entries(cells).every(([column, text]) => mirrored?.raw[column] === text);
}

export function applyUpdate({ kind, tab, key, cells, erases }: Update, state: SpreadsheetState): void {
  applyCells(tab, key, cells);
  if (!erases) return;
  const text = tab.rows.get(key)?.raw[tab.layout.keyColumn] ?? key;
  tab.rows.delete(key);
  state.erased.set(rowId({ kind, key }), { kind, text });
}

function applyCells(tab: TabMirror, key: string, cells: Cells): void {
  const mirrored = tab.rows.get(key);
  if (mirrored === undefined) return;
  mirrored.raw = { ...mirrored.raw, ...cells };
  mirrored.normalized = { ...mirrored.normalized, ...cells };
}

export function applyInserts(tab: TabMirror, rows: readonly NewRow[]): void {
  for (const { key, cells } of rows) {
    const written = mapCells(cells, (text, column) => (tab.mayWrite(key, column) ? text : ''));
    tab.rows.set(key, { row: tab.end, raw: written, normalized: normalizedCells(written) });
    tab.end += 1;
    tab.height += 1;
  }
}
