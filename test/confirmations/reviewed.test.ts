import test from 'ava';
import { isProxyCallError, type ErrorCode } from '../../src/domain/model/errors.js';
import { codeOf } from '../../src/domain/model/confirmation/secrets.js';
import { secretHash } from '../../src/domain/services/confirmations/records.js';
import { fictionalMobile } from '../../src/entry/testing/index.js';
import { codeIn, linksIn, otherThan, startScene, type Scene } from './scene.js';

// What a hostile review of the first version has found.

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const ada = fictionalMobile(7654);
const mallory = fictionalMobile(6661);
const client = { clientId: '1', clientName: 'Ada', clientMail: 'ada@shop.example', clientRealPhone: ada };
const enough = { settings: { topUpSize: 20 } };

const lastCode = ({ carrier }: Scene, phone: string = ada) =>
  codeIn(carrier.phone(phone).inbox.findLast(({ body }) => codeIn(body) !== 'none')?.body);

async function outcome(request: Promise<unknown>): Promise<ErrorCode | 'done'> {
  try {
    await request;
    return 'done';
  } catch (error) {
    if (isProxyCallError(error)) return error.code;
    throw error;
  }
}

test('a phone is not moved by a mail address that came by its own link, however long ago', async (t) => {
  const scene = await startScene(t);
  const { api, services } = scene.first;
  await api.createClient(client);
  await api.createConfirmation({ confirmationId: 'a', clientId: '1', clientMail: 'mallory@shop.example' });
  const { body } = scene.left.find(({ to }) => to === 'mallory@shop.example') ?? { body: '' };
  await scene.fetch('POST', linksIn(body)[0] ?? '');
  t.is((await api.getClient('1')).clientMail, 'mallory@shop.example');
  for (const days of [0, 100]) {
    scene.clock.advance(days * DAY);
    await services.runMaintenance();
    const change = { confirmationId: `b${days.toString()}`, clientId: '1', clientRealPhone: mallory };
    const { confirmationId } = await api.createConfirmation(change);
    await outcome(api.verifyConfirmation(confirmationId, { code: lastCode(scene, mallory) }));
    scene.clock.advance(4 * MINUTE);
    await services.advanceConfirmations();
    for (const { body: mail } of scene.left.filter(({ channel }) => channel === 'email'))
      for (const link of linksIn(mail).slice(0, 1)) await scene.fetch('POST', link);
    t.is((await api.getClient('1')).clientRealPhone, ada, days.toString());
    await outcome(api.cancelConfirmation(confirmationId));
  }
});

test('the code of a phone to which none was sent proves nothing', async (t) => {
  const scene = await startScene(t);
  const { api } = scene.first;
  await api.createClient(client);
  const change = { confirmationId: 'a', clientId: '1', clientRealPhone: mallory, channel: 'voice' } as const;
  await api.createConfirmation(change);
  const record = (await scene.store.record('confirmation', 'a'))?.value;
  if (record === undefined) throw new Error('there is no confirmation');
  const code = (of: 'phone' | 'former_phone') => codeOf(secretHash(scene), record, of, 6);
  t.is(await outcome(api.verifyConfirmation('a', { code: code('phone') })), 'done');
  t.is(await outcome(api.verifyConfirmation('a', { code: code('former_phone') })), 'code_wrong');
  t.is((await api.getConfirmation('a')).status, 'pending');
  t.is((await api.getClient('1')).clientRealPhone, ada);
});

test('two confirmations of one phone make one client', async (t) => {
  const scene = await startScene(t, enough);
  const { api } = scene.first;
  const { clientId: _, ...stranger } = client;
  await api.createConfirmation({ confirmationId: 'a', ...stranger });
  const one = lastCode(scene);
  await api.createConfirmation({ confirmationId: 'b', ...stranger });
  const other = lastCode(scene);
  const both = await Promise.all([
    api.verifyConfirmation('a', { code: one }),
    scene.second.api.verifyConfirmation('b', { code: other }),
  ]);
  t.deepEqual(
    both.map(({ status, clientId }) => [status, clientId]),
    [
      ['confirmed', '1'],
      ['confirmed', '1'],
    ],
  );
  t.is((await api.listClients({})).items.length, 1);
  const pools = (await api.poolStats()).pools;
  t.is(
    pools.reduce((sum, { held }) => sum + held, 0),
    0,
  );
});

test('what had no effect is refused, and again in the same words', async (t) => {
  const scene = await startScene(t);
  const { api } = scene.first;
  await api.createClient(client);
  await api.createConfirmation({ confirmationId: 'a', clientId: '1', clientRealPhone: mallory });
  await api.updateClient('1', { clientRealPhone: fictionalMobile(4321) });
  t.is(await outcome(api.approveConfirmation('a')), 'confirmation_closed');
  t.is(await outcome(api.approveConfirmation('a')), 'confirmation_closed');
  t.is((await api.getClient('1')).clientRealPhone, fictionalMobile(4321));
  t.is(
    await outcome(api.createConfirmation({ confirmationId: 'a', clientId: '1', clientRealPhone: mallory })),
    'confirmation_closed',
  );
});

test('wrong codes after the right one lock nobody out of a wait that never ends', async (t) => {
  const scene = await startScene(t);
  const { api } = scene.first;
  const { confirmationId: id } = await api.createConfirmation(client);
  const right = lastCode(scene);
  await api.verifyConfirmation(id, { code: right });
  t.like(await api.verifyConfirmation(id, { code: right }), { status: 'confirmed' });
  for (let guess = 0; guess < 5; guess += 1)
    t.is(await outcome(api.verifyConfirmation(id, { code: otherThan(right) })), 'code_wrong');
  t.is(await outcome(api.verifyConfirmation(id, { code: right })), 'confirmation_closed');
});

test('a new code is not sent while the call with the former one is being made', async (t) => {
  const scene = await startScene(t);
  const { api, services } = scene.first;
  const { confirmationId: id } = await api.createConfirmation(client);
  scene.clock.advance(MINUTE);
  await services.advanceConfirmations();
  t.is(scene.left.at(-1)?.channel, 'voice');
  t.is(await outcome(api.sendConfirmation(id, { channel: 'sms' })), 'too_many_sends');
  scene.clock.advance(MINUTE);
  t.is(await outcome(api.sendConfirmation(id, { channel: 'sms' })), 'done');
});

test('whoever had a hint is still told that their code is over', async (t) => {
  const scene = await startScene(t);
  const { clientProxyNumber: held = '' } = await scene.first.api.createConfirmation({ ...client, language: 'en' });
  const phone = scene.carrier.phone(ada);
  const code = lastCode(scene);
  await phone.text(held, 'hello');
  scene.clock.advance(11 * MINUTE);
  await phone.text(held, code);
  await phone.text(held, code);
  t.deepEqual(
    phone.inbox.slice(1).map(({ body }) => body),
    ['To confirm your number, reply with the code only.', 'This code is not valid any more. Ask for a new one.'],
  );
});

test('an order whose client was not confirmed in time is not repeated as one that is in service', async (t) => {
  const scene = await startScene(t, { confirmations: { required: true } });
  const { api, services } = scene.first;
  const order = { orderId: 'O-1', ...client };
  t.like(await api.createOrder(order), { confirmation: { status: 'pending' } });
  scene.clock.advance(DAY);
  await services.advanceConfirmations();
  t.is((await api.getOrder('O-1')).status, 'closed');
  t.is(await outcome(api.createOrder(order)), 'order_conflict');
});

test('a client who waits may be corrected', async (t) => {
  const scene = await startScene(t, { confirmations: { required: true } });
  const { api } = scene.first;
  await api.createClient({ ...client, clientMail: 'ada@shop.exmaple' });
  const { confirmation } = await api.createClient(client);
  await api.verifyConfirmation(confirmation?.confirmationId ?? '', { code: lastCode(scene) });
  t.is((await api.getClient('1')).clientMail, 'ada@shop.example');
});

test('entries of codes are counted by network address, and so are registrations that are refused', async (t) => {
  const scene = await startScene(t, { confirmations: { activation: true }, limits: { addressPerHour: 3 } });
  const pages = scene.first.services.confirmationPages;
  const address = '203.0.113.7';
  const form = { name: 'Ada', mail: 'ada@shop.example', phone: 'none', language: 'en' } as const;
  const tries = Array.from({ length: 5 }, () => () => pages.activate(form, address));
  const outcomes: string[] = [];
  for (const each of tries) outcomes.push(await outcome(each()));
  t.deepEqual(outcomes, [...Array.from({ length: 3 }, () => 'invalid_request'), 'too_many_sends', 'too_many_sends']);
  let entries = 0;
  while ((await outcome(pages.enterCode('none', '000000', address))) === 'done') entries += 1;
  t.is(entries, 18);
});
