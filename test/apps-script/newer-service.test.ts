import test from 'ava';
import { ADDRESS, answerOf, clientsTab } from './menu.js';
import { openScene } from './scene.js';

// The menu is updated by hand: it may be older than the service, and the service may say what it has no words for.

const many = (count: number) => ({
  sheets: [clientsTab(Array.from({ length: count }, (_, index) => index + 1))],
  selection: [[2, count]] as const,
  answers: ['yes'],
});

test('mails: a word that the menu does not know is shown as it is, with all rows that were done', async (t) => {
  const { menu } = await openScene(t, 'operator');
  let requests = 0;
  menu.route(({ body }) => {
    requests += 1;
    const { client_ids: ids } = JSON.parse(body ?? '') as { client_ids: readonly string[] };
    const odd = [
      { status: 'skipped', reason: 'opted_out' },
      { status: 'postponed', reason: null },
    ];
    const results = ids.map((id, index) => ({
      client_id: id,
      ...((requests === 2 ? odd[index] : undefined) ?? { status: 'sent', reason: null }),
    }));
    return Promise.resolve(answerOf(200, { template: 'number_ready', sent: 9, results }));
  });
  const { shown } = await menu.click('menuMailNumberReady', many(20));
  t.is(shown.summary, 'Done: 18. With a problem: 2. Not done: 0.');
  t.deepEqual(
    shown.rows.filter(({ tone }) => tone === 'bad').map(({ text }) => text),
    ['not sent: opted_out', 'postponed'],
  );
});

test('mails: an answer without results leaves the rows of the batches before it as they are', async (t) => {
  const { menu } = await openScene(t, 'operator');
  let requests = 0;
  menu.route(({ body }) => {
    requests += 1;
    const { client_ids: ids } = JSON.parse(body ?? '') as { client_ids: readonly string[] };
    const results = ids.map((id) => ({ client_id: id, status: 'sent', reason: null }));
    return Promise.resolve(answerOf(200, requests === 2 ? { outcome: [] } : { results }));
  });
  const { shown } = await menu.click('menuMailNumberReady', many(21));
  t.regex(shown.summary, /^ProxyCall does not answer at this address.*\(results\).*Done: 10\./);
  t.deepEqual(
    [0, 10, 20].map((index) => shown.rows[index]?.text),
    ['sent', 'not known', 'not done'],
  );
  t.not(shown.again, undefined);
});

test('numbers: a type that the menu does not know is shown as it is', async (t) => {
  const { menu } = await openScene(t, 'viewer');
  const available = [{ phone_number: '+33639980001', number_type: 'voip' }];
  menu.route(() => Promise.resolve(answerOf(200, { available })));
  const { shown } = await menu.click('menuFree', { answers: ['FR'] });
  t.is(shown.rows[0]?.text, 'voip');
});

test('an answer without what an entry reads is said to be none of this service', async (t) => {
  const { menu } = await openScene(t, 'admin');
  const sheets = [
    clientsTab([1]),
    {
      title: 'TwilioPools',
      rows: [
        ['phone_number', 'status'],
        ['+33639980001', 'error'],
      ],
    },
  ];
  menu.route(() => Promise.resolve(answerOf(200, {})));
  for (const [name, answers] of [
    ['menuFree', ['FR']],
    ['menuBuy', ['FR', '2', 'yes']],
    ['menuSync', ['yes']],
    ['menuRelease', ['yes']],
    ['menuAssign', ['yes']],
    ['menuMailActivation', ['yes']],
  ] as const) {
    const { shown } = await menu.click(name, { sheets, selection: [[2, 1]], answers });
    t.regex(shown.summary, /^ProxyCall does not answer at this address/, name);
  }
});

test('a click as a whole has one deadline: what it asks first and what it does then are not repeated beyond it', async (t) => {
  const { menu } = await openScene(t, 'admin');
  let requests = 0;
  menu.route(() => {
    requests += 1;
    const isFirst = requests === 3;
    return Promise.resolve(isFirst ? answerOf(200, { pools: [] }) : { status: 502, headers: {}, text: '' });
  });
  const { happened, shown } = await menu.click('menuBuy', { answers: ['FR', '1', 'yes'], secondsPerRequest: 50 });
  t.regex(shown.summary, /cannot be reached/);
  t.not(shown.again, undefined);
  t.is(happened.requests.length, 4);
});

for (const [what, altered] of [
  ['names its lists otherwise', () => answerOf(200, { bought: [] })],
  ['is a page of a proxy', () => ({ status: 200, headers: {}, text: '<html>Sign in</html>' })],
  ['is lost', () => ({ status: 502, headers: {}, text: '' })],
] as const) {
  test(`buying: when an answer ${what}, numbers may have been bought: trying again buys none twice`, async (t) => {
    const { menu, harness } = await openScene(t, 'admin');
    const owned = async () => (await harness.api.poolStats()).pools.reduce((sum, { owned }) => sum + owned, 0);
    const before = await owned();
    menu.route(async ({ method, headers, body, url }) => {
      const response = await fetch(harness.url + url.slice(ADDRESS.length), { method, headers, body: body ?? null });
      const text = await response.text();
      return method.toUpperCase() === 'GET' ? { status: response.status, headers: {}, text } : altered();
    });
    const { shown } = await menu.click('menuBuy', { answers: ['FR', '2', 'yes'] });
    t.regex(shown.summary, /Numbers may have been bought\. Try again within 20 hours: none is bought twice\.$/);
    t.is(await owned(), before + 2);
    menu.route(harness.url);
    const { shown: again } = await menu.click('repeatClick', {}, shown.again);
    t.is(again.summary, 'Bought in FR: 2 of 2.');
    t.is(await owned(), before + 2);
  });
}

test('buying: where nothing can have been bought, nothing is said of it', async (t) => {
  const { menu } = await openScene(t, 'admin');
  menu.route(({ method }) =>
    Promise.resolve(
      method.toUpperCase() === 'GET' ? answerOf(200, { pools: [] }) : answerOf(403, { code: 'not_allowed' }),
    ),
  );
  const { shown } = await menu.click('menuBuy', { answers: ['FR', '2', 'yes'] });
  t.notRegex(shown.summary, /may have been bought/);
  t.is(shown.again, undefined);
});

test('release: an answer that is none of this service can be tried again', async (t) => {
  const { menu } = await openScene(t, 'admin');
  menu.route(() => Promise.resolve(answerOf(200, {})));
  const rows = [
    ['phone_number', 'status'],
    ['+33639980001', 'error'],
  ];
  const { shown } = await menu.click('menuRelease', { sheets: [{ title: 'TwilioPools', rows }], answers: ['yes'] });
  t.regex(shown.summary, /may have been given back/);
  t.not(shown.again, undefined);
});

for (const [name, answers] of [
  ['menuBuy', ['FR', '1', 'yes']],
  ['menuAssign', ['yes']],
  ['menuMailNumberReady', ['yes']],
] as const) {
  test(`${name}: however long a person thinks about a question, requests are repeated as often`, async (t) => {
    const { menu } = await openScene(t, 'admin');
    menu.route(({ method }) =>
      Promise.resolve(
        method.toUpperCase() === 'GET' ? answerOf(200, { pools: [] }) : { status: 502, headers: {}, text: '' },
      ),
    );
    const { happened } = await menu.click(name, { ...many(1), answers, secondsPerAnswer: 300 });
    t.is(happened.requests.filter(({ method }) => method.toUpperCase() === 'POST').length, 3);
  });
}

const HOLD = { released: [], removed: [], kept: [], not_found: [] };

test('release: what the carrier did not take back can be tried again', async (t) => {
  const { menu } = await openScene(t, 'admin');
  const failed = [{ phone_number: '+33639980001', reason: 'the carrier cannot be reached' }];
  menu.route(() => Promise.resolve(answerOf(200, { ...HOLD, failed })));
  const rows = [
    ['phone_number', 'status'],
    ['+33639980001', 'error'],
  ];
  const { shown } = await menu.click('menuRelease', { sheets: [{ title: 'TwilioPools', rows }], answers: ['yes'] });
  t.is(shown.rows[0]?.text, 'the carrier cannot be reached');
  t.not(shown.again, undefined);
});

test('mails: only what may get further can be tried again', async (t) => {
  const { menu } = await openScene(t, 'operator');
  const buttonAfter = async (status: string, reason: string | null) => {
    const results = [{ client_id: '1', status, reason }];
    menu.route(() => Promise.resolve(answerOf(200, { results })));
    return (await menu.click('menuMailNumberReady', many(1))).shown.again !== undefined;
  };
  for (const reason of ['limit', 'refused_for_now', 'interrupted'])
    t.true(await buttonAfter('skipped', reason), reason);
  t.true(await buttonAfter('sending', null));
  for (const reason of ['unknown_client', 'no_mail_address', 'no_number', 'refused', 'opted_out'])
    t.false(await buttonAfter('skipped', reason), reason);
  t.false(await buttonAfter('unknown', null));
  t.false(await buttonAfter('sent', null));
});
