import test from 'ava';
import { createTwilio } from '../../src/adapters/twilio/index.js';
import { isProxyCallError } from '../../src/domain/model/errors.js';
import { fictionalMobile } from '../../src/entry/testing/index.js';
import type { Telephony } from '../../src/ports/telephony.js';
import { accountOf, openAccount, PUBLIC_URL } from './account.js';
import { startStandIn } from './stand-in.js';

const message = { from: fictionalMobile(1), to: fictionalMobile(2), body: 'hello & goodbye', media: [] };
const subject = { interactionId: 'i 1', part: 0, attempt: 2 };
const call = { from: fictionalMobile(1), to: fictionalMobile(2), reference: 'c-1_A', ringSeconds: 20 };

const send = (telephony: Telephony) => telephony.sendMessage(message, subject);
const place = (telephony: Telephony) => telephony.placeCall(call);

test('a message is sent with one request, and its status is reported to this service', async (t) => {
  const { standIn, telephony } = await openAccount(t);
  t.is((await send(telephony)).kind, 'accepted');
  const media = ['https://m.example/1', 'https://m.example/2'];
  const receipt = await telephony.sendMessage({ ...message, media }, subject);
  t.regex(receipt.kind === 'accepted' ? receipt.carrierId : '', /^SM/);
  t.deepEqual(standIn.log, ['POST /Messages.json', 'POST /Messages.json']);
  const [plain, picture] = standIn.requests;
  t.deepEqual(Object.fromEntries(plain?.form ?? []), {
    From: message.from,
    To: message.to,
    Body: message.body,
    StatusCallback: `${PUBLIC_URL}/twilio/sms/status?interaction=i%201&part=0&attempt=2`,
  });
  t.deepEqual(picture?.form.getAll('MediaUrl'), media);
});

test('a call is placed with one request, which says where to ask what is heard, and tells machines from people', async (t) => {
  const { standIn, telephony } = await openAccount(t);
  const receipt = await place(telephony);
  t.regex(receipt.kind === 'accepted' ? receipt.carrierId : '', /^CA/);
  t.deepEqual(standIn.log, ['POST /Calls.json']);
  t.deepEqual(Object.fromEntries(standIn.requests[0]?.form ?? []), {
    From: call.from,
    To: call.to,
    Timeout: '20',
    MachineDetection: 'Enable',
    Url: `${PUBLIC_URL}/twilio/voice/placed?reference=c-1_A`,
    Method: 'POST',
    StatusCallback: `${PUBLIC_URL}/twilio/voice/placed/ended?reference=c-1_A`,
    StatusCallbackMethod: 'POST',
    StatusCallbackEvent: 'completed',
  });
});

for (const [name, request] of [
  ['a message', send],
  ['a call', place],
] as const) {
  for (const [what, status, code, isPermanent] of [
    ['a rejection', 400, 21_610, true],
    ['a wrong token', 401, 20_003, false],
    ['a rate limit', 429, 20_429, false],
  ] as const) {
    test(`${name}: ${what} of Twilio is a refusal, without personal data, and not retried`, async (t) => {
      const { standIn, telephony } = await openAccount(t, { longestPauseMs: -1 });
      standIn.interfere = () => ({ kind: 'refusal', status, code, message: `To ${message.to}: hello` });
      const receipt = await request(telephony);
      t.like(receipt, { kind: 'refused', isPermanent });
      const reason = receipt.kind === 'refused' ? receipt.reason : '';
      t.true(reason.includes(status === 429 ? '429' : code.toString()), reason);
      for (const secret of ['3363998', 'hello', 'auth-secret']) t.false(reason.includes(secret), reason);
      t.is(standIn.log.length, 1);
    });
  }

  test(`${name}: after a server error nobody can tell whether it went out`, async (t) => {
    const { standIn, telephony } = await openAccount(t);
    standIn.interfere = () => ({ kind: 'refusal', status: 500, message: `To ${message.to}: goodbye` });
    const error = await t.throwsAsync(request(telephony));
    t.true(isProxyCallError(error, 'outcome_unknown'));
    const said = `${error.message} ${error.stack ?? ''} ${String(error.cause)}`;
    for (const secret of ['3363998', 'goodbye', 'auth-secret']) t.false(said.includes(secret), said);
    t.is(standIn.log.length, 1);
  });

  test(`${name}: where Twilio cannot be reached it was certainly not sent`, async (t) => {
    const standIn = await startStandIn();
    standIn.close();
    const { telephony } = createTwilio(accountOf(standIn));
    const receipt = await request(telephony);
    t.like(receipt, { kind: 'refused', isPermanent: false });
    t.regex(receipt.kind === 'refused' ? receipt.reason : '', /ECONNREFUSED/);
  });
}
