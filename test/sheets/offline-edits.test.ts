import test, { type ExecutionContext } from 'ava';
import { COURIER, createWorld, orderOf, phone, until, type Instance, type World } from './world.js';
import { textOf } from '../google/sheet.js';

/** The content of the hidden tab, by record. */
function hiddenRows(world: World): Map<string, Record<string, unknown>> {
  const { rows } = world.standIn.book.tab('ProxyCall Records');
  return new Map(
    rows
      .filter(([id]) => id !== undefined && id !== '')
      .map(([id, json]) => [textOf(id), JSON.parse(textOf(json)) as Record<string, unknown>]),
  );
}

function removeHidden(world: World, isRemoved: (id: string, value: Record<string, unknown>) => boolean): void {
  const { rows } = world.standIn.book.tab('ProxyCall Records');
  const removed = [...hiddenRows(world)].filter(([id, value]) => isRemoved(id, value)).map(([id]) => id);
  if (removed.length === 0) throw new Error('the hidden tab has no such row');
  for (const id of removed)
    rows.splice(
      rows.findIndex(([cell]) => cell === id),
      1,
    );
}

const pooled = (world: World, number: string) =>
  world.shown('TwilioPools').find((row) => row['phone_number'] === number);

/** Checks that every live participant has a session, and every number in use one open session. */
async function checkConsistency(t: ExecutionContext, { store }: Instance): Promise<void> {
  const clients = await store.records('client', { limit: 100 });
  for (const { value } of clients) {
    const sessions = (await store.liveSessionsOf(value.id)).filter((read) => read.value.kind === 'open');
    t.is(sessions.length, value.proxyNumber === undefined ? 0 : 1, value.id);
    if (value.proxyNumber === undefined) continue;
    const { open } = await store.routing(value.proxyNumber);
    t.is(open?.client.value.phone, value.realPhone);
  }
  for (const { value } of await store.records('participant', { limit: 100 })) {
    if (value.closedAt === undefined) t.truthy(await store.record('session', value.sessionId), value.id);
  }
}

test('rows that were not edited change nothing when the store is opened again', async (t) => {
  const world = await createWorld(t);
  const first = await world.open();
  const number = await first.order(1);
  await first.createOrder({ ...orderOf(2), courierPhone: COURIER as never });
  await first.closeOrder('O-2');
  await first.call(COURIER, number);
  await first.close();
  const before = hiddenRows(world);
  const second = await world.open();
  await second.close();
  t.deepEqual(hiddenRows(world), before);
});

test('edits while no instance is running: a phone, a number, a row removed, an order closed', async (t) => {
  const world = await createWorld(t, { numbers: 8 });
  const first = await world.open();
  const [one, two, three] = [await first.order(1), await first.order(2), await first.order(3)];
  const paired = await first.createOrder({ ...orderOf(4), courierPhone: COURIER as never });
  await first.close();

  world.set('Clients', '1', 'client_real_phone', phone(77));
  world.set('Clients', '2', 'client_proxy_number', '');
  world.standIn.book.tab('Clients').rows.splice(world.rowOf('Clients', '3'), 1);
  world.set('Orders', 'O-4', 'status', 'closed');
  const second = await world.open();
  t.like(await second.call(COURIER, one), { kind: 'dial', to: phone(77) });
  await until('the number is given up', async () => (await second.call(COURIER, two)).kind === 'say');
  t.like(await second.call(COURIER, two), { announcement: 'not_in_service' });
  t.is((await second.call(COURIER, paired.courierProxyNumber ?? '')).kind, 'say');
  await until('the client of the removed row is gone', async () => (await second.call(COURIER, three)).kind === 'say');
  await until('both numbers are quarantined', () =>
    [two, three].every((number) => pooled(world, number)?.['status'] === 'quarantined'),
  );
  t.is(pooled(world, one)?.['status'], 'assigned');
  await checkConsistency(t, second);
});

for (const kind of ['session', 'participant'] as const) {
  test(`the hidden tab lost the ${kind} of an open session: it is created again`, async (t) => {
    const world = await createWorld(t);
    const first = await world.open();
    const number = await first.order(1);
    await first.call(COURIER, number);
    await first.close();
    removeHidden(world, (id) => id.startsWith(`${kind}:`));
    const second = await world.open();
    t.like(await second.call('+33199007777', number), { kind: 'dial', to: phone(1) });
    await checkConsistency(t, second);
    await second.updateClient('1', { clientRealPhone: phone(9) });
    t.like(await second.call(COURIER, number), { kind: 'dial', to: phone(9) });
    await second.close();
    t.is(pooled(world, number)?.['status'], 'assigned');
    await checkConsistency(t, await world.open());
  });
}

test('the hidden tab lost a session: the last caller in the row is kept', async (t) => {
  const world = await createWorld(t);
  const first = await world.open();
  const number = await first.order(1);
  await first.call(COURIER, number);
  await first.close();
  removeHidden(world, (id) => id.startsWith('session:'));
  const second = await world.open();
  t.like(await second.call(phone(1), number), { kind: 'dial', to: COURIER });
  await second.close();
  t.is(world.shown('Clients')[0]?.['client_last_caller'], COURIER);
});

test('the hidden tab lost a paired session: its participants are released', async (t) => {
  const world = await createWorld(t);
  const first = await world.open();
  const { courierProxyNumber = '' } = await first.createOrder({ ...orderOf(1), courierPhone: COURIER as never });
  await first.close();
  removeHidden(world, (id) => id.startsWith('session:'));
  const second = await world.open();
  t.like(await second.call(COURIER, courierProxyNumber), { kind: 'ask_code' });
  await checkConsistency(t, second);
  const again = await second.createOrder({ ...orderOf(2), courierPhone: COURIER as never });
  t.is(again.courierProxyNumber, courierProxyNumber as never);
});

test('the hidden tab lost everything: the visible rows suffice', async (t) => {
  const world = await createWorld(t);
  const first = await world.open();
  const numbers = [await first.order(1), await first.order(2)];
  await first.close();
  removeHidden(world, () => true);
  const second = await world.open();
  for (const [index, number] of numbers.entries()) {
    t.like(await second.call(COURIER, number), { kind: 'dial', to: phone(index + 1) });
  }
  t.like(await second.getOrder('O-1'), { status: 'open', clientProxyNumber: numbers[0] });
  await checkConsistency(t, second);
});

test('a row of the hidden tab that cannot be used is reported, and the others are loaded', async (t) => {
  const world = await createWorld(t);
  const first = await world.open();
  const number = await first.order(1);
  await first.close();
  const { rows } = world.standIn.book.tab('ProxyCall Records');
  rows.push(['interaction:x', '{"id"'], ['unknown:y', '{}'], ['client:z', '{"id":"other"}'], ['session:s', 'null']);
  const second = await world.open();
  t.like(await second.call(COURIER, number), { kind: 'dial', to: phone(1) });
  const reported = second.log.filter(({ event }) => event === 'sheets.cell_ignored').map(({ fields }) => fields);
  t.is(reported.length, 4);
  t.true(reported.every(({ tab, problem }) => tab === 'ProxyCall Records' && String(problem).includes('ignored')));
});
