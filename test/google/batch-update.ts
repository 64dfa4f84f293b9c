import { moveRanges, refuseRows, refuseTooManyCells } from './refusals.js';
import { BadRequest, forEachCell, newSheet, put, shown, type CellData, type GridRange, type Sheet } from './sheet.js';

/** One request of a batch, by its kind. */
export type BatchRequest = Record<string, Record<string, never> | undefined>;

/** The tabs that a batch changes. */
interface Book {
  sheets: Sheet[];
  readonly cellLimit: number;
  readonly cellLimitAnswer: { readonly text?: string; readonly isNamed?: boolean };
}

/** Carries out one request. @returns Google's reply */
export function carryOutRequest(book: Book, request: BatchRequest, index: number): object {
  const kind = Object.keys(request)[0] ?? '';
  const carryOut = actions[kind];
  if (carryOut === undefined) throw new BadRequest(`Invalid requests[${index.toString()}]: ${kind}`);
  try {
    const reply = carryOut(book, request[kind] as never) ?? {};
    if (GROWS.has(kind)) refuseTooManyCells(book.sheets, book.cellLimit, book.cellLimitAnswer);
    return reply;
  } catch (error) {
    if (!(error instanceof BadRequest) || !error.isNamed) throw error;
    throw new BadRequest(`Invalid requests[${index.toString()}].${kind}: ${error.message}`, error.status);
  }
}

const GROWS = new Set(['appendCells', 'insertDimension', 'appendDimension', 'addSheet']);

type Action = (book: Book, body: never) => object | undefined;

const actions: Readonly<Record<string, Action | undefined>> = {
  updateCells(
    book,
    body: {
      start?: { sheetId?: number; rowIndex?: number; columnIndex?: number };
      range?: GridRange;
      rows?: { values?: CellData[] }[];
    },
  ) {
    const { start, range, rows = [] } = body;
    const sheet = byId(book, start?.sheetId ?? range?.sheetId);
    if (range !== undefined) {
      forEachCell(sheet, range, (row, column) => put(sheet, row, column, rows[row]?.values?.[column]));
    }
    for (const [rowIndex, { values = [] }] of (range === undefined ? rows : []).entries()) {
      for (const [columnIndex, cell] of values.entries()) {
        put(sheet, (start?.rowIndex ?? 0) + rowIndex, (start?.columnIndex ?? 0) + columnIndex, cell);
      }
    }
    return {};
  },
  appendCells(book, { sheetId, rows }: { sheetId: number; rows: { values: CellData[] }[] }) {
    const sheet = byId(book, sheetId);
    let end = sheet.rows.findLastIndex((row) => row.some((cell) => cell !== undefined && cell !== '')) + 1;
    for (const { values } of rows) {
      sheet.rows[end] ??= [];
      for (const [column, cell] of values.entries()) put(sheet, end, column, cell);
      end += 1;
    }
    return {};
  },
  insertDimension(
    book,
    {
      range,
      inheritFromBefore,
    }: { range: { sheetId: number; startIndex: number; endIndex: number }; inheritFromBefore?: boolean },
  ) {
    const sheet = byId(book, range.sheetId);
    const { rows } = sheet;
    refuseRows(sheet, range.startIndex, range.startIndex);
    if (range.startIndex > rows.length || (range.startIndex === rows.length && inheritFromBefore !== true)) {
      throw new BadRequest(
        `range.startIndex[${range.startIndex.toString()}] must be less than the grid size if inheritFromBefore is false`,
      );
    }
    if (range.startIndex === 0 && inheritFromBefore === true)
      throw new BadRequest('inheritFromBefore cannot be true at 0');
    rows.splice(range.startIndex, 0, ...Array.from({ length: range.endIndex - range.startIndex }, () => []));
    moveRanges(sheet, range.startIndex, range.endIndex - range.startIndex);
    return {};
  },
  deleteDimension(book, { range }: { range: { sheetId: number; startIndex: number; endIndex: number } }) {
    const sheet = byId(book, range.sheetId);
    const { rows } = sheet;
    refuseRows(sheet, range.startIndex, range.endIndex);
    if (range.endIndex > rows.length) throw new BadRequest('range exceeds grid limits');
    if (range.endIndex - range.startIndex === rows.length)
      throw new BadRequest("You can't delete all the rows on the sheet.");
    rows.splice(range.startIndex, range.endIndex - range.startIndex);
    moveRanges(sheet, range.startIndex, range.startIndex - range.endIndex);
    return {};
  },
  appendDimension(book, { sheetId, length }: { sheetId: number; length: number }) {
    byId(book, sheetId).columnCount += length;
    return {};
  },
  findReplace(
    book,
    {
      find,
      replacement,
      range,
      matchEntireCell,
    }: { find: string; replacement: string; range: GridRange; matchEntireCell?: boolean },
  ) {
    const sheet = byId(book, range.sheetId);
    let occurrencesChanged = 0;
    forEachCell(sheet, range, (row, column) => {
      const value = String(shown(sheet, row, column));
      if (matchEntireCell !== true || value !== find) return;
      put(sheet, row, column, { userEnteredValue: { stringValue: replacement } });
      occurrencesChanged += 1;
    });
    return { findReplace: { occurrencesChanged } };
  },
  copyPaste(book, { source, destination }: { source: GridRange; destination: GridRange }) {
    const [from, to] = [byId(book, source.sheetId), byId(book, destination.sheetId)];
    const value = shown(from, source.startRowIndex ?? 0, source.startColumnIndex ?? 0);
    put(to, destination.startRowIndex ?? 0, destination.startColumnIndex ?? 0, {
      userEnteredValue: { stringValue: String(value) },
    });
    return {};
  },
  addSheet(
    book,
    {
      properties,
    }: {
      properties: {
        sheetId?: number;
        title: string;
        hidden?: boolean;
        gridProperties?: { rowCount?: number; columnCount?: number };
      };
    },
  ) {
    const { title, hidden = false, gridProperties = {} } = properties;
    const sheetId = properties.sheetId ?? Math.floor(Math.random() * 2 ** 31);
    if (book.sheets.some((sheet) => sheet.title === title))
      throw new BadRequest(`A sheet with the name "${title}" already exists`);
    if (book.sheets.some((sheet) => sheet.sheetId === sheetId))
      throw new BadRequest('A sheet with that id already exists');
    const rows = Array.from({ length: gridProperties.rowCount ?? 1000 }, () => []);
    book.sheets.push(newSheet({ sheetId, title, hidden, columnCount: gridProperties.columnCount ?? 26, rows }));
    return { addSheet: { properties: { sheetId, title } } };
  },
  deleteSheet(book, { sheetId }: { sheetId: number }) {
    byId(book, sheetId);
    book.sheets = book.sheets.filter((sheet) => sheet.sheetId !== sheetId);
    return {};
  },
  updateSheetProperties(
    book,
    { properties, fields }: { properties: { sheetId: number; title?: string }; fields: string },
  ) {
    const sheet = byId(book, properties.sheetId);
    if (fields !== 'title') throw new BadRequest('the stand-in changes titles only');
    sheet.title = properties.title ?? sheet.title;
    return {};
  },
};

function byId(book: Book, sheetId = 0): Sheet {
  const sheet = book.sheets.find((candidate) => candidate.sheetId === sheetId);
  if (sheet === undefined) throw new BadRequest(`No grid with id: ${sheetId.toString()}`);
  return sheet;
}
