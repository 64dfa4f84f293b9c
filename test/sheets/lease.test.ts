import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { COURIER, createWorld, orderOf, phone, until } from './world.js';
import { textOf } from '../google/sheet.js';

/** A journal folder on another machine. */
function otherFolder(t: ExecutionContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'proxycall-other-'));
  t.teardown(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

const succeeds = (attempt: Promise<unknown>) =>
  attempt.then(
    () => true,
    () => false,
  );

test('deploy: the new instance answers calls at once, requests the lease, and the old one hands it over', async (t) => {
  const world = await createWorld(t);
  const oldInstance = await world.open({ label: 'old instance' });
  const number = await oldInstance.order(1);
  await oldInstance.call(COURIER, number);
  const newInstance = await world.open({
    label: 'new instance',
    journalFolder: otherFolder(t),
    // The old instance hands over; its lease does not expire, however slow the machine is.
    pace: { pollMs: 30, leaseMs: 10_000 },
  });
  t.like(await newInstance.call(COURIER, number), { kind: 'dial', to: phone(1) });
  t.is(await newInstance.order(1), number, 'repeating an order returns the same number');
  await until('the new instance takes orders', () => succeeds(newInstance.order(2)));
  t.true(oldInstance.log.some(({ event }) => event === 'sheets.lease_handed_over'));
  await t.throwsAsync(oldInstance.createOrder(orderOf(3)), { message: /held by another instance \(new instance\)/ });

  // Calls that still reach the old instance are forwarded to the new one.
  const late = '+33199007777';
  t.like(await oldInstance.call(late, number), { kind: 'dial', to: phone(1) });
  await until('the last caller is in the sheet', () => world.shown('Clients')[0]?.['client_last_caller'] === late);
  t.like(await newInstance.call(phone(1), number), { kind: 'dial', to: late });
  await oldInstance.close();
  await newInstance.order(4);
  await newInstance.close();
  const records = world.standIn.book.tab('ProxyCall Records').rows.map(([id]) => textOf(id));
  const interactions = records.filter((id) => id.startsWith('interaction:'));
  t.is(interactions.length, 4);
  t.is(new Set(interactions).size, 4);
  t.deepEqual(
    world.shown('Orders').map((row) => row['order_id']),
    ['O-1', 'O-2', 'O-4'],
  );
});

test('a call that arrives while others are forwarded is not lost', async (t) => {
  const world = await createWorld(t);
  const oldInstance = await world.open();
  const number = await oldInstance.order(1);
  const newInstance = await world.open({ journalFolder: otherFolder(t), pace: { pollMs: 30, leaseMs: 10_000 } });
  await until('the new instance takes orders', () => succeeds(newInstance.order(2)));
  let second: Promise<unknown> | undefined;
  world.standIn.beforeWrite = (requests) => {
    if (requests.some((request) => 'appendCells' in request)) second ??= oldInstance.call(COURIER, number, 'second');
  };
  await oldInstance.call(COURIER, number, 'first');
  const isRecorded = (id: string) =>
    world.standIn.book.tab('ProxyCall Records').rows.some(([key]) => key === `interaction:${id}`);
  await until('the first call is in the sheet', () => isRecorded('first'));
  await second;
  await until('the second call is in the sheet', () => isRecorded('second'));
  t.pass();
});

test('an invalid entry in the hidden tab of forwarded entries is ignored, and later entries are applied', async (t) => {
  const world = await createWorld(t);
  const instance = await world.open({ pace: { pollMs: 30 } });
  const number = await instance.order(1);
  const [session] = await instance.store.liveSessionsOf('1');
  const caller = '+33199007777';
  const entry = { records: [], lastCaller: { sessionId: session?.value.id, phone: caller } };
  world.standIn.book.tab('ProxyCall Forwarded').rows.push(['{"records"'], [JSON.stringify(entry)]);
  await until('the last caller is in the sheet', () => world.shown('Clients')[0]?.['client_last_caller'] === caller);
  t.like(await instance.call(phone(1), number), { kind: 'dial', to: caller });
  t.true(instance.log.some(({ event }) => event === 'sheets.forwarded_entry_ignored'));
});

test('the lease of an instance that stopped without releasing it expires', async (t) => {
  const world = await createWorld(t);
  const first = await world.open({
    pace: { heartbeatMs: 1_000_000, pollMs: 1_000_000, flushMs: 1_000_000 },
    label: 'silent',
  });
  await first.order(1);
  const second = await world.open({ journalFolder: otherFolder(t), pace: { leaseMs: 150 } });
  await until('the second instance acquires the lease', () => succeeds(second.order(2)));
  // The first instance was only slow: its next batch is rejected.
  await t.throwsAsync(first.createOrder(orderOf(3)), { message: /held by another instance/ });
  t.deepEqual(
    world.shown('Orders').map((row) => row['order_id']),
    ['O-1', 'O-2'],
  );
});

test('of several instances that open a new spreadsheet at once, one writes', async (t) => {
  const world = await createWorld(t, { numbers: 10 });
  const instances = await Promise.all(
    Array.from({ length: 4 }, () => world.open({ journalFolder: otherFolder(t), pace: { leaseMs: 60_000 } })),
  );
  const outcomes = await Promise.allSettled(instances.map((instance, index) => instance.order(index)));
  t.true(outcomes.some(({ status }) => status === 'fulfilled'));
  const sheets = world.standIn.book.sheets.map(({ title }) => title);
  t.is(new Set(sheets).size, sheets.length);
  const numbers = world.shown('Clients').map((row) => row['client_proxy_number']);
  t.is(new Set(numbers).size, numbers.length);
});

test('with `whenHeld: refuse`, opening fails with the name of the lease holder', async (t) => {
  const world = await createWorld(t);
  await world.open({ label: 'proxycall on Render' });
  const error = await t.throwsAsync(world.open({ whenHeld: 'refuse', journalFolder: otherFolder(t) }));
  t.regex(error.message, /held by another instance \(proxycall on Render\)/);
});

test('a restart on the same machine does not wait for the lease of its predecessor', async (t) => {
  const world = await createWorld(t);
  const first = await world.open();
  await first.order(1);
  await first.close();
  const second = await world.open({ pace: { leaseMs: 1_000_000 } });
  t.is(typeof (await second.order(2)), 'string');
});
