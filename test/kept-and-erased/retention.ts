import test, { type ExecutionContext } from 'ava';
import type { AnyRecord } from '../../src/domain/model/records.js';
import { DAY_MS } from '../../src/domain/model/time.js';
import type { OrderStore } from '../../src/ports/order-store.js';
import { everything } from '../../src/entry/testing/order-store-assertions.js';
import { until } from '../sheets/world.js';
import { dump, phones, play, setScene, type Scene } from './scene.js';
import { STORE_NAMES } from './stores.js';
import { textOf } from '../google/sheet.js';

const NEVER = Infinity;

/**
 * The last moment at which a record, or what is left of it, is still there: the table of docs/privacy.md, written once more by hand.
 * `NEVER`: until somebody closes or erases it.
 */
function lastMoment({ kind, value }: AnyRecord): number {
  switch (kind) {
    case 'order':
    case 'session':
      return value.closedAt === undefined ? NEVER : value.closedAt + 90 * DAY_MS;
    case 'participant':
      return value.releasedAt === undefined ? NEVER : value.releasedAt + 90 * DAY_MS;
    case 'number':
      return value.state.status === 'released' ? value.state.since + 90 * DAY_MS : NEVER;
    case 'interaction':
      if (value.channel === undefined) return value.at + 490 * DAY_MS;
      return value.at + (value.plan === undefined ? 90 : 1) * DAY_MS;
    case 'request':
    case 'reply':
      return value.at + DAY_MS;
    case 'lockout':
      return Math.max(value.lastAt, value.until) + 30 * DAY_MS;
    case 'audit':
      return (value.sealedAt ?? NEVER) + 400 * DAY_MS;
    case 'seal':
      return (value.supersededAt ?? NEVER) + 400 * DAY_MS;
    default:
      return NEVER;
  }
}

/** What is there of a record: nothing, or one of its stages. */
function stageOf(record: AnyRecord | undefined): string {
  if (record?.kind !== 'interaction') return record === undefined ? 'gone' : 'there';
  if (record.value.channel === undefined) return 'remembered';
  return record.value.plan === undefined ? 'without its answer' : 'whole';
}

async function lastCallers(store: OrderStore): Promise<number> {
  const records = [...(await everything(store)).values()];
  return records.filter(({ value }) => 'lastCaller' in value && value.lastCaller !== undefined).length;
}

/**
 * Walks the clock from the end of one period to the end of the next, and looks at the last moment of each and a moment later.
 * @returns the kinds of which something went
 */
async function walk(t: ExecutionContext, { store, clock, proxyCall }: Scene, end: number): Promise<Set<string>> {
  const kinds = new Set<string>();
  for (;;) {
    const before = await everything(store);
    const next = Math.min(...[...before.values()].map(lastMoment));
    if (next === NEVER || next > end) return kinds;
    clock.advance(Math.max(0, next - clock.now()));
    await proxyCall.runMaintenance();
    const still = await everything(store);
    for (const [id, record] of before) {
      if (lastMoment(record) < clock.now()) continue;
      t.is(stageOf(still.get(id)), stageOf(record), `${id} at its last moment`);
    }
    clock.advance(1);
    await proxyCall.runMaintenance();
    const after = await everything(store);
    for (const [id, record] of still) {
      if (lastMoment(record) >= clock.now()) continue;
      t.not(stageOf(after.get(id)), stageOf(record), `${id} a moment later`);
      kinds.add(record.kind);
    }
  }
}

for (const name of STORE_NAMES) {
  test(`${name}: every record goes when its time is over, and not a moment before`, async (t) => {
    const scene = await setScene(name);
    t.teardown(() => scene.close());
    const { proxyCall, store, clock, standIn } = scene;
    await play(scene);
    // The order that is never closed stays, with its session.
    await proxyCall.createOrder({
      orderId: 'never-closed',
      clientId: 'ada',
      clientName: 'Ada Lovelace',
      clientMail: 'ada@shop.example',
      clientRealPhone: phones.ada,
    });
    for (const orderId of ['own', 'paired', 'changed']) await proxyCall.closeOrder(orderId);
    t.not(await lastCallers(store), 0);
    // The cooling: participants are history once they are released.
    const cooled = clock.now() + 7 * DAY_MS;
    const first = await walk(t, scene, cooled);
    clock.advance(cooled + 1 - clock.now());
    await proxyCall.runMaintenance();
    const kinds = [...first, ...(await walk(t, scene, NEVER))];
    t.deepEqual([...new Set(kinds)].sort(), [
      'audit',
      'interaction',
      'lockout',
      'number',
      'order',
      'participant',
      'reply',
      'request',
      'session',
    ]);

    t.is(await lastCallers(store), 0, 'nobody has called for 90 days');
    const left = [...(await everything(store)).values()];
    t.deepEqual(
      left.flatMap((record) => (record.kind === 'order' ? [record.value.id] : [])),
      ['never-closed'],
    );
    t.deepEqual(
      new Set(left.map(({ kind }) => kind)),
      new Set(['fact', 'number', 'client', 'session', 'participant', 'order', 'seal']),
    );
    if (standIn !== undefined) {
      const cells = (title: string) =>
        standIn.book
          .tab(title)
          .rows.flat()
          .map(textOf)
          .filter((text) => text !== '');
      await until(
        'the rows are cleared',
        () => !cells('Orders').includes('changed') && !cells('Orders').includes('own'),
      );
      t.is(cells('Orders').length, 8, 'the header and one order');
      await until('the number is cleared', () => !cells('TwilioPools').includes('released'));
      t.is(cells('TwilioPools').filter((text) => text.startsWith('+')).length, (await store.numbers()).length);
    }
  });

  test(`${name}: nothing that is stored after the end of an order contains its codes`, async (t) => {
    const scene = await setScene(name);
    t.teardown(() => scene.close());
    const { codes } = await play(scene);
    const { proxyCall, store, clock } = scene;
    const found = async () => {
      const text = await dump(store);
      return codes.filter((code) => new RegExp(`(?<![0-9])${code}(?![0-9])`).test(text));
    };
    t.not((await found()).length, 0);
    await proxyCall.closeOrder('paired');
    // It ends by itself.
    clock.advance(3 * DAY_MS);
    await proxyCall.runMaintenance();
    t.deepEqual(await found(), []);
    for (const orderId of ['paired', 'changed']) {
      const order = await proxyCall.getOrder(orderId);
      t.deepEqual([order.status, order.orderCode, order.orderCodeLong], ['closed', undefined, undefined]);
    }
  });
}
