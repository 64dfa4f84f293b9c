import test from 'ava';
import { createMemoryStore } from '../../src/adapters/memory/index.js';
import { createRecordAccess } from '../../src/domain/services/audit/record-access.js';
import { DEFAULT_CONFIRMATION_SETTINGS } from '../../src/domain/model/confirmation/confirmation-settings.js';
import { ProxyCallError } from '../../src/domain/model/errors.js';
import { auditNames } from '../../src/domain/model/audit-names.js';
import { editAuditor } from '../../src/domain/services/audit/entries.js';
import { put } from '../../src/domain/services/commit.js';
import { OPERATION_KINDS, OPERATIONS } from '../../src/domain/services/operations.js';
import type { ProxyCall } from '../../src/entry/library.js';
import { createFakeClock, createSequentialIds, fictionalMobile } from '../../src/entry/testing/index.js';
import type { ChangeSet, OrderStore } from '../../src/ports/order-store.js';
import type { ProxyCallApi } from '../../src/ports/proxycall-api.js';
import type { E164 } from '../../src/domain/model/phone-number.js';
import { call, setUp } from './set-up.js';

const client = { clientName: 'Grace Hopper', clientMail: 'grace@shop.example' };
const courierPhone = fictionalMobile(9100);

async function free(api: ProxyCall): Promise<readonly E164[]> {
  return (await api.listAvailableNumbers({ countryIso: 'FR' })).available.map(({ phoneNumber }) => phoneNumber);
}

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

const limits = { ...DEFAULT_CONFIRMATION_SETTINGS.limits, pauseMs: 0, heldPercent: 100 };

function confirmation(api: ProxyCall, confirmationId: string) {
  return api.createConfirmation({ confirmationId, ...client, clientRealPhone: fictionalMobile(9004) });
}

/** One call of every operation that succeeds after those before it. A new operation without one does not compile. */
const CALLS: { readonly [O in keyof ProxyCallApi]: (api: ProxyCall) => Promise<unknown> } = {
  createClient: (api) => api.createClient({ clientId: '7', ...client, clientRealPhone: fictionalMobile(9001) }),
  createOrder: (api) =>
    api.createOrder({ orderId: 'o', clientId: '8', ...client, clientRealPhone: fictionalMobile(9002) }),
  getOrder: (api) => api.getOrder('o'),
  listOrders: (api) => api.listOrders({}),
  closeOrder: (api) => api.closeOrder('o'),
  provisionNumbers: (api) =>
    api.provisionNumbers({
      ...{ countryIso: 'FR', batchSize: 3, numberType: 'mobile', candidatesLimit: 9 },
      ...{ requireSmsCapability: false, requireVoiceCapability: true },
    }),
  shareNumbers: async (api) => {
    return api.shareNumbers({ numbers: (await free(api)).slice(0, 2), shared: true });
  },
  changeCourier: async (api) => {
    await api.createOrder({
      orderId: 'c',
      clientId: '8',
      ...client,
      clientRealPhone: fictionalMobile(9002),
      courierPhone,
    });
    return api.changeCourier('c', { courierPhone: fictionalMobile(9101) });
  },
  nextClientId: (api) => api.nextClientId(),
  listClients: (api) => api.listClients({}),
  getClient: (api) => api.getClient('7'),
  getClientByProxy: async (api) => api.getClientByProxy((await api.getClient('7')).clientProxyNumber ?? ''),
  updateClient: (api) => api.updateClient('7', { clientName: 'Ada' }),
  exportPerson: (api) => api.exportPerson({ phone: fictionalMobile(9001) }),
  simulateCall: async (api) => {
    const { clientProxyNumber: to } = await api.getClient('7');
    return to && api.simulateCall({ to, from: courierPhone });
  },
  eraseClient: (api) => api.eraseClient('7'),
  erasePerson: (api) => api.erasePerson({ phone: fictionalMobile(9002) }),
  listAvailableNumbers: (api) => api.listAvailableNumbers({ countryIso: 'FR' }),
  assignNumber: async (api) => {
    await api.createOrder({ orderId: 'n', clientId: '9', ...client, clientRealPhone: fictionalMobile(9003) });
    await api.closeOrder('n', { endSession: true });
    return api.assignNumber({ clientId: '9', countryIso: 'FR', numberType: 'mobile', buy: true });
  },
  syncPool: (api) => api.syncPool({ apply: true }),
  fixWebhooks: (api) => api.fixWebhooks({ dryRun: false, fixSms: true }),
  purgeWithoutSms: (api) => api.purgeWithoutSms({ dryRun: false }),
  releaseNumbers: async (api) => {
    await CALLS.provisionNumbers(api);
    return api.releaseNumbers({ numbers: await free(api), force: false });
  },
  poolStats: (api) => api.poolStats(),
  planPool: (api) => api.planPool({}),
  listInteractions: (api) => api.listInteractions({}),
  storeFindings: (api) => api.storeFindings(),
  createToken: (api) => api.createToken({ name: 'shop', role: 'shop' }),
  listTokens: (api) => api.listTokens(),
  revokeToken: async (api) => {
    const [token] = (await api.listTokens()).tokens;
    return api.revokeToken(token?.id ?? '');
  },
  revealClient: (api) => api.revealClient('9', { reason: 'complaint' }),
  revealOrder: (api) => api.revealOrder('o', { reason: 'delivery_problem' }),
  createConfirmation: (api) => confirmation(api, 'k'),
  listConfirmations: (api) => api.listConfirmations({}),
  getConfirmation: (api) => api.getConfirmation('k'),
  sendConfirmation: (api) => api.sendConfirmation('k', { channel: 'voice' }),
  // A wrong code is counted.
  verifyConfirmation: (api) => api.verifyConfirmation('k', { code: '000000' }).catch(() => undefined),
  approveConfirmation: (api) => api.approveConfirmation('k'),
  cancelConfirmation: async (api) => {
    await confirmation(api, 'l');
    return api.cancelConfirmation('l');
  },
  expireConfirmations: async (api) => {
    await confirmation(api, 'm');
    return api.expireConfirmations({ olderThanHours: 0 });
  },
  listAudit: (api) => api.listAudit({}),
  verifyAudit: (api) => api.verifyAudit({}),
};

/** With nothing to repair, they change nothing. */
const IDLE: readonly (keyof ProxyCallApi)[] = ['syncPool', 'fixWebhooks', 'purgeWithoutSms'];

test('every change of every operation leaves one entry in its own commit, an export one, and no other read any', async (t) => {
  const { store, commits } = watched(createMemoryStore());
  const confirmations = { ...DEFAULT_CONFIRMATION_SETTINGS, limits };
  const { proxyCall } = setUp({ store, settings: { confirmations } });
  await proxyCall.poolStats();
  t.deepEqual(Object.keys(CALLS).sort(), [...OPERATIONS].sort());
  for (const [operation, perform] of Object.entries(CALLS) as [keyof ProxyCallApi, (typeof CALLS)['getOrder']][]) {
    const before = commits.length;
    await perform(proxyCall);
    const own = commits
      .slice(before)
      .filter(({ puts, removals = [] }) =>
        [...puts, ...removals].some(({ kind }) => !['lease', 'outbox'].includes(kind)),
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
  const people = [9001, 9002, 9003, 9100, 9101].map(fictionalMobile);
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
