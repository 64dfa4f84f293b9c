import type { FindingKind } from '../../../domain/model/store-finding.js';
import type { Cell, Rows } from '../google/spreadsheet.js';
import { forEachYielding } from '../yielding.js';
import { textOf, type Cells } from './cells.js';
import type { ColumnIndexes } from './header.js';
import type { TabLayout } from './layout.js';
import { parseKey, PHONE_COLUMNS, TIME_COLUMNS } from './parse-cells.js';
import { serialText } from './times.js';
import { BLANK_FORMULA, looksBlank, readText } from './unreadable.js';

/** An invalid cell, which is ignored, or a number that is out of rotation. */
export interface CellFault {
  /** Default: `ignored_cell`. */
  readonly kind?: FindingKind | undefined;
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
  /** By key. */
  readonly rows: ReadonlyMap<string, ReadRow>;
  /** Rows with cells in our columns but nothing in the key cell. */
  readonly keyless: readonly ReadRow[];
  /** Rows that cannot be told by their key: it is blank, unreadable, a duplicate, or has replaced another one. */
  readonly untold: readonly ReadRow[];
  /** Known rows that are not there by their keys, but may be among `untold`: they do not count as deleted. */
  readonly held: ReadonlySet<string>;
  readonly faults: readonly CellFault[];
  /** Nothing of the tab was read: what was known of it holds. */
  readonly isUnread?: boolean;
  /** It could not be read before: what was not written meanwhile is to be written now. */
  readonly isBack?: boolean;
}

/** Of a tab that is missing, or whose header cannot be used. */
export const UNREAD: TabReading = {
  ...{ rows: new Map(), keyless: [], untold: [], held: new Set(), faults: [] },
  isUnread: true,
};

/** The columns and cells that are filled by formulas. Cells are written as key, space, column. */
export interface Formulas {
  readonly columns: ReadonlySet<string>;
  readonly cells: ReadonlySet<string>;
}

/**
 * Finds formulas. A text that begins with `=` is one only if the value of the cell differs from it: names and labels may begin so
 * too.
 */
export async function findFormulas(
  layout: TabLayout,
  indexes: ColumnIndexes,
  formulas: Rows,
  values: Rows,
): Promise<Formulas> {
  const columns = new Set<string>();
  const cells = new Set<string>();
  await forEachYielding(formulas.entries(), ([row, line]) => {
    for (const column of layout.columns) {
      const text = textOf(at(line, column, indexes));
      if (!text.startsWith('=') || text === textOf(at(values[row] ?? [], column, indexes))) continue;
      // A formula in the header or the first row may fill the whole column: writing below it would break it.
      if (row <= 1) columns.add(column);
      // The key itself may be computed.
      const key = parseKey(layout.kind, textOf(at(values[row] ?? [], layout.keyColumn, indexes)));
      if (key !== undefined) cells.add(`${key} ${column}`);
    }
  });
  return { columns, cells };
}

/** The rows with content in our columns. */
export async function readRows(
  { columns, keyColumn }: TabLayout,
  indexes: ColumnIndexes,
  formulas: Formulas,
  { values, formulaRows, timeZone }: ReadTab,
): Promise<readonly ReadRow[]> {
  const rows: ReadRow[] = [];
  await forEachYielding(values.entries(), ([row, line]) => {
    if (row === 0) return;
    const texts = columns.map((column) => [column, cellIn(at(line, column, indexes), column, timeZone)] as const);
    if (texts.every(([column, text]) => formulas.columns.has(column) || looksBlank(text))) return;
    const withBlanks = texts.map(([column, text]) => {
      if (!looksBlank(text)) return [column, text];
      // The key of a row is told by what is in the row.
      if (column === keyColumn) return [column, ''];
      const isFilled = formulas.columns.has(column) && PHONE_COLUMNS.has(column);
      const isFormula = isFilled || textOf(at(formulaRows[row] ?? [], column, indexes)).startsWith('=');
      return [column, isFormula ? BLANK_FORMULA : text];
    });
    rows.push({ row, cells: Object.fromEntries(withBlanks) as Cells });
  });
  return rows;
}

/** The cells of a tab as Google sent them. */
export interface ReadTab {
  readonly values: Rows;
  readonly formulaRows: Rows;
  /** Of the spreadsheet; undefined for UTC. */
  readonly timeZone: string | undefined;
}

function cellIn(cell: Cell | undefined, column: string, timeZone: string | undefined): string {
  return typeof cell === 'number' && TIME_COLUMNS.has(column) ? serialText(cell, timeZone) : readText(cell);
}

function at(line: readonly Cell[], column: string, indexes: ColumnIndexes): Cell | undefined {
  return line[indexes.get(column) ?? 0];
}
