import test from 'ava';
import { phoneNumber } from '../../src/domain/model/phone-number.js';
import { ADDRESS, clientsTab } from './menu.js';
import { BATCH, clientsWithout, openScene } from './scene.js';

test('the menu is in the language of the account, and each of its lines names a function', async (t) => {
  const { menu } = await openScene(t);
  const english = await menu.click('onOpen');
  const french = await menu.click('onOpen', { locale: 'fr_CA' });
  t.is(english.happened.menu.length, 9);
  t.is(french.happened.menu.length, 9);
  t.true(english.happened.menu.includes('ProxyCall > Buy numbers… = menuBuy'));
  t.true(french.happened.menu.includes('ProxyCall > Acheter des numéros… = menuBuy'));
  // Nothing is asked of the service before anybody has allowed it.
  t.deepEqual(english.happened.requests, []);
  for (const line of english.happened.menu) {
    const name = line.slice(line.indexOf(' = ') + 3);
    const { error, happened } = await menu.click(name);
    t.is(error, undefined, name);
    t.is(happened.panels.length, 1, name);
  }
});

test('assign: free numbers for the selected clients; a second click changes nothing', async (t) => {
  const { harness, menu } = await openScene(t, 'operator');
  await clientsWithout(harness, [1, 2]);
  const sheets = [clientsTab([1, '2', 'nobody'])];
  const selection = [[2, 3]] as const;
  const first = await menu.click('menuAssign', { sheets, selection, answers: ['yes'] });
  t.true(first.happened.dialogs[0]?.includes('Clients: 3\n1, 2, nobody'));
  t.is(first.shown.summary, 'Done: 2. With a problem: 1. Not done: 0.');
  t.deepEqual(
    first.shown.rows.map(({ label, tone }) => [label, tone]),
    [
      ['1 (row 2)', 'good'],
      ['2 (row 3)', 'good'],
      ['nobody (row 4)', 'bad'],
    ],
  );
  t.regex(first.shown.rows[2]?.text ?? '', /does not know this client/);
  const numbers = await Promise.all(['1', '2'].map(async (id) => (await harness.api.getClient(id)).clientProxyNumber));
  t.is(new Set(numbers).size, 2);
  t.false(numbers.includes(undefined));
  // The role sees numbers masked, and so the panel does.
  for (const number of numbers) t.false(first.happened.panels[0]?.html.includes(String(number)));

  const second = await menu.click('menuAssign', { sheets, selection, answers: ['yes'] });
  t.deepEqual(second.shown.rows, first.shown.rows);
  const after = await Promise.all(['1', '2'].map(async (id) => (await harness.api.getClient(id)).clientProxyNumber));
  t.deepEqual(after, numbers);
});

test('assign: when no number is free, each row says so, and nothing is bought', async (t) => {
  const { harness, menu } = await openScene(t, 'operator', { topUpSize: 1 });
  await clientsWithout(harness, [1, 2], 0);
  const { pools: before } = await harness.api.poolStats();
  const { shown } = await menu.click('menuAssign', {
    sheets: [clientsTab([1, 2])],
    selection: [[2, 2]],
    answers: ['yes'],
  });
  t.deepEqual(
    shown.rows.map(({ text }) => text),
    Array(2).fill('There is no free number. Buy some first.'),
  );
  t.deepEqual((await harness.api.poolStats()).pools, before);
});

test('a question that is answered with no, or closed, sends nothing that changes something', async (t) => {
  const { harness, menu } = await openScene(t, 'admin');
  await clientsWithout(harness, [1]);
  const before = await harness.api.poolStats();
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
  const clicks: readonly (readonly [name: string, answers: readonly string[]])[] = [
    ['menuAssign', ['no']],
    ['menuMailActivation', ['no']],
    ['menuFree', ['cancel']],
    ['menuBuy', ['cancel']],
    ['menuBuy', ['FR', 'cancel']],
    ['menuBuy', ['FR', '2', 'no']],
    ['menuSync', ['no']],
    ['menuRelease', ['no']],
  ];
  for (const [name, answers] of clicks) {
    const { happened, error } = await menu.click(name, { sheets, selection: [[2, 1]], answers });
    t.is(error, undefined, name);
    t.is(happened.dialogs.length, answers.length, name);
    const changing = happened.requests.filter(({ method, body }) => method !== 'GET' && body !== '{"apply":false}');
    t.deepEqual(changing, [], name);
  }
  t.deepEqual(await harness.api.poolStats(), before);
});

test('free: the free numbers of the country that is asked for', async (t) => {
  const { harness, menu } = await openScene(t, 'operator');
  await harness.api.provisionNumbers({ ...BATCH, batchSize: 2 });
  const { shown, happened } = await menu.click('menuFree', { answers: ['France', ' fr '] });
  t.true(happened.dialogs[1]?.includes('This is no country of two letters'));
  t.is(shown.summary, 'Free numbers in FR: 2');
  t.deepEqual(
    shown.rows.map(({ text }) => text),
    Array(2).fill('mobile, calls, texts'),
  );
  t.true(shown.rows.every(({ label }) => /^\+336\d{8}$/.test(label)));
  t.is((await menu.click('menuFree', { answers: ['FR local'] })).shown.summary, 'There is no free number in FR.');
  const french = await menu.click('menuFree', { answers: ['FR'], locale: 'fr' });
  t.is(french.shown.summary, 'Numéros libres en FR : 2');
});

test('buy: as many as were asked for, at the price that was shown; the same click again buys nothing', async (t) => {
  const prices = [{ country: 'FR', type: 'mobile', monthly: 1.5 }] as const;
  const { harness, menu } = await openScene(t, 'admin', { numberPrices: prices });
  const owned = async () => (await harness.api.poolStats()).pools.reduce((sum, pool) => sum + pool.owned, 0);
  const { shown, happened } = await menu.click('menuBuy', { answers: ['FR', 'two', '0', '101', '2', 'yes'] });
  t.true(happened.dialogs.at(-1)?.includes('Price: 1.50 a month for each, 3.00 a month in all'));
  t.is(shown.summary, 'Bought in FR: 2 of 2.');
  t.is(shown.rows.length, 2);
  t.is(await owned(), 2);

  const sent = happened.requests.find(({ method }) => method === 'POST');
  t.is(sent?.headers['Idempotency-Key'], 'uuid-1');
  const click = {
    entry: 'buy',
    key: 'uuid-1',
    at: Date.UTC(2026, 0, 1),
    input: { country: 'FR', type: 'mobile', count: 2 },
  };
  const again = await menu.click('repeatClick', {}, click);
  t.deepEqual(again.shown.rows, shown.rows);
  t.is(await owned(), 2);

  // Another click is another purchase.
  const other = await menu.click('menuBuy', { answers: ['FR', '1', 'yes'] });
  t.is(other.happened.requests.find(({ method }) => method === 'POST')?.headers['Idempotency-Key'], 'uuid-2');
  t.is(await owned(), 3);
});

test('buy: without a price list, the question says so', async (t) => {
  const { menu } = await openScene(t, 'admin');
  const { happened } = await menu.click('menuBuy', { answers: ['FR local', '1', 'no'] });
  t.true(happened.dialogs.at(-1)?.includes('FR, local: 1'));
  t.true(happened.dialogs.at(-1)?.includes('no price'));
});

test('buy: an answer that is lost is asked for again under the same key, and nothing is bought twice', async (t) => {
  const { harness, menu } = await openScene(t, 'admin');
  let lost = 1;
  menu.route(async ({ url, method, headers, body }) => {
    const response = await fetch(harness.url + url.slice(ADDRESS.length), { method, headers, body: body ?? null });
    const text = await response.text();
    if (method === 'POST' && (lost -= 1) >= 0) return { status: 0, headers: {}, text: '', error: 'Timeout' };
    return { status: response.status, headers: {}, text };
  });
  const { shown, happened } = await menu.click('menuBuy', { answers: ['FR', '2', 'yes'] });
  t.is(shown.summary, 'Bought in FR: 2 of 2.');
  const keys = happened.requests
    .filter(({ method }) => method === 'POST')
    .map((sent) => sent.headers['Idempotency-Key']);
  t.deepEqual(keys, ['uuid-1', 'uuid-1']);
  t.deepEqual(happened.sleeps, [1000]);
  t.is(
    (await harness.api.poolStats()).pools.reduce((sum, pool) => sum + pool.owned, 0),
    2,
  );
});

test('sync: looks, says what it has found, and imports after a yes; a second click finds nothing', async (t) => {
  const { harness, menu } = await openScene(t, 'operator');
  const number = phoneNumber('+33639980077');
  const capabilities = { voice: true, sms: true, mms: false };
  harness.carrier.adopt([
    { number, country: 'FR', type: 'mobile', capabilities, providerId: 'PN77', friendlyName: 'Pool-FR-1' },
  ]);
  const looked = await menu.click('menuSync', { answers: ['no'] });
  t.true(looked.happened.dialogs[0]?.includes('Rented, but not in the pool: 1\n'));
  t.is(
    looked.shown.summary,
    'Nothing was changed. Rented, but not in the pool: 1. In the pool, but no longer rented: 0.',
  );
  t.deepEqual((await harness.api.poolStats()).pools, []);

  const first = await menu.click('menuSync', { answers: ['yes'] });
  t.is(first.shown.summary, 'Imported: 1. Rented: 1. In the pool: 1.');
  t.deepEqual(first.shown.rows, [{ tone: 'good', label: number, text: 'imported' }]);
  t.is((await harness.api.poolStats()).pools[0]?.owned, 1);

  const second = await menu.click('menuSync', { answers: ['yes'], locale: 'fr_FR' });
  t.is(second.shown.summary, 'Importés : 0. Loués : 1. Dans le pool : 1.');
  t.deepEqual(second.shown.rows, []);
});
