import test from 'ava';
import { parseClient, parsePhone } from '../../src/adapters/sheets/tabs/parse-cells.js';
import { textOf } from '../../src/adapters/sheets/tabs/cells.js';
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
    t.regex(faults[0] ?? '', /^client_real_phone these digits alone/);
    t.regex(faults[0] ?? '', readings);
  });
}

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

test('the text of a cell holds nothing that XML cannot', (t) => {
  t.is(textOf('Ada\u000b\ud800 '), 'Ada');
  t.is(textOf('\uffff'), '');
  t.is(textOf(33_639_985_007), '33639985007');
});
