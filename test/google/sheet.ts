/** One tab of a spreadsheet, and the formulas that a test needs. */

import { isCovered, refuseInvalid, refuseProtected } from './refusals.js';

/** The value of a cell, without its format. A date is a number: days since the end of 1899. A checkbox is a boolean. */
export type Value = string | number | boolean;

/** A text that begins with `=` and is none: typed with an apostrophe in front, or written as a text by a program. */
export interface Text {
  readonly text: string;
}

/** A formula with the value that it has, an error among them: `#REF!`, or `Loading...`. */
export interface Formula {
  readonly formula: string;
  readonly value: Value;
}

/** What was typed into a cell: a string that begins with `=` is a formula. */
export type Entered = Value | Text | Formula | undefined;

/** What was typed, as text. */
export function textOf(entered: Entered): string {
  if (typeof entered !== 'object') return String(entered ?? '');
  return 'text' in entered ? entered.text : entered.formula;
}

export interface Sheet {
  sheetId: number;
  title: string;
  hidden: boolean;
  columnCount: number;
  rows: Entered[][];
  /** What restricts or shows it otherwise: see refusals.ts. */
  protections: ProtectedRange[];
  merges: GridRange[];
  validations: Validation[];
  /** Rows that a filter or a user hides. The API reads and writes them like others. */
  hiddenRows: number[];
  frozenRows: number;
}

/** A range that the service account must not edit. */
export interface ProtectedRange {
  readonly range: GridRange;
  /** Only warns people who edit it by hand. */
  readonly warningOnly?: boolean;
  /** Parts of a protected tab that may be edited. */
  readonly except?: readonly GridRange[];
  /** The status of Google's answer, and whether it names the request. Both were seen. Default: 400, with the request. */
  readonly status?: 400 | 403;
  readonly isNamed?: boolean;
  /** Whether Google lists it among the protected ranges. Default: true. */
  readonly isListed?: boolean;
}

/** A rule that people cannot break by hand. The API writes what it is told; `isEnforced` for the case that it does not. */
export interface Validation {
  readonly range: GridRange;
  readonly allowed: readonly string[];
  readonly isEnforced?: boolean;
  /** As in ProtectedRange. */
  readonly status?: 400 | 403;
  readonly isNamed?: boolean;
}

export interface GridRange {
  sheetId?: number;
  startRowIndex?: number;
  endRowIndex?: number;
  startColumnIndex?: number;
  endColumnIndex?: number;
}
/** What is typed into a cell by a request. */
export interface CellData {
  userEnteredValue?: { stringValue?: string; numberValue?: number; boolValue?: boolean; formulaValue?: string };
}

/** A request that Google answers with status 400 or another one, and perhaps without saying which one of the batch it is. */
export class BadRequest extends Error {
  readonly status: number;
  readonly isNamed: boolean;

  constructor(message: string, status = 400, isNamed = true) {
    super(message);
    this.status = status;
    this.isNamed = isNamed;
  }
}

export function sheetOf(sheetId: number, title: string, rows: readonly (readonly Entered[])[]): Sheet {
  const filled = rows.map((row) => [...row]);
  while (filled.length < 30) filled.push([]);
  return newSheet({ sheetId, title, hidden: false, columnCount: 26, rows: filled });
}

export function newSheet(facts: Pick<Sheet, 'sheetId' | 'title' | 'hidden' | 'columnCount' | 'rows'>): Sheet {
  return { ...facts, protections: [], merges: [], validations: [], hiddenRows: [], frozenRows: 0 };
}

/**
 * What users see in a cell. `=ARRAYFORMULA(…)` stands for a formula that fills its column: FR in every row with a first
 * cell, or an error if something was typed into a cell below.
 */
export function shown(sheet: Sheet, row: number, column: number): Value {
  if (isCovered(sheet, row, column)) return '';
  const entered = sheet.rows[row]?.[column];
  if (typeof entered === 'object') return 'text' in entered ? entered.text : entered.value;
  const isSpill = (value: Entered) => typeof value === 'string' && value.startsWith('=ARRAYFORMULA');
  if (isSpill(entered)) {
    const blocked = sheet.rows.slice(row + 1).some((cells) => cells[column] !== undefined && cells[column] !== '');
    if (blocked) return '#REF!';
    return isBlank(sheet, row) ? '' : 'FR';
  }
  if (entered !== undefined && entered !== '') {
    return typeof entered === 'string' && entered.startsWith('=') ? entered.slice(1) : entered;
  }
  const above = spillsOf(sheet, isSpill).some(
    (spill) =>
      spill > 0 && spill < row && isSpill(sheet.rows[spill]?.[column]) && shown(sheet, spill, column) !== '#REF!',
  );
  return above && !isBlank(sheet, row) ? 'FR' : '';
}

function isBlank({ rows }: Sheet, row: number): boolean {
  return (rows[row]?.[0] ?? '') === '';
}

/** What a cell has as its formula: its value where it has none. */
export function formulaOf(sheet: Sheet, row: number, column: number): Value {
  if (isCovered(sheet, row, column)) return '';
  const entered = sheet.rows[row]?.[column] ?? '';
  if (typeof entered !== 'object') return entered;
  return 'text' in entered ? entered.text : entered.formula;
}

const ERRORS: Readonly<Record<string, string>> = {
  '#ERROR!': 'ERROR',
  '#NULL!': 'NULL_VALUE',
  '#DIV/0!': 'DIVIDE_BY_ZERO',
  '#VALUE!': 'VALUE',
  '#REF!': 'REF',
  '#NAME?': 'NAME',
  '#NUM!': 'NUM',
  '#N/A': 'N_A',
  'Loading...': 'LOADING',
};

/** The kind of error that a formula has as its value. A text that looks like one is none. */
export function errorOf(sheet: Sheet, row: number, column: number): string | undefined {
  const entered = sheet.rows[row]?.[column];
  const isFormula =
    typeof entered === 'object' ? 'formula' in entered : typeof entered === 'string' && entered.startsWith('=');
  return isFormula ? ERRORS[String(shown(sheet, row, column))] : undefined;
}

/** Rows with a formula that fills a column. Only the first rows are searched, where users put such formulas. */
function spillsOf({ rows }: Sheet, isSpill: (value: Entered) => boolean): number[] {
  return rows.slice(0, 3).flatMap((cells, row) => (cells.some(isSpill) ? [row] : []));
}

export function forEachCell(sheet: Sheet, range: GridRange, visit: (row: number, column: number) => void): void {
  const {
    startRowIndex = 0,
    endRowIndex = sheet.rows.length,
    startColumnIndex = 0,
    endColumnIndex = sheet.columnCount,
  } = range;
  for (let row = startRowIndex; row < Math.min(endRowIndex, sheet.rows.length); row += 1) {
    for (let column = startColumnIndex; column < endColumnIndex; column += 1) visit(row, column);
  }
}

export function put(sheet: Sheet, row: number, column: number, cell: CellData | undefined): void {
  if (column >= sheet.columnCount) throw new BadRequest('Attempting to write column beyond the grid');
  const cells = sheet.rows[row];
  if (cells === undefined)
    throw new BadRequest(`Attempting to write row: ${row.toString()}, beyond the last requested row`);
  refuseProtected(sheet, row, column);
  const { stringValue, numberValue, boolValue, formulaValue } = cell?.userEnteredValue ?? {};
  if ((stringValue?.length ?? 0) > 50_000)
    throw new BadRequest('Your input contains more than the maximum of 50000 characters');
  refuseInvalid(sheet, row, column, String(stringValue ?? numberValue ?? ''));
  if (isCovered(sheet, row, column)) return;
  if (stringValue?.startsWith('=') === true) cells[column] = { text: stringValue };
  else cells[column] = stringValue === '' ? undefined : (stringValue ?? numberValue ?? boolValue ?? formulaValue);
}
