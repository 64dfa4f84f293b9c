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
  test.serial(
    `${one} and ${other} are exchanged while the service runs and before a start: nothing changes`,
    async (t) => {
      const world = await createWorld(t, { numbers: 8 });
      const { instance: first, routes } = await withThree(world);
      for (const [number] of routes) await first.call(COURIER, number);
      const known = async ({ store }: Instance) => {
        const kinds = ['client', 'number', 'order'] as const;
        const reads = await Promise.all(kinds.map((kind) => store.records(kind, { limit: 20 })));
        return JSON.stringify(reads.map((each) => each.map(({ value }) => value)));
      };
      await until('everything is written', () => first.store.backlog?.() === 0);
      const before = await known(first);
      const header = world.standIn.book.tab(title).rows[0] ?? [];
      const exchange = () => {
        const [a, b] = [columnOf(title, one), columnOf(title, other)];
        [header[a], header[b]] = [header[b], header[a]];
      };
      exchange();
      await until('it is found', () => findings(first).some(({ tab }) => tab === title));
      await polled(world, 5);
      t.is(await known(first), before);
      for (const [number, to] of routes) {
        t.like(await first.call(to, number), { kind: 'dial', to: COURIER });
        t.true(await reaches(first, number, to));
      }
      exchange();
      await until('all is well', () => findings(first).length === 0);
      t.is(await known(first), before);
      t.truthy(await first.order(5));
      const last = await known(first);
      await first.close();
      exchange();
      const broken = structuredClone(world.standIn.book.tab(title).rows);
      const refused = await t.throwsAsync(world.open());
      t.regex(refused.message, new RegExp(`the tab ${title} has`));
      t.deepEqual(world.standIn.book.tab(title).rows, broken);
      exchange();
      t.is(await known(await world.open()), last);
    },
  );
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
