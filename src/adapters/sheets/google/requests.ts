import type { sheets_v4 } from 'googleapis/build/src/apis/sheets/index.js';
import type { SheetRequest } from './spreadsheet.js';

/** The texts of a row, from left to right. */
export type Texts = readonly string[];

/** Writes texts to the right of a cell and below it. Row and column are counted from 0. */
export function writeTexts(
  sheetId: number,
  rowIndex: number,
  columnIndex: number,
  rows: readonly Texts[],
): SheetRequest {
  return {
    updateCells: {
      start: { sheetId, rowIndex, columnIndex },
      rows: rows.map(rowData),
      fields: 'userEnteredValue',
    },
  };
}

/** What somebody has entered in a cell, a number or a formula too. Blank: undefined. */
export type Entered = sheets_v4.Schema$ExtendedValue | undefined;

/** Writes one cell. Row and column are counted from 0. */
export function writeCell(sheetId: number, rowIndex: number, columnIndex: number, entered: Entered): SheetRequest {
  const cell = entered === undefined ? {} : { userEnteredValue: entered };
  return {
    updateCells: { start: { sheetId, rowIndex, columnIndex }, rows: [{ values: [cell] }], fields: 'userEnteredValue' },
  };
}

/** Writes texts to new rows after the last row with content. */
export function appendTexts(sheetId: number, rows: readonly Texts[]): SheetRequest {
  return { appendCells: { sheetId, rows: rows.map(rowData), fields: 'userEnteredValue' } };
}

/** Inserts rows before the row `start` of a grid with `height` rows, and writes texts to them. */
export function insertTexts(
  { sheetId, height }: { sheetId: number; height: number },
  start: number,
  isBelowData: boolean,
  rows: readonly Texts[],
): SheetRequest[] {
  const chunk = rows.length <= FEW ? 1 : CHUNK;
  return [
    {
      insertDimension: {
        range: { sheetId, dimension: 'ROWS', startIndex: start, endIndex: start + rows.length },
        // Inherit the format of the row above unless it is the header. At the end of the grid the API requires it.
        inheritFromBefore: isBelowData || start >= height,
      },
    },
    ...chunksOf(rows, chunk).map((each, index) => writeTexts(sheetId, start + index * chunk, 0, each)),
  ];
}

/** Clears the first rows of a tab. */
export function clearRows(sheetId: number, count: number): SheetRequest {
  return { updateCells: { range: { sheetId, startRowIndex: 0, endRowIndex: count }, fields: 'userEnteredValue' } };
}

/** So many rows have a request each: Google names the one that it refuses. */
const FEW = 50;
/** Rows per request: few enough to be serialized without delaying a call. */
const CHUNK = 25;

function chunksOf<T>(rows: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(rows.length / size) }, (_, index) =>
    rows.slice(index * size, (index + 1) * size),
  );
}

function rowData(texts: Texts) {
  return { values: texts.map(cellData) };
}

/** An explicit string, which Sheets does not turn into a number, a date or a formula. */
function cellData(text: string) {
  return text === '' ? {} : { userEnteredValue: { stringValue: text } };
}
