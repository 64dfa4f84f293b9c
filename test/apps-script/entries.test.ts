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
  const click = { entry: 'buy', key: 'uuid-1', input: { country: 'FR', type: 'mobile', count: 2 } };
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

test('release: the rows marked error, as people write them; numbers in use, or not in error any more, are kept', async (t) => {
  const { harness, menu } = await openScene(t, 'admin');
  const person = { clientName: 'Ada', clientMail: 'ada@shop.example', clientRealPhone: phoneNumber('+33639985001') };
  const { clientProxyNumber: used } = await harness.api.createClient({ clientId: '1', ...person });
  const { available } = await harness.api.listAvailableNumbers({ countryIso: 'FR' });
  const [one, two] = available.map(({ phoneNumber }) => phoneNumber);
  if (one === undefined) throw new TypeError('no number is free');
  await harness.mark(one, { status: 'error', since: 1 });
  const rows = [
    ['country_iso', 'Phone_Number ', 'status'],
    ['FR', Number(one.slice(1)), ' ERROR '],
    ['FR', two, 'available'],
    ['FR', used, 'error'],
    ['FR', '', 'error'],
    ['FR', two, 'error'],
    ['FR', '+33639980099', 'error'],
    ['FR', true, 'error'],
  ];
  const situation = { sheets: [{ title: 'TwilioPools', rows, filtered: [6] }], answers: ['yes'] };
  const first = await menu.click('menuRelease', situation);
  t.deepEqual(
    first.shown.rows.map(({ label, tone }) => [label, tone]),
    [
      [one, 'good'],
      [used, 'bad'],
      ['+33639980099', 'bad'],
    ],
  );
  t.deepEqual(first.shown.notes, [
    'Left out, no phone_number: rows 5.',
    'Left out, hidden or filtered: rows 6.',
    'Left out, what should be an id or a number is neither: rows 8.',
    'Only numbers that the service knows as error are given back. A status that was just typed takes up to 30 seconds to arrive.',
  ]);
  const left = await harness.api.listAvailableNumbers({ countryIso: 'FR' });
  t.deepEqual(
    left.available.map(({ phoneNumber }) => phoneNumber),
    available.slice(1).map(({ phoneNumber }) => phoneNumber),
  );
  t.is((await harness.api.getClient('1')).clientProxyNumber, used);
  t.is(first.shown.rows[1]?.text, 'it is assigned, not error');

  const second = await menu.click('menuRelease', situation);
  t.deepEqual(second.shown.rows, first.shown.rows);
  t.deepEqual(await harness.api.listAvailableNumbers({ countryIso: 'FR' }), left);
  const none = await menu.click('menuRelease', { sheets: [{ title: 'TwilioPools', rows: rows.slice(0, 1) }] });
  t.is(none.shown.summary, 'No row of the tab TwilioPools that can be seen is marked error.');
});

test('release: what somebody has put back into rotation since the question is kept, whatever the click is repeated', async (t) => {
  const { harness, menu } = await openScene(t, 'admin');
  const { purchasedNow } = await harness.api.provisionNumbers({ ...BATCH, batchSize: 2 });
  const [one, two] = purchasedNow;
  if (one === undefined || two === undefined) throw new TypeError('nothing was bought');
  for (const number of [one, two]) await harness.mark(number, { status: 'error', since: 1 });
  const rows = [['phone_number', 'status'], ...[one, two].map((number) => [number, 'error'])];
  const situation = { sheets: [{ title: 'TwilioPools', rows }], answers: ['yes'] };
  menu.route(async ({ url, method, headers, body }) => {
    // While the question is on the screen.
    await harness.mark(two, { status: 'available' });
    menu.route(harness.url);
    const response = await fetch(harness.url + url.slice(ADDRESS.length), { method, headers, body: body ?? null });
    return { status: response.status, headers: {}, text: await response.text() };
  });
  const { shown, happened } = await menu.click('menuRelease', situation);
  t.deepEqual(JSON.parse(happened.requests[0]?.body ?? ''), { numbers: [one, two], only_status: 'error' });
  t.deepEqual(
    shown.rows.map(({ label, text }) => [label, text]),
    [
      [one, 'given back'],
      [two, 'it is available, not error'],
    ],
  );
  const again = await menu.click('repeatClick', {}, shown.again);
  t.deepEqual(again.shown.rows, shown.rows);
  const { available } = await harness.api.listAvailableNumbers({ countryIso: 'FR' });
  t.deepEqual(
    available.map(({ phoneNumber }) => phoneNumber),
    [two],
  );
});
