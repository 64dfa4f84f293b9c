import test from 'ava';
import { createMemoryStore } from '../../src/adapters/memory/index.js';
import { ProxyCallError } from '../../src/domain/model/errors.js';
import { isoTime } from '../../src/domain/model/time.js';
import { aCallInteraction, createFakeClock } from '../../src/entry/testing/index.js';
import type { OrderStore } from '../../src/ports/order-store.js';
import { eventually } from './collect.js';
import { createInstance } from './instances.js';

/** A store that counts how often interactions are read, and fails when it is told to. */
function watchedStore() {
  const store = createMemoryStore();
  const state = { reads: 0, fails: false, hold: undefined as Promise<void> | undefined };
  const watched: OrderStore = {
    ...store,
    async interactions(query) {
      state.reads += 1;
      const { hold } = state;
      if (state.fails) throw new ProxyCallError('store_unavailable', 'the store is away');
      const found = await store.interactions(query);
      await hold;
      return found;
    },
  };
  return { store: watched, state };
}

const setUp = () => {
  const clock = createFakeClock();
  const { store, state } = watchedStore();
  return { clock, store, state, here: createInstance(store, clock), there: createInstance(store, clock) };
};

test('the store is read while somebody watches, once for all of them', async (t) => {
  const { clock, state, here } = setUp();
  for (let time = 0; time < 3; time += 1) await here.poll();
  await here.write(aCallInteraction('unseen', { at: clock.now() }));
  t.is(state.reads, 0);
  const [one, other] = [new AbortController(), new AbortController()];
  const watches = [await here.collect({ signal: one.signal }), await here.collect({ signal: other.signal })];
  t.is(state.reads, 1);
  for (const reads of [2, 3]) {
    await here.poll();
    t.is(state.reads, reads);
  }
  one.abort();
  await watches[0]?.over;
  await here.poll();
  t.is(state.reads, 4);
  other.abort();
  await watches[1]?.over;
  for (let time = 0; time < 3; time += 1) await here.poll();
  t.is(state.reads, 4);
  t.deepEqual(
    watches.flatMap(({ seen }) => seen()),
    [],
  );
});

test('a reading that began before a commit does not take it back', async (t) => {
  const { clock, state, here } = setUp();
  const watch = await here.collect();
  const at = clock.now();
  await here.write(aCallInteraction('a', { at }));
  let go: (() => void) | undefined;
  state.hold = new Promise((resolve) => (go = resolve));
  const polled = here.poll();
  await eventually('a reading', () => state.reads === 2);
  await here.write(aCallInteraction('a', { at, outcome: 'answered', endedAt: at }));
  state.hold = undefined;
  go?.();
  await polled;
  await here.poll();
  await here.write(aCallInteraction('b', { at }));
  t.deepEqual(await watch.until(3), ['a connecting', 'a answered', 'b connecting']);
});

test('while the store is away nothing is lost, and it is logged once', async (t) => {
  const { clock, state, here, there } = setUp();
  const watch = await here.collect();
  state.fails = true;
  await there.write(aCallInteraction('a', { at: clock.now() }));
  for (let time = 0; time < 40; time += 1) {
    clock.advance(3_000);
    await here.poll();
  }
  // What this instance commits is known all the same.
  await here.write(aCallInteraction('b', { at: clock.now() }));
  t.deepEqual(await watch.until(1), ['b connecting']);
  t.deepEqual(
    here.logger.lines.map(({ level, event }) => [level, event]),
    [['error', 'interactions.not_read']],
  );
  state.fails = false;
  await here.poll();
  t.deepEqual(await watch.until(2), ['b connecting', 'a connecting']);
});

test('whoever begins to watch while the store is away is told, and may try again', async (t) => {
  const { clock, state, here } = setUp();
  state.fails = true;
  await t.throwsAsync(here.watch({}), { code: 'store_unavailable' });
  state.fails = false;
  const watch = await here.collect();
  await here.write(aCallInteraction('a', { at: clock.now() }));
  t.deepEqual(await watch.until(1), ['a connecting']);
});

test('a commit that fails is not delivered', async (t) => {
  const { clock, store, here } = setUp();
  const watch = await here.collect();
  const commit = store.commit.bind(store);
  store.commit = () => Promise.reject(new ProxyCallError('conflict', 'somebody was faster'));
  await t.throwsAsync(here.write(aCallInteraction('a', { at: clock.now() })), { code: 'conflict' });
  store.commit = commit;
  await here.write(aCallInteraction('b', { at: clock.now() }));
  t.deepEqual(await watch.until(1), ['b connecting']);
});

test('a watch that was cut off goes on with what happened meanwhile', async (t) => {
  const { clock, here, there } = setUp();
  const cut = new AbortController();
  const first = await here.collect({ signal: cut.signal });
  await here.write(aCallInteraction('seen', { at: clock.now() }));
  await first.until(1);
  const since = first.events[0]?.seenAt;
  cut.abort();
  await first.over;
  clock.advance(20_000);
  const at = clock.now();
  await there.write(aCallInteraction('a', { at }));
  await here.write(aCallInteraction('b', { at: at - 19_000, outcome: 'busy', endedAt: at }));
  clock.advance(20_000);
  const again = await here.collect({ since });
  t.deepEqual(await again.until(3), ['seen connecting', 'b busy', 'a connecting']);
  // Another one, while somebody watches: what only the store knows is delivered to both, once.
  await there.write(aCallInteraction('c', { at: clock.now() }));
  const other = await here.collect({ since: isoTime(clock.now() - 10_000) });
  await here.poll();
  await here.write(aCallInteraction('d', { at: clock.now() }));
  t.deepEqual((await again.until(5)).slice(3), ['c connecting', 'd connecting']);
  t.deepEqual(await other.until(2), ['c connecting', 'd connecting']);
});

test('of what happened more than a minute ago it is said that it is missing', async (t) => {
  const { clock, here } = setUp();
  const at = clock.now();
  await here.write(aCallInteraction('long ago', { at }), aCallInteraction('ends now', { at }));
  clock.advance(90_000);
  await here.write(aCallInteraction('ends now', { at, outcome: 'answered', endedAt: clock.now() }));
  const watch = await here.collect({ since: isoTime(at) });
  t.deepEqual(await watch.until(2), ['missed', 'ends now answered']);
  await t.throwsAsync(here.watch({ since: 'yesterday' }), { code: 'invalid_request', message: /since/ });
});

test('more at once than a reading finds: the newest, and it is said', async (t) => {
  const { clock, here, there } = setUp();
  const watch = await here.collect();
  const at = clock.now();
  const many = Array.from({ length: 600 }, (_, index) => aCallInteraction(`c${index.toString()}`, { at: at + index }));
  await there.write(...many);
  await here.poll();
  await eventually('the newest', () => watch.seen().includes('c599 connecting'));
  t.is(watch.seen()[0], 'missed');
  t.false(watch.seen().includes('c99 connecting'));
});

test('when it is stopped everybody is told, and nobody can begin any more', async (t) => {
  const { clock, state, here } = setUp();
  const watch = await here.collect();
  here.stop();
  await watch.over;
  await (
    await here.collect()
  ).over;
  await here.poll();
  t.is(state.reads, 1);
  await t.notThrowsAsync(here.write(aCallInteraction('a', { at: clock.now() })));
});
