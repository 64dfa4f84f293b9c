import test from 'ava';
import { phoneNumber } from '../../src/domain/model/phone-number.js';
import { ADDRESS } from './menu.js';
import { BATCH, openScene } from './scene.js';

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
