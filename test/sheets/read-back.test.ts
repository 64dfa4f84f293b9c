import test from 'ava';
import { readBackIn } from '../../src/adapters/sheets/google/spreadsheet.js';
import { startStandIn, type StandIn } from '../google/stand-in.js';
import { carryOut } from '../google/google-api.js';

const row = (...texts: string[]) => ({
  values: texts.map((stringValue) => (stringValue === '' ? {} : { effectiveValue: { stringValue } })),
});
const clients = [
  { rowData: [row('client_id', 'client_name')] },
  { startRow: 4, startColumn: 1, rowData: [row('Ada'), {}, row('Grace')] },
];
const merges = [{ sheetId: 1, startRowIndex: 4, endRowIndex: 6, startColumnIndex: 1, endColumnIndex: 2 }];
const expected = [
  { title: 'Clients', start: 0, rows: [['client_id', 'client_name']] },
  { title: 'Clients', start: 4, rows: [['', 'Ada'], [''], ['', 'Grace']] },
  { title: 'Orders', start: 0, rows: [['order_id']] },
];

const properties = { title: 'Clients' };
const orders = { properties: { title: 'Orders' }, data: [{ rowData: [row('order_id')] }] };
for (const [shape, sheets] of Object.entries({
  // As the discovery file has it.
  'one entry for each tab': [{ properties, merges, data: clients }, orders],
  'one entry for each range': [...clients.map((data) => ({ properties, merges, data: [data] })), orders],
})) {
  test(`what was read with a batch: ${shape}`, (t) => {
    const read = readBackIn(sheets);
    t.deepEqual(
      read.map(({ title, start, rows }) => ({ title, start, rows })),
      expected,
    );
    t.deepEqual(
      read.map((each) => each.merges.length),
      [1, 1, 0],
    );
  });
}

test('the stand-in has one entry for each tab, with what was asked for in the order of the ranges', async (t) => {
  const standIn: StandIn = await startStandIn({
    tabs: { Orders: [['order_id'], ['O-1']], Clients: [['client_id'], ['1'], ['2']] },
  });
  t.teardown(() => {
    standIn.close();
  });
  const responseRanges = ["'Clients'!A3:A3", "'Orders'!1:1", "'Clients'!1:1"];
  const { body } = carryOut(standIn.book, {
    ...{ kind: 'write', authorization: 'Bearer token' },
    url: new URL(`/v4/spreadsheets/${standIn.spreadsheetId}:batchUpdate`, standIn.url),
    body: { requests: [], includeSpreadsheetInResponse: true, responseRanges },
  });
  const { updatedSpreadsheet } = body as { updatedSpreadsheet: { sheets: { properties: object; data: object[] }[] } };
  t.deepEqual(
    updatedSpreadsheet.sheets.map((sheet) => [sheet.properties, sheet.data]),
    [
      [{ title: 'Orders' }, [{ rowData: [row('order_id')] }]],
      [{ title: 'Clients' }, [{ startRow: 2, rowData: [row('2')] }, { rowData: [row('client_id')] }]],
    ],
  );
});
