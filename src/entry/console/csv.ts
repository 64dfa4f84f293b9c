import { Readable } from 'node:stream';

/** Spreadsheets read what begins so as a formula; the last four are the wide forms of the first ones. */
const FORMULA = /^[=+\-@\t\r\n＝＋－＠]/u;

/**
 * A cell, quoted. What a spreadsheet would take for a formula gets an apostrophe in front, as OWASP advises ("CSV injection"); a phone
 * number such as `+33…` too, which would be taken for a sum.
 */
export function csvCell(value: string | number | undefined): string {
  if (value === undefined) return '';
  if (typeof value === 'number') return value.toString();
  const safe = FORMULA.test(value) ? `'${value}` : value;
  return `"${safe.replaceAll('"', '""')}"`;
}

export type CsvRow = readonly (string | number | undefined)[];

/** By which spreadsheets know that it is UTF-8. */
const BYTE_ORDER_MARK = '\uFEFF';

/**
 * A table as CSV (RFC 4180), made while it is read: a page of rows at a time.
 * @param separator the one that spreadsheets of the language expect
 */
export function csvStream(head: CsvRow, pages: AsyncIterable<readonly CsvRow[]>, separator: ',' | ';'): Readable {
  const line = (row: CsvRow) => `${row.map(csvCell).join(separator)}\r\n`;
  async function* text() {
    yield BYTE_ORDER_MARK + line(head);
    for await (const rows of pages) {
      if (rows.length > 0) yield rows.map(line).join('');
    }
  }
  return Readable.from(text());
}
