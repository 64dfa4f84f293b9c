import test from 'ava';
import { DEFAULT_SETTINGS } from '../../src/domain/model/settings.js';
import { rentedBefore } from '../http/earlier-clients/scene.js';
import { openConsole } from './browser-less.js';
import { MISSING, numbersOf, numberThat } from './pool-scene.js';

const PRICED = {
  settings: { ...DEFAULT_SETTINGS, numberPrices: [{ country: 'FR', type: 'mobile', monthly: 1.15 }] as const },
};

test('a purchase shows its price, and is made once', async (t) => {
  const scene = await openConsole(t, PRICED);
  const admin = await scene.as('admin');
  const before = (await numbersOf(scene)).size;
  const page = await admin.get('/console/pool');
  const asked = await admin.submit(page, '/console/pool/buy', { batch_size: '2' });
  t.is((await numbersOf(scene)).size, before);
  t.regex(asked.text, /2 × Mobile, France/);
  t.regex(asked.text, /Price of one, a month 1\.15 Together, a month 2\.30/);
  const wrong = await admin.submit(asked, '/console/pool/buy', { confirm_count: '3' });
  t.is(wrong.status, 422);
  t.regex(wrong.text, /type 2, the number of numbers/);
  t.is((await numbersOf(scene)).size, before);
  const bought = await admin.submit(wrong, '/console/pool/buy', { confirm_count: '2' });
  t.is(bought.status, 200);
  t.regex(bought.text, /Bought \(2\)/);
  const again = await admin.submit(wrong, '/console/pool/buy', { confirm_count: '2' });
  t.regex(again.text, /Bought \(2\)/);
  t.is((await numbersOf(scene)).size, before + 2);
});

test('without a price that is said; bad input is said next to its field', async (t) => {
  const { as } = await openConsole(t);
  const admin = await as('admin');
  const page = await admin.get('/console/pool');
  t.regex((await admin.submit(page, '/console/pool/buy')).text, /not in the price table/);
  const refused = [
    [{ country_iso: 'Elbonia' }, /must be an ISO 3166 country code/],
    [{ batch_size: '0' }, /must be a whole number from 1 to 100/],
    [{ batch_size: '1.5' }, /must be a whole number from 1 to 100/],
    [{ batch_size: '' }, /must be a whole number from 1 to 100/],
  ] as const;
  for (const [fields, reason] of refused) {
    const answer = await admin.submit(page, '/console/pool/buy', { ...fields });
    t.is(answer.status, 422);
    t.regex(answer.text, reason);
  }
  t.is((await admin.post('/console/pool/buy', { country_iso: 'FR', batch_size: '1', number_type: 'x' })).status, 422);
});

test('numbers are given back once their count was typed; those in use by force only', async (t) => {
  const scene = await openConsole(t);
  const admin = await scene.as('admin');
  await admin.get('/console/pool');
  const [free, assigned] = [await numberThat(scene, 'available'), await numberThat(scene, 'assigned')];
  const asked = await admin.post('/console/pool/release', { select_0: free, select_1: assigned });
  t.is(asked.status, 200);
  t.true(asked.html.includes(free) && asked.html.includes(assigned));
  const wrong = await admin.submit(asked, '/console/pool/release', { confirm_count: '1' });
  t.is(wrong.status, 422);
  t.is((await numbersOf(scene)).get(free), 'available');
  const released = await admin.submit(wrong, '/console/pool/release', { confirm_count: '2' });
  t.regex(released.text, /Given back \(1\)/);
  t.regex(released.text, /Kept \(1\)/);
  t.false((await numbersOf(scene)).has(free));
  t.is((await numbersOf(scene)).get(assigned), 'assigned');
  const force = await admin.post('/console/pool/release', { select_0: assigned });
  await admin.submit(force, '/console/pool/release', { confirm_count: '1', force: 'yes' });
  t.false((await numbersOf(scene)).has(assigned));
});

test('numbers that cannot text are shown before they are given back', async (t) => {
  const scene = await openConsole(t);
  const admin = await scene.as('admin');
  const page = await admin.get('/console/pool');
  t.regex((await admin.submit(page, '/console/pool/purge')).text, /there is nothing to give back/);
  rentedBefore(scene.service, [MISSING], { sms: false });
  await scene.service.send('POST', '/pool/sync', {});
  const asked = await admin.submit(page, '/console/pool/purge');
  t.regex(asked.text, /Would be given back \(1\)/);
  const wrong = await admin.submit(asked, '/console/pool/purge', { confirm_count: '7' });
  t.is(wrong.status, 422);
  t.true((await numbersOf(scene)).has(MISSING));
  const purged = await admin.submit(wrong, '/console/pool/purge', { confirm_count: '1' });
  t.regex(purged.text, /Given back \(1\)/);
  t.false((await numbersOf(scene)).has(MISSING));
});
