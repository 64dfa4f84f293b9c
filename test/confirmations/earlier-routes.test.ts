import test from 'ava';
import { fictionalMobile } from '../../src/entry/testing/index.js';
import { codeIn, startScene } from './scene.js';

// The routes of the earlier service, on the running one: a table of requests and their whole answers, in order.

const ada = fictionalMobile(7654);
const grace = fictionalMobile(7655);
const person = { client_name: 'Ada', client_mail: 'ada@shop.example', client_real_phone: ada };
const MINUTE = 60_000;

/** What is done before the next request. */
type Before = 'a minute passes' | 'Ada replies with the code' | 'three days pass';
type Row = readonly [method: string, path: string, body: unknown, status: number, answer: unknown, before?: Before];

const TABLE: readonly Row[] = [
  ['GET', '/confirmations/status?pending_id=P-1', undefined, 404, /no confirmation/],
  ['POST', '/confirmations/create', { pending_id: 'P-1', ...person, client_mail: 'nobody' }, 400, /client_mail/],
  ['POST', '/confirmations/create', { ...person }, 400, /pending_id/],
  [
    ...([
      'POST',
      '/confirmations/create',
      { pending_id: 'P-1', ...person, country_iso: 'FR', number_type: 'mobile' },
      200,
    ] as const),
    { pending_id: 'P-1', proxy_number: '{held}', status: 'PENDING', number_type: 'mobile' },
  ],
  ['GET', '/confirmations/status?pending_id=P-1', undefined, 200, { pending_id: 'P-1', status: 'PENDING' }],
  ['POST', '/confirmations/resend', { pending_id: 'P-1', channel: 'sms' }, 429, /try again in 60 seconds/],
  ['POST', '/confirmations/resend', { pending_id: 'P-2', channel: 'sms' }, 404, /no confirmation/],
  ['POST', '/confirmations/resend', { pending_id: 'P-1', channel: 'pigeon' }, 400, /channel/],
  [
    ...(['POST', '/confirmations/resend', { pending_id: 'P-1', channel: 'voice' }, 200] as const),
    { pending_id: 'P-1', channel: 'voice', status: 'sent' },
    'a minute passes',
  ],
  ['GET', '/confirmations/status?pending_id=P-1', undefined, 200, { pending_id: 'P-1', status: 'PENDING_CALL' }],
  [
    ...(['POST', '/confirmations/resend', { pending_id: 'P-1', channel: 'email' }, 200] as const),
    { pending_id: 'P-1', channel: 'email', status: 'sent' },
    'a minute passes',
  ],
  ['GET', '/confirmations/status?pending_id=P-1', undefined, 200, { pending_id: 'P-1', status: 'PENDING_MAIL' }],
  ['GET', '/confirmations/verify?pending_id=P-1&otp={code}', undefined, 200, /<!doctype html>/i],
  ['GET', '/confirmations/status?pending_id=P-1', undefined, 200, { pending_id: 'P-1', status: 'PENDING_MAIL' }],
  ['POST', '/confirmations/expire', 48, 200, { expired: [], released_total: 0 }],
  ['POST', '/confirmations/expire', 'many', 400, /./],
  [
    ...(['POST', '/confirmations/expire', 48, 200] as const),
    // It ended by itself a day after it began.
    { expired: [], released_total: 0 },
    'three days pass',
  ],
  ['GET', '/confirmations/status?pending_id=P-1', undefined, 200, { pending_id: 'P-1', status: 'EXPIRED' }],
  [
    'POST',
    '/confirmations/create',
    { pending_id: 'P-1', ...person, country_iso: 'FR', number_type: 'mobile' },
    409,
    /over/,
  ],
  [
    ...(['POST', '/confirmations/create', { pending_id: 'P-2', ...person }, 200] as const),
    { pending_id: 'P-2', proxy_number: '{held}', status: 'PENDING', number_type: 'mobile' },
  ],
  [
    ...(['GET', '/confirmations/status?pending_id=P-2', undefined, 200] as const),
    { pending_id: 'P-2', status: 'PROMOTED' },
    'Ada replies with the code',
  ],
  [
    ...(['POST', '/confirmations/create', { pending_id: 'P-2', ...person }, 200] as const),
    { pending_id: 'P-2', proxy_number: '{held}', status: 'PROMOTED', number_type: 'mobile' },
  ],
  [
    // Known by their phone, and not by their mail address.
    ...([
      'POST',
      '/confirmations/create',
      { pending_id: 'P-3', ...person, client_mail: 'other@shop.example' },
      200,
    ] as const),
    { pending_id: 'P-3', proxy_number: '{held}', status: 'PENDING', number_type: 'existant' },
  ],
  [
    ...(['POST', '/confirmations/create', { pending_id: 'P-4', ...person, client_real_phone: grace }, 200] as const),
    { pending_id: 'P-4', proxy_number: '{other}', status: 'PENDING', number_type: 'mobile' },
  ],
  [
    ...(['POST', '/confirmations/expire', 0, 200] as const),
    {
      expired: [
        { pending_id: 'P-4', proxy_number: '{other}' },
        { pending_id: 'P-3', proxy_number: null },
      ],
      released_total: 1,
    },
    'a minute passes',
  ],
  ['GET', '/confirmations/status?pending_id=P-4', undefined, 200, { pending_id: 'P-4', status: 'EXPIRED' }],
];

test('the routes of the earlier service: requests and their whole answers', async (t) => {
  const scene = await startScene(t, { settings: { topUpSize: 20 } });
  const numbers: Record<string, string> = {};
  const code = () => codeIn(scene.carrier.phone(ada).inbox.findLast(({ body }) => codeIn(body) !== 'none')?.body);
  for (const [method, path, body, status, answer, before] of TABLE) {
    if (before === 'a minute passes') scene.clock.advance(MINUTE);
    if (before === 'three days pass') {
      scene.clock.advance(3 * 24 * 60 * MINUTE);
      await scene.first.services.advanceConfirmations();
    }
    if (before === 'Ada replies with the code') await scene.carrier.phone(ada).text(numbers['held'] ?? '', code());
    const response = await fetch(scene.url + path.replace('{code}', code()), {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    });
    const text = await response.text();
    const request = `${method} ${path} ${JSON.stringify(body)}: ${text}`;
    t.is(response.status, status, request);
    if (answer instanceof RegExp) {
      const isPage = response.headers.get('content-type')?.startsWith('text/html') === true;
      t.regex(isPage ? text : (JSON.parse(text) as { detail: string }).detail, answer, request);
      continue;
    }
    const got = JSON.parse(text) as { proxy_number?: string };
    const name = /"proxy_number":"\{(\w+)\}","status"/.exec(JSON.stringify(answer))?.[1];
    if (name !== undefined && path.endsWith('/create') && status === 200) numbers[name] = got.proxy_number ?? '';
    const expected: unknown = JSON.parse(
      JSON.stringify(answer).replace(/\{(\w+)\}/g, (_, named: string) => numbers[named] ?? ''),
    );
    t.deepEqual<unknown, unknown>(got, expected, request);
  }
  t.is((await scene.first.api.listClients({})).items.length, 1);
});
