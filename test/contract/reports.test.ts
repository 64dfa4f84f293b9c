import test from 'ava';
import { createTwimlDialect, sign } from '../../src/adapters/twiml/index.js';
import type { Received } from '../../src/ports/telephony.js';

const BASE = 'https://shop.example';
const { receive } = createTwimlDialect({ carrier: 'twilio', authTokens: ['x'], publicUrls: () => [BASE] });

type Params = Readonly<Record<string, string | readonly string[]>>;

/** Receives a signed form; the value of a repeated parameter is an array. */
function post(target: string, params: Params): Received {
  const pairs = Object.entries(params).flatMap(([name, value]) =>
    [value].flat().map((each): [string, string] => [name, each]),
  );
  return receive({
    method: 'POST',
    target,
    headers: { 'x-twilio-signature': sign('x', BASE + target, params) },
    body: Buffer.from(new URLSearchParams(pairs).toString()),
  });
}

const CALL = { CallSid: 'CA1', From: '+33199001234', To: '+33639980000' };
const TEXT = { MessageSid: 'SM1', From: '+33199001234', To: '+33639980000', Body: 'hello' };

for (const [target, params, isReport] of [
  ['/twilio/voice', { ...CALL, CallStatus: 'completed' }, true],
  ['/twilio/voice', { ...CALL, CallStatus: 'busy' }, true],
  ['/twilio/voice', { ...CALL, CallStatus: 'failed' }, true],
  ['/twilio/voice', { ...CALL, CallStatus: 'no-answer' }, true],
  ['/twilio/voice', { ...CALL, CallStatus: 'canceled' }, true],
  ['/twilio/voice', { ...CALL, CallStatus: 'cancelled' }, true],
  ['/twilio/voice', { ...CALL, CallStatus: 'no_answer' }, true],
  ['/twilio/voice', { ...CALL, CallStatus: ' Completed\t' }, true],
  ['/twilio/voice', { ...CALL, CallStatus: ['completed', 'completed'] }, true],
  ['/twilio/voice', { CallSid: 'CA1', CallStatus: 'completed' }, true],
  ['/twilio/voice?attempt=1', { ...CALL, CallStatus: 'completed', Digits: '123456' }, true],
  ['/twilio/voice', { ...CALL, CallStatus: 'in-progress', CallbackSource: 'call-progress-events' }, true],
  ['/twilio/voice', { ...TEXT, MessageStatus: 'delivered' }, true],
  ['/twilio/voice', { ...CALL, CallStatus: 'ringing' }, false],
  ['/twilio/voice', { ...CALL, CallStatus: 'in-progress' }, false],
  ['/twilio/voice', { ...CALL, CallStatus: 'queued' }, false],
  ['/twilio/voice', { ...CALL, CallStatus: '' }, false],
  ['/twilio/voice', CALL, false],
  ['/twilio/sms', { ...TEXT, MessageStatus: 'delivered' }, true],
  ['/twilio/sms', { ...TEXT, MessageStatus: 'Delivered' }, true],
  ['/twilio/sms', { ...TEXT, MessageStatus: ' UNDELIVERED ' }, true],
  ['/twilio/sms', { ...TEXT, MessageStatus: 'a future word' }, true],
  ['/twilio/sms', { ...TEXT, MessageStatus: 'sent', SmsStatus: 'received' }, true],
  ['/twilio/sms', { ...TEXT, MessageStatus: ['sent', 'sent'] }, true],
  ['/twilio/sms', { ...TEXT, SmsStatus: 'sent' }, true],
  ['/twilio/sms', { ...TEXT, SmsStatus: 'Queued' }, true],
  ['/twilio/sms', { ...TEXT, SmsStatus: 'receiving' }, true],
  ['/twilio/sms', { MessageSid: 'SM1', MessageStatus: 'failed' }, true],
  ['/twilio/sms', { ...CALL, CallStatus: 'completed' }, true],
  ['/twilio/sms', { ...TEXT, SmsStatus: 'received' }, false],
  ['/twilio/sms', { ...TEXT, SmsStatus: ' Received ' }, false],
  ['/twilio/sms', { ...TEXT, SmsStatus: '', MessageStatus: ' ' }, false],
  ['/twilio/sms', TEXT, false],
] as const satisfies readonly (readonly [string, Params, boolean])[]) {
  test(`${isReport ? 'a report' : 'no report'}: ${target} ${JSON.stringify(params)}`, (t) => {
    t.is(post(target, params).kind, isReport ? 'status_only' : 'event');
  });
}

for (const [target, params, isCall] of [
  ['/twilio/voice', { ...CALL, From: '' }, true],
  ['/twilio/voice', { ...CALL, From: ' ' }, true],
  ['/twilio/voice', { ...CALL, To: '' }, true],
  ['/twilio/voice', { CallSid: 'CA1', To: CALL.To }, true],
  ['/twilio/voice', { CallSid: 'CA1', From: CALL.From }, true],
  ['/twilio/voice?attempt=1', { ...CALL, From: '', Digits: '123456' }, true],
  ['/twilio/sms', { ...TEXT, From: '' }, false],
  ['/twilio/sms', { ...TEXT, To: '\t' }, false],
  ['/twilio/sms', { MessageSid: 'SM1', Body: 'hello' }, false],
] as const) {
  test(`from or to nobody: ${target} ${JSON.stringify(params)}`, (t) => {
    t.deepEqual(post(target, params), { kind: 'incomplete', isCall });
  });
}

for (const [params, status, durationSeconds] of [
  [{ DialCallStatus: 'completed', DialCallDuration: '7' }, 'answered', 7],
  [{ DialCallStatus: 'Completed', DialCallDuration: '7', DialBridged: 'true' }, 'answered', 7],
  [{ DialCallStatus: 'answered' }, 'answered', undefined],
  [{ DialCallStatus: 'completed', DialBridged: 'false', DialCallDuration: '7' }, 'no_answer', undefined],
  [{ DialCallStatus: 'completed', DialBridged: ' False' }, 'no_answer', undefined],
  [{ DialCallStatus: 'answered', DialBridged: 'false' }, 'no_answer', undefined],
  [{ DialCallStatus: 'busy', DialCallDuration: '0' }, 'busy', undefined],
  [{ DialCallStatus: 'no-answer', CallStatus: 'completed' }, 'no_answer', undefined],
  [{ DialCallStatus: 'no_answer' }, 'no_answer', undefined],
  [{ DialCallStatus: 'failed' }, 'failed', undefined],
  [{ DialCallStatus: 'canceled' }, 'canceled', undefined],
  [{ DialCallStatus: 'cancelled' }, 'canceled', undefined],
  [{ DialCallStatus: 'machine' }, 'failed', undefined],
  [{ DialCallStatus: 'machine', DialBridged: 'true', DialCallDuration: '3' }, 'answered', 3],
  [{ DialCallStatus: 'machine', DialBridged: 'false', DialCallDuration: '3' }, 'failed', undefined],
  [{ DialCallStatus: 'a future word', DialCallDuration: '3' }, 'answered', 3],
  [{ DialCallStatus: 'a future word', DialCallDuration: '-3' }, 'failed', undefined],
  [{ DialCallStatus: '' }, 'failed', undefined],
  [{}, 'failed', undefined],
  [{ DialCallStatus: '', CallStatus: 'completed' }, 'canceled', undefined],
  [{ CallStatus: 'completed' }, 'canceled', undefined],
  [{ CallStatus: 'completed', DialBridged: 'true', DialCallDuration: '9' }, 'answered', 9],
] as const satisfies readonly (readonly [Params, string, number | undefined])[]) {
  test(`the end of a call leg: ${JSON.stringify(params)} is ${status}`, (t) => {
    const received = post('/twilio/voice/ended?interaction=i', { ...CALL, ...params });
    const event = { kind: 'dial_ended', carrier: 'twilio', interactionId: 'i', status, durationSeconds };
    t.deepEqual<unknown, unknown>(received, { kind: 'event', event });
  });
}

for (const target of [
  '/twilio/voice/ended',
  '/twilio/voice/ended?interaction=',
  '/twilio/voice/whisper',
  '/twilio/voice/whisper?interaction=%20',
  '/twilio/sms/status?part=0',
  '/twilio/sms/status?interaction=i',
  '/twilio/sms/status?interaction=i&part=-1',
]) {
  test(`a callback about nothing: ${target}`, (t) => {
    const params = { ...CALL, DialCallStatus: 'busy', MessageStatus: 'delivered' };
    // Somebody may be on the line of a call: an empty body would make the carrier say that there was an error.
    t.deepEqual(post(target, params), { kind: 'status_only', isCall: target.startsWith('/twilio/voice') });
  });
}

for (const [params, status] of [
  [{ MessageStatus: 'delivered' }, 'delivered'],
  [{ MessageStatus: ' Delivered' }, 'delivered'],
  [{ MessageStatus: 'READ' }, 'delivered'],
  [{ MessageStatus: 'Failed ' }, 'undelivered'],
  [{ SmsStatus: 'undelivered' }, 'undelivered'],
] as const) {
  test(`the status of a text: ${JSON.stringify(params)} is ${status}`, (t) => {
    const event = {
      kind: 'text_status',
      carrier: 'twilio',
      interactionId: 'i',
      part: 1,
      attempt: 1,
      status,
      mayPass: false,
    };
    t.deepEqual<unknown, unknown>(post('/twilio/sms/status?interaction=i&part=1', params), { kind: 'event', event });
  });
}

for (const [Digits, digits] of [
  ['123456', '123456'],
  ['123456#', '123456'],
  [' 1234 ', '1234'],
  ['', ''],
  ['#', ''],
  ['##', ''],
  [' # ', ''],
  ['*', ''],
  ['hangup', ''],
] as const) {
  test(`pressing ${JSON.stringify(Digits)} is ${digits === '' ? 'no code' : digits}`, (t) => {
    const received = post('/twilio/voice?attempt=2', { ...CALL, Digits });
    t.is(received.kind === 'event' && received.event.kind === 'digits' && received.event.digits, digits);
  });
}

test('ids of deliveries differ when the signed ids do, whatever characters these have', (t) => {
  const sids = [
    'CA1',
    'CA1.',
    'CA~2e',
    'CA1~',
    'CA:1',
    'CA/1',
    'CA%3A1',
    'CA 1',
    'CA+1',
    'ca1',
    'CAé',
    'CA\u00c3\u00a9',
    '山',
  ];
  const ids = sids.flatMap((sid) =>
    [
      post('/twilio/voice', { ...CALL, CallSid: sid }),
      post('/twilio/voice?attempt=1', { ...CALL, CallSid: sid }),
      post('/twilio/sms', { ...TEXT, MessageSid: sid }),
    ].map((received) => (received.kind === 'event' && 'deliveryId' in received.event ? received.event.deliveryId : '')),
  );
  t.is(new Set(ids).size, 3 * sids.length);
  for (const id of ids) t.is(encodeURIComponent(id), id);
  for (const id of ids) t.regex(id, /^[\w.~-]+$/);
});

test('more keys than anybody is asked for are no code, and take no time', (t) => {
  const began = performance.now();
  for (const Digits of ['#'.repeat(60_000), `1${'#'.repeat(60_000)}1`, '1'.repeat(21), `${'1'.repeat(20)}#`]) {
    const received = post('/twilio/voice?attempt=2', { ...CALL, Digits });
    t.is(received.kind === 'event' && received.event.kind === 'digits' && received.event.digits, '');
  }
  t.true(performance.now() - began < 500);
});
