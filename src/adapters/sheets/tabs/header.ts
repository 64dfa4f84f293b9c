import { withoutInvisible } from '../../../domain/model/characters.js';
import type { CellReport } from '../cell-reports.js';
import { SheetsFault } from '../google/faults.js';
import type { Cell, Rows } from '../google/spreadsheet.js';
import { lastFilled, textOf } from './cells.js';
import { cellName, type TabLayout } from './layout.js';
import { areAlike } from './look-alikes.js';

/** Positions of columns, by name. */
export type ColumnIndexes = ReadonlyMap<string, number>;

/** The name of no column. */
const NONE = '\n';

/** How far down a header is looked for that has something above it. */
const HEADER_ROWS = 20;

/** A tab whose header cannot be used. Nothing of the tab is read or written until it is corrected. */
export class HeaderFault extends SheetsFault {
  readonly reports: readonly CellReport[];

  constructor(reports: readonly CellReport[]) {
    super('invalid', reports.map(({ tab, problem }) => `the tab ${tab} ${problem}`).join('; '));
    this.reports = reports;
  }
}

/** What a header says, and what is wrong with it. */
export interface HeaderReading {
  readonly indexes: ColumnIndexes;
  /** Missing columns that nothing in the tab looks like: `init` may add them. */
  readonly addable: readonly string[];
  /** Columns that occur more than once, look-alikes of missing columns, a header that is not in the first row. */
  readonly faults: readonly CellReport[];
}

/** Reads the first row of a tab. `rows`: the whole tab. */
export function readHeader(layout: TabLayout, rows: Rows): HeaderReading {
  const names = namesIn(rows[0] ?? []);
  const missing = layout.columns.filter((column) => !names.includes(column));
  const indexes = new Map(layout.columns.map((column) => [column, names.indexOf(column)]));
  const doubled = layout.columns.flatMap((column) => doubledColumn(layout, column, names, rows));
  const { faults, addable } = missing.length === 0 ? NOTHING : judgeMissing(layout, missing, names, rows);
  return { indexes, addable, faults: [...doubled, ...faults] };
}

const NOTHING = { faults: [], addable: [] } as const;

/** @throws HeaderFault if a column is missing, or occurs more than once */
export function findColumns(layout: TabLayout, rows: Rows): ColumnIndexes {
  const { indexes, addable, faults } = readHeader(layout, rows);
  if (addable.length === 0 && faults.length === 0) return indexes;
  const problem = `has no column ${addable.join(', ')} in its first row: proxycall init --store sheets adds it`;
  throw new HeaderFault([...faults, ...(addable.length === 0 ? [] : [report(layout, { problem })])]);
}

/** The names of columns in a row. What is not seen is not part of a name. */
function namesIn(row: readonly Cell[]): readonly string[] {
  return row.map((cell) => withoutInvisible(textOf(cell)).trim().toLowerCase());
}

function report(
  { title }: TabLayout,
  { row = 0, at, column, problem }: { row?: number; at?: number; column?: string; problem: string },
): CellReport {
  const cell = at === undefined ? undefined : cellName(row, at);
  return { kind: 'ignored_header', tab: title, row: row + 1, column, cell, problem };
}

function doubledColumn(layout: TabLayout, column: string, names: readonly string[], rows: Rows): CellReport[] {
  const places = names.flatMap((name, at) => (name === column ? [at] : []));
  if (places.length < 2) return [];
  const where = places.map((at) => cellName(0, at) + (hasValues(rows, at) ? '' : ' (without values)')).join(' and ');
  const problem = `has the column ${column} more than once, in ${where}: rename or delete all but one`;
  return [report(layout, { at: places.at(-1) ?? 0, column, problem })];
}

/** Which missing columns `init` may add, and what to do about the others. */
function judgeMissing(
  layout: TabLayout,
  missing: readonly string[],
  names: readonly string[],
  rows: Rows,
): Pick<HeaderReading, 'faults' | 'addable'> {
  const found = layout.columns.length - missing.length;
  const below = headerBelow(layout, rows, found);
  if (below !== undefined) {
    const problem = `has its header in row ${(below + 1).toString()}, as it seems: it must be in row 1. Delete the rows above it`;
    return { faults: [report(layout, { row: below, problem })], addable: [] };
  }
  if (lastFilled(rows) < 0) return { faults: [], addable: missing };
  const likes = missing.map((column) => [column, lookAlike(layout, column, names, rows)] as const);
  const alike = likes.filter(([, at]) => at !== undefined).length;
  if (found === 0 && alike * 2 < missing.length) {
    const problem = `has none of its columns in its first row: insert a row above with ${layout.columns.join(', ')}`;
    return { faults: [report(layout, { problem })], addable: [] };
  }
  const hasRows = lastFilled(rows) > 0;
  const faults = likes.flatMap(([column, at]) => {
    if (at === undefined) return hasRows && column === layout.keyColumn ? [withoutKey(layout)] : [];
    const cell = cellName(0, at);
    const problem = `has no column ${column}, but ${cell} looks like it: write ${column} there. If that is another column, write ${column} into a free cell of the first row`;
    return [report(layout, { at, column, problem })];
  });
  return { faults, addable: missing.filter((column) => !faults.some((fault) => fault.column === column)) };
}

/** A new column would be empty, and every row without a record. */
function withoutKey(layout: TabLayout): CellReport {
  const { keyColumn: column } = layout;
  return report(layout, {
    column,
    problem: `has rows, but no column ${column}: write ${column} above their ids or numbers`,
  });
}

/** The row further down that has more of the columns than the first one. */
function headerBelow({ columns }: TabLayout, rows: Rows, found: number): number | undefined {
  const counts = rows.slice(0, HEADER_ROWS).map((row) => {
    const names = namesIn(row);
    return columns.filter((column) => names.includes(column)).length;
  });
  const most = Math.max(0, ...counts.slice(1));
  return most > found && most >= Math.min(2, columns.length) ? counts.indexOf(most, 1) : undefined;
}

/** The column that a missing one has become: by its name, else by its place between its neighbours. */
function lookAlike(layout: TabLayout, column: string, names: readonly string[], rows: Rows): number | undefined {
  const isOther = (at: number) => {
    const name = names[at] ?? '';
    return !layout.columns.includes(name) && (name !== '' || hasValues(rows, at));
  };
  const width = Math.max(0, ...rows.map((row) => row.length));
  const others = Array.from({ length: width }, (_, at) => at).filter(isOther);
  const byName = others.find((at) => areAlike(names[at] ?? '', column));
  if (byName !== undefined) return byName;
  const position = layout.columns.indexOf(column);
  const left = names.indexOf(layout.columns[position - 1] ?? NONE);
  const right = names.indexOf(layout.columns[position + 1] ?? NONE);
  return others.find((at) => (left >= 0 && at === left + 1) || (right >= 0 && at === right - 1));
}

function hasValues(rows: Rows, at: number): boolean {
  return rows.some((row, index) => index > 0 && textOf(row[at]) !== '');
}
