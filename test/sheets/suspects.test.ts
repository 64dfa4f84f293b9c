import test from 'ava';
import fc from 'fast-check';
import { createSuspects } from '../../src/adapters/sheets/batches/suspects.js';

interface Search {
  readonly culprits: readonly number[];
  readonly accepted: readonly number[];
  readonly batches: number;
}

/** Writes groups until none is left, as the flusher does. `hintOf`: what a refusal seems to be about. */
function search(
  count: number,
  isBad: (item: number) => boolean,
  hintOf: (items: readonly number[]) => number[],
): Search {
  const items = Array.from({ length: count }, (_, index) => index);
  const suspects = createSuspects<number>();
  const culprits: number[] = [];
  const accepted: number[] = [];
  suspects.add(items, true);
  let batches = 1;
  for (let group = suspects.next(() => true); group !== undefined; group = suspects.next(() => true)) {
    batches += 1;
    if (group.items.some(isBad)) {
      const culprit = suspects.refused(group, hintOf(group.items));
      if (culprit !== undefined) culprits.push(culprit);
    } else {
      accepted.push(...group.items);
      suspects.accepted(group);
    }
  }
  return { culprits, accepted, batches };
}

const cases = fc
  .integer({ min: 2, max: 300 })
  .chain((count) =>
    fc.record({ count: fc.constant(count), bad: fc.uniqueArray(fc.nat(count - 1), { maxLength: 12, minLength: 1 }) }),
  );
const byValue = (a: number, b: number) => a - b;

test('the culprits are found, and no others, in k log n batches', (t) => {
  fc.assert(
    fc.property(cases, ({ count, bad }) => {
      const { culprits, accepted, batches } = search(
        count,
        (item) => bad.includes(item),
        () => [],
      );
      t.deepEqual([...culprits].sort(byValue), [...bad].sort(byValue));
      t.is(new Set([...culprits, ...accepted]).size, count);
      t.true(
        batches <= 2 * bad.length * (Math.ceil(Math.log2(count)) + 1),
        `${batches.toString()} of ${count.toString()}`,
      );
    }),
  );
});

test('with hints that are right, about two batches for each culprit', (t) => {
  fc.assert(
    fc.property(cases, ({ count, bad }) => {
      const isBad = (item: number) => bad.includes(item);
      const { culprits, batches } = search(count, isBad, (items) => items.filter(isBad).slice(0, 1));
      t.deepEqual([...culprits].sort(byValue), [...bad].sort(byValue));
      t.true(batches <= 2 * (bad.length + Math.ceil(Math.log2(count))), batches.toString());
    }),
  );
});

test('hints that are wrong delay the search and change nothing', (t) => {
  fc.assert(
    fc.property(cases, ({ count, bad }) => {
      const isBad = (item: number) => bad.includes(item);
      const { culprits, accepted, batches } = search(count, isBad, (items) =>
        items.filter((item) => !isBad(item)).slice(0, 1),
      );
      t.deepEqual([...culprits].sort(byValue), [...bad].sort(byValue));
      t.is(new Set([...culprits, ...accepted]).size, count);
      t.true(batches <= 20 * bad.length * (Math.ceil(Math.log2(count)) + 1), batches.toString());
    }),
  );
});

test('items that need not be written any more are left out', (t) => {
  const suspects = createSuspects<number>();
  suspects.add([1, 2, 3, 4], true);
  const group = suspects.next((item) => item > 1);
  t.deepEqual(group, { items: [2, 3, 4], rest: undefined });
  if (group !== undefined) suspects.putBack(group);
  t.deepEqual(
    suspects.next((item) => item > 4),
    undefined,
  );
  t.true(suspects.isEmpty());
});
