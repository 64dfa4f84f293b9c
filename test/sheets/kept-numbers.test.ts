import test, { type ExecutionContext } from 'ava';
import type { Entered } from '../google/sheet.js';
import { columnOf, findings, isListed, polled, reaches, rowAt } from './broken-cells.js';
import { COURIER, createWorld, orderOf, phone, poolRow, proxy, until, type Instance } from './world.js';

// What somebody puts into the cell of a number in use, and of a last caller, and that is no decision to take it away.

const formula = (value: string): Entered => ({ formula: '=IFERROR(VLOOKUP(A2;Old!A:B;2;FALSE);"")', value });
const NUMBERS: Readonly<Record<string, Entered | ((index: number) => Entered)>> = {
  'a formula whose value is blank': formula(''),
  'a formula of a blank text': { formula: '=""', value: '' },
  'a no-break space': '\u00a0',
  'a space': ' ',
  'a narrow space': '\u202f',
  'an ideographic space': '\u3000',
  'a line end': '\n',
  'a zero-width space': '\u200b',
  "the client's own phone": (index) => phone(index),
  'the same as a number': (index) => Number(phone(index).slice(1)),
  "another client's phone": phone(2),
  "the courier's phone": COURIER,
  'a premium number': '+33899001234',
  'a number that is not in the pool': proxy(60),
  'a short code': '33123',
  'a word': 'none',
  'a number that was given back': proxy(105),
  'a number out of rotation': proxy(106),
  'a shared number': proxy(107),
};

/** Clients with numbers and last callers; the pool has numbers that are not free. */
async function createScene(t: ExecutionContext, clients = 3) {
  const world = await createWorld(t, { numbers: clients + 2 });
  const { rows } = world.standIn.book.tab('TwilioPools');
  const notFree = ['released', 'error', 'shared'].map((status, at) => poolRow(proxy(105 + at), status));
  rows.splice(1, 0, ...notFree);
  const instance = await world.open();
  const given: string[] = [];
  for (let index = 1; index <= clients; index += 1) {
    given.push(await instance.order(index));
    await instance.call(COURIER, given[index - 1] ?? '');
  }
  await until('everything is written', () => instance.store.backlog?.() === 0);
  return { world, instance, given };
}

async function allReached(t: ExecutionContext, instance: Instance, given: readonly string[]): Promise<void> {
  for (const [index, number] of given.entries()) t.true(await reaches(instance, number, phone(index + 1)));
}

const ofClients = (instance: Instance) => findings(instance).filter(({ tab }) => tab === 'Clients');

test.serial(
  'what is put into the cells of numbers in use: clients keep their numbers, and each cell is reported',
  async (t) => {
    const values = Object.entries(NUMBERS);
    const { world, instance: first, given } = await createScene(t, values.length + 2);
    const at = columnOf('Clients', 'client_proxy_number');
    const rows = given.map((_, index) => rowAt(world, 'Clients', (index + 1).toString()));
    const entered = values.map(([, value], index) => (typeof value === 'function' ? value(index + 1) : value));
    // And the number of another client.
    entered.push(given.at(-1));
    for (const [index, value] of entered.entries()) (rows[index] ?? [])[at] = value;
    await until('they are listed', () => ofClients(first).length >= entered.length);
    await polled(world);
    const check = async (instance: Instance) => {
      await allReached(t, instance, given);
      t.deepEqual(
        new Set(ofClients(instance).map(({ cell }) => cell)),
        new Set(entered.map((_, index) => `E${(index + 2).toString()}`)),
      );
      t.deepEqual(
        rows.slice(0, -1).map((row) => row[at]),
        entered,
        'the cells are not written to',
      );
    };
    await check(first);
    for (const index of entered.keys()) await first.updateClient((index + 1).toString(), { clientName: 'Changed' });
    await first.close();
    const second = await world.open();
    await polled(world);
    await check(second);
    for (const [index, row] of rows.entries()) row[at] = given[index];
    await until('all is well', () => ofClients(second).length === 0);
    await allReached(t, second, given);
  },
);

for (const what of ['a formula whose value is blank', 'a no-break space', 'a word'] as const) {
  test.serial(`the cell of a last caller becomes ${what}: it stays, and is reported`, async (t) => {
    const { world, instance, given } = await createScene(t);
    rowAt(world, 'Clients', '1')[columnOf('Clients', 'client_last_caller')] = NUMBERS[what] as Entered;
    await until('it is listed', () => isListed(instance, 'Clients', 'client_last_caller'));
    await polled(world);
    t.like(await instance.call(phone(1), given[0] ?? ''), { kind: 'dial', to: COURIER });
  });
}

test.serial('a new client gets no phone of somebody as their number', async (t) => {
  const { world, instance } = await createScene(t);
  const { rows } = world.standIn.book.tab('Clients');
  for (const [index, number] of [phone(2), COURIER, phone(40)].entries()) {
    rows[4 + index] = [
      `new ${index.toString()}`,
      'By hand',
      '',
      phone(40 + (number === phone(40) ? 0 : index + 1)),
      number,
    ];
    await until('it is read', () => instance.getClient(`new ${index.toString()}`).then(Boolean, () => false));
    t.true(findings(instance).some(({ cell }) => cell === `E${(5 + index).toString()}`));
    t.is((await instance.getClient(`new ${index.toString()}`)).clientProxyNumber, undefined);
  }
});

test.serial('a cell that is empty in one reading only takes nothing; in two, it does', async (t) => {
  const { world, instance, given } = await createScene(t);
  const [number = ''] = given;
  const row = rowAt(world, 'Clients', '1');
  // As while somebody types: there again at the next look.
  let looks = 0;
  world.standIn.interfere = ({ kind }) => {
    if (kind === 'read') looks += 1;
    if (looks > 4) row[4] = number;
    return undefined;
  };
  row[4] = '';
  await until('it is back', () => looks > 10);
  world.standIn.interfere = () => undefined;
  t.true(await reaches(instance, number, phone(1)));
  t.is((await instance.store.record('number', number))?.value.state.status, 'assigned');
  row[4] = '';
  await until('it is given up', async () => !(await reaches(instance, number, phone(1))));
  await until('it is in quarantine', async () => {
    return (await instance.store.record('number', number))?.value.state.status === 'quarantined';
  });
  t.deepEqual(ofClients(instance), []);
});

test.serial('a client gets another free number of the pool', async (t) => {
  const { world, instance, given } = await createScene(t);
  const free = [0, 1, 2, 3, 4].map(proxy).find((number) => !given.includes(number)) ?? '';
  world.set('Clients', '1', 'client_proxy_number', free);
  await until('it leads to the client', () => reaches(instance, free, phone(1)));
  t.like(await instance.call(COURIER, given[0] ?? ''), { announcement: 'not_in_service' });
  t.is((await instance.store.record('number', given[0] ?? ''))?.value.state.status, 'quarantined');
});

test.serial(
  'a row that waits for a number which stays with its client keeps its own, whoever names that',
  async (t) => {
    const { world, instance, given } = await createScene(t);
    // 3 wants the number of 1, who wants that of 2, who keeps it.
    world.set('Clients', '1', 'client_proxy_number', given[1]);
    world.set('Clients', '3', 'client_proxy_number', given[0]);
    await until('both are listed', () => ofClients(instance).length === 2);
    await polled(world);
    for (const [index, number] of given.entries()) t.true(await reaches(instance, number, phone(index + 1)));
  },
);

/** Columns and rows, counted from 0; ends are exclusive. */
const MERGES: readonly (readonly [what: string, rows: [number, number], columns: [number, number], listed: string])[] =
  [
    ['the phone and the number', [1, 2], [3, 5], 'E2'],
    ['two numbers', [1, 3], [4, 5], 'E3'],
    ['two last callers', [1, 3], [7, 8], 'H3'],
    ['a block of cells', [1, 3], [3, 5], 'D3'],
    ['two ids', [1, 3], [0, 1], 'A3'],
    ['two whole rows', [1, 3], [0, 8], 'A3'],
  ];

for (const [what, [from, to], [left, right], listed] of MERGES) {
  test.serial(`${what} are merged, while the service runs and at a start: nothing is lost`, async (t) => {
    const { world, instance: first, given } = await createScene(t);
    const sheet = world.standIn.book.tab('Clients');
    const intact = structuredClone(sheet.rows);
    sheet.merges = [{ startRowIndex: from, endRowIndex: to, startColumnIndex: left, endColumnIndex: right }];
    // Google keeps the first value only.
    for (let row = from; row < to; row += 1) {
      for (let column = left; column < right; column += 1) {
        if (row !== from || column !== left) (sheet.rows[row] ?? [])[column] = undefined;
      }
    }
    const check = async (instance: Instance) => {
      await until('it is listed', () => findings(instance).some(({ cell }) => cell === listed));
      await polled(world, 5);
      await allReached(t, instance, given);
      for (const [index, number] of given.entries()) {
        t.like(await instance.call(phone(index + 1), number), { kind: 'dial', to: COURIER });
      }
    };
    await check(first);
    t.truthy(await first.order(4));
    await first.close();
    const second = await world.open();
    // A last caller is in the sheet only, and in no sheet now.
    if (listed.startsWith('E') || listed.startsWith('D')) await check(second);
    await allReached(t, second, given);
    sheet.merges = [];
    sheet.rows = [...intact.slice(0, 4), ...sheet.rows.slice(4)];
    await until('all is well', () => ofClients(second).length === 0);
    await allReached(t, second, given);
  });
}

test.serial('a status by a formula whose value is blank makes no number available', async (t) => {
  const { world, instance } = await createScene(t);
  await instance.order(4);
  const row = rowAt(world, 'TwilioPools', proxy(106));
  row[columnOf('TwilioPools', 'status')] = formula('');
  await until('it is listed', () => isListed(instance, 'TwilioPools', 'status'));
  await polled(world);
  t.is((await instance.store.record('number', proxy(106)))?.value.state.status, 'error');
  t.not(await instance.order(5), proxy(106));
  await t.throwsAsync(instance.createOrder(orderOf(6)));
});

test.serial('rows that formulas keep ready are no rows', async (t) => {
  const { world, instance } = await createScene(t);
  const { rows } = world.standIn.book.tab('Clients');
  for (const at of [4, 5, 6]) rows[at] = Array.from({ length: 8 }, () => formula(''));
  await polled(world, 4);
  t.deepEqual(ofClients(instance), []);
  t.is((await instance.store.records('client', { limit: 9 })).length, 3);
});
