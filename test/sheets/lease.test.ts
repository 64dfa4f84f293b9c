import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { COURIER, createWorld, orderOf, phone, until } from './world.js';

/** Another machine: it has none of the files of the first. */
function elsewhere(t: ExecutionContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'proxycall-elsewhere-'));
  t.teardown(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

const succeeds = (attempt: Promise<unknown>) =>
  attempt.then(
    () => true,
    () => false,
  );

test('a deploy: the new instance answers calls at once, asks for the sheet, and the old one hands it over', async (t) => {
  const world = await createWorld(t);
  const old = await world.open({ label: 'the old one' });
  const number = await old.order(1);
  await old.call(COURIER, number);
  const fresh = await world.open({ label: 'the new one', journalFolder: elsewhere(t), pace: { pollMs: 30 } });
  t.like(await fresh.call(COURIER, number), { kind: 'dial', to: phone(1) });
  t.is(await fresh.order(1), number, 'the same order has the same answer');
  await until('the new one takes orders', () => succeeds(fresh.order(2)));
  t.true(old.log.some(({ event }) => event === 'sheets.lease_handed_over'));
  await t.throwsAsync(old.createOrder(orderOf(3)), { message: /held by another instance \(the new one\)/ });

  // Stragglers that still reach the old one are not lost: the new one writes them for it.
  const late = '+33199007777';
  t.like(await old.call(late, number), { kind: 'dial', to: phone(1) });
  await until('the last caller is in the sheet', () => world.shown('Clients')[0]?.['client_last_caller'] === late);
  t.like(await fresh.call(phone(1), number), { kind: 'dial', to: late });
  await old.close();
  await fresh.order(4);
  await fresh.close();
  const records = world.standIn.book.tab('ProxyCall Records').rows.map(([id]) => String(id ?? ''));
  const interactions = records.filter((id) => id.startsWith('interaction:'));
  t.is(interactions.length, 4);
  t.is(new Set(interactions).size, 4);
  t.deepEqual(
    world.shown('Orders').map((row) => row['order_id']),
    ['O-1', 'O-2', 'O-4'],
  );
});

test('a letter that somebody broke in the hidden inbox is ignored, and those after it are taken', async (t) => {
  const world = await createWorld(t);
  const instance = await world.open({ pace: { pollMs: 30 } });
  const number = await instance.order(1);
  const [session] = await instance.store.liveSessionsOf('1');
  const caller = '+33199007777';
  const letter = { records: [], contact: { sessionId: session?.value.id, lastCaller: caller } };
  world.standIn.book.tab('ProxyCall Inbox').rows.push(['{"records"'], [JSON.stringify(letter)]);
  await until('the last caller is in the sheet', () => world.shown('Clients')[0]?.['client_last_caller'] === caller);
  t.like(await instance.call(phone(1), number), { kind: 'dial', to: caller });
  t.true(instance.log.some(({ event }) => event === 'sheets.letter_ignored'));
});

test('an instance that ended without a word is followed after a while', async (t) => {
  const world = await createWorld(t);
  const first = await world.open({
    pace: { beatMs: 1_000_000, pollMs: 1_000_000, flushMs: 1_000_000 },
    label: 'silent',
  });
  await first.order(1);
  const second = await world.open({ journalFolder: elsewhere(t), pace: { leaseMs: 150 } });
  await until('it takes over', () => succeeds(second.order(2)));
  // The first one was only away: its next batch is refused, whatever is in it.
  await t.throwsAsync(first.createOrder(orderOf(3)), { message: /held by another instance/ });
  t.deepEqual(
    world.shown('Orders').map((row) => row['order_id']),
    ['O-1', 'O-2'],
  );
});

test('of many who open a new spreadsheet at the same moment, one writes', async (t) => {
  const world = await createWorld(t, { numbers: 10 });
  const instances = await Promise.all(
    Array.from({ length: 4 }, () => world.open({ journalFolder: elsewhere(t), pace: { leaseMs: 60_000 } })),
  );
  const outcomes = await Promise.allSettled(instances.map((instance, index) => instance.order(index)));
  t.true(outcomes.some(({ status }) => status === 'fulfilled'));
  const sheets = world.standIn.book.sheets.map(({ title }) => title);
  t.is(new Set(sheets).size, sheets.length);
  const numbers = world.shown('Clients').map((row) => row['client_proxy_number']);
  t.is(new Set(numbers).size, numbers.length);
});

test('who must not disturb is told who holds the sheet', async (t) => {
  const world = await createWorld(t);
  await world.open({ label: 'proxycall on Render' });
  const error = await t.throwsAsync(world.open({ whenHeld: 'refuse', journalFolder: elsewhere(t) }));
  t.regex(error.message, /held by another instance \(proxycall on Render\)/);
});

test('a restart on the same machine does not wait for itself', async (t) => {
  const world = await createWorld(t);
  const first = await world.open();
  await first.order(1);
  await first.close();
  const second = await world.open({ pace: { leaseMs: 1_000_000 } });
  t.is(typeof (await second.order(2)), 'string');
});
