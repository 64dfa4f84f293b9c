import test from 'ava';
import { createMemoryStore } from '../src/adapters/memory/index.js';
import { createSimulatedCarrier } from '../src/adapters/simulator/index.js';
import { sign } from '../src/adapters/twiml/index.js';
import type { PlacedCallPlan } from '../src/domain/model/placed-call.js';
import { DEFAULT_SETTINGS } from '../src/domain/model/settings.js';
import { createCallsService } from '../src/domain/services/calls.js';
import { answerWith, type PlacedCalls } from '../src/domain/services/placed-calls.js';
import { createTextsService } from '../src/domain/services/texts.js';
import { createHandleWebhook } from '../src/domain/services/webhooks.js';
import {
  createFakeClock,
  createRecordingLogger,
  createSequentialIds,
  fictionalMobile,
} from '../src/entry/testing/index.js';
import { startService } from './support.js';

const BASE = 'https://shop.example';
const CODE: PlacedCallPlan = { kind: 'say_text', texts: ['4 8 0'], language: 'en', pauseSeconds: 1 };
const CALL = { CallSid: 'CA1', From: fictionalMobile(1), To: fictionalMobile(2), CallStatus: 'in-progress' };

/** What is answered to a webhook when calls go as they are told to. */
function answerOf(placedCalls: Partial<PlacedCalls>) {
  const { telephony } = createSimulatedCarrier({ authToken: 'x', webhookBaseUrl: () => BASE });
  const says = () => Promise.resolve(answerWith(telephony, CODE));
  const logger = createRecordingLogger();
  const ports = {
    ...{ store: createMemoryStore(), telephony, provider: undefined, settings: DEFAULT_SETTINGS },
    ...{ clock: createFakeClock(), ids: createSequentialIds(), logger },
  };
  const all = { answered: says, key: says, ended: says, ...placedCalls };
  const handle = createHandleWebhook(ports, createCallsService(ports), createTextsService(ports), all);
  const post = (target: string, params: Record<string, string>) => {
    const headers = { 'x-twilio-signature': sign('x', BASE + target, params) };
    const body = Buffer.from(new URLSearchParams(params).toString());
    return handle({ method: 'POST', target, headers, body }, { requestId: 'r' });
  };
  return { post, logger };
}

const ANSWERED = '/twilio/voice/placed?reference=c-1';
const KEY = '/twilio/voice/placed/key?reference=c-1&step=0';
const ENDED = '/twilio/voice/placed/ended?reference=c-1';
const HANG_UP = /<Response><Hangup\/><\/Response>$/;

test('a person hears what is to be said; a machine never hears a word of it', async (t) => {
  const { post } = answerOf({});
  for (const [AnsweredBy, isHeard] of [
    ['human', true],
    ['unknown', true],
    ['', true],
    ['machine_start', false],
    ['fax', false],
  ] as const) {
    const handled = await post(ANSWERED, { ...CALL, AnsweredBy });
    t.like(handled, { kind: 'answered', event: 'placed_call_answered', outcome: isHeard ? 'say_text' : 'hang_up' });
    const body = handled.kind === 'answered' ? handled.answer.body : '';
    if (isHeard) t.regex(body, /4 8 0/);
    else t.regex(body, HANG_UP);
  }
});

test('a fault in a call that we placed ends it without a word', async (t) => {
  const fails = () => Promise.reject(new Error('no store'));
  const { post, logger } = answerOf({ answered: fails, key: fails, ended: fails });
  for (const target of [ANSWERED, KEY]) {
    const handled = await post(target, { ...CALL, Digits: '7' });
    t.like(handled, { kind: 'answered', outcome: 'failed' });
    t.regex(handled.kind === 'answered' ? handled.answer.body : '', HANG_UP);
  }
  t.deepEqual(
    logger.lines.map(({ event }) => event),
    ['voice.failed', 'voice.failed'],
  );
  // Nobody is on the line any more: the carrier may report it again.
  t.like(await post(ENDED, { ...CALL, CallStatus: 'busy' }), { kind: 'failed', event: 'placed_call_ended' });
});

test('the end of a call is counted by how it ended', async (t) => {
  const { post } = answerOf({});
  t.like(await post(ENDED, { ...CALL, CallStatus: 'no-answer' }), {
    kind: 'answered',
    event: 'placed_call_ended',
    outcome: 'no_answer',
  });
});

test('an installation that places no calls hangs up those that it knows nothing of', async (t) => {
  const service = await startService();
  t.teardown(() => service.stop());
  const [from, to] = [fictionalMobile(1), fictionalMobile(2)];
  const phone = service.carrier.phone(to);
  phone.react = () => '7';
  t.is((await service.carrier.telephony.placeCall({ from, to, reference: 'c-1' })).kind, 'accepted');
  t.deepEqual(phone.rings, [{ shown: from, answered: true }]);
  phone.behaviour = 'is_off';
  t.is((await service.carrier.telephony.placeCall({ from, to, reference: 'c-1' })).kind, 'accepted');
  t.is(phone.rings.length, 1);
  const metrics = (await service.send('GET', '/metrics')).text;
  t.regex(metrics, /event="placed_call_answered",outcome="hang_up"/);
  t.regex(metrics, /event="placed_call_ended",outcome="failed"/);
  t.notRegex(service.log(), new RegExp(`${from.slice(1)}|${to.slice(1)}`));
});
