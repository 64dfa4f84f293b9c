import { writeCell } from '../google/requests.js';
import type { Rows, SheetRequest } from '../google/spreadsheet.js';
import { textOf } from '../tabs/cells.js';
import { readHeader } from '../tabs/header.js';
import { cellName } from '../tabs/layout.js';
import type { SpreadsheetState } from '../tabs/spreadsheet-state.js';
import type { TabMirror } from '../tabs/tab.js';
import { BLANK, formerCells, rowsInLook, textContent, type Content } from './former-cells.js';
import {
  clearedCells,
  intendedCells,
  isDisplaced,
  keepsKeys,
  overwrittenCells,
  type Position,
  type View,
} from './overwritten-cells.js';
import { KEY, type Place } from './places.js';
import { shows, textAt, writtenRows, type WrittenCell, type WrittenRow } from './written-rows.js';

// Somebody moved, inserted or deleted columns between the last look and a batch: it has written into other columns. Each cell that was
// overwritten gets back what its column has in that row, and what was to be written goes where it belongs.

export interface Mending {
  readonly requests: readonly SheetRequest[];
  /** What these requests write, and what they replace: if somebody goes on moving columns, they miss it. */
  readonly cells: readonly WrittenCell[];
  /** Cells whose former content is not known. They are blank now. */
  readonly lost: readonly string[];
  /** Whether a new row that the batch has written is not found any more. */
  readonly isRowMissing: boolean;
  /** Whether something is in another column than it was written for, although the columns may be where they were. */
  readonly isDisplaced: boolean;
}

/** Whether all our columns are there, once each. */
export function isUsable({ layout }: TabMirror, lines: Rows): boolean {
  const { addable, faults } = readHeader(layout, lines);
  return addable.length === 0 && faults.length === 0;
}

/**
 * @param places what the batch has written. @param mended what earlier mendings have written. @param lines the whole tab as it is now
 * @param isRewriting whether what was to be written goes into the right columns. Otherwise nothing of the batch is left in the tab
 */
export function planMending(
  tab: TabMirror,
  { erased }: Pick<SpreadsheetState, 'erased'>,
  places: readonly Place[],
  mended: readonly WrittenCell[],
  lines: Rows,
  isRewriting: boolean,
): Mending {
  const { indexes } = readHeader(tab.layout, lines);
  const nameAt = new Map([...indexes].map(([name, at]) => [at, name]));
  const keyIndex = indexes.get(tab.layout.keyColumn) ?? -1;
  const all = writtenRows(tab, places, mended, lines, keyIndex);
  const rows = all.filter(({ row }) => row >= 0);
  const keys = createKeys(tab, rows, lines, keyIndex, nameAt);
  const written = new Set(rows.flatMap(({ row, cells }) => cells.map(({ column }) => cellName(row, column))));
  const isWritten = (row: number, column: number) => written.has(cellName(row, column));
  const former = formerCells({ tab, lines, keyAt: keys.at, isWritten });
  const intended = new Map(
    rows.flatMap((each) => (each.key === undefined || !isRewriting ? [] : [[each.key, each.intended] as const])),
  );
  const fresh = new Set(rows.filter(({ isNew }) => isNew).map(({ row }) => row));
  const width = lines.reduce((most, line) => Math.max(most, line.length), 0);
  const view: View = { lines, width, indexes, nameAt, keyIndex, rows, rowOf: keys.rowOf, wanted };
  const erasedKeys = places.flatMap(({ part, title }) => {
    const text = part.column === KEY && title === tab.layout.title ? erased.get(part.id)?.text : undefined;
    return text === undefined ? [] : [text];
  });
  const targets = [...overwrittenCells(view), ...intendedCells(view, intended), ...clearedCells(view, erasedKeys)];
  return {
    ...mendingOf(tab, lines, targets, wanted),
    isRowMissing: rows.length < all.length,
    isDisplaced: isDisplaced(view) || keepsKeys(view, erasedKeys),
  };

  function wanted(row: number, column: number): Content {
    const [key, name] = [keys.at(row), nameAt.get(column)];
    const text = key === undefined || name === undefined ? undefined : intended.get(key)?.get(name);
    if (text !== undefined) return textContent(text);
    if (fresh.has(row)) return BLANK;
    if (name === undefined) return former.others(row, column, key);
    return former.ours(row, name, key);
  }
}

function mendingOf(
  { sheetId }: TabMirror,
  lines: Rows,
  targets: readonly Position[],
  wanted: (row: number, column: number) => Content,
): Pick<Mending, 'requests' | 'cells' | 'lost'> {
  const positions = new Map(targets.map((position) => [cellName(...position), position]));
  const cells = [...positions.values()].flatMap(([row, column]) => {
    const content = wanted(row, column);
    return content.text === textAt(lines, row, column) ? [] : [{ row, column, content }];
  });
  return {
    requests: cells.map(({ row, column, content }) => writeCell(sheetId, row, column, content.entered)),
    cells: cells.flatMap(({ row, column, content: { text } }) => [
      { row, column, text },
      { row, column, text: textAt(lines, row, column) },
    ]),
    lost: cells.filter(({ content }) => content.isLost === true).map(({ row, column }) => cellName(row, column)),
  };
}

/** The keys of the rows as they are now. */
interface Keys {
  readonly at: (row: number) => string | undefined;
  readonly rowOf: (key: string) => number | undefined;
}

/** A key that was overwritten, or whose column is gone, is that of the record whose row is like this one. */
function createKeys(
  tab: TabMirror,
  rows: readonly WrittenRow[],
  lines: Rows,
  keyIndex: number,
  nameAt: ReadonlyMap<number, string>,
): Keys {
  const found = new Map<number, string>();
  for (const { row, key, isNew } of rows) if (isNew && key !== undefined) found.set(row, key);
  // Wherever the column was when it was overwritten.
  const isOverwritten = ({ row, cells }: WrittenRow) =>
    keyIndex < 0 || cells.some((cell) => shows(lines, row, { ...cell, column: keyIndex }));
  const lost = rows.filter(isOverwritten);
  const lostRows = new Set(lost.map(({ row }) => row));
  for (const [row, line] of lines.entries()) {
    if (row === 0 || keyIndex < 0 || found.has(row) || lostRows.has(row)) continue;
    const key = tab.keyOf(textOf(line[keyIndex]));
    if (key !== undefined) found.set(row, key);
  }
  const known = new Set(found.values());
  const formerRows = rowsInLook(tab);
  for (const { row, key, cells } of lost) {
    if (found.has(row)) continue;
    const candidates = [...(key === undefined ? [] : [key]), ...tab.rows.keys()].filter((each) => !known.has(each));
    const like = (each: string) => {
      const former = tab.look.values[formerRows.get(each) ?? -1] ?? [];
      return likeness(tab, each, lines[row] ?? [], nameAt, cells) + othersAlike(tab, former, lines[row] ?? [], nameAt);
    };
    const [best] = candidates.map((each) => [each, like(each)] as const).sort(([, a], [, b]) => b - a);
    if (best === undefined || (key === undefined && best[1] === 0)) continue;
    found.set(row, best[0]);
    known.add(best[0]);
  }
  const rowOf = new Map([...found].map(([row, key]) => [key, row]));
  return { at: (row) => found.get(row), rowOf: (key) => rowOf.get(key) };
}

function likeness(
  tab: TabMirror,
  key: string,
  line: Rows[number],
  nameAt: ReadonlyMap<number, string>,
  written: readonly WrittenCell[],
): number {
  const raw = tab.rows.get(key)?.raw;
  return [...nameAt].filter(([at, name]) => {
    const text = at < 0 || written.some(({ column }) => column === at) ? '' : textOf(line[at]);
    return text !== '' && raw?.[name] === text;
  }).length;
}

/** How many cells in columns that are not ours are as they were in a row. */
function othersAlike(
  tab: TabMirror,
  former: Rows[number],
  line: Rows[number],
  nameAt: ReadonlyMap<number, string>,
): number {
  const ours = new Set(tab.layout.columns.map((name) => tab.columnIndex(name)));
  const texts = new Set(former.filter((_, at) => !ours.has(at)).map(textOf));
  return line.filter((cell, at) => !nameAt.has(at) && textOf(cell) !== '' && texts.has(textOf(cell))).length;
}
