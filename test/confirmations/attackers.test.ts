import test from 'ava';
import { isProxyCallError, type ErrorCode } from '../../src/domain/model/errors.js';
import { codeOf } from '../../src/domain/model/confirmation/secrets.js';
import { secretHash } from '../../src/domain/services/confirmations/records.js';
import { fictionalMobile } from '../../src/entry/testing/index.js';
import { codeIn, linksIn, otherThan, startScene, type Scene } from './scene.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const ada = fictionalMobile(7654);
const mallory = fictionalMobile(6661);
const client = { clientId: '1', clientName: 'Ada', clientMail: 'ada@shop.example', clientRealPhone: ada };

const lastCode = ({ carrier }: Scene, phone: string = ada) =>
  codeIn(carrier.phone(phone).inbox.findLast(({ body }) => codeIn(body) !== 'none')?.body);

/** The code of the refusal; `done` when there was none. */
async function outcome(request: Promise<unknown>): Promise<ErrorCode | 'done'> {
  try {
    await request;
    return 'done';
  } catch (error) {
    if (isProxyCallError(error)) return error.code;
    throw error;
  }
}

function missing(): never {
  throw new Error('there is no such record');
}

function count(all: readonly string[], one: string): number {
  return all.filter((each) => each === one).length;
}

/** A client on record, with a phone of theirs. */
async function knownClient(scene: Scene): Promise<string> {
  return (await scene.first.api.createClient(client)).clientProxyNumber;
}

for (const store of ['memory', 'sqlite'] as const) {
  test(`${store}: of forty codes that are guessed at once over two instances, five are looked at`, async (t) => {
    const scene = await startScene(t, { store });
    const { first, second } = scene;
    const { confirmationId } = await first.api.createConfirmation(client);
    const wrong = otherThan(lastCode(scene));
    const outcomes = await Promise.all(
      Array.from({ length: 40 }, (_, index) =>
        outcome((index % 2 === 0 ? first : second).api.verifyConfirmation(confirmationId, { code: wrong })),
      ),
    );
    t.deepEqual([count(outcomes, 'code_wrong'), count(outcomes, 'code_locked')], [5, 35]);
    t.is(await outcome(second.api.verifyConfirmation(confirmationId, { code: lastCode(scene) })), 'code_locked');
  });
}

test('over all generations, whichever way they are asked for, fifteen guesses are looked at', async (t) => {
  const scene = await startScene(t);
  const { api, services } = scene.first;
  const { confirmationId } = await api.createConfirmation(client);
  let looked = 0;
  for (let minute = 0; minute < 60; minute += 2) {
    for (let guess = 0; guess < 7; guess += 1) {
      const code = otherThan(lastCode(scene));
      if ((await outcome(api.verifyConfirmation(confirmationId, { code }))) === 'code_wrong') looked += 1;
    }
    scene.clock.advance(2 * MINUTE);
    await services.advanceConfirmations();
    await outcome(
      api.sendConfirmation(confirmationId, { channel: (['sms', 'voice', 'email'] as const)[minute % 3] ?? 'sms' }),
    );
  }
  t.true(looked <= 15, looked.toString());
  t.true(looked >= 10, looked.toString());
});

test('a code of a former generation, or of another confirmation, is a wrong one', async (t) => {
  const scene = await startScene(t, { settings: { topUpSize: 12 } });
  const { api } = scene.first;
  const one = await api.createConfirmation(client);
  const former = lastCode(scene);
  const two = await api.createConfirmation({ ...client, clientId: '2' });
  const ofTwo = lastCode(scene);
  t.not(one.clientProxyNumber, two.clientProxyNumber);
  scene.clock.advance(2 * MINUTE);
  await api.sendConfirmation(one.confirmationId, { channel: 'sms' });
  for (const code of [former, ofTwo]) {
    t.is(await outcome(api.verifyConfirmation(one.confirmationId, { code })), 'code_wrong');
  }
  // By text too: to the number of one with the code of the other.
  await scene.carrier.phone(ada).text(one.clientProxyNumber ?? '', ofTwo);
  t.like(await api.getConfirmation(one.confirmationId), { status: 'pending', attemptsLeft: 2 });
});

test('a phone whose owner was sent nothing cannot be confirmed by guessing', async (t) => {
  const scene = await startScene(t);
  const { api } = scene.first;
  const { confirmationId } = await api.createConfirmation({ ...client, channel: 'email' });
  t.deepEqual(scene.carrier.phone(ada).inbox, []);
  // Even by the right one: of many confirmations of this phone, one would be hit.
  const { value } = (await scene.store.record('confirmation', confirmationId)) ?? missing();
  const code = codeOf(secretHash(scene), value, 'phone', 6);
  t.is(await outcome(api.verifyConfirmation(confirmationId, { code })), 'code_wrong');
  const { clock } = scene;
  clock.advance(MINUTE);
  await api.sendConfirmation(confirmationId, { channel: 'sms' });
  t.is(await outcome(api.verifyConfirmation(confirmationId, { code: lastCode(scene) })), 'done');
});

test("somebody else's mail with my phone, and somebody else's phone with my mail, change nothing of theirs", async (t) => {
  const scene = await startScene(t, { settings: { topUpSize: 12 } });
  const { api } = scene.first;
  const number = await knownClient(scene);
  const other = await api.createConfirmation({ ...client, clientId: '2', clientRealPhone: mallory });
  t.is(other.purpose, 'new_client');
  await api.verifyConfirmation(other.confirmationId, { code: lastCode(scene, mallory) });
  t.like(await api.getClient('1'), { clientRealPhone: ada, clientProxyNumber: number });
  t.not((await api.getClient('2')).clientProxyNumber, number);

  const third = await api.createConfirmation({
    ...client,
    clientId: '3',
    clientMail: 'mallory@shop.example',
    channel: 'email',
  });
  const mail = scene.left.findLast(({ channel }) => channel === 'email')?.body ?? '';
  const [prove = ''] = linksIn(mail);
  t.is((await scene.fetch('POST', prove)).status, 200);
  t.like(await api.getConfirmation(third.confirmationId), { status: 'pending', proved: ['mail'] });
  t.is(await outcome(api.getClient('3')), 'client_not_found');
});

test('two changes, one after the other, do not move a phone without anything that its owner has', async (t) => {
  const scene = await startScene(t);
  const { api } = scene.first;
  await knownClient(scene);
  const mailOf = () =>
    scene.left.findLast(({ channel, to }) => channel === 'email' && to === 'mallory@shop.example')?.body ?? '';
  const ofMail = await api.createConfirmation({ clientId: '1', clientMail: 'mallory@shop.example' });
  await scene.fetch('POST', linksIn(mailOf())[0] ?? '');
  t.is((await api.getConfirmation(ofMail.confirmationId)).status, 'confirmed');
  // Both former contacts are told, with a way to object.
  t.regex(scene.carrier.phone(ada).inbox.at(-1)?.body ?? '', /adresse mail a.*\/c\//);
  t.true(scene.left.some(({ channel, to }) => channel === 'email' && to === 'ada@shop.example'));

  scene.clock.advance(5 * MINUTE);
  const ofPhone = await api.createConfirmation({ clientId: '1', clientRealPhone: mallory });
  await api.verifyConfirmation(ofPhone.confirmationId, { code: lastCode(scene, mallory) });
  scene.clock.advance(MINUTE);
  t.is(await outcome(api.sendConfirmation(ofPhone.confirmationId, { channel: 'email' })), 'channel_unavailable');
  for (let minute = 0; minute < 10; minute += 1) {
    scene.clock.advance(MINUTE);
    await scene.first.services.advanceConfirmations();
  }
  for (const link of linksIn(mailOf())) await scene.fetch('POST', link);
  t.like(await api.getClient('1'), { clientRealPhone: ada });
  t.not((await api.getConfirmation(ofPhone.confirmationId)).status, 'confirmed');
});

test('a link to a mail address that was replaced meanwhile does not move the phone', async (t) => {
  const scene = await startScene(t);
  const { api } = scene.first;
  await knownClient(scene);
  const { confirmationId } = await api.createConfirmation({ clientId: '1', clientRealPhone: mallory });
  await api.verifyConfirmation(confirmationId, { code: lastCode(scene, mallory) });
  for (let minute = 0; minute < 4; minute += 1) {
    scene.clock.advance(MINUTE);
    await scene.first.services.advanceConfirmations();
  }
  const mail = scene.left.find(({ channel }) => channel === 'email')?.body ?? '';
  await api.updateClient('1', { clientMail: 'safe@shop.example' });
  await scene.fetch('POST', linksIn(mail)[0] ?? '');
  t.like(await api.getClient('1'), { clientRealPhone: ada });
  t.is((await api.getConfirmation(confirmationId)).status, 'cancelled');
});

test('programs that open every link with GET and HEAD have no effect', async (t) => {
  const scene = await startScene(t);
  const { api } = scene.first;
  await knownClient(scene);
  const { confirmationId } = await api.createConfirmation({ clientId: '1', clientRealPhone: mallory });
  await api.sendConfirmation(confirmationId, { channel: 'email' }).catch(() => undefined);
  scene.clock.advance(MINUTE);
  await api.sendConfirmation(confirmationId, { channel: 'email' });
  const before = JSON.stringify(await api.getConfirmation(confirmationId));
  const links = scene.left.flatMap(({ body }) => linksIn(body));
  t.true(links.length >= 3);
  for (const link of links) {
    for (const method of ['GET', 'HEAD', 'GET']) t.is((await scene.fetch(method, link)).status, 200);
    for (const method of ['PUT', 'DELETE', 'OPTIONS']) t.true((await scene.fetch(method, link)).status >= 200);
    const page = (await scene.fetch('GET', link)).text;
    for (const personal of ['Ada', 'ada@', ada, mallory, mallory.slice(-4), confirmationId])
      t.false(page.includes(personal));
  }
  t.is(JSON.stringify(await api.getConfirmation(confirmationId)), before);
  // Whoever changes anything of a link has none.
  for (const link of links) {
    const forged = [link.slice(0, -1), link + 'A', link.slice(0, -1) + (link.endsWith('A') ? 'B' : 'A'), '/c/x'];
    for (const each of forged) t.is((await scene.fetch('POST', each)).status, 404);
  }
  t.is(JSON.stringify(await api.getConfirmation(confirmationId)), before);
});

test('"it was not me" ends a change for good, also with the right codes afterwards', async (t) => {
  const scene = await startScene(t);
  const { api } = scene.first;
  await knownClient(scene);
  const { confirmationId } = await api.createConfirmation({ clientId: '1', clientRealPhone: mallory });
  const [notMe = ''] = linksIn(scene.carrier.phone(ada).inbox.at(-1)?.body ?? '');
  const [right, former] = [lastCode(scene, mallory), lastCode(scene)];
  await api.verifyConfirmation(confirmationId, { code: right });
  await scene.fetch('POST', notMe);
  t.is((await api.getConfirmation(confirmationId)).status, 'blocked');
  t.is(await outcome(api.verifyConfirmation(confirmationId, { code: former })), 'confirmation_closed');
  t.is(await outcome(api.approveConfirmation(confirmationId)), 'confirmation_closed');
  t.is(await outcome(api.sendConfirmation(confirmationId, { channel: 'sms' })), 'confirmation_closed');
  t.like(await api.getClient('1'), { clientRealPhone: ada });
});

test('a held number is in service for nobody, and a lapse of time does not free it', async (t) => {
  const scene = await startScene(t, { limits: { lifetimeMs: 24 * HOUR } });
  const { clientProxyNumber: held = '' } = await scene.first.api.createConfirmation(client);
  scene.clock.advance(30 * HOUR);
  for (let index = 0; index < 6; index += 1) {
    const other = { ...client, clientId: `n${index.toString()}`, clientRealPhone: fictionalMobile(5000 + index) };
    t.not((await scene.first.api.createClient(other)).clientProxyNumber, held);
  }
  await scene.carrier.phone(mallory).call(held);
  t.deepEqual(scene.carrier.phone(ada).rings, []);
});
