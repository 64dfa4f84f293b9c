/** A spreadsheet as Google keeps it, as far as ProxyCall and the people beside it use one. */

/** What was typed into a cell: a formula begins with `=`. */
export type Entered = string | number | boolean | undefined;

export interface Sheet {
  sheetId: number;
  title: string;
  hidden: boolean;
  columnCount: number;
  rows: Entered[][];
}

export interface GridRange {
  sheetId?: number;
  startRowIndex?: number;
  endRowIndex?: number;
  startColumnIndex?: number;
  endColumnIndex?: number;
}
interface CellData {
  userEnteredValue?: { stringValue?: string; numberValue?: number };
}
export type BatchRequest = Record<string, Record<string, never> | undefined>;

/** What Google answers with status 400. */
export class BadRequest extends Error {}

export interface Spreadsheet {
  sheets: Sheet[];
  tab(title: string): Sheet;
  /** What people see in a cell. */
  shown(sheet: Sheet, row: number, column: number): string | number | boolean;
  /** All requests or none. */
  batchUpdate(requests: readonly BatchRequest[]): object[];
  /** The rows of a range in A1 notation: a whole tab, whole rows of it, or some of one column. */
  range(a1: string): { sheet: Sheet; from: number; to: number; column: number | undefined };
}

export function createSpreadsheet(tabs: Readonly<Record<string, readonly (readonly Entered[])[]>>): Spreadsheet {
  const book: Spreadsheet = {
    sheets: Object.entries(tabs).map(([title, rows], index) => sheetOf(index + 1, title, rows)),
    tab(title) {
      const sheet = book.sheets.find((candidate) => candidate.title === title);
      if (sheet === undefined) throw new BadRequest(`Unable to parse range: ${title}`);
      return sheet;
    },
    shown: (sheet, row, column) => shown(sheet, row, column),
    batchUpdate(requests) {
      const before = structuredClone(book.sheets);
      try {
        return requests.map((request, index) => {
          const [[kind, body] = []] = Object.entries(request);
          const carryOut = actions[kind ?? ''];
          if (carryOut === undefined) throw new BadRequest(`Invalid requests[${index.toString()}]: ${String(kind)}`);
          try {
            return carryOut(book, body as never) ?? {};
          } catch (error) {
            if (!(error instanceof BadRequest)) throw error;
            throw new BadRequest(`Invalid requests[${index.toString()}].${kind ?? ''}: ${error.message}`);
          }
        });
      } catch (error) {
        book.sheets = before;
        throw error;
      }
    },
    range(a1) {
      const [, title = '', letter = '', from, to] = /^'(.+)'(?:!([A-Z]?)(\d+):[A-Z]?(\d+))?$/.exec(a1) ?? [];
      const sheet = book.tab(title.replaceAll("''", "'"));
      const last = sheet.rows.length - 1;
      const range = {
        sheet,
        from: from === undefined ? 0 : Number(from) - 1,
        to: to === undefined ? last : Number(to) - 1,
        column: letter === '' ? undefined : letter.charCodeAt(0) - 65,
      };
      if (range.to > last) throw new BadRequest(`Range (${a1}) exceeds grid limits`);
      return range;
    },
  };
  return book;
}

function sheetOf(sheetId: number, title: string, rows: readonly (readonly Entered[])[]): Sheet {
  const filled = rows.map((row) => [...row]);
  while (filled.length < 30) filled.push([]);
  return { sheetId, title, hidden: false, columnCount: 26, rows: filled };
}

/** `=ARRAYFORMULA(…)` stands for a column that follows the first one: FR wherever there is a key, and broken by what is in its way. */
function shown(sheet: Sheet, row: number, column: number): string | number | boolean {
  const entered = sheet.rows[row]?.[column];
  const isSpill = (value: Entered) => typeof value === 'string' && value.startsWith('=ARRAYFORMULA');
  if (isSpill(entered)) {
    const blocked = sheet.rows.slice(row + 1).some((cells) => cells[column] !== undefined && cells[column] !== '');
    if (blocked) return '#REF!';
    return String(sheet.rows[row]?.[0] ?? '') === '' ? '' : 'FR';
  }
  if (entered !== undefined && entered !== '') {
    return typeof entered === 'string' && entered.startsWith('=') ? entered.slice(1) : entered;
  }
  const above = spillsOf(sheet, isSpill).some(
    (spill) =>
      spill > 0 && spill < row && isSpill(sheet.rows[spill]?.[column]) && shown(sheet, spill, column) !== '#REF!',
  );
  return above && String(sheet.rows[row]?.[0] ?? '') !== '' ? 'FR' : '';
}

/** Rows with a formula that fills a column: looked for in the first few, where people put them. */
function spillsOf({ rows }: Sheet, isSpill: (value: Entered) => boolean): number[] {
  return rows.slice(0, 3).flatMap((cells, row) => (cells.some(isSpill) ? [row] : []));
}

type Action = (book: Spreadsheet, body: never) => object | undefined;

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
      forEach(sheet, range, (row, column) => put(sheet, row, column, rows[row]?.values?.[column]));
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
    const { rows } = byId(book, range.sheetId);
    if (range.startIndex > rows.length || (range.startIndex === rows.length && inheritFromBefore !== true)) {
      throw new BadRequest(
        `range.startIndex[${range.startIndex.toString()}] must be less than the grid size if inheritFromBefore is false`,
      );
    }
    if (range.startIndex === 0 && inheritFromBefore === true)
      throw new BadRequest('inheritFromBefore cannot be true at 0');
    rows.splice(range.startIndex, 0, ...Array.from({ length: range.endIndex - range.startIndex }, () => []));
    return {};
  },
  deleteDimension(book, { range }: { range: { sheetId: number; startIndex: number; endIndex: number } }) {
    const { rows } = byId(book, range.sheetId);
    if (range.endIndex > rows.length) throw new BadRequest('range exceeds grid limits');
    if (range.endIndex - range.startIndex === rows.length)
      throw new BadRequest("You can't delete all the rows on the sheet.");
    rows.splice(range.startIndex, range.endIndex - range.startIndex);
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
    forEach(sheet, range, (row, column) => {
      const value = String(sheet.rows[row]?.[column] ?? '');
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
    book.sheets.push({ sheetId, title, hidden, columnCount: gridProperties.columnCount ?? 26, rows });
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

function byId(book: Spreadsheet, sheetId = 0): Sheet {
  const sheet = book.sheets.find((candidate) => candidate.sheetId === sheetId);
  if (sheet === undefined) throw new BadRequest(`No grid with id: ${sheetId.toString()}`);
  return sheet;
}

function forEach(sheet: Sheet, range: GridRange, visit: (row: number, column: number) => void): void {
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

function put(sheet: Sheet, row: number, column: number, cell: CellData | undefined): void {
  if (column >= sheet.columnCount) throw new BadRequest('Attempting to write column beyond the grid');
  const cells = sheet.rows[row];
  if (cells === undefined)
    throw new BadRequest(`Attempting to write row: ${row.toString()}, beyond the last requested row`);
  const { stringValue, numberValue } = cell?.userEnteredValue ?? {};
  if ((stringValue?.length ?? 0) > 50_000)
    throw new BadRequest('Your input contains more than the maximum of 50000 characters');
  cells[column] = stringValue === '' ? undefined : (stringValue ?? numberValue);
}
