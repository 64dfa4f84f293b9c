import { createServer, type IncomingMessage } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import test from 'ava';
import { createTwilio } from '../../src/adapters/twilio/index.js';
import { isProxyCallError } from '../../src/domain/model/errors.js';
import { fictionalMobile } from '../../src/entry/testing/index.js';

const SID = `AC${'0123456789abcdef'.repeat(2)}`;
const message = { from: fictionalMobile(1), to: fictionalMobile(2), body: 'hello & goodbye', media: [] };

interface Received {
  readonly method: string | undefined;
  readonly url: string | undefined;
  readonly authorization: string | undefined;
  readonly form: URLSearchParams;
}

/** Stands in for Twilio's API on this machine: answers everything alike and keeps what it was asked. */
async function standIn(status: number, answer: object | string) {
  const received: Received[] = [];
  const server = createServer((request: IncomingMessage, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      const { method, url, headers } = request;
      received.push({ method, url, authorization: headers.authorization, form: new URLSearchParams(body) });
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(typeof answer === 'string' ? answer : JSON.stringify(answer));
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port.toString()}`;
  const { telephony } = createTwilio({
    accountSid: SID,
    authToken: 'auth-secret',
    authTokens: ['auth-secret'],
    baseUrl,
    timeoutMs: 2000,
    pauseMs: 1,
    publicUrls: () => ['https://p.example'],
  });
  return { received, telephony, close: () => server.close() };
}

test('a text is sent by one request, where TWILIO_BASE_URL says', async (t) => {
  const { received, telephony, close } = await standIn(201, { sid: `SM${'0'.repeat(32)}` });
  t.teardown(close);
  await telephony.sendMessage(message);
  await telephony.sendMessage({ ...message, media: ['https://m.example/1', 'https://m.example/2'] });
  const [plain, picture] = received;
  t.like(plain, {
    method: 'POST',
    url: `/2010-04-01/Accounts/${SID}/Messages.json`,
    authorization: `Basic ${Buffer.from(`${SID}:auth-secret`).toString('base64')}`,
  });
  t.deepEqual(Object.fromEntries(plain?.form ?? []), { From: message.from, To: message.to, Body: message.body });
  t.deepEqual(picture?.form.getAll('MediaUrl'), ['https://m.example/1', 'https://m.example/2']);
});

for (const [what, status, answer] of [
  ['a refusal', 400, { code: 21_610, message: `To ${message.to} has opted out`, status: 400 }],
  ['a wrong token', 401, { code: 20_003, message: 'Authenticate', status: 401 }],
  ['a fault', 500, 'no JSON at all'],
] as const) {
  test(`${what} of Twilio becomes an error of ours, without what was sent`, async (t) => {
    const { telephony, close } = await standIn(status, answer);
    t.teardown(close);
    const error = await t.throwsAsync(telephony.sendMessage(message));
    t.true(isProxyCallError(error, 'telephony_failed'));
    const said = `${error.message} ${error.stack ?? ''} ${String(error.cause)}`;
    for (const secret of ['3363998', 'goodbye', 'auth-secret']) t.false(said.includes(secret), said);
    if (typeof answer === 'object') t.true(error.message.includes(answer.code.toString()));
  });
}

test('an API that nobody answers for is an error of ours', async (t) => {
  const { telephony, close } = await standIn(200, {});
  close();
  const error = await t.throwsAsync(telephony.sendMessage(message));
  t.true(isProxyCallError(error, 'telephony_failed'));
  t.regex(error.message, /ECONNREFUSED/);
});
