import { isCovered, type Merge } from '../google/merges.js';
import { forEachYielding } from '../yielding.js';
import type { ReadRow, TabReading } from './read-tab.js';
import type { TabMirror } from './tab.js';
import { COVERED } from './unreadable.js';

// A cell that is covered by a merged one is read as a blank one. Nobody has emptied it.

/** Whether a known cell or row has become blank, so that it is worth a request to know which cells are merged. */
export async function hasBlanked({ rows, layout }: TabMirror, reading: TabReading): Promise<boolean> {
  if (reading.isUnread === true) return false;
  let isFound = false;
  await forEachYielding(rows, ([key, { raw, normalized }]) => {
    const cells = reading.rows.get(key)?.cells;
    if (cells === undefined) isFound ||= !reading.held.has(key);
    else
      isFound ||= layout.columns.some((column) => {
        return cells[column] === '' && (raw[column] ?? normalized[column] ?? '') !== '';
      });
  });
  return isFound;
}

/** The reading with what merged cells cover. A row whose key may be covered is not missing. */
export function withCovered(tab: TabMirror, reading: TabReading, merges: readonly Merge[]): TabReading {
  if (merges.length === 0 || reading.isUnread === true) return reading;
  const { columns, keyColumn, title } = tab.layout;
  const isAt = (row: number, column: string) => isCovered(merges, row, tab.columnIndex(column));
  const rows = new Map<string, ReadRow>();
  for (const [key, { row, cells }] of reading.rows) {
    const covered = columns.filter((column) => cells[column] === '' && isAt(row, column));
    rows.set(key, { row, cells: { ...cells, ...Object.fromEntries(covered.map((column) => [column, COVERED])) } });
  }
  const missing = [...tab.rows.keys()].filter((key) => !rows.has(key));
  const hidden =
    missing.length === 0 ? [] : merges.flatMap((merge) => coveredKey(merge, tab.columnIndex(keyColumn)) ?? []);
  if (hidden.length === 0) return { ...reading, rows };
  const untold = hidden.filter((row) => !reading.untold.some((other) => other.row === row));
  const problem = 'is covered by a merged cell; no missing row of the tab counts as deleted';
  return {
    ...{ ...reading, rows },
    held: new Set([...reading.held, ...missing]),
    faults: [...reading.faults, ...untold.map((row) => ({ title, row: row + 1, column: keyColumn, problem }))],
  };
}

/** The first row whose key the merge covers; undefined if it covers none. */
function coveredKey({ rows: [from, to], columns: [left, right] }: Merge, keyIndex: number): number | undefined {
  const row = keyIndex === left ? from + 1 : from;
  return left <= keyIndex && keyIndex < right && row > 0 && row < to ? row : undefined;
}
