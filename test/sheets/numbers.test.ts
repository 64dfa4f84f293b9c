import test from 'ava';
import type { E164 } from '../../src/domain/model/phone-number.js';
import type { ProxyNumber } from '../../src/domain/model/proxy-number.js';
import { aConfirmation, aNumber, aWantedContact } from '../../src/entry/testing/index.js';
import { COURIER, createWorld, phone, poolRow, proxy, until, type Instance, type World } from './world.js';

const stateOf = (world: World, number: string) =>
  world.shown('TwilioPools').find((row) => row['phone_number'] === number)?.['status'];

test('a number that a user adds is of the configured carrier, and keeps what no column shows', async (t) => {
  const world = await createWorld(t, { numbers: 0 });
  const first = await world.open({ carrier: 'another' });
  const fields = { providerId: 'PN1', capabilities: { voice: true, sms: false, mms: false }, carrier: 'simulated' };
  await first.store.commit({ puts: [{ kind: 'number', expected: null, value: aNumber(proxy(1), fields) }] });
  world.standIn.book.tab('TwilioPools').rows.splice(1, 0, poolRow(proxy(2)));
  world.set('TwilioPools', proxy(1), 'friendly_name', 'By hand');
  const read = async (number: E164) => (await first.store.record('number', number))?.value;
  await until('both rows are read', async () => (await read(proxy(2))) !== undefined);
  await until('the name is read', async () => (await read(proxy(1)))?.friendlyName === 'By hand');
  t.deepEqual(await read(proxy(1)), { ...aNumber(proxy(1), fields), friendlyName: 'By hand' });
  t.like(await read(proxy(2)), { carrier: 'another', state: { status: 'available' } });
  await first.close();

  const second = await world.open();
  const carriers = (await second.store.numbers()).map(({ value }) => [value.number, value.carrier]);
  t.deepEqual(carriers.sort(), [
    [proxy(1), 'simulated'],
    [proxy(2), 'another'],
  ]);
});

test('a user takes a number out of rotation with the status error, and an unknown status is reported', async (t) => {
  const world = await createWorld(t, { numbers: 2 });
  const instance = await world.open();
  const read = async (index: number) => (await instance.store.record('number', proxy(index)))?.value.state.status;
  world.set('TwilioPools', proxy(0), 'status', 'Error');
  await until('the number is out of rotation', async () => (await read(0)) === 'error');
  t.is(await instance.order(1), proxy(1));
  await t.throwsAsync(instance.order(2), { message: /pool|number/ });
  world.set('TwilioPools', proxy(0), 'status', 'broken');
  await until('the status is reported', () =>
    instance.log.some(({ fields }) => JSON.stringify(fields).includes('must be one of')),
  );
  t.is(await read(0), 'error');
  world.set('TwilioPools', proxy(0), 'status', 'available');
  await until('the number is back', async () => (await read(0)) === 'available');
  t.is(await instance.order(2), proxy(0));
});

/** A confirmation, for which the number 5 is held. */
async function hold(instance: Instance): Promise<ProxyNumber> {
  const held = aNumber(proxy(5), { state: { status: 'held', by: 'c', since: 5 } });
  const confirmation = aConfirmation('c', { heldNumber: proxy(5), wanted: aWantedContact(phone(7)) });
  await instance.store.commit({
    puts: [
      { kind: 'number', expected: null, value: held },
      { kind: 'confirmation', expected: null, value: confirmation },
    ],
  });
  return held;
}

test('a number that is held for a confirmation stays held, whatever else is edited, and no user can hold one', async (t) => {
  const world = await createWorld(t, { numbers: 1 });
  const first = await world.open();
  const held = await hold(first);
  t.is(stateOf(world, proxy(5)), 'held');
  world.set('TwilioPools', proxy(5), 'friendly_name', 'x');
  world.set('TwilioPools', proxy(0), 'status', 'held');
  const read = async (number: E164) => (await first.store.record('number', number))?.value;
  await until('the row is read', async () => (await read(proxy(0)))?.state.status === 'error');
  await until('it is reported', () =>
    first.log.some(({ fields }) => JSON.stringify(fields).includes('is set by confirmations only')),
  );
  t.deepEqual((await read(proxy(5)))?.state, held.state);
  await first.close();
  const second = await world.open();
  t.deepEqual((await second.store.record('number', proxy(5)))?.value, { ...held, friendlyName: 'x' });
});

for (const status of ['available', 'assigned', 'released', 'error', 'shared', 'quarantined', 'nonsense', '']) {
  test(`a number that is held for a confirmation gets the status "${status}" by hand: it stays held`, async (t) => {
    const world = await createWorld(t, { numbers: 1 });
    const first = await world.open();
    const held = await hold(first);
    world.set('TwilioPools', proxy(5), 'status', status);
    world.set('TwilioPools', proxy(5), 'friendly_name', 'seen');
    const read = async () => (await first.store.record('number', proxy(5)))?.value;
    await until('the row is read', async () => (await read())?.friendlyName === 'seen');
    t.deepEqual((await read())?.state, held.state);
    await first.close();
    const second = await world.open();
    t.deepEqual((await second.store.record('number', proxy(5)))?.value.state, held.state);
  });
}

test('a number that is held for a confirmation is given to nobody by hand, and its row cannot be deleted', async (t) => {
  const world = await createWorld(t, { numbers: 1 });
  const first = await world.open();
  const held = await hold(first);
  const rows = world.standIn.book.tab('Clients').rows;
  rows.splice(1, 0, ['9', 'By hand', '', phone(9), proxy(5)]);
  const client = async () => (await first.store.record('client', '9'))?.value;
  await until('the client is read', async () => (await client()) !== undefined);
  t.is((await client())?.proxyNumber, undefined);
  const isReported = () => first.store.findings?.().some(({ problem }) => problem.includes('held for a confirmation'));
  await until('the cell is reported', () => isReported() === true);
  const pool = world.standIn.book.tab('TwilioPools').rows;
  pool.splice(world.rowOf('TwilioPools', proxy(5)), 1);
  await until('its row is back', () => stateOf(world, proxy(5)) === 'held');
  t.deepEqual((await first.store.record('number', proxy(5)))?.value.state, held.state);
  t.is((await first.store.record('confirmation', 'c'))?.value.heldNumber, proxy(5));
});

test('a number whose confirmation was removed from the hidden tab cools off after the next start', async (t) => {
  const world = await createWorld(t, { numbers: 1 });
  const first = await world.open();
  await hold(first);
  await first.close();
  const hidden = world.standIn.book.tab('ProxyCall Records').rows;
  const at = hidden.findIndex(([id]) => id === 'confirmation:c');
  t.true(at >= 0);
  hidden[at] = [];
  const second = await world.open();
  t.is((await second.store.record('number', proxy(5)))?.value.state.status, 'quarantined');
  await until('the row says so', () => stateOf(world, proxy(5)) === 'quarantined');
});

test('a client whose row names a number that the pool does not have', async (t) => {
  const world = await createWorld(t, { numbers: 1 });
  const instance = await world.open({ carrier: 'another' });
  world.standIn.book.tab('Clients').rows.splice(1, 0, ['1', 'By hand', '', phone(1), proxy(9)]);
  await until('calls are connected', async () => (await instance.call(COURIER, proxy(9))).kind === 'dial');
  t.like(await instance.call(phone(1), proxy(9)), { kind: 'dial', to: COURIER });
  world.set('Clients', '1', 'client_real_phone', phone(2));
  await until('calls go to the new phone', async () => {
    const plan = await instance.call(COURIER, proxy(9));
    return plan.kind === 'dial' && plan.to === phone(2);
  });
  await instance.close();

  const again = await world.open();
  t.like(await again.call(COURIER, proxy(9)), { kind: 'dial', to: phone(2) });
  // The number is added to the pool: it has the carrier of its session.
  world.standIn.book.tab('TwilioPools').rows.splice(1, 0, poolRow(proxy(9)));
  await until('it is assigned', () => stateOf(world, proxy(9)) === 'assigned');
  t.is((await again.store.record('number', proxy(9)))?.value.carrier, 'another');
  await again.updateClient('1', { clientRealPhone: phone(3) });
  t.like(await again.call(COURIER, proxy(9)), { kind: 'dial', to: phone(3) });
});

test('a client row that is removed: its number is quarantined', async (t) => {
  const world = await createWorld(t, { numbers: 1 });
  const instance = await world.open();
  const number = await instance.order(1);
  world.standIn.book.tab('Clients').rows.splice(world.rowOf('Clients', '1'), 1);
  await until('it is quarantined', () => stateOf(world, number) === 'quarantined');
  t.is((await instance.store.participants({ by: 'number', proxyNumber: number as E164 })).length, 0);
});

test('a client is never their own last caller', async (t) => {
  const world = await createWorld(t);
  const instance = await world.open();
  const number = await instance.order(1);
  await instance.call(COURIER, number);
  await until('the last caller is in the sheet', () => world.shown('Clients')[0]?.['client_last_caller'] === COURIER);
  world.set('Clients', '1', 'client_real_phone', COURIER);
  await until('there is none', () => world.shown('Clients')[0]?.['client_last_caller'] === '');
  t.like(await instance.call(COURIER, number), { kind: 'say', announcement: 'nobody_to_reach' });
});

test('numbers that move between rows, in any order, belong to the client whose row names them', async (t) => {
  const world = await createWorld(t, { numbers: 2 });
  const first = await world.open({ pace: { pollMs: 30 } });
  const [one, two] = [await first.order(1), await first.order(2)];
  const reaches = async (instance: Instance, number: string, index: number) => {
    const plan = await instance.call(COURIER, number);
    return plan.kind === 'dial' && plan.to === phone(index);
  };
  const name = (id: string, number: string) => {
    world.set('Clients', id, 'client_proxy_number', number);
  };
  name('1', two);
  name('2', one);
  await until('they are swapped', async () => (await reaches(first, two, 1)) && (await reaches(first, one, 2)));
  name('1', '');
  name('2', two);
  await until('one has moved', async () => reaches(first, two, 2));
  t.like(await first.call(COURIER, one), { announcement: 'not_in_service' });
  name('1', two);
  name('2', '');
  await until('it has moved back', async () => reaches(first, two, 1));
  t.false(first.log.some(({ event }) => event === 'sheets.cell_ignored'));
  await first.close();

  name('2', two);
  name('1', one);
  const second = await world.open();
  t.true(await reaches(second, two, 2));
  t.true(await reaches(second, one, 1));
  await until('the pool says so', () => [one, two].every((number) => stateOf(world, number) === 'assigned'));
});

test('a number that two rows name belongs to the first one', async (t) => {
  const world = await createWorld(t, { numbers: 3 });
  const instance = await world.open();
  const [one, two] = [await instance.order(1), await instance.order(2)];
  const free = world.shown('TwilioPools').find((row) => row['status'] === 'available')?.['phone_number'] ?? '';
  world.set('Clients', '1', 'client_proxy_number', free);
  world.set('Clients', '2', 'client_proxy_number', free);
  await until('it is reported', () => instance.log.some(({ event }) => event === 'sheets.cell_ignored'));
  t.like(await instance.call(COURIER, free), { kind: 'dial', to: phone(1) });
  t.like(await instance.call(COURIER, two), { kind: 'dial', to: phone(2) });
  t.like(await instance.call(COURIER, one), { announcement: 'not_in_service' });
});

test('a number that was refused to a row is assigned to it once its former client is removed', async (t) => {
  const world = await createWorld(t, { numbers: 2 });
  const instance = await world.open();
  const [one] = [await instance.order(1), await instance.order(2)];
  world.set('Clients', '2', 'client_proxy_number', one);
  const reported = () =>
    instance.log.filter(({ fields }) => fields['problem'] === 'is the number of another client').length;
  await until('it is reported', () => reported() > 0);
  t.like(await instance.call(COURIER, one), { kind: 'dial', to: phone(1) });
  world.standIn.book.tab('Clients').rows.splice(world.rowOf('Clients', '1'), 1, []);
  await until('it is assigned to the other client', async () => {
    const plan = await instance.call(COURIER, one);
    return plan.kind === 'dial' && plan.to === phone(2);
  });
  t.is(reported(), 1, 'reported once');
});
