import { createHash, createHmac } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'node:querystring';
import test from 'ava';
import fc from 'fast-check';
import VoiceResponse from 'twilio/lib/twiml/VoiceResponse.js';
import { parseTwiml } from '../../src/adapters/simulator/twiml-document.js';
import { createTwimlDialect, type FormParams } from '../../src/adapters/twiml/index.js';
import { phoneNumber } from '../../src/domain/model/phone-number.js';
import type { Telephony, WebhookRequest } from '../../src/ports/telephony.js';

const URL_BASE = 'https://shop.example/proxy';
const TOKENS = ['current', 'next'];
const dialect = createTwimlDialect({
  carrier: 'twilio',
  authTokens: TOKENS,
  publicUrls: () => [URL_BASE, 'https://other.example'],
});

/** Twilio's rule, written down again from its documentation. */
function signature(token: string, url: string, params: FormParams = {}): string {
  const pairs = Object.keys(params)
    .sort()
    .flatMap((name) => [...new Set([params[name]].flat())].sort().map((value) => name + (value ?? '')));
  return createHmac('sha1', token)
    .update(url + pairs.join(''))
    .digest('base64');
}

interface Signed {
  readonly target?: string;
  readonly params?: FormParams;
  readonly jsonBody?: string | undefined;
  readonly signature?: string | undefined;
}

function request({ target = '/t', params = {}, jsonBody, signature: shown }: Signed): WebhookRequest {
  const type = jsonBody === undefined ? 'application/x-www-form-urlencoded' : 'application/json';
  return {
    method: 'POST',
    target,
    headers: { 'content-type': type, 'x-twilio-signature': shown },
    body: Buffer.from(jsonBody ?? stringify(params as Record<string, string | string[]>)),
  };
}

/** What is believed is read, whether it can be understood or not. */
function isBelieved(asked: Signed, by: Pick<Telephony, 'receive'> = dialect): boolean {
  const received = by.receive(request(asked));
  return received.kind !== 'refused' || received.reason !== 'bad_signature';
}

const params = { From: '+33639981234', To: '+33639980000', Digits: ['2', '1', '1'] };

test('either token and either address will do', (t) => {
  for (const token of TOKENS) {
    for (const base of [URL_BASE, 'https://other.example']) {
      const target = '/twilio/voice?a=1';
      t.true(isBelieved({ target, params, signature: signature(token, base + target, params) }));
    }
  }
  const elsewhere = signature('current', 'https://elsewhere.example/t', params);
  t.false(isBelieved({ params, signature: elsewhere }));
  t.false(isBelieved({ params, signature: signature('wrong', `${URL_BASE}/t`, params) }));
});

test('a standard port may be written or not', (t) => {
  t.true(isBelieved({ params, signature: signature('next', 'https://other.example:443/t', params) }));
});

test('what makes no URL, or none of ours, was signed by nobody', (t) => {
  for (const target of ['//', '', ':x', 'http://[', '/%', '?', '//?a=1', '/t?bodySHA256=%']) {
    for (const jsonBody of [undefined, '{}']) {
      t.false(isBelieved({ target, jsonBody, signature: 'no' }), target);
    }
  }
});

test('a JSON body counts only through its hash', (t) => {
  const jsonBody = '{"a": 1}';
  const hash = createHash('sha256').update(jsonBody).digest('hex');
  const target = `/t?bodySHA256=${hash}`;
  const signed = { target, jsonBody, signature: signature('current', URL_BASE + target) };
  t.true(isBelieved(signed));
  t.false(isBelieved({ ...signed, jsonBody: '{"a": 2}' }));
  t.false(isBelieved({ jsonBody, signature: signature('current', `${URL_BASE}/t`) }));
});

test('the document for a connected call is the one the package builds, whatever the numbers and the id', (t) => {
  fc.assert(
    fc.property(
      fc.constantFrom('+33639981234', '+447700900123', '+12025550123'),
      fc.constantFrom('+33639980000', '+352621123456'),
      fc.string({ minLength: 1, unit: 'grapheme' }),
      (to, callerId, interactionId) => {
        const response = new VoiceResponse();
        const action = `${URL_BASE}/twilio/voice/ended?interaction=${encodeURIComponent(interactionId)}`;
        response.dial({ callerId, answerOnBridge: true, action, method: 'POST' }).number(to);
        const rendered = dialect.answer({
          kind: 'dial',
          to: phoneNumber(to),
          callerId: phoneNumber(callerId),
          interactionId,
        });
        t.is(rendered.body, response.toString());
      },
    ),
  );
});

test('documents that are no TwiML are told apart', (t) => {
  t.deepEqual(
    parseTwiml('<?xml version="1.0"?><Response><Say language="fr-FR">a &amp; b &#233;</Say><Hangup/></Response>')?.map(
      ({ name, text, attributes }) => [name, text, attributes],
    ),
    [
      ['Say', 'a & b é', { language: 'fr-FR' }],
      ['Hangup', '', {}],
    ],
  );
  for (const broken of [
    '',
    'hello',
    '<Response>',
    '<Other/>',
    '<Response></Other>',
    '{"a":1}',
    '<Response/><Response/>',
  ]) {
    t.is(parseTwiml(broken), undefined, broken);
  }
});

// The published vectors are not part of this repository; CI points to them where they are.
const vectors = join(process.env['SPECS_DATA'] ?? '', 'signature', 'vectors.json');
interface Vector {
  readonly name: string;
  readonly token: string;
  readonly url: string;
  readonly params?: FormParams;
  readonly body?: string;
  readonly signature: string | null;
  readonly valid: boolean;
}
for (const vector of existsSync(vectors) ? (JSON.parse(readFileSync(vectors, 'utf8')) as Vector[]) : []) {
  test(`published signature vector: ${vector.name} (${vector.url})`, (t) => {
    const [, base = '', target = ''] = /^(\w+:\/\/[^/]+)(.*)$/.exec(vector.url) ?? [];
    const signer = createTwimlDialect({ carrier: 'twilio', authTokens: [vector.token], publicUrls: () => [base] });
    const signed = vector.signature ?? undefined;
    t.is(
      isBelieved({ target, params: vector.params ?? {}, jsonBody: vector.body, signature: signed }, signer),
      vector.valid,
    );
  });
}
