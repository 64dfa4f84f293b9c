import test from 'ava';
import { createTwimlDialect, sign } from '../../src/adapters/twiml/index.js';
import type { Received } from '../../src/ports/telephony.js';

const BASE = 'https://shop.example';
const { receive } = createTwimlDialect({ carrier: 'twilio', authTokens: ['x'], publicUrls: () => [BASE] });

function post(target: string, params: Readonly<Record<string, string>>): Received {
  const headers = { 'x-twilio-signature': sign('x', BASE + target, params) };
  return receive({ method: 'POST', target, headers, body: Buffer.from(new URLSearchParams(params).toString()) });
}

const CALL = { CallSid: 'CA1', From: '+33639980000', To: '+33199001234' };
const PLACED = '/twilio/voice/placed?reference=c-1';
const ABOUT = { carrier: 'twilio', callId: 'CA1', reference: 'c-1' };

for (const [AnsweredBy, answeredBy] of [
  ['human', 'person'],
  [' Human', 'person'],
  ['machine_start', 'machine'],
  ['machine_end_beep', 'machine'],
  ['machine_end_silence', 'machine'],
  ['machine_end_other', 'machine'],
  ['fax', 'machine'],
  ['unknown', 'unknown'],
  ['', 'unknown'],
] as const) {
  test(`a placed call answered by "${AnsweredBy}" is answered by ${answeredBy}`, (t) => {
    const received = post(PLACED, { ...CALL, CallStatus: 'in-progress', AnsweredBy });
    t.deepEqual<unknown, unknown>(received, {
      kind: 'event',
      event: { kind: 'placed_call_answered', ...ABOUT, answeredBy },
    });
  });
}

for (const [CallStatus, status] of [
  ['completed', 'answered'],
  [' Completed', 'answered'],
  ['busy', 'busy'],
  ['no-answer', 'no_answer'],
  ['failed', 'failed'],
  ['canceled', 'canceled'],
] as const) {
  test(`a placed call that is "${CallStatus}" has ended as ${status}`, (t) => {
    const received = post(PLACED.replace('?', '/ended?'), { ...CALL, CallStatus });
    t.deepEqual<unknown, unknown>(received, { kind: 'event', event: { kind: 'placed_call_ended', ...ABOUT, status } });
    // Nobody is left to hear anything.
    for (const target of [PLACED, `${PLACED.replace('?', '/key?')}&step=1`])
      t.deepEqual(post(target, { ...CALL, CallStatus }), { kind: 'status_only', isCall: true });
  });
}

for (const [target, isCall] of [
  ['/twilio/voice/placed', true],
  ['/twilio/voice/placed?reference=', true],
  ['/twilio/voice/placed?reference=a%20b', true],
  [`/twilio/voice/placed?reference=${'x'.repeat(65)}`, true],
  ['/twilio/voice/placed/key?reference=c-1', true],
  ['/twilio/voice/placed/key?reference=c-1&step=', true],
  ['/twilio/voice/placed/key?reference=c-1&step=-1', true],
  ['/twilio/voice/placed/key?reference=c-1&step=1.5', true],
  ['/twilio/voice/placed/key?reference=c-1&step=1e3', true],
  ['/twilio/voice/placed/key?step=1', true],
  ['/twilio/voice/placed/ended', false],
  ['/twilio/voice/placed/ended?reference=a%26b', false],
] as const) {
  test(`a callback about no placed call: ${target}`, (t) => {
    const CallStatus = isCall ? 'in-progress' : 'completed';
    t.deepEqual(post(target, { ...CALL, CallStatus, Digits: '1' }), { kind: 'status_only', isCall });
  });
}

test('the end of a placed call that is not over yet changes nothing', (t) => {
  for (const CallStatus of ['in-progress', 'ringing', ''])
    t.is(post(PLACED.replace('?', '/ended?'), { ...CALL, CallStatus }).kind, 'status_only');
});
