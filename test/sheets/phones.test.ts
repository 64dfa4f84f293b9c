import test from 'ava';
import { phoneNumber } from '../../src/domain/model/phone-number.js';
import { DEFAULT_SETTINGS } from '../../src/domain/model/settings.js';
import { COURIER, createWorld, phone, poolRow, proxy, until } from './world.js';

// Nobody keeps numbers of these kinds for fiction: the digits are obviously made up.
const PREMIUM = '+33899000000';
const SATELLITE = '+881600000000';
const SHOP = phoneNumber('+33199008888');
const phones = { ...DEFAULT_SETTINGS, fallback: { kind: 'phone', number: SHOP } } as const;

test('who may not be called becomes no phone of a client, no last caller and no number, and is named with its cell', async (t) => {
  const world = await createWorld(t);
  const instance = await world.open({ phones });
  const number = await instance.order(1);
  await instance.call(COURIER, number);
  await until('it is written', () => world.shown('Clients')[0]?.['client_last_caller'] === COURIER);
  const faults = () =>
    instance.log.filter(({ event }) => event === 'sheets.cell_ignored').map(({ fields }) => fields['column']);
  const expected: string[] = [];
  for (const [column, cell] of [
    ['client_real_phone', PREMIUM],
    ['client_last_caller', SATELLITE],
    ['client_real_phone', '+447000000000'],
    ['client_last_caller', proxy(3)],
    ['client_real_phone', proxy(3)],
  ] as const) {
    world.set('Clients', '1', column, cell);
    expected.push(column);
    await until(`${column} ${cell} is reported`, () => faults().length === expected.length);
    t.like(await instance.call(COURIER, number), { kind: 'dial', to: phone(1) });
    t.like(await instance.call(phone(1), number), { kind: 'dial', to: COURIER });
    world.set('Clients', '1', column, column === 'client_real_phone' ? phone(1) : COURIER);
  }
  world.standIn.book.tab('TwilioPools').rows.push(poolRow(SHOP));
  await until('the number is reported', () => faults().includes('phone_number'));
  t.is(await instance.store.record('number', SHOP), undefined);
  t.deepEqual(faults().slice(0, expected.length), expected);
});

test('a new row with a phone that may not be called is reported; its number is taken, and nobody is called', async (t) => {
  const world = await createWorld(t);
  const instance = await world.open({ phones });
  const other = (await instance.order(1)) === proxy(4) ? proxy(3) : proxy(4);
  const header = (world.standIn.book.tab('Clients').rows[0] ?? []).map(String);
  const cells: Readonly<Record<string, string>> = {
    client_id: '9',
    client_name: 'Bob',
    client_mail: 'bob@shop.example',
    client_real_phone: PREMIUM,
    client_proxy_number: other,
  };
  world.standIn.book.tab('Clients').rows.push(header.map((column) => cells[column] ?? ''));
  await until('the row is read', async () => (await instance.store.record('client', '9')) !== undefined);
  t.true(instance.log.some(({ fields }) => fields['column'] === 'client_real_phone'));
  t.like(await instance.call(COURIER, other), { kind: 'say', announcement: 'not_reachable' });
});

test('a last caller whom no numbering plan knows is still called after a restart', async (t) => {
  const world = await createWorld(t);
  const first = await world.open({ phones: DEFAULT_SETTINGS });
  const number = await first.order(1);
  // Longer or shorter than the numbers of the plan are today; or the spelling of a line that it does not know. Artificial digits.
  for (const caller of ['+331990012345', '+3319900123456', '+33199001234567']) {
    t.like(await first.call(caller, number), { kind: 'dial', to: phone(1) });
    await until(`${caller} is written`, () => world.shown('Clients')[0]?.['client_last_caller'] === caller);
    t.like(await first.call(phone(1), number), { kind: 'dial', to: caller });
  }
  await first.close();
  const second = await world.open({ phones: DEFAULT_SETTINGS });
  t.like(await second.call(phone(1), number), { kind: 'dial', to: '+33199001234567' });
  t.deepEqual(
    second.log.filter(({ event }) => event === 'sheets.cell_ignored'),
    [],
  );
});
