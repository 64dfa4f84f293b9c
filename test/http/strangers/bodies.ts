import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import test from 'ava';
import { sign } from '../../../src/adapters/twiml/index.js';
import { COURIER, TOKEN, anOrderBody, startService } from '../../support.js';
import { AUTH, isProblem, nothingHappened, requestText, sendRaw, startWatched } from './raw.js';

const json = (charset = '') => ({ 'Content-Type': `application/json${charset}` });
const encoded = (encoding: string) => ({ ...json(), 'Content-Encoding': encoding });
const ORDER = JSON.stringify(anOrderBody(1));
const latin1 = (bytes: Buffer) => bytes.toString('latin1');
const withName = (name: string) => JSON.stringify(anOrderBody(1, { client_name: 'NAME' })).replace('NAME', name);

const malformed = [400, 'malformed_request'] as const;
const unsupported = [415, 'unsupported_media_type'] as const;
const invalid = [400, 'invalid_request'] as const;

/** Bodies of POST /orders, in characters that are bytes. */
const BODIES: readonly (readonly [
  what: string,
  headers: Record<string, string>,
  body: string,
  ...expected: readonly [number, string],
])[] = [
  ['gzip that is none', encoded('gzip'), ORDER, ...malformed],
  ['deflate that is none', encoded('deflate'), ORDER, ...malformed],
  ['brotli that is none', encoded('br'), ORDER, ...malformed],
  ['half of a gzip', encoded('gzip'), latin1(gzipSync(ORDER)).slice(0, 60), ...malformed],
  ['a gzip of no JSON', encoded('gzip'), latin1(gzipSync('no JSON')), ...malformed],
  [
    'a gzip that unpacks to 20 MB',
    encoded('gzip'),
    latin1(gzipSync(Buffer.alloc(20_000_000))),
    413,
    'payload_too_large',
  ],
  ['an unknown encoding', encoded('zstd'), ORDER, ...unsupported],
  ['an encoding that is a property of objects', encoded('constructor'), ORDER, ...unsupported],
  ['two encodings', encoded('gzip, br'), ORDER, ...unsupported],
  ['Latin-1 that says so', json('; charset=iso-8859-1'), withName('\xc9va'), ...unsupported],
  ['UTF-16 that says so', json('; charset=utf-16le'), ORDER, ...unsupported],
  ['a charset that nobody knows', json('; charset=klingon'), ORDER, ...unsupported],
  ['Latin-1 that does not say so', json(), withName('\xc9va'), ...malformed],
  ['Latin-1 that says it is UTF-8', json('; charset=utf-8'), withName('\xc9va'), ...malformed],
  ['an overlong zero', json(), withName('\xc0\x80'), ...malformed],
  ['half a surrogate pair in three bytes', json(), withName('\xed\xa0\x80'), ...malformed],
  ['a cut character', json(), withName('a\xe2\x82'), ...malformed],
  ['half a surrogate pair in a client id', json(), ORDER.replace('"client_id":1', '"client_id":"\\ud800"'), ...invalid],
  ['half a surrogate pair in an order id', json(), ORDER.replace('"O-1"', '"O-\\udfff"'), ...invalid],
  ['pairs in the wrong order in an id', json(), ORDER.replace('"O-1"', '"\\udc00\\ud800"'), ...invalid],
  ['a zero in an id', json(), ORDER.replace('"O-1"', '"O\\u0000"'), ...invalid],
  ['a name of half a surrogate pair', json(), withName('\\ud800'), ...invalid],
  ['nothing but a byte', json(), '\xff', ...malformed],
];

test('an empty body is none, whatever its headers say', async (t) => {
  const service = await startService();
  t.teardown(() => service.stop());
  const { order_id: id } = (await service.send('POST', '/orders', anOrderBody(1))).json as { order_id: string };
  const chunked = { 'Transfer-Encoding': 'chunked' };
  for (const headers of [chunked, { ...chunked, 'Content-Type': 'text/plain' }, { 'Content-Length': '0' }, {}]) {
    const lastChunk = 'Transfer-Encoding' in headers ? '0\r\n\r\n' : '';
    const request = requestText('POST', `/orders/${id}/close`, { headers }) + lastChunk;
    t.is((await sendRaw(service.url, request)).status, 200, JSON.stringify(headers));
  }
});

test('bodies that cannot be read as what they say are refused, and nothing is stored', async (t) => {
  const service = await startWatched(t);
  for (const [what, headers, body, status, code] of BODIES) {
    const request = Buffer.from(requestText('POST', '/orders', { headers, body }), 'latin1');
    isProblem(t, await sendRaw(service.url, request), status, code, what);
  }
  await nothingHappened(t, service);
});

test('ids that are dots or reserved words, in any case, are refused by every operation that takes one', async (t) => {
  const service = await startWatched(t);
  for (const id of ['.', '..', ' .. ', 'next-id', 'NEXT-ID', 'Next-Id', 'by-proxy', 'BY-PROXY', 'bY-pRoXy']) {
    for (const [path, fields] of [
      ['/orders', { order_id: id }],
      ['/orders', { client_id: id }],
      ['/clients', { client_id: id }],
    ] as const) {
      const { status, json: problem } = await service.send('POST', path, anOrderBody(1, fields));
      t.is(status, 400, id);
      t.deepEqual(
        (problem['errors'] as { pointer: string }[]).map(({ pointer }) => pointer),
        Object.keys(fields).map((name) => `/${name}`),
      );
    }
    const assigned = await service.send('POST', '/pool/assign', { client_id: id, country_iso: 'FR' });
    t.is(assigned.status, 400, id);
  }
  await nothingHappened(t, service);
});

test('UTF-8 in any spelling, and encodings that are what they say, are read', async (t) => {
  const service = await startWatched(t);
  const body = (index: number) => JSON.stringify(anOrderBody(index, { client_name: 'Éva 🐦' }));
  const plain = (text: string) => Buffer.from(text);
  const post = (headers: Record<string, string>, sent: Buffer<ArrayBuffer> | string) =>
    fetch(`${service.url}/orders`, {
      method: 'POST',
      headers: { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json', ...headers },
      body: sent,
    });
  for (const [index, [headers, pack]] of (
    [
      [{ 'content-type': 'application/json; charset=utf-8' }, plain],
      [{ 'content-type': 'application/json;charset=UTF8' }, plain],
      [{ 'content-type': 'Application/JSON; Charset="Utf-8"' }, plain],
      [{ 'content-type': 'application/json' }, (text: string) => Buffer.from(`\ufeff${text}`)],
      [{ 'content-encoding': 'identity' }, plain],
      [{ 'content-encoding': 'gzip' }, gzipSync],
      [{ 'content-encoding': 'X-GZIP' }, gzipSync],
      [{ 'content-encoding': 'deflate' }, deflateSync],
      [{ 'content-encoding': 'br' }, brotliCompressSync],
    ] as const
  ).entries()) {
    const reply = await post(headers, pack(body(index + 1)));
    t.is(reply.status, 200, `${JSON.stringify(headers)}: ${await reply.text()}`);
    t.is((await service.send('GET', `/clients/${(index + 1).toString()}`)).json['client_name'], 'Éva 🐦');
  }
});

test('webhooks that are signed and not in UTF-8, or encoded, are refused', async (t) => {
  const service = await startWatched(t);
  const form = 'application/x-www-form-urlencoded';
  const call = { CallSid: 'CA1', From: COURIER, To: COURIER };
  const text = (body: string) =>
    [{ MessageSid: 'SM1', From: COURIER, To: COURIER, Body: body }, '/twilio/sms'] as const;
  for (const [what, [params, path], headers, written, status, code] of [
    ['another charset', [call, '/twilio/voice'], { 'Content-Type': `${form}; charset=latin1` }, '', ...unsupported],
    ['an encoding', [call, '/twilio/voice'], { 'Content-Encoding': 'gzip' }, '', ...unsupported],
    ['an encoding', text('a'), { 'Content-Encoding': 'br' }, '', ...unsupported],
    ['a text in Latin-1, encoded', text('\ufffdva'), {}, 'Body=%C9va', ...malformed],
    ['a text in Latin-1, as bytes', text('\ufffdva'), {}, 'Body=\xc9va', ...malformed],
    ['half a surrogate pair in bytes', text('\ufffd\ufffd\ufffd'), {}, 'Body=%ED%A0%80', ...malformed],
    ['a name that is no UTF-8', [{ ...call, '\ufffd': '1' }, '/twilio/voice'], {}, '%FF=1', ...malformed],
    ['a city in Latin-1', [{ ...call, FromCity: '\ufffdvry' }, '/twilio/voice'], {}, 'FromCity=%C9vry', ...malformed],
  ] as const) {
    const [name = ''] = written.split('=');
    const rest = Object.entries(params).filter(([key]) => written === '' || key !== decode(name));
    const body = [new URLSearchParams(rest).toString(), written].filter((part) => part !== '').join('&');
    const signature = sign(AUTH, `${service.url}${path}`, params);
    const request = requestText('POST', path, {
      headers: { 'Content-Type': form, 'X-Twilio-Signature': signature, ...headers },
      body,
    });
    isProblem(t, await sendRaw(service.url, Buffer.from(request, 'latin1')), status, code, what);
  }
  await nothingHappened(t, service);
  // Somebody may have written the character itself.
  const [params, path] = text('what is \ufffd?');
  const sent = await fetch(service.url + path, {
    method: 'POST',
    headers: { 'x-twilio-signature': sign(AUTH, service.url + path, params) },
    body: new URLSearchParams(params),
  });
  t.is(sent.status, 200);
});

function decode(name: string): string {
  return name === '%FF' ? '\ufffd' : name;
}
