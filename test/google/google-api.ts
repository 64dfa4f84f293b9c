import type { BatchRequest } from './batch-update.js';
import { listedProtections } from './refusals.js';
import { BadRequest, errorOf, formulaOf, type Sheet, type Value } from './sheet.js';
import { titleIn, type Spreadsheet } from './spreadsheet.js';

export const SPREADSHEET_ID = 'stand-in-spreadsheet';
const ACCESS_TOKEN = 'token';

export type RequestKind = 'read' | 'write' | 'token' | 'find';

export interface ApiRequest {
  readonly kind: RequestKind;
  readonly url: URL;
  readonly authorization: string | undefined;
  readonly body: object;
}

export interface ApiReply {
  readonly status: number;
  readonly body: object;
}

export function kindOf(method: string, url: URL): RequestKind {
  if (url.pathname === '/token') return 'token';
  if (url.pathname.startsWith('/drive/')) return 'find';
  return method === 'GET' ? 'read' : 'write';
}

/** Answers a request as Google does. */
export function carryOut(book: Spreadsheet, { kind, url, authorization, body }: ApiRequest): ApiReply {
  if (kind === 'token') {
    return { status: 200, body: { access_token: ACCESS_TOKEN, expires_in: 3600, token_type: 'Bearer' } };
  }
  if (authorization !== `Bearer ${ACCESS_TOKEN}`) return refusal(401, 'Request had invalid credentials.');
  // https://developers.google.com/workspace/drive/api/guides/handle-errors
  if (book.access === 'none' || (book.access === 'read' && kind === 'write')) {
    return refusal(403, 'The caller does not have permission');
  }
  try {
    if (kind === 'find') return { status: 200, body: { files: findFiles(url) } };
    if (!url.pathname.startsWith(`/v4/spreadsheets/${SPREADSHEET_ID}`)) {
      return refusal(404, 'Requested entity was not found.');
    }
    if (kind === 'write') return { status: 200, body: write(book, body as WriteBody) };
    return {
      status: 200,
      body: url.pathname.endsWith('values:batchGet') ? readValues(book, url) : readTabs(book, url),
    };
  } catch (error) {
    if (error instanceof BadRequest) return refusal(error.status, error.message);
    throw error;
  }
}

const STATUS_OF: Readonly<Record<number, string>> = {
  401: 'UNAUTHENTICATED',
  403: 'PERMISSION_DENIED',
  404: 'NOT_FOUND',
};

function refusal(code: number, message: string): ApiReply {
  return { status: code, body: { error: { code, message, status: STATUS_OF[code] ?? 'INVALID_ARGUMENT' } } };
}

function findFiles(url: URL): { id: string }[] {
  const name = /name = '(.*?)' and/.exec(url.searchParams.get('q') ?? '')?.[1];
  if (name === 'Twins') return [{ id: SPREADSHEET_ID }, { id: 'other' }];
  return name === 'Merchant' ? [{ id: SPREADSHEET_ID }] : [];
}

function readTabs(book: Spreadsheet, url: URL) {
  const fields = url.searchParams.get('fields') ?? '';
  return {
    properties: { locale: book.locale, timeZone: book.timeZone },
    sheets: book.sheets.map((sheet) => ({
      properties: {
        ...{ sheetId: sheet.sheetId, title: sheet.title },
        gridProperties: { rowCount: sheet.rows.length, frozenRowCount: sheet.frozenRows },
      },
      ...(fields.includes('protectedRanges') ? { protectedRanges: listedProtections(sheet) } : {}),
      ...(fields.includes('merges') ? listedMerges(sheet) : {}),
    })),
  };
}

/** As Google lists them: left out where there are none. */
function listedMerges({ merges, sheetId }: Sheet) {
  return merges.length === 0 ? {} : { merges: merges.map((range) => ({ ...range, sheetId })) };
}

function readValues(book: Spreadsheet, url: URL) {
  const asFormula = url.searchParams.get('valueRenderOption') === 'FORMULA';
  return {
    spreadsheetId: SPREADSHEET_ID,
    valueRanges: url.searchParams.getAll('ranges').map((a1) => {
      const values = rowsOf(book, a1, asFormula);
      // Google leaves out trailing blank rows.
      while (values.at(-1)?.length === 0) values.pop();
      return { range: a1, majorDimension: 'ROWS', ...(values.length === 0 ? {} : { values }) };
    }),
  };
}

interface WriteBody {
  readonly requests: readonly BatchRequest[];
  readonly includeSpreadsheetInResponse?: boolean;
  readonly responseRanges?: readonly string[];
}

function write(book: Spreadsheet, { requests, includeSpreadsheetInResponse, responseRanges = [] }: WriteBody) {
  // A range in a tab that does not exist is refused before anything is carried out.
  for (const a1 of responseRanges) book.tab(titleIn(a1));
  const replies = book.batchUpdate(requests);
  if (includeSpreadsheetInResponse !== true) return { spreadsheetId: SPREADSHEET_ID, replies };
  const titles = new Set(responseRanges.map(titleIn));
  // One entry for each tab, whatever the order of the ranges, with one element of `data` for each of its ranges.
  const sheets = book.sheets
    .filter(({ title }) => titles.has(title))
    .map((sheet) => ({
      properties: { title: sheet.title },
      ...listedMerges(sheet),
      data: responseRanges.filter((a1) => titleIn(a1) === sheet.title).map((a1) => gridData(book, a1)),
    }));
  return { spreadsheetId: SPREADSHEET_ID, updatedSpreadsheet: { sheets } };
}

/** Fields that are zero are left out, and so are the values of blank rows. */
function gridData(book: Spreadsheet, a1: string) {
  const { sheet, from, column } = book.range(a1);
  const rowData = rowsOf(book, a1, false).map((cells, index) => {
    const values = cells.map((value, at) => {
      const error = errorOf(sheet, from + index, at);
      if (error !== undefined) return { effectiveValue: { errorValue: { type: error, message: 'An error.' } } };
      return value === '' ? {} : { effectiveValue: valueOf(value) };
    });
    const shown = column === undefined ? values : values.slice(column, column + 1);
    return shown.length === 0 ? {} : { values: shown };
  });
  return { ...(from === 0 ? {} : { startRow: from }), ...(column ? { startColumn: column } : {}), rowData };
}

function rowsOf(book: Spreadsheet, a1: string, asFormula: boolean): Value[][] {
  const { sheet, from, to } = book.range(a1);
  return Array.from({ length: to - from + 1 }, (_, index) => {
    const row = from + index;
    const width = Math.max(sheet.rows[row]?.length ?? 0, 8);
    const cells = Array.from({ length: width }, (_cell, column) =>
      asFormula ? formulaOf(sheet, row, column) : book.shown(sheet, row, column),
    );
    while (cells.at(-1) === '') cells.pop();
    return cells;
  });
}

function valueOf(value: Value) {
  if (typeof value === 'number') return { numberValue: value };
  return typeof value === 'boolean' ? { boolValue: value } : { stringValue: value };
}
