import test from 'ava';
import { isProxyCallError } from '../../src/domain/model/errors.js';
import type { ProtectedRange } from '../google/sheet.js';
import type { Fault } from '../google/stand-in.js';
import {
  cellOf,
  changeOf,
  findings,
  idsOf,
  interactionsIn,
  isRefused,
  lastCallerOf,
  nameOf,
  PACE,
  protect,
  renameAll,
  tabsWithClients,
} from './refused-cells.js';
import { COURIER, createWorld, orderOf, phone, proxy, until } from './world.js';

/** What stops a new order or client, and where the error points. */
const WHOLE: Readonly<
  Record<string, { range: ProtectedRange['range']; how?: Partial<ProtectedRange>; tab: string; where: RegExp }>
> = {
  'a protected tab': { tab: 'Orders', range: {}, where: /tab Orders, row 2, column order_id, cell A2$/ },
  'a protected tab that is not listed': {
    ...{ tab: 'Orders', range: {}, how: { isListed: false } },
    where: /tab Orders, row 2, column order_id, cell A2$/,
  },
  'a protected column': {
    ...{ tab: 'Orders', range: { startColumnIndex: 2, endColumnIndex: 3 } },
    where: /tab Orders, row 2, column status, cell C2$/,
  },
  "a protected column of the shop's own": {
    ...{ tab: 'Clients', range: { startColumnIndex: 8, endColumnIndex: 9 } },
    where: /tab Clients, row 8, column client_id, cell A8$/,
  },
  'a protected tab with exceptions elsewhere': {
    ...{ tab: 'Clients', range: {}, how: { except: [{ startRowIndex: 1, endRowIndex: 5 }] } },
    where: /tab Clients, row 8, column client_id, cell A8$/,
  },
};
for (const [what, { tab, range, how, where }] of Object.entries(WHOLE)) {
  test(`${what}: new orders are refused, changes of clients and calls go on`, async (t) => {
    const world = await createWorld(t, { tabs: tabsWithClients(6) });
    const instance = await world.open({ pace: PACE });
    const lift = protect(world, tab, range, how);
    const order = orderOf(100);
    const [ordered, changed] = await Promise.all([
      instance.createOrder(order).catch((error: unknown) => error),
      instance.store.commit(await changeOf(instance, '2', { name: 'Changed' })).catch((error: unknown) => error),
    ]);
    t.true(isRefused(ordered), String(ordered));
    t.regex(String(ordered), where);
    if (tab === 'Orders') t.is(changed, undefined);
    await instance.call(COURIER, proxy(1));
    await until('the call is written', () => interactionsIn(world) === 1);
    t.is((await instance.poolStats()).pools[0]?.available, 3, 'no number was lost');
    lift();
    t.is((await instance.createOrder(order)).orderId, 'O-100');
  });
}

test('what only warns, hides, freezes or checks by hand stops nothing', async (t) => {
  const world = await createWorld(t, { tabs: tabsWithClients(6) });
  const instance = await world.open({ pace: PACE });
  protect(world, 'Clients', {}, { warningOnly: true });
  protect(world, 'Orders', { startColumnIndex: 2 }, { warningOnly: true });
  const clients = world.standIn.book.tab('Clients');
  clients.hiddenRows = [2, 3];
  clients.frozenRows = 4;
  clients.validations = [{ range: { startColumnIndex: 1, endColumnIndex: 2 }, allowed: ['Nobody'] }];
  const outcomes = await renameAll(instance, idsOf(6));
  t.deepEqual([...outcomes.values()], Array.from({ length: 6 }));
  t.is((await instance.createOrder(orderOf(100))).orderId, 'O-100');
  for (const id of idsOf(6)) t.is(nameOf(world, id), `New ${id}`);
  t.is(instance.log.filter(({ event }) => event === 'sheets.fault').length, 0);
});

test('a rule for a column that is enforced, and a text that is too long, are refused with their cell', async (t) => {
  const world = await createWorld(t, { tabs: tabsWithClients(8) });
  const instance = await world.open({ pace: PACE });
  world.standIn.book.tab('Clients').validations = [
    { range: cellOf(world, 'Clients', '3', 'client_mail'), allowed: ['c@shop.example'], isEnforced: true },
  ];
  const outcomes = await Promise.all(
    idsOf(8).map(async (id) => {
      const mail = id === '5' ? 'x'.repeat(50_001) : `${id}@shop.example`;
      return instance.store.commit(await changeOf(instance, id, { mail })).catch((error: unknown) => error);
    }),
  );
  for (const [index, error] of outcomes.entries()) {
    if (index !== 3 && index !== 5) t.is(error, undefined);
    else t.true(isRefused(error), `${index.toString()} ${String(error)}`);
  }
  t.regex(String(outcomes[3]), /tab Clients, row 5, column client_mail, cell C5$/);
  t.regex(String(outcomes[5]), /column client_mail, cell C7$|tab ProxyCall Records/);
});

test('a spreadsheet that is full: new rows are refused, changes of rows go on', async (t) => {
  const world = await createWorld(t, { tabs: tabsWithClients(6) });
  const instance = await world.open({ pace: PACE });
  await until('everything is written', () => instance.store.backlog?.() === 0);
  const { book } = world.standIn;
  book.cellLimit = book.sheets.reduce((sum, { rows, columnCount }) => sum + rows.length * columnCount, 0);
  const error = await t.throwsAsync(instance.createOrder(orderOf(100)));
  t.true(isRefused(error), String(error));
  t.regex(error.message, /above the limit of \d+ cells.*tab \w+.*, row \d+, column/);
  t.deepEqual([...(await renameAll(instance, ['1'])).values()], [undefined]);
  await instance.call(COURIER, proxy(1));
  await until('the last caller is written', () => lastCallerOf(world, '1') === COURIER);
  await until('the call is parked', () => findings(instance).length === 1);
  t.like(findings(instance), [{ tab: 'ProxyCall Records', column: 'B' }]);
  t.like(await instance.call(phone(1), proxy(1)), { kind: 'dial', to: COURIER });
});

for (const how of ['deleted', 'renamed'] as const) {
  test(`a tab that is ${how} while the service runs: what needs it is refused, the rest goes on, and all is well when it is back`, async (t) => {
    const world = await createWorld(t, { tabs: tabsWithClients(6) });
    const instance = await world.open({ pace: PACE });
    const { book } = world.standIn;
    await instance.createOrder(orderOf(1));
    const tab = book.tab('Orders');
    if (how === 'renamed') tab.title = 'Bestellungen';
    else book.sheets = book.sheets.filter((sheet) => sheet !== tab);
    await until('it is noticed', () => findings(instance).some(({ problem }) => problem.includes('missing')));
    t.like(findings(instance), [{ tab: 'Orders' }]);
    if (how === 'deleted') {
      const error = await t.throwsAsync(instance.createOrder(orderOf(100)));
      t.true(isRefused(error), String(error));
      t.regex(error.message, /tab Orders/);
    }
    t.deepEqual([...(await renameAll(instance, ['1', '2'])).values()], [undefined, undefined]);
    await instance.call(COURIER, proxy(1));
    await until('the last caller is written', () => lastCallerOf(world, '1') === COURIER);
    if (how === 'renamed') book.tab('Bestellungen').title = 'Orders';
    else book.sheets.push(tab);
    await until('it is noticed again', () => findings(instance).length === 0);
    t.is((await instance.createOrder(orderOf(100))).orderId, 'O-100');
    t.is((await instance.getOrder('O-1')).status, 'open');
  });
}

test('an account without access is no fault of a cell: nothing is split, refused or parked', async (t) => {
  const world = await createWorld(t, { tabs: tabsWithClients(20) });
  const instance = await world.open({ pace: { ...PACE, backoffMs: 200, longestBackoffMs: 400 } });
  for (const access of ['read', 'none'] as const) {
    await until('everything is written', () => instance.store.backlog?.() === 0);
    world.standIn.book.access = access;
    const before = world.standIn.times.write.length;
    await instance.call(COURIER, proxy(1), access);
    const outcomes = await renameAll(instance, idsOf(20));
    for (const error of outcomes.values()) t.true(isProxyCallError(error, 'store_unavailable'), String(error));
    t.true(world.standIn.times.write.length - before <= 8);
    t.deepEqual(findings(instance), []);
    world.standIn.book.access = 'edit';
    await until('writes are accepted again', async () => (await renameAll(instance, ['7'])).get('7') === undefined);
  }
});

for (const [what, fault] of [
  ['an exhausted quota', { kind: 'answer', status: 429, retryAfter: '0' }],
  [
    'an exhausted quota in its former shape',
    {
      kind: 'answer',
      status: 403,
      body: { error: { code: 403, message: 'Rate Limit Exceeded', errors: [{ reason: 'rateLimitExceeded' }] } },
    },
  ],
  ['an error of Google', { kind: 'answer', status: 500 }],
  ['an answer that is lost', { kind: 'reset' }],
  ['an error of Google after the batch was carried out', { kind: 'answer', status: 503, late: true }],
] satisfies [string, Fault][]) {
  test(`${what} while a batch is split is no refusal`, async (t) => {
    const world = await createWorld(t, { tabs: tabsWithClients(10) });
    const instance = await world.open({ pace: PACE });
    protect(world, 'Clients', cellOf(world, 'Clients', '6', 'client_name'), { isListed: false, isNamed: false });
    let writes = 0;
    world.standIn.interfere = ({ kind }) => {
      if (kind !== 'write') return undefined;
      writes += 1;
      return writes > 1 && writes % 3 === 0 && writes < 20 ? fault : undefined;
    };
    const outcomes = await renameAll(instance, idsOf(10));
    for (const [id, error] of outcomes) {
      const isExpected = id === '6' ? isRefused(error) : error === undefined;
      // Anybody may have been told to try again.
      t.true(isExpected || isProxyCallError(error, 'store_unavailable'), String(error));
    }
    world.standIn.interfere = () => undefined;
    const again = [...outcomes].filter(([id, error]) => id !== '6' && error !== undefined).map(([id]) => id);
    await until('writes are accepted again', async () =>
      [...(await renameAll(instance, again)).values()].every((error) => error === undefined),
    );
    t.true(isRefused((await renameAll(instance, ['6'])).get('6')));
    for (const id of idsOf(10)) t.is(nameOf(world, id), id === '6' ? 'Client 6' : `New ${id}`);
    t.deepEqual(findings(instance), []);
  });
}
