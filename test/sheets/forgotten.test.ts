import test from 'ava';
import { put } from '../../src/domain/services/commit.js';
import type { Retention } from '../../src/ports/order-store.js';
import { createWorld, proxy, until, type Instance, type World } from './world.js';
import { textOf } from '../google/sheet.js';

const LATER = Number.MAX_SAFE_INTEGER;
const HISTORY: Retention = { history: LATER, keys: 0, day: 0, month: 0, audit: 0, plans: 0 };

async function flushed({ store }: Instance): Promise<void> {
  await until('everything is in the sheet', () => store.backlog?.() === 0);
}

/** The content of a tab, but for its header. */
function contentOf({ standIn }: World, title: 'Orders' | 'TwilioPools'): string {
  return JSON.stringify(standIn.book.tab(title).rows.slice(1));
}

async function withOrders(world: World): Promise<Instance> {
  const instance = await world.open();
  for (const index of [1, 2, 3]) await instance.order(index);
  for (const id of ['O-1', 'O-2']) await instance.closeOrder(id);
  await flushed(instance);
  return instance;
}

test('the rows of forgotten orders are cleared wherever they were sorted to, and nothing else', async (t) => {
  const world = await createWorld(t);
  const instance = await withOrders(world);
  const { rows } = world.standIn.book.tab('Orders');
  // A column of the shop's own, and the rows in another order.
  const [header = [], ...filled] = rows;
  const lines = filled.filter(([id]) => id !== undefined && id !== '');
  header.push('note');
  lines.forEach((line) => line.push(`note on ${textOf(line[0])}`));
  rows.splice(0, rows.length, header, ...lines.reverse());
  await instance.store.forget(HISTORY);
  await until('the rows are cleared', () => !/"O-[12]"/.test(contentOf(world, 'Orders')));
  t.deepEqual(
    world.shown('Orders').map(({ order_id: id, client_id: client, note }) => [id, client, note]),
    [
      ['O-3', '3', 'note on O-3'],
      ['', '', 'note on O-2'],
      ['', '', 'note on O-1'],
    ],
  );
  // They are not read as new orders, by this process or the next.
  await flushed(instance);
  await instance.close();
  const next = await world.open();
  t.deepEqual(
    (await next.listOrders({})).items.map(({ orderId }) => orderId),
    ['O-3'],
  );
  // The id is free again.
  await next.order(1);
  t.is((await next.getOrder('O-1')).status, 'open');
});

test('a row that was cut while its order was forgotten is cleared once it is pasted', async (t) => {
  const world = await createWorld(t);
  const instance = await withOrders(world);
  const { rows } = world.standIn.book.tab('Orders');
  const [cut = []] = rows.splice(world.rowOf('Orders', 'O-1'), 1);
  const polls = world.standIn.times.read.length;
  await until('its absence is noticed', () => world.standIn.times.read.length >= polls + 2);
  rows.push(cut);
  await instance.store.forget(HISTORY);
  await until('it is cleared', () => !contentOf(world, 'Orders').includes('"O-1"'));
  t.pass();
});

for (const [what, key] of [
  ['text', proxy(4)],
  ['a number without its +', Number(proxy(4).slice(1))],
] as const) {
  test(`a forgotten number whose key is ${what} is cleared, and never available again`, async (t) => {
    const world = await createWorld(t);
    world.set('TwilioPools', proxy(4), 'phone_number', key);
    const instance = await world.open();
    const read = await instance.store.record('number', proxy(4));
    if (read === undefined) throw new Error('the number was not read');
    await instance.store.commit({
      puts: [put('number', { ...read.value, state: { status: 'released', since: 1 } }, read)],
    });
    await instance.store.forget(HISTORY);
    // The process ends as soon as it can.
    await instance.close();
    const isPooled = async ({ store }: Instance) =>
      (await store.numbers()).some(({ value }) => value.number === proxy(4));
    const next = await world.open();
    t.false(await isPooled(next));
    await next.store.forget(HISTORY);
    await until('the row is cleared', () => !contentOf(world, 'TwilioPools').includes(String(key)));
    await until('its status too', () => !contentOf(world, 'TwilioPools').includes('released'));
    t.false(await isPooled(next));
    t.is(world.shown('TwilioPools').length, 4);
  });
}
