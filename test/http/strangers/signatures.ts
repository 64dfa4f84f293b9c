import test from 'ava';
import { createTwimlDialect, sign } from '../../../src/adapters/twiml/index.js';
import { COURIER } from '../../support.js';
import { AUTH, startWatched, nothingHappened } from './raw.js';

const call = { CallSid: 'CA1', From: COURIER, To: COURIER };
const VALID = `${'A'.repeat(27)}=`;

/** @returns the answer, and whether the URL was asked for, without which no signature is computed */
function receive(signature: string | undefined, body: string, target = '/twilio/voice') {
  let asked = false;
  const publicUrls = () => {
    asked = true;
    return ['https://shop.example'];
  };
  const dialect = createTwimlDialect({ carrier: 'twilio', authTokens: [AUTH], publicUrls });
  const headers = { 'content-type': 'application/x-www-form-urlencoded', 'x-twilio-signature': signature };
  return { received: dialect.receive({ method: 'POST', target, headers, body: Buffer.from(body) }), asked };
}

for (const [what, signature] of [
  ['none', undefined],
  ['an empty one', ''],
  ['27 characters', 'A'.repeat(27)],
  ['28 characters without the padding', 'A'.repeat(28)],
  ['two signs of padding', `${'A'.repeat(26)}==`],
  ['29 characters', `${'A'.repeat(28)}=`],
  ['the alphabet of URLs', `${'-'.repeat(27)}=`],
  ['hexadecimal', 'a'.repeat(40)],
  ['a blank in it', `${'A'.repeat(20)} ${'A'.repeat(6)}=`],
  ['two signatures', `${VALID}, ${VALID}`],
  ['a character that is not ASCII', `é${'A'.repeat(26)}=`],
  ['a very long one', 'A'.repeat(15_000)],
] as const) {
  test(`a signature that is ${what} is refused before any HMAC`, (t) => {
    const { received, asked } = receive(signature, new URLSearchParams(call).toString());
    t.like(received, { kind: 'refused', reason: 'bad_signature' });
    t.false(asked);
  });
}

const many = (count: number) => Array.from({ length: count }, (_, index) => `p${index.toString()}=1`).join('&');

for (const [what, body, target] of [
  ['201 parameters', many(201), '/twilio/voice'],
  ['15,000 parameters', many(15_000).slice(0, 65_000), '/twilio/sms'],
  ['empty parameters', '&'.repeat(60_000), '/twilio/voice'],
  ['the same parameter again and again', 'a=1&'.repeat(300), '/twilio/voice'],
  ['parameters in the query', 'a=1', `/twilio/voice/ended?${many(1000)}`],
] as const) {
  test(`${what} are refused before any HMAC, whatever the signature`, (t) => {
    const { received, asked } = receive(VALID, body, target);
    t.like(received, { kind: 'refused', reason: 'malformed', isCall: false });
    t.false(asked);
    t.like(receive('no', body, target).received, { reason: 'bad_signature' });
  });
}

test('200 parameters are read', async (t) => {
  const service = await startWatched(t);
  const post = (count: number) => {
    const params = { ...call, ...Object.fromEntries(new URLSearchParams(many(count - 3))) };
    const headers = { 'x-twilio-signature': sign(AUTH, `${service.url}/twilio/voice`, params) };
    return fetch(`${service.url}/twilio/voice`, { method: 'POST', headers, body: new URLSearchParams(params) });
  };
  const refused = await post(201);
  t.is(refused.status, 400);
  t.like(await refused.json(), { code: 'malformed_request', detail: 'more than 200 parameters' });
  await nothingHappened(t, service);
  const read = await post(200);
  t.is(read.status, 200);
  t.regex(await read.text(), /not recognised/);
});
