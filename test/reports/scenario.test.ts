import test from 'ava';
import { createCalendar } from '../../src/domain/model/report/week.js';
import type { ProxyCall } from '../../src/entry/library.js';
import { createFakeClock, type FakeClock } from '../../src/entry/testing/index.js';
import type { OrderReceipt } from '../../src/ports/proxycall-api.js';
import { setUp, webhook } from '../services/set-up.js';

const HOUR = 3_600_000;

test('calls that asked for codes, repeated webhooks and erased clients are counted once, from what the carrier sends', async (t) => {
  const week = createCalendar('Europe/Paris').weekNamed('2026-W13');
  const clock = createFakeClock(week?.from);
  const settings = { numberPrices: [{ country: 'FR', type: 'mobile', monthly: 1.5 }] } as const;
  const { proxyCall, order } = setUp({ clock, settings: { ...settings, shopName: 'Shop' } });
  const own = await order(1);
  const shared = await order(2, { courierPhone: '+33199001234' });
  clock.advance(HOUR);

  await callAndText(proxyCall, clock, own.clientProxyNumber, shared);
  await proxyCall.eraseClient('1');
  clock.advance(7 * 24 * HOUR);

  const report = await proxyCall.weeklyReport({});
  t.like(report, {
    week: '2026-W13',
    clients: { total: 1, withNumber: 0, withoutNumber: 1, confirmed: 0, sharingPhone: 0 },
    numbersGiven: { thisWeek: 1, weekBefore: 0, difference: 1 },
    orders: 2,
    unknownCallers: 1,
    firstCalls: 2,
  });
  t.deepEqual(report.calls, {
    total: 3,
    outcomes: [
      { outcome: 'answered', count: 1 },
      { outcome: 'connecting', count: 1 },
      { outcome: 'no_answer', count: 1 },
    ],
    answeredRate: 0.5,
    medianRingSeconds: 10,
    minutes: 1,
  });
  t.is(report.texts.total, 1);
  const [pool] = report.pools;
  t.is(pool?.countryIso, 'FR');
  t.is(report.monthlyCost, (pool?.owned ?? 0) * 1.5);
  t.is((await proxyCall.weeklyReport({ week: '2026-W12' })).orders, 0);
  t.is((await proxyCall.weeklyReport({ week: '2026-W14' })).calls.total, 0);
});

/** Three calls and a text, each delivered twice. One call is answered, one is not, and one asks for a code. */
async function callAndText(
  proxyCall: ProxyCall,
  clock: FakeClock,
  own: string,
  shared: Pick<OrderReceipt, 'courierProxyNumber' | 'orderCode'>,
): Promise<void> {
  const voice = (id: string, from: string, to: string) => ({ CallSid: id, From: from, To: to });
  const stranger = voice('CA1', '+33199005555', own);
  await webhook(proxyCall, '/twilio/voice', stranger);
  const answered = await webhook(proxyCall, '/twilio/voice', stranger);
  const action = /action="http:\/\/localhost([^"]+)"/.exec(answered)?.[1]?.replaceAll('&amp;', '&') ?? '';
  clock.advance(70_000);
  const ended = { ...stranger, DialCallStatus: 'completed', DialCallDuration: '60' };
  await webhook(proxyCall, action, ended);
  await webhook(proxyCall, action, ended);
  // A second call to the same client, which nobody answers.
  const again = await webhook(proxyCall, '/twilio/voice', { ...stranger, CallSid: 'CA2' });
  const other = /action="http:\/\/localhost([^"]+)"/.exec(again)?.[1]?.replaceAll('&amp;', '&') ?? '';
  await webhook(proxyCall, other, { ...stranger, CallSid: 'CA2', DialCallStatus: 'no-answer' });

  // A courier whose phone is not known: a wrong code, then the right one. The carrier repeats each webhook.
  const unknown = voice('CA3', '+33199007777', shared.courierProxyNumber ?? '');
  for (const [target, digits] of [
    ['/twilio/voice', undefined],
    ['/twilio/voice?attempt=1', '000000'],
    ['/twilio/voice?attempt=2', shared.orderCode],
  ] as const) {
    const params = { ...unknown, ...(digits === undefined ? {} : { Digits: digits }) };
    await webhook(proxyCall, target, params);
    await webhook(proxyCall, target, params);
    clock.advance(5000);
  }
  await webhook(proxyCall, '/twilio/sms', {
    MessageSid: 'SM1',
    From: '+33199005555',
    To: own,
    Body: 'x',
  });
}
