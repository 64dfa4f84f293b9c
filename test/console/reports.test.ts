import test from 'ava';
import { ROLES } from '../../src/domain/model/role.js';
import { createCalendar } from '../../src/domain/model/report/week.js';
import { shows } from '../http/access/scene.js';
import { COURIER } from '../support.js';
import { openConsole, type PageReply } from './browser-less.js';

interface Drawn {
  readonly kind: string;
  readonly x: readonly string[];
  readonly series: readonly { readonly label: string; readonly values: readonly number[] }[];
}

function chartsOf({ html }: PageReply): readonly Drawn[] {
  return [...html.matchAll(/data-chart="([^"]*)"/g)].map(
    ([, data = '']) => JSON.parse(data.replaceAll('&quot;', '"').replaceAll('&amp;', '&')) as Drawn,
  );
}

const calendar = createCalendar('Europe/Paris');
const thisWeek = () => calendar.weekAt(Date.now()).name;

for (const role of ROLES) {
  test(`what the weekly report and the plan show to the role ${role}`, async (t) => {
    const { as, personal } = await openConsole(t);
    const visitor = await as(role);
    for (const path of [`/console/reports?week=${thisWeek()}`, '/console/pool/plan', '/console/pool/plan/curve']) {
      const page = await visitor.get(path);
      t.is(page.status, role === 'shop' ? 403 : 200, path);
      for (const secret of personal) t.false(shows(page.text, secret), secret);
    }
  });
}

test('the report of a running week has its calls by day, in a chart and in a table', async (t) => {
  const { as, service } = await openConsole(t);
  await service.send('POST', '/pool/provision', { country_iso: 'GB' });
  const page = await (await as('viewer')).get(`/console/reports?week=${thisWeek()}`);
  t.regex(page.text, /This week is not over/);
  const [calls, pool] = chartsOf(page);
  t.is(calls?.kind, 'bars');
  t.is(calls?.x.length, 7);
  // Nobody has told how they ended.
  const open = calls?.series.find(({ label }) => label === 'no result yet')?.values ?? [];
  t.is(
    open.reduce((all, count) => all + count, 0),
    2,
  );
  t.deepEqual(pool?.x, ['France', 'United Kingdom']);
  t.regex(page.text, /No texts in this week/);
  t.regex(page.html, /<option[^>]*selected[^>]*value="\d{4}-W\d\d"|<option[^>]*value="\d{4}-W\d\d"[^>]*selected/);
  t.regex(page.html, new RegExp(`/console/reports\\?week=${calendar.weekBefore(calendar.weekAt(Date.now())).name}`));
});

test('a report that was counted a moment ago has the same calls in its figures, its chart and its table', async (t) => {
  const { as, service } = await openConsole(t);
  const viewer = await as('viewer');
  const path = `/console/reports?week=${thisWeek()}`;
  const first = await viewer.get(path);
  const { json: client } = await service.send('GET', '/clients/1');
  t.is(
    (await service.send('POST', '/calls/simulate', { from: COURIER, to: client['client_proxy_number'] })).status,
    200,
  );
  const second = await viewer.get(path);
  t.deepEqual(chartsOf(second)[0], chartsOf(first)[0]);
  t.deepEqual(second.text.match(/\d+/g), first.text.match(/\d+/g));
});

test('without a week it is the last one that is over', async (t) => {
  const { as } = await openConsole(t);
  const page = await (await as('admin')).get('/console/reports');
  t.true(page.text.includes(calendar.weekBefore(calendar.weekAt(Date.now())).name));
  t.regex(page.text, /No calls in this week/);
  t.notRegex(page.text, /This week is not over/);
});

test('a week that is none, or has not begun, is said next to its field', async (t) => {
  const { as } = await openConsole(t);
  const admin = await as('admin');
  for (const week of ['2026-W60', 'x', '2999-W01', '<script>1</script>']) {
    const page = await admin.get(`/console/reports?week=${encodeURIComponent(week)}`);
    t.is(page.status, 422, week);
    t.regex(page.text, /There is no report of this week/);
    t.notRegex(page.html, /<script>1/);
  }
});

test('the plan is calculated by a part of the page, for six shares of refused orders', async (t) => {
  const { as } = await openConsole(t);
  const viewer = await as('viewer');
  const opened = await viewer.get('/console/pool/plan');
  t.false(opened.html.includes('hx-get'), 'opening it calculates nothing');
  t.regex(opened.html, /<form[^>]*action="\/console\/pool\/plan"/);
  const page = await viewer.get('/console/pool/plan?days=7');
  const [, address = ''] = /hx-get="([^"]*)"/.exec(page.html) ?? [];
  t.is(address, '/console/pool/plan/curve?days=7');
  const asPart = await as('viewer', { 'hx-request': 'true' });
  const part = await asPart.get(address);
  t.false(part.html.includes('<html'));
  t.true((await viewer.get(address)).html.includes('<html'), 'a page without JavaScript');
  const [curve] = chartsOf(part);
  t.is(curve?.kind, 'lines');
  t.deepEqual(curve?.x, ['0.1%', '0.5%', '1%', '2%', '5%', '10%']);
  t.deepEqual(
    curve?.series.map(({ label }) => label),
    ['France, Mobile'],
  );
});

test('a described load is planned for its own kind of number, and needs fewer numbers the more may be refused', async (t) => {
  const { as } = await openConsole(t);
  const admin = await as('admin');
  const load = 'orders_per_day=5000&couriers=100&duration_hours=1,5&country_iso=gb&number_type=local';
  const part = await admin.get(`/console/pool/plan/curve?${load}`);
  const [curve] = chartsOf(part);
  t.deepEqual(
    curve?.series.map(({ label }) => label),
    ['United Kingdom, Local'],
  );
  const needed = curve?.series[0]?.values ?? [];
  t.is(needed.length, 6);
  t.true((needed[0] ?? 0) > (needed[5] ?? 0));
  t.deepEqual(
    needed,
    needed.toSorted((one, other) => other - one),
  );
});

test('a load that is none is said', async (t) => {
  const { as } = await openConsole(t);
  const admin = await as('admin');
  const refused = [
    ['days=many', /must be a number/],
    ['days=0', /must be from 1 to 365/],
    ['orders_per_day=0', /must be from 1 to 100000/],
    ['orders_per_day=10&country_iso=XX', /must be an ISO 3166 country code/],
    ['orders_per_day=10&number_type=x', /must be one of/],
  ] as const;
  for (const [query, reason] of refused) {
    const part = await admin.get(`/console/pool/plan/curve?${query}`);
    t.is(part.status, 422, query);
    t.regex(part.text, reason, query);
  }
});
