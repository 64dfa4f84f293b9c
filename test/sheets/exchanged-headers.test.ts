import test from 'ava';
import { HEADERS } from '../google/stand-in.js';
import { columnOf, findings, polled, reaches, withThree } from './broken-cells.js';
import { COURIER, createWorld, phone, poolRow, proxy, until, type Instance } from './world.js';

type Title = keyof typeof HEADERS;

const EXCHANGED: readonly (readonly [title: Title, one: string, other: string])[] = [
  ['Clients', 'client_name', 'client_mail'],
  ['Clients', 'client_real_phone', 'client_proxy_number'],
  ['Clients', 'client_real_phone', 'client_last_caller'],
  ['Clients', 'client_proxy_number', 'client_last_caller'],
  ['Clients', 'client_id', 'client_name'],
  ['TwilioPools', 'phone_number', 'country_iso'],
  ['TwilioPools', 'status', 'number_type'],
  ['Orders', 'order_id', 'client_id'],
  ['Orders', 'status', 'created_at'],
];

for (const [title, one, other] of EXCHANGED) {
  for (const isAtStart of [false, true]) {
    test.serial(
      `the headers ${one} and ${other} are exchanged ${isAtStart ? 'before a start' : 'while the service runs'}: nothing changes`,
      async (t) => {
        const world = await createWorld(t, { numbers: 8 });
        const { instance: first, routes } = await withThree(world);
        for (const [number] of routes) await first.call(COURIER, number);
        const known = async ({ store }: Instance) =>
          Promise.all((['client', 'number', 'order'] as const).map((kind) => store.records(kind, { limit: 20 })));
        await until('everything is written', () => first.store.backlog?.() === 0);
        const before = JSON.stringify((await known(first)).map((reads) => reads.map(({ value }) => value)));
        const header = world.standIn.book.tab(title).rows[0] ?? [];
        const exchange = () => {
          const [a, b] = [columnOf(title, one), columnOf(title, other)];
          [header[a], header[b]] = [header[b], header[a]];
        };
        let instance = first;
        if (isAtStart) {
          await first.close();
          exchange();
          const broken = structuredClone(world.standIn.book.tab(title).rows);
          instance = await world.open().catch(async (error: unknown) => {
            t.regex(String(error), new RegExp(title));
            t.deepEqual(world.standIn.book.tab(title).rows, broken);
            exchange();
            const again = await world.open();
            exchange();
            return again;
          });
        } else exchange();
        await until('it is found', () => findings(instance).some(({ tab }) => tab === title));
        await polled(world, 6);
        t.is(JSON.stringify((await known(instance)).map((reads) => reads.map(({ value }) => value))), before);
        for (const [number, to] of routes) {
          t.like(await instance.call(to, number), { kind: 'dial', to: COURIER });
          t.true(await reaches(instance, number, to));
        }
        exchange();
        await until('all is well', () => findings(instance).length === 0);
        t.is(JSON.stringify((await known(instance)).map((reads) => reads.map(({ value }) => value))), before);
        t.truthy(await instance.order(5));
      },
    );
  }
}

for (const [one, other] of [
  ['client_real_phone', 'client_proxy_number'],
  ['client_name', 'client_mail'],
] as const) {
  test(`${one} and ${other} are exchanged before the first start: it is refused, and nothing is written`, async (t) => {
    const columns = HEADERS.Clients.split(' ');
    const header = columns.map((name) => (name === one ? other : name === other ? one : name));
    const clients = [1, 2, 3].map((index) => {
      const id = index.toString();
      return [id, `Client ${id}`, `c${id}@shop.example`, phone(index), proxy(index), '', '33', ''];
    });
    const world = await createWorld(t, {
      tabs: {
        Clients: [header, ...clients],
        TwilioPools: [HEADERS.TwilioPools.split(' '), ...[1, 2, 3, 4].map((index) => poolRow(proxy(index)))],
        Orders: [HEADERS.Orders.split(' ')],
      },
    });
    const visible = () => structuredClone(world.standIn.book.sheets.filter(({ hidden }) => !hidden));
    const before = visible();
    await t.throwsAsync(world.open(), { message: /in most rows of the column client_(real_phone|name)/ });
    t.deepEqual(visible(), before);
    world.standIn.book.tab('Clients').rows[0] = columns;
    const instance = await world.open();
    for (const index of [1, 2, 3]) t.true(await reaches(instance, proxy(index), phone(index)));
  });
}
