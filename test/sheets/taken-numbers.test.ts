import test from 'ava';
import type { Entered } from '../google/sheet.js';
import { HEADERS } from '../google/stand-in.js';
import { findings, polled, reaches, rowAt } from './broken-cells.js';
import { createWorld, phone, poolRow, proxy, until, type Instance } from './world.js';

const statusOf = async ({ store }: Instance, index: number) =>
  (await store.record('number', proxy(index)))?.value.state.status;

// Rows of clients that cannot be read, and their number.

const ROWS: readonly (readonly [what: string, id: Entered, phone: Entered, spelling?: (number: string) => Entered])[] =
  [
    ['a phone without its 0', '7', '493012345'],
    ['no phone', '7', ''],
    ['an error as its phone', '7', '#REF!'],
    ['words as its phone', '7', 'ask Bob'],
    ['no id', '', phone(7)],
    ['an error as its id', '#N/A', phone(7)],
    ['no phone, and the number as a number', '7', 'n/a', (number) => Number(number.slice(1))],
    ['nothing but the number', '', ''],
  ];
const STATUSES = ['available', 'assigned', 'quarantined', ''];

for (const [what, id, realPhone, spelling = (number: string) => number] of ROWS) {
  test(`a row of a client has ${what} at the start: nobody else gets its number`, async (t) => {
    const world = await createWorld(t, {
      tabs: {
        Clients: [
          HEADERS.Clients.split(' '),
          ...STATUSES.map((status, index) => [
            id === '7' ? `7${index.toString()}` : id,
            status,
            '',
            realPhone,
            spelling(proxy(index)),
          ]),
        ],
        TwilioPools: [
          HEADERS.TwilioPools.split(' '),
          ...STATUSES.map((status, index) => poolRow(proxy(index), status)),
          poolRow(proxy(9)),
        ],
        Orders: [HEADERS.Orders.split(' ')],
      },
    });
    const first = await world.open();
    t.is(await first.order(1), proxy(9));
    await t.throwsAsync(first.order(2), { message: /pool|number/ });
    await polled(world);
    for (const index of STATUSES.keys()) t.is(await statusOf(first, index), 'error');
    t.is(findings(first).filter(({ kind }) => kind === 'out_of_rotation').length, 4);
    await first.close();
    const shown = () =>
      world
        .shown('TwilioPools')
        .slice(0, 4)
        .map((row) => row['status']);
    t.deepEqual(shown(), STATUSES, 'the statuses are not written to');

    const second = await world.open();
    await t.throwsAsync(second.order(2), { message: /pool|number/ });
    // Corrected.
    for (const [index, row] of world.standIn.book.tab('Clients').rows.slice(1, 5).entries()) {
      [row[0], row[3]] = [`7${index.toString()}`, phone(70 + index)];
    }
    for (const index of STATUSES.keys()) {
      await until('it leads to its client', () => reaches(second, proxy(index), phone(70 + index)));
    }
    await until('the pool says so', () => shown().every((status) => status === 'assigned'));
    t.deepEqual(findings(second), []);
  });
}

test('the number of a row that cannot be read is available again once the row is deleted', async (t) => {
  const world = await createWorld(t, { numbers: 1 });
  const { rows } = world.standIn.book.tab('Clients');
  rows[1] = ['7', 'By hand', '', 'n/a', proxy(0)];
  const instance = await world.open();
  await t.throwsAsync(instance.order(1));
  rows[1] = [];
  await until('it is available', async () => (await statusOf(instance, 0)) === 'available');
  t.is(await instance.order(1), proxy(0));
});

// What the operator writes into the pool

const WORDS = ['error', 'Error', ' ERROR ', 'broken', 'en panne', 'disabled', 'do not use', 'libre ?', '0', 'x'];

for (const isAtStart of [true, false]) {
  test(`error, and any word that is no status, takes a number out of rotation ${isAtStart ? 'at the start' : 'while the service runs'}`, async (t) => {
    const world = await createWorld(t, { numbers: WORDS.length + 1 });
    const mark = () => {
      for (const [index, word] of WORDS.entries()) world.set('TwilioPools', proxy(index), 'status', word);
    };
    if (isAtStart) mark();
    const first = await world.open();
    if (!isAtStart) {
      mark();
      await until('they are out of rotation', async () => (await statusOf(first, WORDS.length - 1)) === 'error');
    }
    t.is(await first.order(1), proxy(WORDS.length));
    await t.throwsAsync(first.order(2), { message: /pool|number/ });
    await polled(world);
    t.is(findings(first).filter(({ kind }) => kind === 'out_of_rotation').length, WORDS.length);
    t.is(
      first.log.filter(({ event }) => event === 'sheets.number_out_of_rotation').length,
      WORDS.length,
      'logged once',
    );
    t.like((await first.poolStats()).pools, [{ error: WORDS.length, available: 0, assigned: 1 }]);
    await first.close();
    const shown = world.shown('TwilioPools').map((row) => row['status']);
    t.deepEqual(shown, [...WORDS, 'assigned'], 'the words are not written to');
    const second = await world.open();
    await t.throwsAsync(second.order(2), { message: /pool|number/ });
    world.set('TwilioPools', proxy(3), 'status', 'available');
    await until('one is back', async () => (await statusOf(second, 3)) === 'available');
    t.is(await second.order(2), proxy(3));
  });
}

for (const word of ['error', 'en panne']) {
  test(`a number in use is marked "${word}": its client keeps it, and nobody gets it afterwards`, async (t) => {
    const world = await createWorld(t, { numbers: 1 });
    const first = await world.open();
    const number = await first.order(1);
    world.set('TwilioPools', number, 'status', word);
    await until('it is listed', () => findings(first).some(({ column }) => column === 'status'));
    t.true(await reaches(first, number, phone(1)));
    await first.updateClient('1', { clientName: 'Changed' });
    await first.close();
    const second = await world.open();
    t.true(await reaches(second, number, phone(1)));
    t.is(rowAt(world, 'TwilioPools', number)[2], word);
    await second.closeOrder('O-1', { endSession: true });
    await until('it is out of rotation', async () => (await statusOf(second, 0)) === 'error');
    await polled(world);
    t.is(rowAt(world, 'TwilioPools', number)[2], word);
    t.is(await statusOf(second, 0), 'error');
  });
}

test('a number that cannot be read keeps its status, and one that was given back stays so', async (t) => {
  const world = await createWorld(t, { numbers: 3 });
  world.set('TwilioPools', proxy(1), 'status', 'released');
  const first = await world.open();
  await first.close();
  for (const [index, word] of ['#REF!', 'error', 'en panne'].entries()) {
    world.set('TwilioPools', proxy(index === 0 ? 0 : 1), 'status', word);
    const again = await world.open();
    await polled(world);
    t.is(await statusOf(again, 0), 'available');
    t.is(await statusOf(again, 1), 'released');
    await again.close();
  }
});
