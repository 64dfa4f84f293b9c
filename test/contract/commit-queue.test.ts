import test from 'ava';
import { createCommitQueue } from '../../src/adapters/sql/commit-queue.js';
import type { ChangeSet } from '../../src/ports/order-store.js';

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
