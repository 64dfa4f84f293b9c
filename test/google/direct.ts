import { asSheetsFault } from '../../src/adapters/sheets/google/faults.js';
import { mergesIn } from '../../src/adapters/sheets/google/merges.js';
import { protectionsIn } from '../../src/adapters/sheets/google/protections.js';
import type { Quota } from '../../src/adapters/sheets/google/quota.js';
import { readBackIn, type Rows, type Spreadsheet } from '../../src/adapters/sheets/google/spreadsheet.js';
import { carryOut, SPREADSHEET_ID, type RequestKind } from './google-api.js';
import type { Spreadsheet as Book } from './spreadsheet.js';

type Sheets = Parameters<typeof readBackIn>[0];

/** A spreadsheet without a network, so that a fake clock is all that a test waits for. */
export function directSpreadsheet(book: Book, quota: Quota, pause: (milliseconds: number) => Promise<void>) {
  const writes: number[] = [];
  const spreadsheet: Spreadsheet = {
    timeZone: () => book.timeZone,
    async tabs() {
      const { sheets } = (await read('', {})) as { sheets: Sheets };
      return sheets.map((sheet) => ({
        sheetId: sheet.properties?.sheetId ?? 0,
        title: sheet.properties?.title ?? '',
        rows: sheet.properties?.gridProperties?.rowCount ?? 0,
        merges: mergesIn(sheet),
      }));
    },
    async protections() {
      const { sheets } = (await read('', { fields: 'sheets.protectedRanges' })) as { sheets: Sheets };
      return protectionsIn(sheets);
    },
    async read(ranges, show) {
      const query = new URLSearchParams({ valueRenderOption: show });
      for (const range of ranges) query.append('ranges', range);
      const { valueRanges } = (await read('/values:batchGet', query)) as { valueRanges: { values?: Rows }[] };
      return valueRanges.map(({ values }) => values ?? []);
    },
    async write(requests, readBackRanges = []) {
      await quota.write();
      await pause(LATENCY_MS);
      writes.push(Date.now());
      const includeSpreadsheetInResponse = readBackRanges.length > 0;
      const body = { requests, includeSpreadsheetInResponse, responseRanges: readBackRanges };
      const answer = ask('write', ':batchUpdate', {}, body) as { updatedSpreadsheet?: { sheets: Sheets } };
      return readBackIn(answer.updatedSpreadsheet?.sheets ?? []);
    },
  };
  return { spreadsheet, writes };

  async function read(path: string, query: Record<string, string> | URLSearchParams): Promise<object> {
    await quota.read();
    await pause(LATENCY_MS);
    return ask('read', path, query, {});
  }

  function ask(kind: RequestKind, path: string, query: Record<string, string> | URLSearchParams, body: object): object {
    const address = `http://127.0.0.1/v4/spreadsheets/${SPREADSHEET_ID}${path}?${new URLSearchParams(query).toString()}`;
    const sent = JSON.parse(JSON.stringify(body)) as object;
    const reply = carryOut(book, { kind, url: new URL(address), authorization: 'Bearer token', body: sent });
    if (reply.status === 200) return reply.body;
    throw asSheetsFault({ response: { status: reply.status, data: reply.body } });
  }
}

/** About what Google takes. */
const LATENCY_MS = 300;
