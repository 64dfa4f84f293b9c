import test from 'ava';
import { createMemoryStore } from '../src/adapters/memory/index.js';
import { createSimulatedCarrier } from '../src/adapters/simulator/index.js';
import { sign } from '../src/adapters/twiml/index.js';
import { phoneNumber } from '../src/domain/model/phone-number.js';
import type { TelephonyAbilities } from '../src/domain/model/telephony-limits.js';
import type { Telephony } from '../src/ports/telephony.js';
import { createProxyCall } from '../src/entry/library.js';
import { createRecordingLogger, fictionalMobile } from '../src/entry/testing/index.js';
import { COURIER } from './support.js';

const BASE = 'http://shop.example';

async function setUp(can: Partial<TelephonyAbilities> = {}, ways: Partial<Telephony> = {}) {
  const carrier = createSimulatedCarrier({ authToken: 'x', webhookBaseUrl: () => BASE, can });
  Object.assign(carrier.telephony, ways);
  const logger = createRecordingLogger();
  const store = createMemoryStore();
  const proxyCall = createProxyCall({
    store,
    ...carrier,
    logger,
    actor: { name: 'shop', role: 'admin' },
    settings: { whisper: true },
  });
  const client = { clientId: '1', clientName: 'Ada', clientMail: 'ada@shop.example' };
  const order = await proxyCall.createOrder({ orderId: 'O', ...client, clientRealPhone: fictionalMobile(7) });
  return { carrier, logger, store, proxyCall, order };
}

type ProxyCall = Awaited<ReturnType<typeof setUp>>['proxyCall'];

function post({ handleWebhook }: ProxyCall, path: string, params: Record<string, string>, init: RequestInit = {}) {
  const url = BASE + path;
  const headers = { 'x-twilio-signature': sign('x', url, params) };
  return handleWebhook(new Request(url, { method: 'POST', headers, body: new URLSearchParams(params), ...init }));
}

test('webhooks by Fetch: a call, a whisper and its end', async (t) => {
  const { proxyCall, order } = await setUp();
  const call = { CallSid: 'CA1', From: COURIER, To: order.clientProxyNumber };
  const response = await post(proxyCall, '/twilio/voice', call);
  t.is(response.status, 200);
  t.regex(response.headers.get('content-type') ?? '', /^text\/xml/);
  const document = await response.text();
  const [, ended = ''] = /action="http:\/\/shop\.example([^"]+)"/.exec(document) ?? [];
  t.regex(await (await post(proxyCall, ended, { ...call, DialCallStatus: 'busy' })).text(), /répondu/);
  const whisper = ended.replace('/ended', '/whisper');
  t.regex(
    await (await post(proxyCall, whisper, call)).text(),
    /<Response\/>/,
    'nothing is whispered in an open session',
  );
});

test('webhooks by Fetch: what is refused is an answer too', async (t) => {
  const { proxyCall, order, logger } = await setUp();
  const call = { CallSid: 'CA1', From: COURIER, To: order.clientProxyNumber };
  const codes = async (response: Promise<Response>) => {
    const { status, headers, ...rest } = await response.then(async (answer) => ({
      status: answer.status,
      headers: answer.headers,
      body: (await answer.json()) as { code: string },
    }));
    t.is(headers.get('content-type'), 'application/problem+json');
    return [status, rest.body.code];
  };
  const forged = { headers: { 'x-twilio-signature': 'AAAA' } };
  t.deepEqual(await codes(post(proxyCall, '/twilio/voice', call, forged)), [403, 'bad_signature']);
  t.deepEqual(await codes(post(proxyCall, '/elsewhere', call)), [404, 'route_not_found']);
  t.deepEqual(await codes(proxyCall.handleWebhook(new Request(`${BASE}/twilio/voice`))), [405, 'method_not_allowed']);
  t.deepEqual(await codes(post(proxyCall, '/twilio/sms', { From: COURIER })), [400, 'malformed_request']);
  const large = { body: 'x'.repeat(70_000) };
  t.deepEqual(await codes(post(proxyCall, '/twilio/voice', call, large)), [413, 'payload_too_large']);
  t.deepEqual(await codes(post(proxyCall, '/twilio/voice/ended?interaction=%00', call)), [400, 'malformed_request']);
  const latin1 = { headers: { 'content-type': 'application/x-www-form-urlencoded; charset=latin1' } };
  t.deepEqual(await codes(post(proxyCall, '/twilio/voice', call, latin1)), [415, 'unsupported_media_type']);
  const body = new ReadableStream({ pull: (controller) => controller.error(new Error('the sender has gone')) });
  const cut = { body, duplex: 'half' } as RequestInit;
  t.deepEqual(await codes(post(proxyCall, '/twilio/voice', call, cut)), [400, 'malformed_request']);
  for (const target of ['http://shop.example/twilio/voice', '*', '/twilio/voice?a=%ff']) {
    const request = { method: 'POST', target, headers: {}, body: Buffer.from('') };
    t.is((await proxyCall.handle(request)).status, 400, target);
  }
  t.deepEqual(
    logger.lines.filter(({ level }) => level === 'error' || level === 'warn'),
    [],
  );
});

test('a fault of the store: the caller hears a sentence, a text is to be tried again', async (t) => {
  const { proxyCall, store, order, logger } = await setUp();
  Object.assign(store, { routing: () => Promise.reject(new Error('broken')) });
  const call = await post(proxyCall, '/twilio/voice', { CallSid: 'CA1', From: COURIER, To: order.clientProxyNumber });
  t.deepEqual([call.status, (await call.text()).includes('momentanément indisponible')], [200, true]);
  const text = { MessageSid: 'SM1', From: COURIER, To: order.clientProxyNumber, Body: 'hi' };
  t.is((await post(proxyCall, '/twilio/sms', text)).status, 503);
  t.deepEqual(
    logger.lines.filter(({ level }) => level === 'error').map(({ event }) => event),
    ['voice.failed', 'webhook.failed'],
  );
});

test('what cannot be rendered is not on record as said', async (t) => {
  const { proxyCall, carrier, store, order } = await setUp();
  const mute = carrier.telephony as { answer: (plan: { kind: string }) => unknown };
  const { answer } = mute;
  mute.answer = (plan) => {
    if (plan.kind === 'dial') throw new Error('no such character');
    return answer(plan);
  };
  const call = { CallSid: 'CA1', From: COURIER, To: order.clientProxyNumber };
  t.regex(await (await post(proxyCall, '/twilio/voice', call)).text(), /momentanément indisponible/);
  t.deepEqual(await store.records('interaction', { limit: 9 }), []);
  t.is((await proxyCall.getClient('1')).clientLastCaller, undefined);
});

test('a carrier that takes no texts in its answers is asked to send them, once', async (t) => {
  const { proxyCall, carrier, order } = await setUp({ textInAnswer: false });
  const text = { MessageSid: 'SM1', From: COURIER, To: order.clientProxyNumber, Body: 'I am at the door' };
  for (const _ of [1, 2]) t.is((await post(proxyCall, '/twilio/sms', text)).status, 200);
  const { inbox } = carrier.phone(fictionalMobile(7));
  t.deepEqual(inbox, [{ from: order.clientProxyNumber, body: 'I am at the door', media: [] }]);
});

for (const [isPermanent, attempts] of [
  [true, [1]],
  [false, [1, 2]],
] as const) {
  test(`a text that the carrier refuses ${isPermanent ? 'for good' : 'for now'} is on record as undelivered`, async (t) => {
    const asked: number[] = [];
    const { proxyCall, order } = await setUp(
      { textInAnswer: false },
      {
        sendMessage: (_message, { attempt }) => {
          asked.push(attempt);
          return Promise.resolve({ kind: 'refused', isPermanent, reason: 'unreachable' });
        },
      },
    );
    const text = { MessageSid: 'SM1', From: COURIER, To: order.clientProxyNumber, Body: 'I am at the door' };
    t.is((await post(proxyCall, '/twilio/sms', text)).status, 200);
    t.deepEqual(asked, attempts);
    t.is((await proxyCall.listInteractions({})).items[0]?.outcome, 'undelivered');
  });
}

test('planning leaves out what the carrier cannot do', async (t) => {
  const { proxyCall } = await setUp({ askCode: false, whisper: false });
  const client = { clientId: '2', clientName: 'Ada', clientMail: 'ada@shop.example' };
  const order = await proxyCall.createOrder({
    orderId: 'P',
    ...client,
    clientRealPhone: fictionalMobile(8),
    courierPhone: phoneNumber(COURIER),
  });
  const to = order.courierProxyNumber ?? order.clientProxyNumber;
  const known = await proxyCall.simulateCall({ to, from: phoneNumber(COURIER) });
  t.false(known.twiml.includes('whisper'));
  const unknown = await proxyCall.simulateCall({ to, from: phoneNumber('+33199009999') });
  t.false(unknown.twiml.includes('<Gather'));
  t.regex(unknown.twiml, /Aucun code/);
});

test('the log says, at debug, who changed which kinds of record', async (t) => {
  const { logger } = await setUp();
  const commits = logger.lines.filter(({ event }) => event === 'store.committed');
  t.deepEqual(
    commits.filter(({ level, fields }) => level !== 'debug' || fields['actor'] !== 'shop'),
    [],
  );
  const kinds = commits.map(({ fields }) => fields['kinds']);
  // The purchases for the empty pool are theirs too.
  t.true(kinds.includes('number intent'));
  t.is(kinds.at(-1), 'order client number session participant');
});

test('errors name fields as the library names them', async (t) => {
  const { proxyCall } = await setUp();
  const client = { clientId: '2', clientName: 'Ada', clientMail: 'ada@shop.example' };
  const phone = fictionalMobile(8);
  const error = await t.throwsAsync(
    proxyCall.createOrder({ orderId: 'P', ...client, clientRealPhone: phone, courierPhone: phone }),
  );
  t.like(error, { code: 'invalid_request', issues: [{ pointer: '/courierPhone' }] });
});

test('an id that no address could hold is refused, before anything is written', async (t) => {
  const { proxyCall, order: _ } = await setUp();
  const client = { clientName: 'Ada', clientMail: 'ada@shop.example', clientRealPhone: fictionalMobile(8) };
  const before = await proxyCall.listClients({});
  for (const id of ['.', '..', 'Next-Id', 'by-proxy', '', ' ', ' a', 'a\n', 'a\u0000', '\ud800', 'x'.repeat(101)]) {
    const asOrder = await t.throwsAsync(proxyCall.createOrder({ orderId: id, clientId: id, ...client }));
    t.like(asOrder, { code: 'invalid_request', issues: [{ pointer: '/orderId' }, { pointer: '/clientId' }] }, id);
    const asClient = await t.throwsAsync(proxyCall.createClient({ clientId: id, ...client }));
    t.like(asClient, { code: 'invalid_request', issues: [{ pointer: '/clientId' }] }, id);
  }
  t.deepEqual(await proxyCall.listClients({}), before);
});

test('names and messages of the program that embeds it are said without what XML cannot hold', async (t) => {
  const carrier = createSimulatedCarrier({ authToken: 'x', webhookBaseUrl: () => BASE });
  const settings = { whisper: true, fallback: { kind: 'message', text: 'Call\u000b us\ud800' } } as const;
  const proxyCall = createProxyCall({ store: createMemoryStore(), ...carrier, settings });
  const client = { clientId: '1', clientName: '\u0001Ada\udc00', clientMail: 'ada@shop.example' };
  const clientRealPhone = fictionalMobile(7);
  const order = { orderId: 'O', ...client, clientRealPhone, courierPhone: phoneNumber(COURIER) };
  const { clientProxyNumber } = await proxyCall.createOrder(order);
  t.is((await proxyCall.getClient('1')).clientName, 'Ada');
  t.is((await proxyCall.updateClient('1', { clientName: 'Eve\f' })).clientName, 'Eve');
  const call = { CallSid: 'CA1', From: fictionalMobile(7), To: clientProxyNumber };
  const document = await (await post(proxyCall, '/twilio/voice', call)).text();
  const [, whisper = ''] = /url="http:\/\/shop\.example([^"]+)"/.exec(document) ?? [];
  t.regex(await (await post(proxyCall, whisper.replaceAll('&amp;', '&'), call)).text(), /Un appel de E\*\*\*\./);
  const stranger = { CallSid: 'CA2', From: '+33199007777', To: clientProxyNumber };
  t.regex(
    await (await post(proxyCall, '/twilio/voice', stranger)).text(),
    /<Say language="fr-FR">Call us<\/Say><Hangup\/>/,
  );
});
