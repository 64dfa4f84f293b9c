import { createPrivateKey } from 'node:crypto';
import test from 'ava';
import { deriveHashKey } from '../../src/adapters/sheets/hash-key.js';
import { createSystemIds } from '../../src/adapters/system/index.js';
import { pseudonymizer } from '../../src/domain/services/persons.js';
import type { E164 } from '../../src/domain/model/phone-number.js';
import { startStandIn } from '../google/stand-in.js';
import { COURIER, createWorld, phone, proxy, until, type Instance } from './world.js';

const keyOf = async ({ store }: Instance, number: string) =>
  (await store.routing(number as E164)).open?.client.value.personKey;

test('the hash key follows from the private key, however its PEM is written', async (t) => {
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
  t.throws(() => deriveHashKey('SECRET'), { message: /private key.*not a PEM/ });
});

test('a person whose row was added by hand has the key that the program computes', async (t) => {
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
    'a phone on record keeps its key until the store is rekeyed',
  );
});
