import test from 'ava';
import { prepareSpreadsheet } from '../../src/adapters/sheets/index.js';
import type { Entered } from '../google/sheet.js';
import { sheetOf } from '../google/sheet.js';
import { HEADERS } from '../google/stand-in.js';
import { checkThree, findings, polled, reaches, rowAt, withThree } from './broken-cells.js';
import { COURIER, createWorld, orderOf, phone, proxy, until, type Instance, type World } from './world.js';

// What a look says while the service runs, and what is believed of it.

type Title = keyof typeof HEADERS;
const TITLES = ['Clients', 'TwilioPools', 'Orders'] as const;

const isLost = (instance: Instance, title: Title) =>
  findings(instance).some(({ tab, problem }) => tab === title && problem.startsWith('has no row for'));

function init({ standIn: { url: baseUrl, spreadsheetId: id, credentials } }: World) {
  return prepareSpreadsheet({ baseUrl, credentials, spreadsheet: { id } });
}

/** How somebody loses the rows of a tab. */
const LOSSES: Readonly<Record<string, (world: World, title: Title) => void>> = {
  'cleared under the header': ({ standIn }, title) => {
    for (const row of standIn.book.tab(title).rows.slice(1)) row.length = 0;
  },
  deleted: ({ standIn }, title) => void standIn.book.tab(title).rows.splice(1, 9),
  'deleted, with a new tab of that name': ({ standIn: { book } }, title) => {
    book.sheets = book.sheets.filter((sheet) => sheet.title !== title);
    book.sheets.push(sheetOf(77_000, title, [HEADERS[title].split(' ')]));
  },
};

for (const [how, lose] of Object.entries(LOSSES)) {
  for (const title of TITLES) {
    test.serial(
      `all rows of ${title} are ${how} while the service runs: nothing is erased, and a finding says so`,
      async (t) => {
        const world = await createWorld(t);
        const { instance, routes } = await withThree(world);
        await instance.call(COURIER, routes[0]?.[0] ?? '');
        await until('everything is written', () => instance.store.backlog?.() === 0);
        const { book } = world.standIn;
        const intact = structuredClone(book.tab(title).rows);
        lose(world, title);
        await until('it is found', () => isLost(instance, title));
        await polled(world, 6);
        await checkThree(t, instance, routes);
        t.like(await instance.call(phone(1), routes[0]?.[0] ?? ''), { kind: 'dial', to: COURIER });
        t.is((await instance.store.numbers()).length, 5);
        const logged = () =>
          instance.log.filter(({ fields }) => String(fields['problem']).startsWith('has no row for'));
        t.is(logged().length, 1, 'logged once');
        if (title === 'Clients') t.truthy(await instance.order(4));
        // Put back one by one, by hand.
        const sheet = book.tab(title);
        sheet.rows.splice(1, title === 'Clients' ? 2 : 9);
        for (const row of intact.filter(([id]) => id !== undefined && id !== '').slice(1)) {
          sheet.rows.splice(1, 0, row);
          await polled(world, 3);
        }
        await until('it is well', () => !isLost(instance, title));
        await polled(world);
        t.is((await instance.store.numbers()).length, 5);
        for (const [number, to] of routes) t.true(await reaches(instance, number, to));
      },
    );
  }
}

test.serial(
  'most clients are lost at once: a single one may still be erased through the API, or deleted by hand',
  async (t) => {
    const world = await createWorld(t, { numbers: 8 });
    const { instance } = await withThree(world);
    await instance.order(4);
    const count = async () => (await instance.store.records('client', { limit: 9 })).length;
    const { rows } = world.standIn.book.tab('Clients');
    const [kept = []] = rows.splice(2, 3);
    await until('it is found', () => isLost(instance, 'Clients'));
    await instance.eraseClient('3');
    await instance.eraseClient('4');
    t.is(await count(), 2);
    rows.splice(1, 0, kept);
    await until('it is well', () => !isLost(instance, 'Clients'));
    rows.splice(1, 1);
    await until('it is deleted', async () => (await count()) === 1);
    t.pass();
  },
);

for (const title of TITLES) {
  for (const how of ['deleted', 'cleared'] as const) {
    test.serial(`${title} was ${how}: init makes no empty twin while its records are known`, async (t) => {
      const world = await createWorld(t);
      const { instance, routes } = await withThree(world);
      const { book } = world.standIn;
      const tab = book.tab(title);
      const intact = structuredClone(tab.rows);
      if (how === 'deleted') book.sheets = book.sheets.filter((sheet) => sheet !== tab);
      else for (const row of tab.rows) row.length = 0;
      await t.throwsAsync(init(world), { message: new RegExp(`records of the tab ${title}, which was deleted`) });
      if (how === 'deleted') t.false(book.sheets.some((sheet) => sheet.title === title));
      else t.deepEqual(tab.rows.flat(), []);
      await until('it is found', () => findings(instance).some(({ tab: found }) => found === title));
      await polled(world);
      await checkThree(t, instance, routes);
      tab.rows = intact;
      if (how === 'deleted') book.sheets.push(tab);
      await until('all is well', () => findings(instance).length === 0);
      t.deepEqual(await init(world), []);
      await checkThree(t, instance, routes);
    });
  }
}

for (const title of ['Clients', 'Orders'] as const) {
  for (const [from, to] of [
    [1, 2],
    [2, 1],
    [3, 1],
    [1, 3],
  ] as const) {
    test.serial(
      `row ${from.toString()} of ${title} is pasted over row ${to.toString()}: both are reported, none is lost`,
      async (t) => {
        const world = await createWorld(t);
        const { instance, routes } = await withThree(world);
        const { rows } = world.standIn.book.tab(title);
        const intact = structuredClone(rows[to]) ?? [];
        rows[to] = structuredClone(rows[from]) ?? [];
        await until('both are reported', () => findings(instance).length === 2);
        await polled(world, 4);
        t.deepEqual(
          findings(instance)
            .map(({ row }) => row)
            .sort(),
          [from + 1, to + 1].sort(),
        );
        await checkThree(t, instance, routes);
        rows[to] = intact;
        await until('all is well', () => findings(instance).length === 0);
        await checkThree(t, instance, routes);
        rows.splice(3, 1);
        const count = async () => {
          const [clients, orders] = await Promise.all(
            (['client', 'order'] as const).map((kind) => instance.store.records(kind, { limit: 9 })),
          );
          return [clients?.length, orders?.length];
        };
        await until('a deletion is believed', async () => (await count()).includes(2));
        t.pass();
      },
    );
  }
}

// One tab that cannot be read.

for (const title of TITLES) {
  for (const [what, change] of [
    ['a header is renamed', (rows: Entered[][]) => void ((rows[0] ?? [])[3] = 'made on')],
    ['the header is cleared', (rows: Entered[][]) => void ((rows[0] ?? []).length = 0)],
    ['a title is above', (rows: Entered[][]) => void rows.unshift(['Ours'])],
    ['the tab is renamed', undefined],
  ] as const) {
    test.serial(`${title}, ${what} while the service runs: the other tabs are read and written`, async (t) => {
      const world = await createWorld(t, { numbers: 8 });
      const { instance, routes } = await withThree(world);
      const sheet = world.standIn.book.tab(title);
      const intact = structuredClone(sheet.rows);
      if (change === undefined) sheet.title = 'Something';
      else change(sheet.rows);
      await until('it is found', () => findings(instance).some(({ tab }) => tab === title));
      const broken = structuredClone(sheet.rows);
      await polled(world, 4);
      if (title === 'Clients') {
        world.set('TwilioPools', proxy(7), 'friendly_name', 'By hand');
        await until('a number is read', async () => {
          return (await instance.store.record('number', proxy(7)))?.value.friendlyName === 'By hand';
        });
        await instance.createOrder({ ...orderOf(1), orderId: 'O-9' });
        t.is(rowAt(world, 'Orders', 'O-9')[1], '1');
      } else {
        world.set('Clients', '1', 'client_real_phone', phone(60));
        routes[0] = [routes[0]?.[0] ?? '', phone(60)];
        await until('calls go to the new phone', () => reaches(instance, routes[0]?.[0] ?? '', phone(60)));
        await instance.updateClient('2', { clientName: 'Changed' });
        t.is(rowAt(world, 'Clients', '2')[1], 'Changed');
      }
      for (const [number, to] of routes) t.true(await reaches(instance, number, to));
      if (change !== undefined) {
        await t.throwsAsync(instance.order(5), { message: new RegExp(`the tab ${title} has`) });
        t.deepEqual(sheet.rows, broken, 'nothing is written to it');
      }
      [sheet.rows, sheet.title] = [intact, title];
      await until('all is well', () => findings(instance).length === 0);
      await until('orders are accepted', () => instance.order(5).then(Boolean, () => false));
      t.is((await instance.store.records('client', { limit: 9 })).length, 4);
      await until('everything is written', () => instance.store.backlog?.() === 0);
      if (title === 'TwilioPools') {
        await until('the new name is shown', () => {
          return world.shown('TwilioPools').some((row) => row['attribution_to_client_name'] === 'Changed');
        });
      }
      for (const [number, to] of routes) t.true(await reaches(instance, number, to));
    });
  }
}

test.serial(
  'what calls write while the header of Clients is broken survives, and is written once it is mended',
  async (t) => {
    const world = await createWorld(t);
    const { instance, routes } = await withThree(world);
    const [number = ''] = routes[0] ?? [];
    const header = world.standIn.book.tab('Clients').rows[0] ?? [];
    header[3] = 'phone';
    await until('it is found', () => findings(instance).length === 1);
    await instance.call(COURIER, number);
    await polled(world, 4);
    t.like(await instance.call(phone(1), number), { kind: 'dial', to: COURIER });
    t.is(rowAt(world, 'Clients', '1')[7], undefined);
    await instance.close();
    await t.throwsAsync(world.open(), { message: /client_real_phone/ });
    header[3] = 'client_real_phone';
    const again = await world.open();
    t.like(await again.call(phone(1), number), { kind: 'dial', to: COURIER });
    await until('it is written', () => rowAt(world, 'Clients', '1')[7] === COURIER);
  },
);
