import test from 'ava';
import { createTwilio } from '../../src/adapters/twilio/index.js';
import { retryAfterMs } from '../../src/adapters/twilio/guard.js';
import { isProxyCallError } from '../../src/domain/model/errors.js';
import { phoneNumber } from '../../src/domain/model/phone-number.js';
import { numberProviderContract } from '../../src/entry/testing/index.js';
import { PUBLIC_URL, accountOf, openAccount } from './account.js';
import { ACCOUNT_SID, startStandIn, type Fault } from './stand-in.js';

const MOBILE = { country: 'FR', type: 'mobile', require: { voice: true }, limit: 3 } as const;
const RENTED = phoneNumber('+33639981234');

for (const [index, { name }] of contractOf(() => Promise.reject(new Error('not opened'))).entries()) {
  test(`twilio provider: ${name}`, async (t) => {
    const cases = contractOf(async () => {
      const { standIn, provider } = await openAccount(t);
      const misdirected = { voice_url: 'https://elsewhere.example/voice', sms_url: 'https://elsewhere.example/sms' };
      return {
        provider,
        rentMisdirected: () => {
          standIn.rentOut(RENTED, misdirected);
          return Promise.resolve(RENTED);
        },
      };
    });
    await t.notThrowsAsync(async () => cases[index]?.run());
  });
}

function contractOf(open: Parameters<typeof numberProviderContract>[0]['open']) {
  return numberProviderContract({
    open,
    sold: { country: 'FR', type: 'mobile' },
    unsold: { country: 'FR', type: 'toll_free' },
  });
}

test('a purchase sends all parameters', async (t) => {
  const sids = { addressSid: `AD${'1'.repeat(32)}`, bundleSid: `BU${'2'.repeat(32)}` };
  const { standIn, provider } = await openAccount(t, sids);
  const [offer] = await provider.search({ ...MOBILE, require: { voice: true, sms: true } });
  if (offer === undefined) return t.fail();
  t.deepEqual(Object.fromEntries(standIn.requests[0]?.query ?? []), {
    VoiceEnabled: 'true',
    SmsEnabled: 'true',
    PageSize: '3',
  });
  await provider.buy(offer, { friendlyName: 'ProxyCall x' });
  t.deepEqual(Object.fromEntries(standIn.requests[1]?.form ?? []), {
    PhoneNumber: offer.number,
    FriendlyName: 'ProxyCall x',
    VoiceUrl: `${PUBLIC_URL}/twilio/voice`,
    VoiceMethod: 'POST',
    SmsUrl: `${PUBLIC_URL}/twilio/sms`,
    SmsMethod: 'POST',
    AddressSid: sids.addressSid,
    BundleSid: sids.bundleSid,
  });
});

test('find compares the whole number, although Twilio matches partial numbers', async (t) => {
  const { standIn, provider } = await openAccount(t);
  standIn.rentOut('+336399812345');
  t.is(await provider.find(RENTED), undefined);
  standIn.rentOut(RENTED);
  t.is((await provider.find(RENTED))?.number, RENTED);
});

test('country, type and capabilities of a rented number are its own', async (t) => {
  const { standIn, provider } = await openAccount(t);
  standIn.rentOut('+14165550123', { type: '', capabilities: { voice: true, sms: false, mms: true } });
  standIn.rentOut('+18005550123', { type: 'toll-free' });
  standIn.rentOut('+33199001234', { type: 'anything' });
  const [canadian, tollFree, french] = await provider.list();
  t.like(canadian, { country: 'CA', type: 'local', capabilities: { voice: true, sms: false, mms: true } });
  t.like(tollFree, { type: 'toll_free' });
  t.like(french, { country: 'FR', type: 'local' });
});

for (const [what, fields] of [
  ['an application', { voice_application_sid: `AP${'a'.repeat(32)}`, sms_application_sid: `AP${'b'.repeat(32)}` }],
  ['a trunk', { trunk_sid: `TK${'c'.repeat(32)}` }],
] as const) {
  test(`a number that ${what} handles does not point to this service and cannot be reconfigured`, async (t) => {
    const { standIn, provider } = await openAccount(t);
    const { sid } = standIn.rentOut(RENTED, fields);
    const [number] = await provider.list();
    t.false(number?.webhooks.voice.isOurs);
    t.regex(number?.webhooks.voice.url ?? '', /handled by/);
    const error = await t.throwsAsync(provider.configure(sid, { webhooks: ['voice'] }));
    t.true(isProxyCallError(error, 'provider_failed'));
    t.regex(error.message, /the Twilio console/);
  });
}

test('a webhook with the method GET does not count as ours', async (t) => {
  const { standIn, provider } = await openAccount(t);
  standIn.rentOut(RENTED, { voice_url: `${PUBLIC_URL}/twilio/voice`, voice_method: 'GET' });
  t.false((await provider.list())[0]?.webhooks.voice.isOurs);
});

test('5,000 numbers are read in five requests', async (t) => {
  const { standIn, provider } = await openAccount(t);
  for (let index = 0; index < 5000; index += 1) standIn.rentOut(`+3363998${index.toString().padStart(4, '0')}`);
  t.is(new Set((await provider.list()).map(({ number }) => number)).size, 5000);
  t.is(standIn.log.length, 5);
});

test('a repeated release succeeds only with a 404 from Twilio itself', async (t) => {
  const { standIn, provider } = await openAccount(t);
  const { sid } = standIn.rentOut(RENTED);
  let asked = 0;
  standIn.interfere = () => ((asked += 1) === 1 ? { kind: 'reset' } : { kind: 'refusal', status: 404 });
  t.true(isProxyCallError(await t.throwsAsync(provider.release(sid)), 'provider_failed'));
  t.is(standIn.rented.size, 1);
});

for (const [value, pause] of [
  ['7', 7000],
  ['Mon, 23 Nov 2026 10:00:05 GMT', 5000],
  ['Mon, 23 Nov 2026 09:00:00 GMT', 0],
  ['soon', 0],
  [undefined, 0],
] as const) {
  test(`Retry-After: ${String(value)} is ${pause.toString()} ms`, (t) => {
    const answer = { statusCode: 429, body: '', headers: value === undefined ? {} : { 'retry-after': value } };
    t.is(retryAfterMs(answer, Date.UTC(2026, 10, 23, 10)), pause);
    t.is(retryAfterMs({ ...answer, statusCode: 503 }), Infinity);
  });
}

/** Which requests are retried: a second purchase would cost money. */
for (const [what, ask, repeated] of [
  ['search', 'search', true],
  ['list', 'list', true],
  ['find', 'find', true],
  ['configure', 'configure', true],
  ['release', 'release', true],
  ['buy', 'buy', false],
] as const) {
  for (const fault of [
    { kind: 'refusal', status: 503 },
    { kind: 'no answer', late: true },
    { kind: 'reset', late: true },
    { kind: 'garbage', late: true },
    { kind: 'dripping', late: true },
  ] as const satisfies readonly Fault[]) {
    test.serial(`${what}: ${fault.kind} is ${repeated ? 'retried' : 'not retried'}`, async (t) => {
      const { standIn, provider } = await openAccount(t, { timeoutMs: 300 });
      const { sid } = standIn.rentOut(RENTED);
      let failures = 1;
      standIn.interfere = () => (failures-- > 0 ? fault : undefined);
      const number = phoneNumber('+33639980007');
      const answer = {
        search: () => provider.search(MOBILE),
        list: () => provider.list(),
        find: () => provider.find(RENTED),
        configure: () => provider.configure(sid, { webhooks: ['voice'] }),
        release: () => provider.release(sid),
        buy: () => provider.buy({ number, country: 'FR', type: 'mobile' }, { friendlyName: 'x' }),
      }[ask]();
      if (repeated) {
        t.truthy(await answer);
        t.is(standIn.log.length, 2);
      } else {
        t.true(isProxyCallError(await t.throwsAsync(answer), 'provider_unavailable'));
        t.is(standIn.log.length, 1);
      }
    });
  }
}

test('Retry-After of a 429 is honoured, for a purchase too; with a long one the request fails', async (t) => {
  const { standIn, provider } = await openAccount(t, { longestPauseMs: 1000 });
  const number = phoneNumber('+33639980007');
  const buy = () => provider.buy({ number, country: 'FR', type: 'mobile' }, { friendlyName: 'x' });
  let failures = 2;
  standIn.interfere = () =>
    failures-- > 0 ? { kind: 'refusal', status: 429, code: 20_429, retryAfter: '0' } : undefined;
  t.is((await buy()).number, number);
  t.is(standIn.log.length, 3);
  standIn.interfere = () => ({ kind: 'refusal', status: 429, code: 20_429, retryAfter: '60' });
  const error = await t.throwsAsync(provider.list());
  t.true(isProxyCallError(error, 'provider_unavailable'));
  t.is(standIn.log.length, 4);
});

test('consecutive failures open the circuit', async (t) => {
  const { standIn, provider } = await openAccount(t, { breakAfter: 3, breakMs: 3_600_000 });
  standIn.interfere = () => ({ kind: 'refusal', status: 500 });
  t.true(isProxyCallError(await t.throwsAsync(provider.list()), 'provider_unavailable'));
  t.is(standIn.log.length, 3);
  standIn.interfere = () => undefined;
  t.regex((await t.throwsAsync(provider.list())).message, /suspended after several consecutive failures/);
  t.is(standIn.log.length, 3);
});

test('the circuit closes again after a successful probe', async (t) => {
  const { standIn, provider } = await openAccount(t, { breakAfter: 3, breakMs: 0 });
  standIn.interfere = () => ({ kind: 'refusal', status: 500 });
  await t.throwsAsync(provider.list());
  standIn.interfere = () => undefined;
  t.deepEqual(await provider.list(), []);
});

test('an unreachable Twilio and a wrong token are reported as such', async (t) => {
  const standIn = await startStandIn();
  standIn.close();
  const { provider } = createTwilio(accountOf(standIn));
  t.regex((await t.throwsAsync(provider.list())).message, /cannot be reached \(ECONNREFUSED\)/);
  const other = await startStandIn();
  t.teardown(() => {
    other.close();
  });
  const { provider: rejected } = createTwilio({ ...accountOf(other), authToken: 'wrong' });
  t.regex((await t.throwsAsync(rejected.list())).message, /20003.*check TWILIO_ACCOUNT_SID/);
});

for (const body of [
  '{}',
  '[]',
  '"text"',
  '{"foo":[]}',
  '{"incoming_phone_numbers":{}}',
  '{"incoming_phone_numbers":[{}]}',
  'null',
  '',
]) {
  test(`a listing of ${body} is not read as empty`, async (t) => {
    const { createServer } = await import('node:http');
    const server = createServer((_request, response) => {
      response.writeHead(200, { 'content-type': 'application/json' }).end(body);
    });
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
    t.teardown(() => server.close());
    const address = server.address();
    const port = typeof address === 'object' ? address?.port : undefined;
    const { provider } = createTwilio({
      accountSid: ACCOUNT_SID,
      authToken: 'x',
      authTokens: ['x'],
      publicUrls: () => [PUBLIC_URL],
      baseUrl: `http://127.0.0.1:${String(port)}`,
      pauseMs: 1,
    });
    for (const asked of [provider.list(), provider.find(RENTED)]) {
      t.true(isProxyCallError(await t.throwsAsync(asked), 'provider_unavailable'));
    }
  });
}

test("a rejection keeps Twilio's code and message, but no phone number", async (t) => {
  const { standIn, provider } = await openAccount(t);
  const message = `PhoneNumber ${RENTED} (+33 6 39 98 12 34) of PN${'a'.repeat(32)} requires an address.`;
  standIn.interfere = () => ({ kind: 'refusal', status: 400, code: 21_631, message });
  const number = RENTED;
  const error = await t.throwsAsync(provider.buy({ number, country: 'FR', type: 'mobile' }, { friendlyName: 'x' }));
  t.true(isProxyCallError(error, 'provider_failed'));
  t.regex(error.message, /requires an address \(error 21631\)/);
  const said = `${error.message} ${error.stack ?? ''} ${String(error.cause)}`;
  for (const secret of ['639981234', '39 98 12', 'aaaaaaaa']) t.false(said.includes(secret), said);
});
