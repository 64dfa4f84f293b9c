import type { Cells } from './cells.js';
import { SheetsFault } from './faults.js';
import type { Cell, Rows } from './google.js';
import type { TabLayout } from './layout.js';
import { inPortions } from './portions.js';
import { canonical, readKey } from './readings.js';

/** A row as it stands in the sheet, as far as we know. */
export interface MirroredRow {
  /** Counted from 0. */
  row: number;
  /** It was not there when the sheet was last read: nothing is written to it until it is known where it is. */
  isLost?: boolean;
  /** As it was read or written. */
  raw: Cells;
  /** What we take it for: it is written again where the record says otherwise. */
  meaning: Cells;
}

export interface Fault {
  readonly title: string;
  /** Counted from 1, as people see it. */
  readonly row: number;
  readonly column: string;
  readonly problem: string;
}

/** A row as it was read just now. */
export interface Sighting {
  readonly row: number;
  readonly cells: Cells;
}

/** What a tab held when it was read. */
export interface Sightings {
  readonly rows: ReadonlyMap<string, Sighting>;
  /** Rows that have cells of ours but no key. */
  readonly keyless: readonly Sighting[];
  readonly faults: readonly Fault[];
}

/** What we know of one tab that people see. */
export interface TabMirror {
  readonly layout: TabLayout;
  readonly sheetId: number;
  readonly rows: Map<string, MirroredRow>;
  /** Where the next row goes: after the last one with anything in it. */
  end: number;
  /** Rows of the grid. */
  height: number;
  columnIndex(column: string): number;
  /** One past the last column of ours. */
  width(): number;
  /** False for a formula, and for a column that a formula fills. */
  mayWrite(key: string, column: string): boolean;
  /** Takes over where columns, formulas and rows are, and tells what is in them. Throws when a column is missing. */
  look(values: Rows, formulas: Rows): Promise<Sightings>;
}

export function createTabMirror(layout: TabLayout, sheetId: number, height: number): TabMirror {
  const { title, columns, keyColumn, kind } = layout;
  let places = new Map<string, number>();
  let formulaColumns = new Set<string>();
  let formulaCells = new Set<string>();

  const mirror: TabMirror = {
    layout,
    sheetId,
    rows: new Map(),
    end: 1,
    height,
    columnIndex: (column) => places.get(column) ?? 0,
    width: () => Math.max(...places.values()) + 1,
    mayWrite: (key, column) => !formulaColumns.has(column) && !formulaCells.has(`${key} ${column}`),
    async look(values, formulas) {
      places = findColumns(layout, values[0] ?? []);
      mirror.end = Math.max(1, lastFilled(values) + 1, lastFilled(formulas) + 1);
      mirror.height = Math.max(mirror.height, values.length);
      await noteFormulas(formulas);
      return sightings(values);
    },
  };
  return mirror;

  function cellsOf(row: readonly Cell[]): Cells {
    return Object.fromEntries(columns.map((column) => [column, textOf(row[places.get(column) ?? 0])]));
  }

  async function noteFormulas(formulas: Rows): Promise<void> {
    formulaColumns = new Set();
    formulaCells = new Set();
    await inPortions(formulas.entries(), ([row, cells]) => {
      for (const column of columns) {
        if (!textOf(cells[places.get(column) ?? 0]).startsWith('=')) continue;
        // In the header or the first row it may fill the column below it: writing there would break it.
        if (row <= 1) formulaColumns.add(column);
        const key = readKey(kind, textOf(cells[places.get(keyColumn) ?? 0]));
        if (key !== undefined) formulaCells.add(`${key} ${column}`);
      }
    });
  }

  async function sightings(values: Rows): Promise<Sightings> {
    const rows = new Map<string, Sighting>();
    const keyless: Sighting[] = [];
    const faults: Fault[] = [];
    await inPortions(values.entries(), ([row, line]) => {
      if (row === 0) return;
      const cells = cellsOf(line);
      const written = columns.filter((column) => !formulaColumns.has(column) && cells[column] !== '');
      if (written.length === 0) return;
      const complain = (problem: string) => void faults.push({ title, row: row + 1, column: keyColumn, problem });
      const text = cells[keyColumn] ?? '';
      const key = text === '' ? undefined : readKey(kind, text);
      if (text === '') keyless.push({ row, cells });
      if (key === undefined) complain(text === '' ? 'is empty' : 'is not a phone number');
      else if (rows.has(key)) complain('is there twice: this row is ignored');
      else rows.set(key, { row, cells });
    });
    return { rows, keyless, faults };
  }
}

/** The meaning of a row that was read, where nothing was wrong with it. */
export function meaningOf(cells: Cells): Cells {
  return Object.fromEntries(Object.entries(cells).map(([column, text]) => [column, canonical(column, text)]));
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
