import test from 'ava';
import { createMemoryStore } from '../../src/adapters/memory/index.js';
import { createRecordAccess } from '../../src/domain/services/audit/record-access.js';
import { ProxyCallError } from '../../src/domain/model/errors.js';
import { auditNames } from '../../src/domain/model/audit-names.js';
import { editAuditor } from '../../src/domain/services/audit/entries.js';
import { put } from '../../src/domain/services/commit.js';
import { OPERATION_KINDS, OPERATIONS } from '../../src/domain/services/operations.js';
import { createFakeClock, createSequentialIds, fictionalMobile } from '../../src/entry/testing/index.js';
import type { ChangeSet, OrderStore } from '../../src/ports/order-store.js';
import type { ProxyCallApi } from '../../src/ports/proxycall-api.js';
import { BEFORE, CALLS, client, courierPhone } from './audit-calls.js';
import { call, setUp } from './set-up.js';

/** A store that shows what is committed. */
function watched(store: OrderStore, refuse: (changes: ChangeSet) => void = () => undefined) {
  const commits: ChangeSet[] = [];
  const commit = async (changes: ChangeSet) => {
    refuse(changes);
    await store.commit(changes);
    commits.push(changes);
  };
  return { store: { ...store, commit }, commits };
}

/** With nothing to repair, they change nothing. */
const IDLE: readonly (keyof ProxyCallApi)[] = ['syncPool', 'fixWebhooks', 'purgeWithoutSms'];

test('every change of every operation leaves one entry in its own commit, an export one, and no other read any', async (t) => {
  const { store, commits } = watched(createMemoryStore());
  const { proxyCall, ...scene } = setUp({ store });
  await proxyCall.poolStats();
  t.deepEqual(Object.keys(CALLS).sort(), [...OPERATIONS].sort());
  for (const [operation, perform] of Object.entries(CALLS) as [keyof ProxyCallApi, (typeof CALLS)['getOrder']][]) {
    await BEFORE[operation]?.(proxyCall, scene);
    const before = commits.length;
    await perform(proxyCall, scene);
    const own = commits
      .slice(before)
      .filter(({ puts, removals = [] }) =>
        [...puts, ...removals].some(({ kind }) => !['lease', 'outbox', 'counter'].includes(kind)),
      );
    const actions = own.map(({ puts }) => puts.flatMap((each) => (each.kind === 'audit' ? [each.value.action] : [])));
    for (const named of actions) t.is(named.length, 1, operation);
    const kind = OPERATION_KINDS[operation];
    const isThere = actions.flat().includes(operation);
    if (!IDLE.includes(operation)) t.is(isThere, kind !== 'read', operation);
    if (kind === 'access')
      t.deepEqual(
        own.map(({ puts }) => puts.length),
        [1],
      );
  }
  const page = await proxyCall.listAudit({ limit: 200 });
  t.true(page.items.every(({ actor, isGenuine }) => actor === 'library' && isGenuine));
  t.like(await proxyCall.verifyAudit({}), { problems: [] });
  const text = JSON.stringify(await store.records('audit', { limit: 1000 }));
  const people = [9001, 9002, 9003, 9004, 9005, 9006, 9007, 9100, 9101].map(fictionalMobile);
  for (const personal of ['Grace', 'Hopper', 'shop.example', ...people]) t.false(text.includes(personal), personal);
});

test('a commit that fails leaves no entry, and a webhook none either', async (t) => {
  const { store, commits } = watched(createMemoryStore(), ({ puts }) => {
    if (puts.some(({ kind, value }) => kind === 'order' && value.id === '2')) throw new Error('refused');
  });
  const { proxyCall, order } = setUp({ store });
  const { clientProxyNumber } = await order(1);
  await t.throwsAsync(order(2));
  const before = commits.length;
  await call(proxyCall, courierPhone, clientProxyNumber);
  t.true(commits.length > before);
  const kinds = commits.slice(before).flatMap(({ puts }) => puts.map(({ kind }) => kind));
  t.false(kinds.includes('audit'));
  const { items } = await proxyCall.listAudit({ recordKind: 'order', recordId: '2' });
  t.deepEqual(items, []);
  t.is((await proxyCall.listAudit({ recordKind: 'order', recordId: '1' })).items.length, 1);
});

test('refusals are recorded once a minute for each actor and action, and what is given out each time', async (t) => {
  const [store, clock, ids] = [createMemoryStore(), createFakeClock(), createSequentialIds()];
  const record = createRecordAccess({ store, clock, ids });
  const refuse = (name: string, action: string) => record({ name, role: 'viewer' }, { action, outcome: 'refused' });
  for (let repeated = 0; repeated < 5; repeated += 1) {
    await refuse('a', 'eraseClient');
    await refuse('a', 'createOrder');
    await refuse('b', 'eraseClient');
    await record({ name: 'a', role: 'admin' }, { action: 'revealClient', records: [{ kind: 'client', key: '1' }] });
  }
  const count = async () => (await store.auditEntries({ limit: 99 })).length;
  t.is(await count(), 8);
  clock.advance(60_000);
  await refuse('a', 'eraseClient');
  t.is(await count(), 9);
});

test('a refusal is answered when it cannot be recorded, and the next one is recorded', async (t) => {
  let isDown = true;
  const { store } = watched(createMemoryStore(), ({ puts }) => {
    if (isDown && puts.some(({ kind }) => kind === 'audit')) throw new ProxyCallError('store_unavailable', 'down');
  });
  const { proxyCall, logger } = setUp({ store, actor: { name: 'a', role: 'viewer' } });
  const refuse = () => t.throwsAsync(proxyCall.eraseClient('1'), { message: /the role viewer may not/ });
  await Promise.all([refuse(), refuse()]);
  t.true(logger.lines.some(({ event, level }) => event === 'audit.not_written' && level === 'error'));
  isDown = false;
  await Promise.all([refuse(), refuse()]);
  const entries = await store.auditEntries({ limit: 9 });
  t.deepEqual(
    entries.map(({ records }) => records),
    [['client:1']],
  );
});

test('an id that may say who somebody is stands in an entry as a hash, by which the record is found', async (t) => {
  const { store, proxyCall } = setUp();
  const ids = [
    'ada@shop.example',
    '+33 6 39 98 12 34',
    '06-39.98.12_34',
    'n0639981234',
    'Ada Lovelace',
    '#1',
    'x'.repeat(65),
  ];
  for (const [index, clientId] of ids.entries()) await proxyCall.createClient({ ...newClient(index), clientId });
  const text = JSON.stringify(await store.records('audit', { limit: 100 }));
  for (const clientId of ids) {
    t.false(text.includes(`:${clientId}`), clientId);
    const { items } = await proxyCall.listAudit({ recordKind: 'client', recordId: clientId });
    t.is(items.length, 1, clientId);
    const [, hash] = /^client:(#.*)$/.exec(items[0]?.records[0] ?? '') ?? [];
    t.deepEqual((await proxyCall.listAudit({ recordKind: 'client', recordId: hash })).items, items);
  }
  t.deepEqual(
    auditNames((_, of) => of, [{ kind: 'client', key: 'O-2030-1234' }]),
    ['client:O-2030-1234'],
  );
});

test('a query that cannot be meant is refused, in words that fit every way to ask', async (t) => {
  const { proxyCall } = setUp();
  const queries = [{ from: 'garbage' }, { until: 'garbage' }, { recordId: '1' }, { recordKind: 'client' }] as const;
  for (const query of queries) {
    const error = await t.throwsAsync(proxyCall.listAudit(query), { instanceOf: ProxyCallError });
    t.is(error.code, 'invalid_request');
    t.notRegex(error.message, /with record(Kind|Id)/);
  }
});

test('a change of many records has as many entries as it takes to name them all', async (t) => {
  const { store, proxyCall } = setUp();
  const made = editAuditor(createSequentialIds())(
    Array.from({ length: 401 }, (_, index) => ({ kind: 'order', key: index.toString() })),
    5,
  );
  t.deepEqual(
    made.map(({ records }) => records.length),
    [200, 200, 1],
  );
  t.is(new Set(made.flatMap(({ records }) => records)).size, 401);
  const [typed] = editAuditor(createSequentialIds())([{ kind: 'number', key: fictionalMobile(1) }], 6);
  t.regex(typed?.records[0] ?? '', /^number:#/);
  await store.commit({ puts: [...made, ...(typed === undefined ? [] : [typed])].map((entry) => put('audit', entry)) });
  t.is((await proxyCall.listAudit({ recordKind: 'number', recordId: fictionalMobile(1) })).items.length, 1);
});

function newClient(index: number) {
  return { clientId: index.toString(), ...client, clientRealPhone: fictionalMobile(8000 + index) };
}
