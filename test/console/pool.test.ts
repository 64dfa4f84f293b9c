import test from 'ava';
import { ROLES } from '../../src/domain/model/role.js';
import { rentedBefore } from '../http/earlier-clients/scene.js';
import { shows } from '../http/access/scene.js';
import { openConsole, type PageReply } from './browser-less.js';
import { MISSING, numbersOf, numberThat } from './pool-scene.js';

const actionsOf = ({ forms }: PageReply) => forms.map(({ action }) => action);

for (const role of ROLES) {
  test(`what the numbers show to the role ${role}`, async (t) => {
    const scene = await openConsole(t);
    const visitor = await scene.as(role);
    const page = await visitor.get('/console/pool');
    t.is(page.status, role === 'shop' ? 403 : 200);
    const has = (name: string) => actionsOf(page).includes(`/console/pool/${name}`);
    const isOperator = role === 'operator' || role === 'admin';
    for (const name of ['share', 'sync', 'webhooks']) t.is(has(name), isOperator, name);
    for (const name of ['buy', 'purge']) t.is(has(name), role === 'admin', name);
    t.is(page.html.includes('formaction="/console/pool/release"'), role === 'admin');
    const assigned = await numberThat(scene, 'assigned');
    t.is(page.html.includes(assigned), role === 'admin');
    if (role !== 'admin') for (const secret of scene.personal) t.false(shows(page.text, secret), secret);
  });
}

test('numbers that are masked have no box', async (t) => {
  const scene = await openConsole(t);
  const page = await (await scene.as('operator')).get('/console/pool');
  const free = await numberThat(scene, 'available');
  t.regex(page.html, new RegExp(`type="checkbox"[^>]*value="\\${free}"`));
  t.notRegex(page.html, /type="checkbox"[^>]*•/);
});

test('numbers are filtered, and a filter that is none is said', async (t) => {
  const scene = await openConsole(t);
  const admin = await scene.as('admin');
  const [free, assigned] = [await numberThat(scene, 'available'), await numberThat(scene, 'assigned')];
  const page = await admin.get('/console/pool?status=assigned&country_iso=fr&number_type=mobile');
  t.true(page.html.includes(assigned));
  t.false(page.html.includes(free));
  t.regex((await admin.get('/console/pool?country_iso=GB')).text, /No numbers like this/);
  for (const query of ['country_iso=XX', 'status=nonsense', 'number_type=x', 'cursor=x']) {
    const refused = await admin.get(`/console/pool?${query}`);
    t.is(refused.status, 422, query);
    t.regex(refused.text, /This was not done/, query);
  }
});

test('an operator shares selected numbers, and makes them available again', async (t) => {
  const scene = await openConsole(t);
  const operator = await scene.as('operator');
  await operator.get('/console/pool');
  const free = await numberThat(scene, 'available');
  const shared = await operator.post('/console/pool/share', { select_0: free, shared: 'yes', status: 'available' });
  t.is(shared.status, 303);
  t.is(shared.to, '/console/pool?status=available');
  t.is((await numbersOf(scene)).get(free), 'shared');
  await operator.post('/console/pool/share', { select_7: free, shared: 'no' });
  t.is((await numbersOf(scene)).get(free), 'available');
});

test('numbers that cannot be shared are listed with the reason', async (t) => {
  const scene = await openConsole(t);
  const admin = await scene.as('admin');
  await admin.get('/console/pool');
  const [free, assigned] = [await numberThat(scene, 'available'), await numberThat(scene, 'assigned')];
  const page = await admin.post('/console/pool/share', { select_0: free, select_1: assigned, shared: 'yes' });
  t.regex(page.text, /Shared now \(1\)/);
  t.regex(page.text, /only a free number can be shared/);
  const tag = await admin.post('/console/pool/share', { select_0: '<script>1</script>', shared: 'yes' });
  t.notRegex(tag.html, /<script>1/);
  t.regex(tag.text, /not a number of this pool/);
});

test('nothing selected is said at the table; masked numbers are refused', async (t) => {
  const { as } = await openConsole(t);
  const admin = await as('admin');
  await admin.get('/console/pool');
  const none = await admin.post('/console/pool/share', { shared: 'yes', status: 'available' });
  t.is(none.status, 422);
  t.regex(none.text, /select at least one number/);
  t.regex(none.html, /<option[^>]*(?:value="available"[^>]*selected|selected[^>]*value="available")/);
  const masked = await admin.post('/console/pool/share', { select_0: '+336••••••54', shared: 'yes' });
  t.is(masked.status, 422);
  t.is((await admin.post('/console/pool/release', {})).status, 422);
});

test('the pool is compared with the carrier, and then brought in line', async (t) => {
  const scene = await openConsole(t);
  const operator = await scene.as('operator');
  const page = await operator.get('/console/pool');
  t.regex((await operator.submit(page, '/console/pool/sync')).text, /Both have the same numbers/);
  rentedBefore(scene.service, [MISSING]);
  const looked = await operator.submit(page, '/console/pool/sync');
  t.is(looked.status, 200);
  t.regex(looked.text, /Nothing was changed yet/);
  t.regex(looked.text, /Rented, and not in the pool \(1\)/);
  t.false((await numbersOf(scene)).has(MISSING));
  const applied = await operator.submit(looked, '/console/pool/sync');
  t.notRegex(applied.text, /Nothing was changed yet/);
  t.regex(applied.text, /Added to the pool \(1\)/);
  t.true((await numbersOf(scene)).has(MISSING));
});

test('webhooks are looked at first, and then corrected', async (t) => {
  const { as, service } = await openConsole(t);
  const operator = await as('operator');
  const page = await operator.get('/console/pool');
  const right = await operator.submit(page, '/console/pool/webhooks');
  t.regex(right.text, /All calls and texts come here/);
  t.deepEqual(
    right.forms.filter(({ action }) => action.startsWith('/console/pool')),
    [],
  );
  rentedBefore(service, [MISSING]);
  await service.send('POST', '/pool/sync', {});
  const goesElsewhere = async () => (await service.carrier.provider.find(MISSING))?.webhooks.voice.isOurs === false;
  t.true(await goesElsewhere());
  const looked = await operator.submit(page, '/console/pool/webhooks');
  t.regex(looked.text, /Nothing was changed yet/);
  t.regex(looked.text, /Calls go elsewhere \(1\)/);
  t.true(await goesElsewhere());
  const fixed = await operator.submit(looked, '/console/pool/webhooks');
  t.regex(fixed.text, /Calls come here now \(1\)/);
  t.false(await goesElsewhere());
});

for (const role of ['viewer', 'shop'] as const) {
  test(`forms of the numbers that the role ${role} has made up are refused`, async (t) => {
    const scene = await openConsole(t);
    const visitor = await scene.as(role);
    await visitor.get('/console/pool');
    const before = [...(await numbersOf(scene))];
    const free = await numberThat(scene, 'available');
    const key = '00000000-0000-4000-8000-000000000000';
    const forms = {
      share: { select_0: free, shared: 'yes' },
      sync: { apply: 'yes' },
      webhooks: { apply: 'yes' },
      buy: { country_iso: 'FR', batch_size: '1', number_type: 'mobile', key, confirm_count: '1' },
      release: { select_0: free, confirm_count: '1' },
      purge: { select_0: free, confirm_count: '1' },
    };
    for (const [name, fields] of Object.entries(forms)) {
      const answer = await visitor.post(`/console/pool/${name}`, fields);
      t.is(answer.status, 403, name);
    }
    t.deepEqual([...(await numbersOf(scene))], before);
  });
}

test('forms without the token of the page are refused', async (t) => {
  const { as } = await openConsole(t);
  const admin = await as('admin');
  await admin.get('/console/pool');
  for (const name of ['share', 'sync', 'webhooks', 'buy', 'release', 'purge'])
    t.is((await admin.post(`/console/pool/${name}`, { _csrf: 'wrong' })).status, 403, name);
});
