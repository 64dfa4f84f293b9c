import { carryOutRequest, type BatchRequest } from './batch-update.js';
import { CELL_LIMIT } from './refusals.js';
import { BadRequest, sheetOf, shown, type Entered, type Sheet, type Value } from './sheet.js';

/** A spreadsheet as Google stores it, as far as ProxyCall and its users need one. */
export interface Spreadsheet {
  sheets: Sheet[];
  /** Of the spreadsheet: dates that people type are in this time zone. */
  locale: string;
  timeZone: string;
  /** What the service account may do. */
  access: 'edit' | 'read' | 'none';
  cellLimit: number;
  /** What Google says then: in the language of the spreadsheet, and perhaps without the request. */
  cellLimitAnswer: { readonly text?: string; readonly isNamed?: boolean };
  tab(title: string): Sheet;
  /** What users see in a cell. */
  readonly shown: (sheet: Sheet, row: number, column: number) => Value;
  /** Carries out all requests or none. */
  batchUpdate(requests: readonly BatchRequest[]): object[];
  /** The rows of a range in A1 notation: a whole tab, whole rows of it, or some of one column. */
  range(a1: string): { sheet: Sheet; from: number; to: number; column: number | undefined };
}

/** The title of the tab of a range in A1 notation. */
export function titleIn(a1: string): string {
  return (/^'(.+)'(?:!|$)/.exec(a1)?.[1] ?? '').replaceAll("''", "'");
}

export function createSpreadsheet(tabs: Readonly<Record<string, readonly (readonly Entered[])[]>>): Spreadsheet {
  const book: Spreadsheet = {
    locale: 'en_US',
    timeZone: 'Etc/GMT',
    sheets: Object.entries(tabs).map(([title, rows], index) => sheetOf(index + 1, title, rows)),
    access: 'edit',
    cellLimit: CELL_LIMIT,
    cellLimitAnswer: {},
    tab(title) {
      const sheet = book.sheets.find((candidate) => candidate.title === title);
      if (sheet === undefined) throw new BadRequest(`Unable to parse range: ${title}`);
      return sheet;
    },
    shown,
    batchUpdate(requests) {
      const before = structuredClone(book.sheets);
      try {
        return requests.map((request, index) => carryOutRequest(book, request, index));
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
