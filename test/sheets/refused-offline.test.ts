import test, { type ExecutionContext } from 'ava';
import { textOf, type ProtectedRange } from '../google/sheet.js';
import type { Fault } from '../google/stand-in.js';
import { cellOf, changeOf, findings, idsOf, PACE, protect, tabsWithClients } from './refused-cells.js';
import { COURIER, createWorld, orderOf, phone, until, type Instance, type World } from './world.js';

const unreachable = () => ({ kind: 'answer', status: 503 }) as const;

async function untilOffline(instance: Instance): Promise<void> {
  await until(
    'the instance is offline',
    () => instance.log.filter(({ event }) => event === 'sheets.fault').length >= 2,
  );
}

/** A new order of a known client, one of a new client, and a change of a client. @returns the number of the new client */
async function acceptOffline(world: World, instance: Instance, how: Partial<ProtectedRange>): Promise<string> {
  await until('everything is written', () => instance.store.backlog?.() === 0);
  world.standIn.interfere = unreachable;
  await untilOffline(instance);
  await instance.createOrder({ ...orderOf(1), orderId: 'O-1' });
  const number = await instance.order(50);
  await instance.updateClient('2', { clientMail: 'new@shop.example' });
  protect(world, 'Orders', {}, how);
  protect(world, 'Clients', cellOf(world, 'Clients', '2', 'client_mail'), how);
  return number;
}

// The new rows of a tab share one finding.
const isAllParked = (instance: Instance) => findings(instance).length === 2 && instance.store.backlog?.() === 3;
const ordersIn = (world: World) =>
  world
    .shown('Orders')
    .map((row) => row['order_id'])
    .sort();

for (const [what, how] of [
  ['a listed range', {}],
  ['a range that is not listed', { isListed: false, isNamed: false }],
] as const) {
  test(`SHEETS_ACCEPT_OFFLINE, ${what}: what was acknowledged and is refused later survives restarts, and is written in the end`, async (t) => {
    const world = await createWorld(t, { tabs: tabsWithClients(4) });
    const first = await world.open({ acceptOffline: true, pace: PACE });
    const number = await acceptOffline(world, first, how);
    world.standIn.interfere = () => undefined;
    await until('what is refused is known', () => isAllParked(first));
    await until('the rest is written', () => world.shown('Clients').some((row) => row['client_id'] === '50'));
    await first.close();

    for (const _ of [1, 2]) {
      const next = await world.open({ pace: PACE });
      const reads = world.standIn.times.read.length;
      await until('it was read several times', () => world.standIn.times.read.length > reads + 12);
      for (const [id, client] of [
        ['O-1', '1'],
        ['O-50', '50'],
      ] as const) {
        t.like(await next.getOrder(id), { status: 'open', clientId: client });
      }
      t.is((await next.getClient('2')).clientMail, 'new@shop.example');
      t.like(await next.call(COURIER, number), { kind: 'dial', to: phone(50) });
      for (const id of idsOf(4)) t.is((await next.getClient(id)).clientRealPhone, phone(Number(id)));
      await next.close();
    }
    world.standIn.book.tab('Orders').protections = [];
    world.standIn.book.tab('Clients').protections = [];
    const last = await world.open({ pace: PACE });
    await until('everything is written', () => last.store.backlog?.() === 0);
    t.deepEqual(ordersIn(world), ['O-1', 'O-50']);
    t.is(world.shown('Clients')[2]?.['client_mail'], 'new@shop.example');
    t.deepEqual(findings(last), []);
  });
}

const UNNAMED = { isListed: false, isNamed: false };

/**
 * While it is found out what is refused, a call comes right after the n-th reading since the first refusal is known, and the instance is
 * closed with the batch that has the call.
 * @returns whether everything that is refused was known by then
 */
async function closeAtReading(t: ExecutionContext, n: number): Promise<boolean> {
  const world = await createWorld(t, { tabs: tabsWithClients(4) });
  const { standIn } = world;
  const first = await world.open({ acceptOffline: true, pace: { ...PACE, pollMs: 0 } });
  const number = await acceptOffline(world, first, UNNAMED);
  let readings = 0;
  let isKnown = false;
  let closing: Promise<void> | undefined;
  standIn.interfere = ({ kind, body }) => {
    if (kind === 'read' && findings(first).length > 0) readings += 1;
    if (kind === 'read' && readings === n) {
      isKnown = isAllParked(first);
      void first.call(COURIER, number);
    }
    if (kind === 'write' && JSON.stringify(body).includes('interaction:')) closing ??= first.close();
    return undefined;
  };
  await until('it is closed', () => closing !== undefined);
  await closing;
  standIn.interfere = () => undefined;
  const hidden = standIn.book.tab('ProxyCall Records').rows.map(([id]) => textOf(id));
  const at = `call at reading ${n.toString()}`;
  // Without their rows, the next start would take them for orders whose rows somebody has deleted.
  t.deepEqual(
    hidden.filter((id) => id.startsWith('order:')),
    [],
    at,
  );
  standIn.book.tab('Orders').protections = [];
  standIn.book.tab('Clients').protections = [];
  const last = await world.open({ pace: PACE });
  await until('everything is written', () => last.store.backlog?.() === 0);
  t.deepEqual(ordersIn(world), ['O-1', 'O-50'], at);
  t.is(world.shown('Clients')[2]?.['client_mail'], 'new@shop.example', at);
  await last.close();
  return isKnown;
}

test('SHEETS_ACCEPT_OFFLINE: what was acknowledged is not lost by a close at any moment of the search for what is refused', async (t) => {
  const scenes = [1, 2, 3, 4];
  for (let isKnown = false, from = 0; !isKnown; from += scenes.length) {
    const known = await Promise.all(scenes.map((scene) => closeAtReading(t, from + scene)));
    isKnown = known.includes(true);
  }
});

for (const [what, how] of [
  ['a listed range', {}],
  ['a range that is not listed', UNNAMED],
] as const) {
  test(`SHEETS_ACCEPT_OFFLINE, ${what}: a client whose row is refused is no deleted one, whatever of them is changed that no cell shows`, async (t) => {
    const world = await createWorld(t, { tabs: tabsWithClients(4) });
    const first = await world.open({ acceptOffline: true, pace: PACE });
    await until('everything is written', () => first.store.backlog?.() === 0);
    world.standIn.interfere = unreachable;
    await untilOffline(first);
    const number = await first.order(50);
    protect(world, 'Clients', {}, how);
    world.standIn.interfere = () => undefined;
    await until('the row is parked', () => findings(first).length === 1 && first.store.backlog?.() === 1);
    await first.store.commit(await changeOf(first, '50', { confirmedAt: 1_000 }));
    await first.close();
    world.standIn.book.tab('Clients').protections = [];
    const last = await world.open({ pace: PACE });
    const reads = world.standIn.times.read.length;
    await until('it was read several times', () => world.standIn.times.read.length > reads + 12);
    await until('everything is written', () => last.store.backlog?.() === 0);
    t.is((await last.store.record('client', '50'))?.value.confirmedAt, 1_000);
    t.like(await last.call(COURIER, number), { kind: 'dial', to: phone(50) });
    t.true(world.shown('Clients').some((row) => row['client_id'] === '50'));
  });
}

/** Two changes of cells of a column are parked. An edit of the first row has it tried again; it is accepted, and so the second one is next. */
async function twoParked(t: ExecutionContext, onNext: (kind: string, world: World) => Fault | undefined) {
  const world = await createWorld(t, { tabs: tabsWithClients(4) });
  const { standIn } = world;
  const first = await world.open({ acceptOffline: true, pace: { writeTimeoutMs: 500 } });
  await until('everything is written', () => first.store.backlog?.() === 0);
  standIn.interfere = unreachable;
  await untilOffline(first);
  for (const id of ['2', '3']) {
    await first.updateClient(id, { clientMail: `new${id}@shop.example` });
    protect(world, 'Clients', cellOf(world, 'Clients', id, 'client_mail'));
  }
  standIn.interfere = () => undefined;
  await until('both are parked', () => findings(first).length === 2 && first.store.backlog?.() === 2);
  standIn.book.tab('Clients').protections = [];
  let isWritten = false;
  standIn.interfere = ({ kind, body }) => {
    if (isWritten) return onNext(kind, world);
    isWritten = kind === 'write' && JSON.stringify(body).includes('new2@shop.example');
    return undefined;
  };
  world.set('Clients', '2', 'client_name', 'Edited');
  await until('the edited row is written', () => isWritten);
  return { world, first };
}

const mailsIn = (world: World) => world.shown('Clients').map((row) => row['client_mail']);

test('SHEETS_ACCEPT_OFFLINE: what is tried again because a cell of its column was accepted survives the end of the process', async (t) => {
  const { world, first } = await twoParked(t, unreachable);
  await first.close();
  world.standIn.interfere = () => undefined;
  const last = await world.open({ pace: PACE });
  await until('everything is written', () => last.store.backlog?.() === 0);
  t.deepEqual(mailsIn(world).slice(2), ['new2@shop.example', 'new3@shop.example']);
});

test('SHEETS_ACCEPT_OFFLINE: what is tried again survives that the lease is lost, and everything is read anew', async (t) => {
  let isReplaced = false;
  const { world, first } = await twoParked(t, (kind, { standIn: { book } }) => {
    if (kind === 'write' && !isReplaced) {
      isReplaced = true;
      // Another instance would replace the tab of the lease.
      book.sheets = book.sheets.map((sheet) =>
        sheet.title === 'ProxyCall Lease' ? { ...sheet, sheetId: 4242 } : sheet,
      );
    }
    return undefined;
  });
  const acquired = () => first.log.filter(({ event }) => event === 'sheets.lease_acquired').length;
  await until('the lease is acquired again', () => acquired() === 2);
  t.is((await first.getClient('3')).clientMail, 'new3@shop.example');
  await until('everything is written', () => first.store.backlog?.() === 0);
  t.deepEqual(mailsIn(world).slice(2), ['new2@shop.example', 'new3@shop.example']);
});
