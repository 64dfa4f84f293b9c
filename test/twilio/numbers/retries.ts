import test from 'ava';
import { retryAfterMs } from '../../../src/adapters/twilio/guard.js';
import { isProxyCallError } from '../../../src/domain/model/errors.js';
import { phoneNumber } from '../../../src/domain/model/phone-number.js';
import { openAccount } from '../account.js';
import type { Fault } from '../stand-in.js';
import { MOBILE, RENTED } from './examples.js';

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

// Every request is retried except a purchase: a second one would cost money.
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

test('a repeated release succeeds only with a 404 from Twilio itself', async (t) => {
  const { standIn, provider } = await openAccount(t);
  const { sid } = standIn.rentOut(RENTED);
  let asked = 0;
  standIn.interfere = () => ((asked += 1) === 1 ? { kind: 'reset' } : { kind: 'refusal', status: 404 });
  t.true(isProxyCallError(await t.throwsAsync(provider.release(sid)), 'provider_failed'));
  t.is(standIn.rented.size, 1);
});

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
