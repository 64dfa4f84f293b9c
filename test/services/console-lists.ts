import test from 'ava';
import { ProxyCallError } from '../../src/domain/model/errors.js';
import { OUTCOMES } from '../../src/domain/model/outcomes.js';
import { ANNOUNCEMENTS } from '../../src/domain/model/phrases.js';
import { transition } from '../../src/domain/model/proxy-number.js';
import { DAY_MS, HOUR_MS } from '../../src/domain/model/time.js';
import { put } from '../../src/domain/services/commit.js';
import { aCallInteraction, aTextInteraction, fictionalMobile } from '../../src/entry/testing/index.js';
import type { Interaction } from '../../src/domain/model/interaction.js';
import { setUp } from './set-up.js';

async function withInteractions(all: readonly Interaction[]) {
  const scene = setUp();
  await scene.store.commit({ puts: all.map((each) => put('interaction', each)) });
  return scene;
}

test('counts: of the last 24 hours by default, by whole hours of UTC, sorted', async (t) => {
  const { proxyCall, clock, store } = setUp();
  const now = clock.now();
  const hour = now - (now % HOUR_MS);
  const all = [
    aCallInteraction('a', { at: hour, outcome: 'busy' }),
    aTextInteraction('b', { at: hour, outcome: 'delivered' }),
    aCallInteraction('c', { at: hour - 1, outcome: 'answered' }),
    aCallInteraction('d', { at: now - DAY_MS, outcome: 'answered' }),
    aCallInteraction('e', { at: now - DAY_MS - 1, outcome: 'answered' }),
    aCallInteraction('f', { at: hour, outcome: 'answered' }),
  ];
  await store.commit({ puts: all.map((each) => put('interaction', each)) });
  const { from, until, counts } = await proxyCall.interactionCounts({});
  t.deepEqual([Date.parse(from), Date.parse(until)], [now - DAY_MS, now]);
  const first = now - DAY_MS - ((now - DAY_MS) % HOUR_MS);
  t.deepEqual(
    counts.map((each) => [Date.parse(each.hour), each.channel, each.outcome, each.count]),
    [
      [first, 'call', 'answered', 1],
      [hour - HOUR_MS, 'call', 'answered', 1],
      [hour, 'call', 'answered', 1],
      [hour, 'call', 'busy', 1],
      [hour, 'message', 'delivered', 1],
    ],
  );
});

test('counts: over many days no hour is counted twice, and none is left out', async (t) => {
  const at = (index: number) => 50 * DAY_MS + index * 17 * 60_000 + 123;
  const all = Array.from({ length: 2600 }, (_, index) => aCallInteraction(`i${index.toString()}`, { at: at(index) }));
  const { proxyCall } = await withInteractions(all);
  const [from, until] = [50 * DAY_MS + 123_456, 81 * DAY_MS + 123_456].map((time) => new Date(time).toISOString());
  const { counts } = await proxyCall.interactionCounts({ from, until });
  const hours = counts.map(({ hour }) => hour);
  t.is(new Set(hours).size, hours.length);
  t.deepEqual(hours, [...hours].sort());
  const expected = all.filter((each) => each.at >= 50 * DAY_MS + 123_456 && each.at <= 81 * DAY_MS + 123_456).length;
  t.is(
    counts.reduce((sum, { count }) => sum + count, 0),
    expected,
  );
});

test('counts: a period that is none, or too long, is refused', async (t) => {
  const { proxyCall } = setUp();
  for (const [from, until] of [
    ['2026-02-01T00:00:00.001Z', '2026-02-01T00:00:00Z'],
    ['2026-01-01T00:00:00Z', '2026-02-01T00:00:00.001Z'],
    ['yesterday', '2026-02-01T00:00:00Z'],
    ['2026-01-01T00:00:00Z', ''],
  ])
    await t.throwsAsync(proxyCall.interactionCounts({ from, until }), { code: 'invalid_request' });
  t.deepEqual(
    (await proxyCall.interactionCounts({ from: '2026-01-01T00:00:00Z', until: '2026-02-01T00:00:00Z' })).counts,
    [],
  );
});

test('interactions: filtered pages are complete, however rare what is looked for is', async (t) => {
  const all = Array.from({ length: 12_000 }, (_, index) =>
    aCallInteraction(`i${index.toString().padStart(5, '0')}`, {
      ...{ at: 1000 + Math.floor(index / 3), outcome: index % 5000 === 7 ? 'busy' : 'answered' },
      direction: index % 2 === 0 ? 'to_client' : 'to_counterpart',
    }),
  );
  const { proxyCall } = await withInteractions(all);
  const collect = async (query: object) => {
    const ids: string[] = [];
    let pages = 0;
    let cursor: string | undefined;
    do {
      const page = await proxyCall.listInteractions({ ...query, cursor });
      ids.push(...page.items.map(({ id }) => id));
      cursor = page.nextCursor;
      pages += 1;
    } while (cursor !== undefined);
    return { ids, pages };
  };
  t.deepEqual(await collect({ outcome: 'busy' }), { ids: ['i10007', 'i05007', 'i00007'], pages: 3 });
  t.deepEqual((await collect({ outcome: 'busy', direction: 'to_client' })).ids, []);
  const toClients = await collect({ direction: 'to_client', limit: 200 });
  t.is(new Set(toClients.ids).size, 6000);
  t.is(toClients.ids.length, 6000);
  t.deepEqual(await collect({ channel: 'message', from: '1970-01-01T00:00:04.000Z' }), { ids: [], pages: 1 });
});

test('every outcome may be asked for', (t) => {
  for (const announcement of Object.keys(ANNOUNCEMENTS.en)) t.true(OUTCOMES.some((each) => each === announcement));
  t.is(new Set(OUTCOMES).size, OUTCOMES.length);
});

test('numbers: each with its client, its load and what it is at the time', async (t) => {
  const { proxyCall, order, store, clock } = setUp();
  const own = await order(1);
  const paired = await order(2, { courierPhone: fictionalMobile(8100) });
  await proxyCall.provisionNumbers({
    ...{ countryIso: 'FR', batchSize: 5, numberType: 'mobile', candidatesLimit: 9 },
    ...{ requireSmsCapability: false, requireVoiceCapability: true },
  });
  const free = (await proxyCall.listAvailableNumbers({ countryIso: 'FR' })).available.map(
    ({ phoneNumber }) => phoneNumber,
  );
  const change = async (index: number, step: Parameters<typeof transition>[1] | 'error') => {
    const read = await store.record('number', free[index] ?? '');
    if (read === undefined) throw new Error('no such number');
    const value =
      step === 'error'
        ? { ...read.value, state: { status: 'error', since: 1 } as const }
        : transition(read.value, step);
    await store.commit({ puts: [put('number', value, read)] });
  };
  const now = clock.now();
  await change(0, { type: 'reserve', token: 't', by: 'someone', at: now });
  await change(1, 'error');
  await change(2, { type: 'assign', to: 'former', at: now });
  await change(2, { type: 'quarantine', until: now + HOUR_MS });
  const list = async (query: object = {}) => (await proxyCall.listNumbers(query)).items;
  const by = async (number: string | undefined) =>
    (await list({ limit: 200 })).find(({ phoneNumber }) => phoneNumber === number);
  t.like(await by(own.clientProxyNumber), { status: 'assigned', clientId: '1', load: 0, countryIso: 'FR' });
  t.like(await by(paired.courierProxyNumber), { status: 'shared', clientId: undefined });
  t.true(((await by(paired.courierProxyNumber))?.load ?? 0) > 0);
  t.like(await by(free[0]), { status: 'reserved', clientId: 'someone' });
  t.like(await by(free[1]), { status: 'error', reason: undefined, clientId: undefined });
  t.like(await by(free[2]), { status: 'quarantined', until: new Date(now + HOUR_MS).toISOString() });
  clock.advance(HOUR_MS);
  t.like(await by(free[0]), { status: 'available', clientId: undefined });
  t.like(await by(free[2]), { status: 'available', until: undefined });
  t.deepEqual(
    (await list({ status: 'error' })).map(({ phoneNumber }) => phoneNumber),
    [free[1]],
  );
  t.deepEqual(await list({ countryIso: 'BE' }), []);
});

test('numbers: the pages of a list show no number in their cursors, and every number once', async (t) => {
  const { proxyCall, order } = setUp();
  for (const index of [1, 2, 3]) await order(index);
  await proxyCall.provisionNumbers({
    ...{ countryIso: 'FR', batchSize: 5, numberType: 'mobile', candidatesLimit: 9 },
    ...{ requireSmsCapability: false, requireVoiceCapability: true },
  });
  const all = (await proxyCall.listNumbers({ limit: 200 })).items.map(({ phoneNumber }) => phoneNumber);
  const seen: string[] = [];
  const cursors: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await proxyCall.listNumbers({ limit: 2, cursor });
    seen.push(...page.items.map(({ phoneNumber }) => phoneNumber));
    ({ nextCursor: cursor } = page);
    if (cursor !== undefined) cursors.push(cursor);
  } while (cursor !== undefined);
  t.deepEqual(seen, all);
  t.deepEqual(all, [...all].sort());
  t.true(cursors.length > 1);
  for (const each of cursors) for (const number of all) t.false(each.includes(number.slice(-8)), each);
  t.not((await proxyCall.listNumbers({ limit: 2 })).nextCursor, cursors[0]);
});

test('numbers: an operator is shown in clear what nobody has; a viewer nothing', async (t) => {
  const { proxyCall, order } = setUp();
  await order(1);
  await order(2, { courierPhone: fictionalMobile(8100) });
  const clear = (await proxyCall.listNumbers({})).items;
  const desk = (await proxyCall.as({ name: 'desk', role: 'operator' }).listNumbers({})).items;
  const board = (await proxyCall.as({ name: 'board', role: 'viewer' }).listNumbers({})).items;
  for (const [index, { status, phoneNumber }] of clear.entries()) {
    const isFree = status === 'available';
    t.is(desk[index]?.phoneNumber === phoneNumber, isFree, status);
    t.true(board[index]?.phoneNumber.includes('•'));
    t.true(board[index]?.friendlyName.includes('•'));
  }
  t.true(clear.some(({ status }) => status === 'available'));
});

test('set-up: the webhooks, the pool and what the settings want available', async (t) => {
  const { proxyCall, order, carrier, clock } = setUp({
    settings: {
      poolAlert: new Map([
        ['FR', 5],
        ['BE', 1],
      ]),
    },
  });
  const empty = await proxyCall.checkSetup({});
  t.deepEqual(
    empty.checks.map(({ code, state }) => [code, state]),
    [
      ['webhooks_ok', 'ok'],
      ['no_number_available', 'warning'],
    ],
  );
  await order(1);
  t.deepEqual((await proxyCall.checkSetup({})).checks[0], empty.checks[0]);
  const fresh = await proxyCall.checkSetup({ fresh: true });
  t.like(fresh.checks[0], { check: 'webhooks', code: 'webhooks_ok', count: 3 });
  t.like(fresh.checks[1], { check: 'pool', code: 'numbers_available', count: 2 });
  t.deepEqual(fresh.watched, [
    { countryIso: 'FR', numberType: undefined, available: 2, threshold: 5 },
    { countryIso: 'BE', numberType: undefined, available: 0, threshold: 1 },
  ]);
  t.deepEqual(fresh.findings, []);
  clock.advance(5 * 60_000);
  t.not((await proxyCall.checkSetup({})).checkedAt, fresh.checkedAt);
  t.truthy(carrier);
});

test('set-up: a carrier that does not answer is a finding, asked once by all who ask at the same time', async (t) => {
  const { carrier } = setUp();
  let asked = 0;
  const failing = {
    ...carrier.provider,
    list: () => {
      asked += 1;
      return Promise.reject(new ProxyCallError('provider_failed', 'the carrier refuses the credentials'));
    },
  };
  const { proxyCall } = setUp({ provider: failing });
  const viewer = proxyCall.as({ name: 'board', role: 'viewer' });
  const reports = await Promise.all([viewer, viewer, proxyCall].map((api) => api.checkSetup({})));
  t.is(asked, 1);
  for (const { checks } of reports)
    t.like(checks[0], { code: 'carrier_failed', state: 'fault', detail: 'the carrier refuses the credentials' });
  await t.throwsAsync(viewer.checkSetup({ fresh: true }), {
    code: 'not_allowed',
    message: /role viewer .* operator or admin$/,
  });
  t.is(asked, 1);
});
