import test from 'ava';
import { createGrouping, type GroupingOptions } from '../../src/adapters/sql/grouping.js';

/** Groups whose work ends when the test says so. */
function groupsByHand(options: Partial<GroupingOptions<number, string>> = {}) {
  const begun: { readonly items: readonly number[]; readonly end: (error?: Error) => void }[] = [];
  const grouping = createGrouping<number, string>({
    atOnce: 1,
    largest: 100,
    timeoutMs: 60_000,
    isOfOne: () => false,
    run: (items) =>
      new Promise((resolve, reject) => {
        const end = (error?: Error) => {
          if (error === undefined) resolve(items.map((item) => `done ${item.toString()}`));
          else reject(error);
        };
        begun.push({ items, end });
      }),
    ...options,
  });
  return { ...grouping, begun, sizes: () => begun.map(({ items }) => items.length) };
}

const endOfTurn = () => new Promise((resolve) => setImmediate(resolve));

test('one that comes alone begins in the same turn, and is a group of one', async (t) => {
  const { add, begun, sizes } = groupsByHand();
  const alone = add(1);
  await endOfTurn();
  t.deepEqual(sizes(), [1]);
  begun[0]?.end();
  t.is(await alone, 'done 1');
});

test('what comes while others are under way begins together once they have ended, in the order of its arrival', async (t) => {
  const { add, begun } = groupsByHand({ largest: 3 });
  const all = [add(1)];
  await endOfTurn();
  for (const item of [2, 3, 4, 5]) all.push(add(item));
  await endOfTurn();
  t.is(begun.length, 1);
  for (let group = 0; group < 3; group += 1) {
    begun[group]?.end();
    await endOfTurn();
    await endOfTurn();
  }
  t.deepEqual(
    begun.map(({ items }) => items),
    [[1], [2, 3, 4], [5]],
  );
  t.deepEqual(await Promise.all(all), ['done 1', 'done 2', 'done 3', 'done 4', 'done 5']);
});

test('as many groups are under way as are allowed, and one that hangs holds up nobody else', async (t) => {
  const { add, begun, sizes } = groupsByHand({ atOnce: 2 });
  void add(1);
  await endOfTurn();
  const second = add(2);
  await endOfTurn();
  const third = add(3);
  await endOfTurn();
  t.deepEqual(sizes(), [1, 1]);
  begun[1]?.end();
  t.is(await second, 'done 2');
  await endOfTurn();
  await endOfTurn();
  begun[2]?.end();
  t.is(await third, 'done 3');
});

test('when a group fails because of one item, each is tried by itself', async (t) => {
  const bad = new Error('a value');
  const { add } = createGrouping<number, number>({
    atOnce: 1,
    largest: 100,
    timeoutMs: 60_000,
    isOfOne: (error) => error === bad,
    run: (items) => (items.includes(2) ? Promise.reject(bad) : Promise.resolve(items)),
  });
  const outcomes = await Promise.allSettled([1, 2, 3].map(add));
  t.deepEqual(
    outcomes.map(({ status }) => status),
    ['fulfilled', 'rejected', 'fulfilled'],
  );
});

test('when a group fails as a whole, all hear of it at once, and the next begins', async (t) => {
  const { add, begun } = groupsByHand();
  const lost = Promise.allSettled([add(1), add(2)]);
  await endOfTurn();
  const next = add(3);
  begun[0]?.end(new Error('connection lost'));
  t.true((await lost).every(({ status }) => status === 'rejected'));
  await endOfTurn();
  begun[1]?.end();
  t.is(await next, 'done 3');
});

test('what has waited too long is not begun', async (t) => {
  const { add, begun, drain } = groupsByHand({ timeoutMs: -1 });
  await t.throwsAsync(add(1), { message: /timeout/ });
  t.is(begun.length, 0);
  await drain();
});

test('drain resolves when everything that was added has ended', async (t) => {
  const { add, begun, drain } = groupsByHand();
  const ended: string[] = [];
  void add(1).then((result) => ended.push(result));
  const drained = drain().then(() => ended.push('drained'));
  await endOfTurn();
  begun[0]?.end();
  await drained;
  t.deepEqual(ended, ['done 1', 'drained']);
});

test('after a failure what is for one key is carried out in its order, by itself, and groups go on', async (t) => {
  const bad = new Error('a lock');
  const begun: (readonly [items: readonly string[], mayWait: boolean, end: () => void])[] = [];
  const { add, drain } = createGrouping<string, string>({
    atOnce: 1,
    largest: 100,
    timeoutMs: 60_000,
    isOfOne: (error) => error === bad,
    keyOf: (item) => item.slice(0, 1),
    run: (items, mayWait) =>
      new Promise((resolve, reject) => {
        const end = () => {
          if (!mayWait && items.some((item) => item.startsWith('a'))) reject(bad);
          else resolve(items);
        };
        begun.push([items, mayWait, end]);
      }),
  });
  const endNext = async () => {
    begun.shift()?.[2]();
    await endOfTurn();
    await endOfTurn();
  };
  const started = () => begun.map(([items, mayWait]) => `${items.join()}${mayWait ? ' alone' : ''}`);

  const all = [add('a1'), add('b1'), add('a2')];
  await endOfTurn();
  t.deepEqual(started(), ['a1,b1,a2']);
  await endNext();
  t.deepEqual(started(), ['a1 alone', 'b1 alone']);
  all.push(add('a3'), add('c1'));
  await endOfTurn();
  t.deepEqual(started(), ['a1 alone', 'b1 alone', 'c1']);
  await endNext();
  t.deepEqual(started(), ['b1 alone', 'c1', 'a2 alone']);
  await endNext();
  await endNext();
  await endNext();
  t.deepEqual(started(), ['a3 alone']);
  await endNext();
  t.deepEqual(await Promise.all(all), ['a1', 'b1', 'a2', 'a3', 'c1']);
  all.push(add('a4'));
  await endOfTurn();
  t.deepEqual(started(), ['a4'], 'in a group again');
  begun[0]?.[2]();
  await endOfTurn();
  await endNext();
  await endNext();
  await drain();
});

test('few are carried out by themselves at the same time', async (t) => {
  const bad = new Error('a lock');
  let most = 0;
  let now = 0;
  const { add } = createGrouping<number, number>({
    atOnce: 1,
    largest: 100,
    timeoutMs: 60_000,
    isOfOne: (error) => error === bad,
    async run(items, mayWait) {
      if (!mayWait) throw bad;
      most = Math.max(most, (now += 1));
      await endOfTurn();
      now -= 1;
      return items;
    },
  });
  await Promise.all(Array.from({ length: 20 }, (_, index) => add(index)));
  t.is(most, 3);
});
