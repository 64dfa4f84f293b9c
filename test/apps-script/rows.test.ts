import test from 'ava';
import type { SheetData, Situation } from './google.js';
import { clientsTab, openMenu, type Menu } from './menu.js';

/** Which clients the menu would work on, from the question that it asks. */
async function asked(menu: Menu, situation: Partial<Situation>) {
  const { happened, shown } = await menu.click('menuAssign', { ...situation, answers: ['no'] });
  const [, , ids] = happened.dialogs[0]?.split('\n') ?? [];
  return { ids, summary: shown.summary };
}

async function opened(t: Parameters<typeof openMenu>[0]) {
  const menu = openMenu(t, 'unused');
  menu.route(() => Promise.resolve({ status: 200, headers: {}, text: '{"pools":[]}' }));
  await menu.configure('some-token');
  return menu;
}

test('selected rows: several ranges, whichever way they overlap, each client once', async (t) => {
  const menu = await opened(t);
  const sheets = [clientsTab(['a', 'b', 'c', 'd', 'e', 'f'])];
  const cases: readonly (readonly [selection: Situation['selection'], ids: string])[] = [
    [[[2, 1]], 'a'],
    [
      [
        [6, 2],
        [2, 1],
      ],
      'a, e, f',
    ],
    [
      [
        [2, 3],
        [3, 3],
      ],
      'a, b, c, d',
    ],
    // The header is among them, and rows below the table: a whole column.
    [[[1, 1000]], 'a, b, c, d, e, f'],
    [
      [
        [1, 2],
        [5, 1],
      ],
      'a, d',
    ],
  ];
  for (const [selection, ids] of cases) t.is((await asked(menu, { sheets, selection })).ids, ids, ids);
});

test('rows that are no clients, or cannot be seen, are left out, and the panel says which and why', async (t) => {
  const menu = await opened(t);
  const odd = ['a', '', '  ', '#REF!', true, { date: 1 }, 1.5, 'a', '\u200b', 'x'.repeat(101), 'line\nbreak', -1, 7];
  const sheets = [clientsTab([...odd, 'filtered', 'hidden', 'b'], { filtered: [15], hidden: [16] })];
  menu.route(() => Promise.resolve({ status: 200, headers: {}, text: '{"client_id":"a","proxy":"+33639980001"}' }));
  const { shown, happened } = await menu.click('menuAssign', { sheets, selection: [[1, 40]], answers: ['yes'] });
  t.deepEqual(
    shown.rows.map(({ label }) => label),
    ['a (row 2)', '7 (row 14)', 'b (row 17)'],
  );
  t.deepEqual(
    happened.requests.map(({ body }) => body),
    ['a', '7', 'b'].map((id) => JSON.stringify({ client_id: id })),
  );
  t.deepEqual(shown.notes, [
    'Left out: empty rows from row 18.',
    'Left out: the header.',
    'Left out, no client_id: rows 3-4, 10.',
    'Left out, what should be an id or a number is neither: rows 5-8, 11-13.',
    'Left out, the same client as a row above: rows 9.',
    'Left out, hidden or filtered: rows 15-16.',
  ]);
});

test('a selection without a client is refused, in the words of what is wrong', async (t) => {
  const menu = await opened(t);
  const tab = clientsTab(['a', '']);
  const [header = [], ...rows] = tab.rows;
  const withHeader = (names: readonly unknown[]): SheetData[] => [{ title: 'Clients', rows: [names, ...rows] }];
  const cases: readonly (readonly [situation: Partial<Situation>, words: RegExp])[] = [
    [{ sheets: [tab], selection: undefined }, /^No client is selected/],
    [{ sheets: [tab], selection: [[1, 1]] }, /^No client is selected.*Left out: the header\.$/],
    [{ sheets: [tab], selection: [[3, 1]] }, /Left out, no client_id: rows 3\.$/],
    [{ sheets: [tab], selection: [[50, 3]] }, /Left out: empty rows from row 50\.$/],
    [{ sheets: [{ title: 'Orders', rows: [] }], active: 'Orders' }, /^Select rows of the tab Clients first\.$/],
    [{ sheets: [{ title: 'Clients', rows: [] }], selection: [[2, 1]] }, /has no column client_id/],
    [{ sheets: withHeader(['id', ...header.slice(1)]), selection: [[2, 1]] }, /has no column client_id/],
    [{ sheets: withHeader([...header, 'Client_ID']), selection: [[2, 1]] }, /has the column client_id twice/],
  ];
  for (const [situation, words] of cases) {
    const { happened, shown } = await menu.click('menuAssign', situation);
    t.regex(shown.summary, words);
    t.deepEqual(happened.requests, [], shown.summary);
  }
  const { ids } = await asked(menu, {
    sheets: withHeader([' CLIENT_ID\u200b', ...header.slice(1)]),
    selection: [[2, 1]],
  });
  t.is(ids, 'a');
  t.regex((await menu.click('menuRelease', { sheets: [] })).shown.summary, /^There is no tab TwilioPools\.$/);
});

test('at most 100 rows a click: hidden ones do not count', async (t) => {
  const menu = await opened(t);
  const ids = Array.from({ length: 101 }, (_id, index) => `c${index.toString()}`);
  const all = { sheets: [clientsTab(ids)], selection: [[1, 1000]] as const };
  t.is((await asked(menu, all)).summary, 'These are more than 100 rows. Do it in several steps.');
  const fewer = await asked(menu, { ...all, sheets: [clientsTab(ids, { filtered: [50] })] });
  t.is(fewer.ids, `${ids.slice(0, 20).join(', ')}, …`);
  const numbers = ids.map((_id, index) => [`+3363998${(1000 + index).toString()}`, 'error']);
  const pool = { title: 'TwilioPools', rows: [['phone_number', 'status'], ...numbers] };
  t.regex((await menu.click('menuRelease', { sheets: [pool] })).shown.summary, /more than 100 rows/);
});
