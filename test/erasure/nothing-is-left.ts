import { setTimeout as pause } from 'node:timers/promises';
import type { ExecutionContext } from 'ava';
import type { OrderStore } from '../../src/ports/order-store.js';
import { live, meet, openShop, type Person, type Shop } from './people.js';
import { recordsOf, tracesOf, type Bytes } from './traces.js';

const AT_ONCE = 10;

export interface Place {
  readonly people: number;
  readonly open: () => Promise<OrderStore>;
  /** Everything outside the process, as it is now. */
  readonly bytes: () => Promise<readonly Bytes[]>;
  /** Starts to read from another process. Returns how to stop. */
  readonly read?: () => Promise<() => Promise<void>>;
}

async function livesOf(shop: Shop, count: number): Promise<readonly Person[]> {
  const first = await live(shop, 0, undefined);
  const people = [first];
  while (people.length < count) {
    const indices = Array.from(
      { length: Math.min(AT_ONCE, count - people.length) },
      (_, index) => people.length + index,
    );
    people.push(...(await Promise.all(indices.map((index) => live(shop, index, first.shared)))));
  }
  await meet(shop, people);
  return people;
}

export async function nothingIsLeft(t: ExecutionContext, { people: count, open, bytes, read }: Place): Promise<void> {
  const store = await open();
  const shop = openShop(store);
  const people = await livesOf(shop, count);
  const secrets = people.flatMap((person) => person.secrets);
  t.true(tracesOf(secrets, [await recordsOf(store)]).length > secrets.length / 2, 'it was there before');
  const stopReading = await read?.();
  for (let done = 0; done < people.length; done += AT_ONCE) {
    await Promise.all(people.slice(done, done + AT_ONCE).map(({ id }) => shop.eraseClient(id)));
  }
  const labels = JSON.stringify(await shop.carrier.provider.list());
  const inside: readonly Bytes[] = [
    await recordsOf(store),
    ['log', Buffer.from(shop.log())],
    ['provider', Buffer.from(labels)],
  ];
  t.deepEqual(tracesOf(secrets, inside), []);
  if (stopReading !== undefined) {
    t.not(tracesOf(secrets, await bytes()).length, 0, 'whoever reads still sees it');
    await stopReading();
    // It is tried again after a minute at most.
    for (let second = 0; second < 90 && tracesOf(secrets, await bytes()).length > 0; second += 1) await pause(1000);
  }
  t.deepEqual(tracesOf(secrets, await bytes()), [], 'while running');
  await shop.close();
  t.deepEqual(tracesOf(secrets, await bytes()), [], 'after a stop');
}
