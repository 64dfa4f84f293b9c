import type { FindingKind } from '../../../domain/model/store-finding.js';
import { SheetsFault } from '../google/faults.js';
import type { Cell, Rows } from '../google/spreadsheet.js';
import { forEachYielding } from '../yielding.js';
import { textOf, type Cells } from './cells.js';
import type { TabLayout } from './layout.js';
import { parseKey } from './parse-cells.js';

/** An invalid cell, which is ignored, or a number that is out of rotation. */
export interface CellFault {
  /** Default: `ignored_cell`. */
  readonly kind?: FindingKind;
  readonly title: string;
  /** Counted from 1, as users see it. */
  readonly row: number;
  readonly column: string;
  readonly problem: string;
  /** The key of the row's record, if it has one. */
  readonly key?: string | undefined;
}

/** A row as it was just read. */
export interface ReadRow {
  /** Counted from 0. */
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

/** The columns and cells that are filled by formulas. Cells are written as key, space, column. */
export interface Formulas {
  readonly columns: ReadonlySet<string>;
  readonly cells: ReadonlySet<string>;
}

/** Positions of columns, by name. */
export type ColumnIndexes = ReadonlyMap<string, number>;

/** @throws SheetsFault if a column is missing */
export function findColumns(layout: TabLayout, header: readonly Cell[]): ColumnIndexes {
  const missing = missingColumns(layout, header);
  if (missing.length > 0) {
    throw new SheetsFault(
      'invalid',
      `the tab ${layout.title} has no column ${missing.join(', ')} in its first row: proxycall init --store sheets adds it`,
    );
  }
  const names = namesIn(header);
  return new Map(layout.columns.map((column) => [column, names.indexOf(column)]));
}

export function missingColumns({ columns }: TabLayout, header: readonly Cell[]): readonly string[] {
  const names = namesIn(header);
  return columns.filter((column) => !names.includes(column));
}

function namesIn(header: readonly Cell[]): readonly string[] {
  return header.map((cell) => textOf(cell).toLowerCase());
}

export async function findFormulas(layout: TabLayout, indexes: ColumnIndexes, rows: Rows): Promise<Formulas> {
  const columns = new Set<string>();
  const cells = new Set<string>();
  await forEachYielding(rows.entries(), ([row, line]) => {
    for (const column of layout.columns) {
      if (!textIn(line, column, indexes).startsWith('=')) continue;
      // A formula in the header or the first row may fill the whole column: writing below it would break it.
      if (row <= 1) columns.add(column);
      const key = parseKey(layout.kind, textIn(line, layout.keyColumn, indexes));
      if (key !== undefined) cells.add(`${key} ${column}`);
    }
  });
  return { columns, cells };
}

export async function readRows(
  layout: TabLayout,
  indexes: ColumnIndexes,
  formulas: Formulas,
  values: Rows,
): Promise<TabReading> {
  const { title, columns, keyColumn, kind } = layout;
  const rows = new Map<string, ReadRow>();
  const keyless: ReadRow[] = [];
  const faults: CellFault[] = [];
  await forEachYielding(values.entries(), ([row, line]) => {
    if (row === 0) return;
    const cells: Cells = Object.fromEntries(columns.map((column) => [column, textIn(line, column, indexes)]));
    if (!columns.some((column) => !formulas.columns.has(column) && cells[column] !== '')) return;
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

function textIn(line: readonly Cell[], column: string, indexes: ColumnIndexes): string {
  return textOf(line[indexes.get(column) ?? 0]);
}
