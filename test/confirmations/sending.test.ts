import test from 'ava';
import { createMemoryMailer, createMemoryStore } from '../../src/adapters/memory/index.js';
import { createSimulatedCarrier } from '../../src/adapters/simulator/index.js';
import { phoneNumber } from '../../src/domain/model/phone-number.js';
import { DEFAULT_SETTINGS } from '../../src/domain/model/settings.js';
import { runAll, workOffDue } from '../../src/domain/services/due.js';
import { createProxyCall } from '../../src/entry/library.js';
import { fictionalMobile } from '../../src/entry/testing/index.js';
import { ProxyCallError } from '../../src/domain/model/errors.js';
import type { MailReceipt } from '../../src/ports/mailer.js';
import type { Receipt } from '../../src/ports/telephony.js';
import { openScene, startScene } from './scene.js';

// Texts, calls and mails are sent side by side, and a stop waits for those that are being sent.

const MINUTE = 60_000;
const client = (index: number) => ({
  ...{ clientId: index.toString(), clientName: 'Ada', clientMail: `a${index.toString()}@shop.example` },
  clientRealPhone: fictionalMobile(7000 + index),
});

/** Lets everything that has been resolved go on. */
async function settled(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}

/** Answers that are given later. */
function held<T>(answer: T) {
  const waiting: (() => void)[] = [];
  let most = 0;
  return {
    ask: () =>
      new Promise<T>((resolve) => {
        waiting.push(() => {
          resolve(answer);
        });
        most = Math.max(most, waiting.length);
      }),
    waiting,
    most: () => most,
    async answerAll() {
      for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
        next();
        await settled();
      }
    },
  };
}

test('a mail server that is slow delays no text and no call, and gets two mails at a time', async (t) => {
  const scene = await startScene(t, { limits: { heldPercent: 100 } });
  const { api, services } = scene.first;
  const mails = held<MailReceipt>({ kind: 'accepted' });
  const count = 5;
  // Of known clients, so that no numbers are held.
  for (let index = 0; index < count; index += 1) {
    await api.createClient(client(index));
    await api.createConfirmation(client(index));
  }
  // The mail is due after the text and the call.
  const { mailer } = scene;
  const sent: string[] = [];
  Object.assign(mailer, { send: ({ to }: { to: string }) => (sent.push(to), mails.ask()) });
  const runs: Promise<void>[] = [];
  for (let minute = 0; minute < 60 && sent.length === 0; minute += 1) {
    scene.clock.advance(MINUTE);
    runs.push(services.advanceConfirmations());
    await settled();
  }
  t.is(mails.most(), 2);
  const late = scene.carrier.phone(fictionalMobile(7099)).inbox;
  await api.createClient(client(99));
  await api.createConfirmation(client(99));
  t.is(late.length, 1);
  scene.clock.advance(3 * MINUTE);
  const { rings } = scene.carrier.phone(fictionalMobile(7099));
  runs.push(services.advanceConfirmations());
  await settled();
  t.is(rings.length, 1, 'the step that is due is taken while mails wait');
  await mails.answerAll();
  await Promise.all(runs);
  t.true(sent.length >= count);
  t.is(mails.most(), 2);
});

test('an error of one entry stops no other, and is told', async (t) => {
  const scene = await startScene(t, { limits: { heldPercent: 100 } });
  const { api, services } = scene.first;
  const ids: string[] = [];
  for (let index = 0; index < 3; index += 1) ids.push((await api.createConfirmation(client(index))).confirmationId);
  const broken = ids[0];
  const { store } = scene;
  const read = store.record.bind(store);
  Object.assign(store, {
    record: (kind: 'confirmation', key: string) =>
      key === broken ? Promise.reject(new Error('a fault of ours')) : read(kind, key),
  });
  scene.clock.advance(2 * MINUTE);
  await t.throwsAsync(services.advanceConfirmations(), { message: 'a fault of ours' });
  Object.assign(store, { record: read });
  t.is(scene.carrier.phone(fictionalMobile(7000)).rings.length, 0);
  t.is(scene.carrier.phone(fictionalMobile(7001)).rings.length, 1);
  t.is(scene.carrier.phone(fictionalMobile(7002)).rings.length, 1);
});

test('what stays due, or is of others, hides nothing', async (t) => {
  const all = Array.from({ length: 25 }, (_, index) => ({ id: index.toString() }));
  const done = new Set<string>();
  const work = ({ id }: { id: string }) => {
    if (Number(id) % 5 === 0) return Promise.reject(new Error(id));
    done.add(id);
    return Promise.resolve();
  };
  const due = {
    ...{ chunk: 3, atMost: 2, work },
    read: (limit: number) => Promise.resolve(all.filter(({ id }) => !done.has(id)).slice(0, limit)),
    isOurs: ({ id }: { id: string }) => Number(id) % 3 !== 0,
  };
  await t.throwsAsync(workOffDue(due), { message: '5' });
  t.deepEqual(
    [...done].map(Number),
    all.map(({ id }) => Number(id)).filter((each) => each % 3 !== 0 && each % 5 !== 0),
  );
});

test('nothing more is begun once the store cannot be reached', async (t) => {
  const begun: number[] = [];
  const works = [1, 2, 3].map((each) => () => {
    begun.push(each);
    return Promise.reject(new ProxyCallError('store_unavailable', 'no store'));
  });
  await t.throwsAsync(runAll(works), { message: 'no store' });
  t.deepEqual(begun, [1]);
});

test('a server that stops waits for a text that the carrier has not answered yet', async (t) => {
  const { scene, stop } = await openScene({ confirmations: { activation: true } });
  await scene.first.api.createClient(client(1));
  const texts = held<Receipt>({ kind: 'accepted', carrierId: 'SM1' });
  Object.assign(scene.carrier.telephony, { sendMessage: texts.ask });
  const mobile = fictionalMobile(7654);
  await scene.fetch('POST', '/activate', { name: 'Ada', mail: 'ada@shop.example', phone: mobile });
  await settled();
  t.is(texts.waiting.length, 1);
  let isStopped = false;
  const stopped = stop().then(() => {
    isStopped = true;
  });
  // It has begun to stop once nobody can connect any more.
  while (
    await scene.fetch('GET', '/readyz').then(
      () => true,
      () => false,
    )
  );
  await settled();
  t.false(isStopped);
  await texts.answerAll();
  await stopped;
  const [entry] = await scene.store.records('outbox', { limit: 10 });
  t.is(entry?.value.status, 'sent');
});

test('the library closes once the carrier has answered, and begins nothing more', async (t) => {
  const carrier = createSimulatedCarrier({ authToken: 'x', webhookBaseUrl: () => 'http://localhost' });
  const store = createMemoryStore();
  const settings = { ...DEFAULT_SETTINGS, confirmations: { ...DEFAULT_SETTINGS.confirmations, activation: true } };
  const proxyCall = createProxyCall({ ...carrier, store, settings, mailer: createMemoryMailer() });
  await proxyCall.createClient({ ...client(1), clientRealPhone: phoneNumber('+33639987001') });
  const texts = held<Receipt>({ kind: 'accepted', carrierId: 'SM1' });
  Object.assign(carrier.telephony, { sendMessage: texts.ask });
  const request = { name: 'Ada', mail: 'ada@shop.example', phone: '+33639987654', language: 'fr' } as const;
  await proxyCall.confirmationPages.activate(request, undefined);
  await settled();
  t.is(texts.waiting.length, 1);
  let isClosed = false;
  const closed = proxyCall.close().then(() => {
    isClosed = true;
  });
  await settled();
  t.false(isClosed);
  await texts.answerAll();
  await closed;
  const [entry] = await store.records('outbox', { limit: 10 });
  t.is(entry?.value.status, 'sent');
});
