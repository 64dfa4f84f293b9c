import test from 'ava';
import type { Entered } from '../google/sheet.js';
import { columnOf, findings, isListed, polled, reaches, rowAt } from './broken-cells.js';
import { COURIER, createWorld, orderOf, phone, poolRow, proxy, until, type World } from './world.js';

// What somebody puts into the cell of a number in use, and of a last caller, and that is no decision to take it away.

const formula = (value: string): Entered => ({ formula: '=IFERROR(VLOOKUP(A2;Old!A:B;2;FALSE);"")', value });
const NUMBERS: Readonly<Record<string, Entered>> = {
  'a formula whose value is blank': formula(''),
  'a formula of a blank text': { formula: '=""', value: '' },
  'a no-break space': '\u00a0',
  'a space': ' ',
  'a narrow space': '\u202f',
  'an ideographic space': '\u3000',
  'a line end': '\n',
  'a zero-width space': '\u200b',
  "the client's own phone": phone(1),
  'the same as a number': Number(phone(1).slice(1)),
  "another client's phone": phone(2),
  "the courier's phone": COURIER,
  'a premium number': '+33899001234',
  'a number that is not in the pool': proxy(60),
  'a short code': '33123',
  'a word': 'none',
  'a number that was given back': proxy(5),
  'a number out of rotation': proxy(6),
  'a shared number': proxy(7),
  "another client's number": '',
};

/** Three clients with numbers and last callers; the pool has numbers that are not free. */
async function createScene(t: Parameters<typeof createWorld>[0], numbers = 5) {
  const world = await createWorld(t, { numbers });
  for (const [index, status] of [
    [5, 'released'],
    [6, 'error'],
    [7, 'shared'],
  ] as const) {
    const row = world.standIn.book.tab('TwilioPools').rows.findIndex(([cell]) => cell === undefined);
    world.standIn.book.tab('TwilioPools').rows[row] = poolRow(proxy(index), status);
  }
  const instance = await world.open();
  const given: string[] = [];
  for (const index of [1, 2, 3]) {
    given.push(await instance.order(index));
    await instance.call(COURIER, given[index - 1] ?? '');
  }
  await until('everything is written', () => instance.store.backlog?.() === 0);
  return { world, instance, given };
}

for (const [what, value] of Object.entries(NUMBERS)) {
  test.serial(`the cell of a number becomes ${what}: the client keeps their number, and it is reported`, async (t) => {
    const { world, instance: first, given } = await createScene(t);
    const row = rowAt(world, 'Clients', '1');
    const entered = value === '' ? given[1] : value;
    row[columnOf('Clients', 'client_proxy_number')] = entered;
    await until('it is listed', () => isListed(first, 'Clients', 'client_proxy_number'));
    await polled(world);
    const check = async (instance: typeof first) => {
      for (const [index, number] of given.entries()) t.true(await reaches(instance, number, phone(index + 1)));
      t.deepEqual(
        findings(instance)
          .filter(({ tab }) => tab === 'Clients')
          .map(({ cell }) => cell),
        ['E2'],
      );
      t.is(row[columnOf('Clients', 'client_proxy_number')], entered, 'the cell is not written to');
    };
    await check(first);
    await first.updateClient('1', { clientName: 'Changed' });
    await first.close();
    const second = await world.open();
    await polled(world);
    await check(second);
    row[columnOf('Clients', 'client_proxy_number')] = given[0];
    await until('all is well', () => findings(second).every(({ tab }) => tab !== 'Clients'));
    t.true(await reaches(second, given[0] ?? '', phone(1)));
  });
}

for (const what of ['a formula whose value is blank', 'a no-break space', 'a word'] as const) {
  test.serial(`the cell of a last caller becomes ${what}: it stays, and is reported`, async (t) => {
    const { world, instance, given } = await createScene(t);
    rowAt(world, 'Clients', '1')[columnOf('Clients', 'client_last_caller')] = NUMBERS[what];
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
  t.deepEqual(
    findings(instance).filter(({ tab }) => tab === 'Clients'),
    [],
  );
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
    await until('both are listed', () => findings(instance).filter(({ tab }) => tab === 'Clients').length === 2);
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
  for (const isAtStart of [false, true]) {
    test.serial(
      `${what} are merged ${isAtStart ? 'before a start' : 'while the service runs'}: nothing is lost`,
      async (t) => {
        const { world, instance: first, given } = await createScene(t);
        const sheet = world.standIn.book.tab('Clients');
        const intact = structuredClone(sheet.rows);
        const merge = () => {
          sheet.merges = [{ startRowIndex: from, endRowIndex: to, startColumnIndex: left, endColumnIndex: right }];
          // Google keeps the first value only.
          for (let row = from; row < to; row += 1) {
            for (let column = left; column < right; column += 1) {
              if (row !== from || column !== left) (sheet.rows[row] ?? [])[column] = undefined;
            }
          }
        };
        let instance = first;
        if (isAtStart) {
          await first.close();
          merge();
          instance = await world.open();
        } else merge();
        if (!isAtStart || !listed.startsWith('H')) {
          await until('it is listed', () => findings(instance).some(({ cell }) => cell === listed));
        }
        await polled(world, 6);
        for (const [index, number] of given.entries()) {
          t.true(await reaches(instance, number, phone(index + 1)));
          t.like(await instance.call(phone(index + 1), number), { kind: 'dial', to: COURIER });
        }
        t.truthy(await instance.order(4));
        sheet.merges = [];
        sheet.rows = [...intact.slice(0, 4), ...sheet.rows.slice(4)];
        await until('all is well', () => findings(instance).every(({ tab }) => tab !== 'Clients'));
        for (const [index, number] of given.entries()) t.true(await reaches(instance, number, phone(index + 1)));
      },
    );
  }
}

test.serial('a status by a formula whose value is blank makes no number available', async (t) => {
  const { world, instance } = await createScene(t, 4);
  const row = rowAt(world, 'TwilioPools', proxy(6));
  row[columnOf('TwilioPools', 'status')] = formula('');
  await until('it is listed', () => isListed(instance, 'TwilioPools', 'status'));
  await polled(world);
  t.is((await instance.store.record('number', proxy(6)))?.value.state.status, 'error');
  const last = await instance.order(4);
  t.true([0, 1, 2, 3].map(proxy).some((number) => number === last));
  await t.throwsAsync(instance.createOrder(orderOf(5)));
});

test.serial('rows that formulas keep ready are no rows', async (t) => {
  const { world, instance } = await createScene(t);
  const { rows } = (world satisfies World).standIn.book.tab('Clients');
  for (const at of [4, 5, 6]) rows[at] = Array.from({ length: 8 }, () => formula(''));
  await polled(world, 4);
  t.deepEqual(
    findings(instance).filter(({ tab }) => tab === 'Clients'),
    [],
  );
  t.is((await instance.store.records('client', { limit: 9 })).length, 3);
});
