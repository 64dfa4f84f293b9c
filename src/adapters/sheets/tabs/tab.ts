import { SheetsFault } from '../google/faults.js';
import type { Cell, Rows } from '../google/spreadsheet.js';
import { forEachYielding } from '../yielding.js';
import type { Cells } from './cells.js';
import type { TabLayout } from './layout.js';
import { normalizeCell, parseKey } from './parse-cells.js';

/** The last known state of a row. */
export interface MirroredRow {
  /** Counted from 0. */
  row: number;
  /** It was missing in the last reading: nothing is written to it until it is located again. */
  isMissing?: boolean;
  /** As it was read or written. */
  raw: Cells;
  /** In the format that we write. Cells that differ from the desired ones are rewritten. */
  normalized: Cells;
}

export interface CellFault {
  readonly title: string;
  /** Counted from 1, as users see it. */
  readonly row: number;
  readonly column: string;
  readonly problem: string;
}

/** A row as it was just read. */
export interface ReadRow {
  readonly row: number;
  readonly cells: Cells;
}

/** The content of a tab as it was just read. */
export interface TabReading {
  readonly rows: ReadonlyMap<string, ReadRow>;
  /** Rows with cells in our columns but without a key. */
  readonly keyless: readonly ReadRow[];
  readonly faults: readonly CellFault[];
}

/** The last known state of a visible tab. */
export interface TabMirror {
  readonly layout: TabLayout;
  readonly sheetId: number;
  readonly rows: Map<string, MirroredRow>;
  /** Position of the next row: after the last one with content. */
  end: number;
  /** Number of rows of the grid. */
  height: number;
  columnIndex(column: string): number;
  /** One past the last of our columns. */
  width(): number;
  /** False for cells with a formula, and for columns that a formula fills. */
  mayWrite(key: string, column: string): boolean;
  /** Updates the positions of columns, formulas and the end of the tab. Throws if a column is missing. */
  read(values: Rows, formulas: Rows): Promise<TabReading>;
}

export function createTabMirror(layout: TabLayout, sheetId: number, height: number): TabMirror {
  const { title, columns, keyColumn, kind } = layout;
  let columnIndexes = new Map<string, number>();
  let formulaColumns = new Set<string>();
  let formulaCells = new Set<string>();

  const mirror: TabMirror = {
    layout,
    sheetId,
    rows: new Map(),
    end: 1,
    height,
    columnIndex: (column) => columnIndexes.get(column) ?? 0,
    width: () => Math.max(...columnIndexes.values()) + 1,
    mayWrite: (key, column) => !formulaColumns.has(column) && !formulaCells.has(`${key} ${column}`),
    async read(values, formulas) {
      columnIndexes = findColumns(layout, values[0] ?? []);
      mirror.end = Math.max(1, lastFilled(values) + 1, lastFilled(formulas) + 1);
      mirror.height = Math.max(mirror.height, values.length);
      await findFormulas(formulas);
      return readRows(values);
    },
  };
  return mirror;

  function cellsOf(row: readonly Cell[]): Cells {
    return Object.fromEntries(columns.map((column) => [column, textOf(row[columnIndexes.get(column) ?? 0])]));
  }

  async function findFormulas(formulas: Rows): Promise<void> {
    formulaColumns = new Set();
    formulaCells = new Set();
    await forEachYielding(formulas.entries(), ([row, cells]) => {
      for (const column of columns) {
        if (!textOf(cells[columnIndexes.get(column) ?? 0]).startsWith('=')) continue;
        // A formula in the header or the first row may fill the whole column: writing below it would break it.
        if (row <= 1) formulaColumns.add(column);
        const key = parseKey(kind, textOf(cells[columnIndexes.get(keyColumn) ?? 0]));
        if (key !== undefined) formulaCells.add(`${key} ${column}`);
      }
    });
  }

  async function readRows(values: Rows): Promise<TabReading> {
    const rows = new Map<string, ReadRow>();
    const keyless: ReadRow[] = [];
    const faults: CellFault[] = [];
    await forEachYielding(values.entries(), ([row, line]) => {
      if (row === 0) return;
      const cells = cellsOf(line);
      const written = columns.filter((column) => !formulaColumns.has(column) && cells[column] !== '');
      if (written.length === 0) return;
      const report = (problem: string) => void faults.push({ title, row: row + 1, column: keyColumn, problem });
      const text = cells[keyColumn] ?? '';
      const key = text === '' ? undefined : parseKey(kind, text);
      if (text === '') keyless.push({ row, cells });
      if (key === undefined) report(text === '' ? 'is empty' : 'is not a phone number');
      else if (rows.has(key)) report('is a duplicate; this row is ignored');
      else rows.set(key, { row, cells });
    });
    return { rows, keyless, faults };
  }
}

export function normalizedCells(cells: Cells): Cells {
  return Object.fromEntries(Object.entries(cells).map(([column, text]) => [column, normalizeCell(column, text)]));
}

function findColumns({ title, columns }: TabLayout, header: readonly Cell[]): Map<string, number> {
  const names = header.map((cell) => textOf(cell).toLowerCase());
  const missing = columns.filter((column) => !names.includes(column));
  if (missing.length > 0) {
    throw new SheetsFault(
      'invalid',
      `the tab ${title} has no column ${missing.join(', ')} in its first row: proxycall init --store sheets adds it`,
    );
  }
  return new Map(columns.map((column) => [column, names.indexOf(column)]));
}

function lastFilled(rows: Rows): number {
  return rows.findLastIndex((row) => row.some((cell) => textOf(cell) !== ''));
}

export function textOf(cell: Cell | undefined): string {
  return cell === undefined ? '' : String(cell).trim();
}
