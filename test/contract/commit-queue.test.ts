import test from 'ava';
import { createCommitQueue } from '../../src/adapters/sql/commit-queue.js';
import type { ChangeSet } from '../../src/ports/order-store.js';
import { fakePacing } from '../sql/fake-pacing.js';

const changes = (): ChangeSet => ({ puts: [] });

test('what arrives together is written together, and what arrives meanwhile next', async (t) => {
  const batches: number[] = [];
  const queue = createCommitQueue((batch) => {
    batches.push(batch.length);
    // While this batch is written, one more arrives.
    if (batches.length === 1) void queue.commit(changes());
    return Promise.resolve(batch.map(() => undefined));
  });
  await Promise.all(Array.from({ length: 300 }, () => queue.commit(changes())));
  await queue.drain();
  t.deepEqual(batches, [256, 45]);
});

test('each hears of its own fault only', async (t) => {
  const fault = new Error('mine');
  const queue = createCommitQueue((batch) =>
    Promise.resolve(batch.map((_each, index) => (index === 1 ? fault : undefined))),
  );
  const outcomes = await Promise.allSettled([1, 2, 3].map(() => queue.commit(changes())));
  t.deepEqual(
    outcomes.map(({ status }) => status),
    ['fulfilled', 'rejected', 'fulfilled'],
  );
});

test('when nothing could be written, everyone hears it, and the next batch is tried afresh', async (t) => {
  let broken = true;
  const queue = createCommitQueue((batch) =>
    broken ? Promise.reject(new Error('disk full')) : Promise.resolve(batch.map(() => undefined)),
  );
  const outcomes = await Promise.allSettled([queue.commit(changes()), queue.commit(changes())]);
  t.true(outcomes.every(({ status }) => status === 'rejected'));
  broken = false;
  await t.notThrowsAsync(queue.commit(changes()));
});

const LOCKED = new Error('locked');
const isLocked = (fault: unknown) => fault === LOCKED;

test('while the lock is held, what arrives is collected, and written once, in the order of arrival', async (t) => {
  const pacing = fakePacing();
  const written: ChangeSet[] = [];
  let attempts = 0;
  const queue = createCommitQueue(
    (batch) => {
      attempts += 1;
      if (pacing.now() < 500) return Promise.reject(LOCKED);
      written.push(...batch);
      return Promise.resolve(batch.map(() => undefined));
    },
    { isLocked, waitMs: 1000, pacing },
  );
  const sets = Array.from({ length: 600 }, changes);
  const early = sets.slice(0, 400).map((set) => queue.commit(set));
  await pacing.until(300);
  await Promise.all([...early, ...sets.slice(400).map((set) => queue.commit(set))]);
  t.deepEqual(written, sets);
  t.true(attempts > 10);
  t.true(pacing.now() < 600);
});

for (const [what, arrivals] of [
  ['all at once', [0, 0, 0]],
  ['one after the other', [0, 400, 900, 1700]],
  ['long after the first', [0, 5000]],
] as const) {
  test(`a lock that is never released: ${what}, each waits for it once, from its arrival`, async (t) => {
    const pacing = fakePacing();
    const queue = createCommitQueue(() => Promise.reject(LOCKED), { isLocked, waitMs: 1000, pacing });
    const waits: number[] = [];
    for (const at of arrivals) {
      await pacing.until(at);
      const since = pacing.now();
      void queue.commit(changes()).catch((fault: unknown) => {
        t.is(fault, LOCKED);
        waits.push(pacing.now() - since);
      });
    }
    await queue.drain();
    t.is(waits.length, arrivals.length);
    for (const wait of waits) t.true(wait >= 1000 && wait <= 1010, wait.toString());
  });
}

test('a fault that is no lock is not waited for, and ends no wait', async (t) => {
  const pacing = fakePacing();
  let turn = 0;
  const queue = createCommitQueue(
    (batch) => {
      turn += 1;
      if (turn === 1) return Promise.reject(LOCKED);
      return turn === 2 ? Promise.reject(new Error('disk full')) : Promise.resolve(batch.map(() => undefined));
    },
    { isLocked, waitMs: 1000, pacing },
  );
  await t.throwsAsync(queue.commit(changes()), { message: 'disk full' });
  await t.notThrowsAsync(queue.commit(changes()));
});
