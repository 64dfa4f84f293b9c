import test from 'ava';
import { parseClient, parseLastCaller, parsePhone } from '../../src/adapters/sheets/tabs/parse-cells.js';
import { textOf } from '../../src/adapters/sheets/tabs/cells.js';
import { phoneNumber, type E164 } from '../../src/domain/model/phone-number.js';
import { aClient } from '../../src/entry/testing/index.js';

function clientOf(cells: Record<string, string>, country: 'FR' | 'SE' = 'FR') {
  const faults: string[] = [];
  const before = aClient('1');
  const row = { client_id: '1', client_name: 'Ada', client_mail: 'ada@shop.example', ...cells };
  const client = parseClient(row, before, country, (column, problem) => void faults.push(`${column} ${problem}`));
  return { phone: client?.realPhone === before.realPhone ? 'as before' : client?.realPhone, faults };
}

for (const [what, cells, country, readings] of [
  ['the default country', { client_real_phone: '465712345' }, 'FR', /FR.*SE/],
  ['the residency', { client_real_phone: '612345678', client_iso_residency: 'ES' }, 'SE', /ES/],
  ['either, with separators', { client_real_phone: '4 65-71.23 45', client_iso_residency: 'DE' }, 'FR', /DE.*FR.*SE/],
] as const) {
  test(`a cell that lost its 0, of ${what}, is reported with both readings and keeps its value`, (t) => {
    const { phone, faults } = clientOf(cells, country);
    t.is(phone, 'as before');
    t.is(faults.length, 1);
    t.regex(faults[0] ?? '', /^client_real_phone these digits (alone|look)/);
    t.regex(faults[0] ?? '', readings);
  });
}

function lastCallerOf(cell: string, country: 'FR' | 'PT' = 'FR', residency?: 'ES') {
  const faults: string[] = [];
  const before = phoneNumber('+33199009999');
  const client = aClient('1', { residency });
  const cells = { client_last_caller: cell };
  const read = parseLastCaller(
    cells,
    before,
    client,
    country,
    (column, problem) => void faults.push(`${column} ${problem}`),
  );
  return { read: read === before ? 'as before' : read, faults };
}

for (const [digits, country, residency] of [
  ['493012345', 'FR', undefined],
  ['4 93-01.23 45', 'FR', undefined],
  ['465712345', 'FR', undefined],
  ['199001234', 'FR', undefined],
  ['612345678', 'PT', 'ES'],
] as const) {
  test(`a last caller that lost its 0 is reported, and the one before kept: ${digits} ${residency ?? country}`, (t) => {
    const { read, faults } = lastCallerOf(digits, country, residency);
    t.is(read, 'as before');
    t.is(faults.length, 1);
    t.regex(faults[0] ?? '', /^client_last_caller these digits (alone|look)/);
    t.false(faults[0]?.includes(digits));
  });
}

test('a last caller is read as networks show it, whether the metadata knows it or not', (t) => {
  for (const [cell, number] of [
    ['33199001234', '+33199001234'],
    ['493012345', '+493012345'],
    ['+493012345', '+493012345'],
    ['00493012345', '+493012345'],
    ['+331990012345', '+331990012345'],
    ['\u202a+33 1 99-00 12 345\u202c', '+331990012345'],
    ['+9991234567', '+9991234567'],
    ['+5215522223333', '+5215522223333'],
  ] as const) {
    const country = cell === '493012345' ? 'PT' : 'FR';
    t.deepEqual(lastCallerOf(cell, country), { read: number as E164, faults: [] }, cell);
  }
  for (const cell of ['+33', 'Ada', '12', '+33x', '331990012345']) {
    t.is(lastCallerOf(cell).read, 'as before', cell);
    t.is(lastCallerOf(cell).faults.length, 1, cell);
  }
});

test('a cell that lost its + is read', (t) => {
  for (const written of ['33639985007', '33199001234', '447700900123']) {
    t.deepEqual(clientOf({ client_real_phone: written }), { phone: `+${written}`, faults: [] });
  }
});

test('separators of all kinds are read, and invisible characters', (t) => {
  for (const written of [
    ...[
      '+33 1 99 00 12 34',
      '+33-1\u20109\u201190\u2012012\u201334',
      '+33\u00a01\u202f99\u221200 12 34',
      '(+33) 1.99.00.12.34',
    ],
    ...['\u202a+33199001234\u202c', '+33\u200b199001234', '\ufeff+33199001234'],
  ]) {
    t.is(parsePhone(written), parsePhone('+33199001234'), written);
  }
});

test('names in a sheet lose what cannot be said', (t) => {
  for (const [cell, name] of [
    ['Ada\u000b L', 'Ada L'],
    ['\fAda', 'Ada'],
    ['A\0d\u001ba', 'Ada'],
    ['Ada\ud83d', 'Ada'],
  ] as const) {
    t.is(textOf(cell), name);
  }
});

test('the text of a cell holds nothing that XML cannot', (t) => {
  t.is(textOf('Ada\u000b\ud800 '), 'Ada');
  t.is(textOf('\uffff'), '');
  t.is(textOf(33_639_985_007), '33639985007');
});
