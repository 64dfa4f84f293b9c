import type { Entered } from '../google/requests.js';
import type { Cell, Rows } from '../google/spreadsheet.js';
import { textOf } from '../tabs/cells.js';
import type { TabMirror } from '../tabs/tab.js';

/** What a cell should contain. */
export interface Content {
  /** As it is shown. Undefined for a formula. */
  readonly text: string | undefined;
  /** What a formula showed. */
  readonly shown?: string;
  readonly entered: Entered;
  /** What was there before is not known. */
  readonly isLost?: boolean;
}

export const BLANK: Content = { text: '', entered: undefined };
const LOST: Content = { ...BLANK, isLost: true };

export function textContent(text: string): Content {
  return text === '' ? BLANK : { text, entered: { stringValue: text } };
}

/** What the cells of a tab contained before they were overwritten: as it was read, and as we have written it since. */
export interface FormerCells {
  /** In one of our columns. `key`: of the row, if it has one. */
  ours(row: number, name: string, key: string | undefined): Content;
  /** In a column at this place by now, which is not ours. */
  others(row: number, column: number, key: string | undefined): Content;
}

/** A tab as it is now. */
export interface PresentTab {
  readonly tab: TabMirror;
  readonly lines: Rows;
  readonly keyAt: (row: number) => string | undefined;
  /** Whether a cell was overwritten, and tells nothing. */
  readonly isWritten: (row: number, column: number) => boolean;
}

export function formerCells(present: PresentTab): FormerCells {
  const { tab, lines, isWritten } = present;
  const { values, formulas } = tab.look;
  const rows = rowsInLook(tab);
  const columnNow = createFormerColumns(present, rows);
  return {
    ours(row, name, key) {
      const formerRow = formerRowOf(row, key);
      const read = formerRow === undefined ? undefined : contentAt(formerRow, tab.columnIndex(name));
      if (read !== undefined && read.text === undefined) return read;
      // A formula elsewhere fills the column: what is written into it breaks that.
      if (!tab.mayWrite('', name)) return BLANK;
      const text = key === undefined ? undefined : tab.rows.get(key)?.raw[name];
      if (text === undefined) return read ?? LOST;
      return read?.text === text ? read : textContent(text);
    },
    others(row, column, key) {
      const former = columnNow(column);
      const isBlank = () => lines.every((line, at) => at === 0 || isWritten(at, column) || textOf(line[column]) === '');
      // A column that was inserted a moment ago.
      if (former === undefined) return isBlank() ? BLANK : LOST;
      const formerRow = formerRowOf(row, key);
      return formerRow === undefined ? LOST : contentAt(formerRow, former);
    },
  };

  function contentAt(row: number, column: number): Content {
    const [value, formula] = [values[row]?.[column] ?? '', formulas[row]?.[column]];
    const isFormula = typeof formula === 'string' && formula.startsWith('=') && formula !== textOf(value);
    return isFormula
      ? { text: undefined, shown: textOf(value), entered: { formulaValue: formula } }
      : valueContent(value);
  }

  /** Of a row without a key: the one at the same place, if that had none either. */
  function formerRowOf(row: number, key: string | undefined): number | undefined {
    if (key !== undefined) return rows.get(key);
    const former = tab.keyOf(textOf(values[row]?.[tab.columnIndex(tab.layout.keyColumn)]));
    return former === undefined ? row : undefined;
  }
}

/** Where each key was. */
export function rowsInLook(tab: TabMirror): ReadonlyMap<string, number> {
  const keyIndex = tab.columnIndex(tab.layout.keyColumn);
  const rows = new Map<string, number>();
  for (const [row, line] of tab.look.values.entries()) {
    const key = row === 0 ? undefined : tab.keyOf(textOf(line[keyIndex]));
    if (key !== undefined && !rows.has(key)) rows.set(key, row);
  }
  return rows;
}

/** Where a column was that is at this place now: by its name, or by its content if that tells more. */
function createFormerColumns(
  { tab, lines, keyAt, isWritten }: PresentTab,
  rows: ReadonlyMap<string, number>,
): (column: number) => number | undefined {
  const { values } = tab.look;
  const known = new Map<number, number | undefined>();
  return (column) => {
    if (!known.has(column)) known.set(column, find(column));
    return known.get(column);
  };

  function find(column: number): number | undefined {
    const name = textOf(lines[0]?.[column]);
    const width = Math.max(0, ...values.map((line) => line.length));
    const all = Array.from({ length: width }, (_, at) => at);
    const named = all.filter((at) => name !== '' && textOf(values[0]?.[at]) === name);
    if (named.length === 1) return named[0];
    const counts = (named.length > 0 ? named : all).map((at) => [at, likeness(column, at)] as const);
    const [best] = counts.sort(([, a], [, b]) => b - a);
    return best !== undefined && best[1] > 0 ? best[0] : undefined;
  }

  /** How many cells of a column are as they were in that column. */
  function likeness(column: number, former: number): number {
    return lines.filter((line, row) => {
      const text = textOf(line[column]);
      const key = row === 0 || text === '' || isWritten(row, column) ? undefined : keyAt(row);
      const formerRow = key === undefined ? undefined : rows.get(key);
      return formerRow !== undefined && textOf(values[formerRow]?.[former]) === text;
    }).length;
  }
}

function valueContent(value: Cell): Content {
  if (typeof value === 'number') return { text: textOf(value), entered: { numberValue: value } };
  if (typeof value === 'boolean') return { text: textOf(value), entered: { boolValue: value } };
  return textContent(value);
}
