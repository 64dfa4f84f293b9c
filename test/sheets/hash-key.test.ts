import { createPrivateKey } from 'node:crypto';
import test from 'ava';
import { deriveHashKey } from '../../src/adapters/sheets/hash-key.js';
import type { SheetsOptions } from '../../src/adapters/sheets/index.js';
import { createSystemIds } from '../../src/adapters/system/index.js';
import { isProxyCallError } from '../../src/domain/model/errors.js';
import { checkHashKey, refuseOtherKey } from '../../src/domain/services/hash-key.js';
import { pseudonymizer } from '../../src/domain/services/persons.js';
import type { E164 } from '../../src/domain/model/phone-number.js';
import { startStandIn } from '../google/stand-in.js';
import { COURIER, createWorld, phone, proxy, until, type Instance } from './world.js';

const keyOf = async ({ store }: Instance, number: string) =>
  (await store.routing(number as E164)).open?.client.value.personKey;

test('the hash key is derived from the private key, however its PEM is written', async (t) => {
  const standIn = await startStandIn();
  standIn.close();
  const { privateKey } = standIn.credentials;
  const key = deriveHashKey(privateKey);
  t.regex(key, /^[\w-]{43}$/);
  for (const text of [privateKey.replaceAll('\n', '\r\n'), privateKey.trim(), `\n${privateKey}\n\n`]) {
    t.is(deriveHashKey(text), key);
  }
  const pkcs1 = createPrivateKey(privateKey).export({ type: 'pkcs1', format: 'pem' });
  t.is(deriveHashKey(pkcs1.toString()), key);
  t.throws(() => deriveHashKey('SECRET'), { message: /private key.*not in PEM format/ });
});

test('a client whose row was added by hand has the person key that the program computes', async (t) => {
  const world = await createWorld(t);
  const instance = await world.open();
  t.is(instance.store.hashKey, deriveHashKey(world.standIn.credentials.privateKey));
  const add = (id: string, index: number) =>
    world.standIn.book.tab('Clients').rows.splice(1, 0, [id, 'By hand', '', phone(index), proxy(index)]);
  add('1', 1);
  await until('the client receives calls', async () => (await instance.call(COURIER, proxy(1))).kind === 'dial');
  const pseudonymize = pseudonymizer(createSystemIds(instance.store.hashKey));
  t.is(await keyOf(instance, proxy(1)), pseudonymize(phone(1)));
  t.like(await instance.call(phone(1), proxy(1)), { kind: 'dial', to: COURIER }, 'the client is recognised');
  await instance.close();

  const hashKey = 'another secret';
  const other = await world.open({ hashKey });
  t.is(other.store.hashKey, hashKey);
  add('2', 2);
  world.set('Clients', '1', 'client_name', 'Renamed');
  await until('the client receives calls', async () => (await other.call(COURIER, proxy(2))).kind === 'dial');
  t.is(await keyOf(other, proxy(2)), pseudonymizer(createSystemIds(hashKey))(phone(2)));
  t.like(await other.getClient('1'), { clientName: 'Renamed' });
  t.is(
    await keyOf(other, proxy(1)),
    pseudonymize(phone(1)),
    'a phone on record keeps its person key until the store is rekeyed',
  );
});

test('a spreadsheet that was written under another key is refused before its edits are merged', async (t) => {
  const world = await createWorld(t);
  const first = await world.open();
  await checkHashKey(first.store, createSystemIds(first.store.hashKey));
  await first.close();
  world.standIn.book.tab('Clients').rows.splice(1, 0, ['1', 'By hand', '', phone(1), proxy(1)]);
  const cells = () =>
    JSON.stringify(['Clients', 'TwilioPools', 'Orders'].map((tab) => world.standIn.book.tab(tab).rows));
  const before = cells();
  const refuse: SheetsOptions['refuseOtherKey'] = (hashKey, check) => {
    refuseOtherKey(check, createSystemIds(hashKey));
  };
  const error = await t.throwsAsync(world.open({ hashKey: 'another secret', refuseOtherKey: refuse }));
  t.true(isProxyCallError(error, 'hash_key_changed'));
  t.is(cells(), before);
  const again = await world.open({ refuseOtherKey: refuse });
  await until('the client receives calls', async () => (await again.call(COURIER, proxy(1))).kind === 'dial');
});
