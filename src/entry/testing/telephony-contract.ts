import assert from 'node:assert/strict';
import { say, type Dial } from '../../domain/model/call-plan.js';
import type { CarrierEvent } from '../../domain/model/carrier-event.js';
import type { Received, Telephony, WebhookRequest } from '../../ports/telephony.js';
import { casesOf, type ContractCase, type Promises } from './contract.js';
import { fictionalMobile as phone } from './records.js';

/** How the suite opens carriers, and what their requests look like. */
export interface TelephonyContractOptions {
  /** Opens a carrier. */
  readonly open: () => Promise<Telephony>;
  /** A signed form request, as the carrier sends it to this path and query. */
  readonly request: (target: string, params: Readonly<Record<string, string>>) => WebhookRequest;
}

/**
 * The contract suite of {@link Telephony}, for carriers that speak TwiML. It sends no texts and places no calls.
 *
 * @example With the test runner of Node.
 * ```ts
 * import test from 'node:test';
 * import { createSimulatedCarrier, telephonyContract } from 'proxycall/testing';
 * import { sign } from 'proxycall/twiml';
 *
 * const publicUrl = 'https://shop.example';
 * const open = async () => createSimulatedCarrier({ authToken: 'dev', webhookBaseUrl: () => publicUrl }).telephony;
 * const request = (target: string, params: Readonly<Record<string, string>>) => ({
 *   method: 'POST',
 *   target,
 *   headers: { 'x-twilio-signature': sign('dev', publicUrl + target, params) },
 *   body: Buffer.from(new URLSearchParams(params).toString()),
 * });
 *
 * for (const { name, run } of telephonyContract({ open, request })) test(name, run);
 * ```
 */
export function telephonyContract({ open, request }: TelephonyContractOptions): readonly ContractCase[] {
  return casesOf({ ...RECEIVING, ...ANSWERING }, async (check) => check({ telephony: await open(), request }));
}

interface TelephonyCase extends Pick<TelephonyContractOptions, 'request'> {
  readonly telephony: Telephony;
}

const CALL = { CallSid: 'CA1', From: phone(1), To: phone(2) };
const PICTURE = 'https://m.example/1';
const INCOMING_CALL = {
  kind: 'incoming_call',
  deliveryId: '',
  callId: 'CA1',
  from: { kind: 'number', number: phone(1) },
  to: phone(2),
} as const;
const DIAL: Dial = { kind: 'dial', to: phone(1), callerId: phone(2), interactionId: 'a&b' };

const RECEIVING: Promises<TelephonyCase> = {
  'accepts what the carrier signed, and refuses what was changed afterwards': ({ telephony, request }) => {
    const genuine = request('/twilio/voice', CALL);
    assert.equal(telephony.receive(genuine).kind, 'event');
    const forgeries: readonly WebhookRequest[] = [
      { ...genuine, body: Buffer.from(Buffer.from(genuine.body).toString().replace('CA1', 'CA2')) },
      { ...genuine, target: '/twilio/voice?more=1' },
      { ...genuine, headers: { ...genuine.headers, 'x-twilio-signature': undefined } },
      { ...genuine, headers: { ...genuine.headers, 'x-twilio-signature': 'AAAA' } },
    ];
    for (const forged of forgeries) assert.equal(refusal(telephony.receive(forged)), 'bad_signature');
  },

  'lists the paths of its webhooks, and refuses others': ({ telephony, request }) => {
    assert.ok(telephony.webhookPaths.includes('/twilio/voice'));
    assert.equal(refusal(telephony.receive(request('/elsewhere', CALL))), 'malformed');
  },

  'reads who calls which number, and through which carrier': ({ telephony, request }) => {
    const { carrier } = telephony;
    const event = eventOf(telephony.receive(request('/twilio/voice', CALL)));
    assert.deepEqual({ ...event, deliveryId: '' }, { ...INCOMING_CALL, carrier });
    const withheld = eventOf(telephony.receive(request('/twilio/voice', { ...CALL, From: 'anonymous' })));
    assert.deepEqual(withheld.kind === 'incoming_call' && withheld.from, { kind: 'withheld' });
    assert.equal(refusal(telephony.receive(request('/twilio/voice', { From: phone(1) }))), 'malformed');
  },

  'tells deliveries apart by the call and its step, not by what is pressed, nor by a header': ({
    telephony,
    request,
  }) => {
    const id = (target: string, more: Readonly<Record<string, string>>, token?: string) => {
      const plain = request(target, { ...CALL, ...more });
      const headers = { ...plain.headers, 'i-twilio-idempotency-token': token };
      const event = eventOf(telephony.receive({ ...plain, headers }));
      return event.kind === 'incoming_call' || event.kind === 'digits' ? event.deliveryId : '';
    };
    const ids = [
      id('/twilio/voice', {}),
      id('/twilio/voice?attempt=1', { Digits: '123456' }),
      id('/twilio/voice?attempt=2', { Digits: '123456' }),
      id('/twilio/voice', { CallSid: 'CA2' }),
    ];
    assert.equal(new Set(ids).size, ids.length);
    assert.equal(id('/twilio/voice', {}, 'a'), ids[0]);
    assert.equal(id('/twilio/voice', { From: phone(3), CallStatus: 'ringing' }, 'b'), ids[0]);
    assert.equal(id('/twilio/voice?attempt=1', { Digits: '654321' }, 'a'), ids[1]);
    assert.equal(id('/twilio/voice', { CallSid: 'CA2' }, 'a'), ids[3]);
    // They are a part of callback addresses, and an order code has no business there.
    for (const each of ids) assert.match(each, /^[\w.~-]+$/);
    assert.ok(!ids.join(' ').includes('123456'));
  },

  'takes a report for a report, wherever it arrives': ({ telephony, request }) => {
    const kind = (target: string, params: Readonly<Record<string, string>>) =>
      telephony.receive(request(target, params)).kind;
    const text = { MessageSid: 'SM1', From: phone(1), To: phone(2) };
    assert.equal(kind('/twilio/voice', { ...CALL, CallStatus: 'completed' }), 'status_only');
    assert.equal(kind('/twilio/sms', { ...text, MessageStatus: 'delivered' }), 'status_only');
    assert.equal(kind('/twilio/sms', { ...text, SmsStatus: 'sent' }), 'status_only');
    assert.equal(kind('/twilio/voice', { ...CALL, CallStatus: 'ringing' }), 'event');
    assert.equal(kind('/twilio/sms', { ...text, SmsStatus: 'received' }), 'event');
  },

  'does not take a call or text from or to nobody for one': ({ telephony, request }) => {
    const received = (target: string, params: Readonly<Record<string, string>>) =>
      telephony.receive(request(target, params));
    const call = { kind: 'incomplete', isCall: true };
    assert.deepEqual(received('/twilio/voice', { ...CALL, From: '' }), call);
    assert.deepEqual(received('/twilio/voice', { CallSid: 'CA1', From: phone(1) }), call);
    const text = { MessageSid: 'SM1', From: phone(1), To: ' ', Body: 'hi' };
    assert.deepEqual(received('/twilio/sms', text), { ...call, isCall: false });
  },

  'reads the digits that answer a question for a code': ({ telephony, request }) => {
    for (const digits of ['1234', '480213775912']) {
      const event = eventOf(telephony.receive(request('/twilio/voice?attempt=2', { ...CALL, Digits: digits })));
      assert.deepEqual(event.kind === 'digits' && [event.attempt, event.digits, event.callId], [2, digits, 'CA1']);
    }
  },

  'reads a text with its pictures, from a person or a named sender': ({ telephony, request }) => {
    const text = { MessageSid: 'SM1', From: 'SHOP', To: phone(2), Body: 'hé', NumMedia: '1', MediaUrl0: PICTURE };
    const event = eventOf(telephony.receive(request('/twilio/sms', text)));
    assert.deepEqual(
      event.kind === 'incoming_text' && [event.messageId, event.from, event.to, event.body, event.media],
      ['SM1', { kind: 'named', name: 'SHOP' }, phone(2), 'hé', [PICTURE]],
    );
    const person = eventOf(telephony.receive(request('/twilio/sms', { ...text, From: phone(1) })));
    assert.deepEqual(person.kind === 'incoming_text' && person.from, { kind: 'number', number: phone(1) });
    assert.equal(refusal(telephony.receive(request('/twilio/sms', CALL))), 'malformed');
  },

  'reads how a dialled call leg ended': ({ telephony, request }) => {
    const ended = (params: Readonly<Record<string, string>>) =>
      telephony.receive(request('/twilio/voice/ended?interaction=i%201', { ...CALL, ...params }));
    assert.deepEqual(eventOf(ended({ DialCallStatus: 'completed', DialCallDuration: '7' })), {
      kind: 'dial_ended',
      carrier: telephony.carrier,
      interactionId: 'i 1',
      status: 'answered',
      durationSeconds: 7,
    });
    const missed = eventOf(ended({ DialCallStatus: 'no-answer' }));
    assert.deepEqual(missed.kind === 'dial_ended' && missed.status, 'no_answer');
    const notBridged = eventOf(ended({ DialCallStatus: 'completed', DialBridged: 'false', DialCallDuration: '7' }));
    assert.deepEqual(notBridged.kind === 'dial_ended' && notBridged, { ...missed, status: 'no_answer' });
    for (const DialCallStatus of ['nonsense', '']) assert.equal(eventOf(ended({ DialCallStatus })).kind, 'dial_ended');
    const aboutNothing = request('/twilio/voice/ended', { DialCallStatus: 'busy' });
    assert.equal(telephony.receive(aboutNothing).kind, 'status_only');
  },

  'reads that the callee has picked up': ({ telephony, request }) => {
    const event = eventOf(telephony.receive(request('/twilio/voice/whisper?interaction=i', CALL)));
    assert.deepEqual(event, { kind: 'callee_answered', carrier: telephony.carrier, interactionId: 'i' });
  },

  'reads the final status of a text, and ignores reports that change nothing': ({ telephony, request }) => {
    const status = (MessageStatus: string, ErrorCode = '', attempt = '') =>
      telephony.receive(request(`/twilio/sms/status?interaction=i&part=1${attempt}`, { MessageStatus, ErrorCode }));
    const { carrier } = telephony;
    const delivered = {
      kind: 'text_status',
      carrier,
      interactionId: 'i',
      part: 1,
      attempt: 1,
      status: 'delivered',
      mayPass: false,
    };
    const undelivered = { ...delivered, status: 'undelivered' };
    assert.deepEqual(eventOf(status('delivered')), delivered);
    assert.deepEqual(eventOf(status('failed')), undelivered);
    assert.deepEqual(eventOf(status('failed', '30003')), { ...undelivered, mayPass: true });
    assert.deepEqual(eventOf(status('undelivered', '30005', '&attempt=2')), { ...undelivered, attempt: 2 });
    assert.equal(status('queued').kind, 'status_only');
  },
};

const ANSWERING: Promises<TelephonyCase> = {
  'renders every plan, and escapes its texts': ({ telephony }) => {
    const { status, contentType, body } = telephony.answer(DIAL);
    assert.deepEqual([status, contentType?.split(';')[0]], [200, 'text/xml']);
    assert.ok(body.includes(`callerId="${phone(2)}"`) && body.includes(`<Number>${phone(1)}</Number>`));
    assert.ok(telephony.answer(say('not_in_service', 'en')).body.includes('This number is not in service.'));
    assert.ok(telephony.answer({ kind: 'hang_up' }).body.includes('<Hangup/>'));
    const message = { from: phone(2), to: phone(1), body: '<b>&', media: ['https://m.example/?a=1&b=2'] };
    const text = telephony.answer({ kind: 'texts', interactionId: 'i', messages: [message] }).body;
    assert.ok(text.includes('&lt;b') && text.includes('a=1&amp;b=2') && text.includes(`to="${phone(1)}"`));
    const nothing = telephony.answer({ kind: 'acknowledge' });
    assert.deepEqual([nothing.status, nothing.body], [200, '']);
    // A caller may be on the line: an empty body would be an error that they hear.
    assert.match(telephony.answer({ kind: 'ignore' }).body, /<Response\/>$/);
  },

  'asks for as many digits as a long code may have': ({ telephony }) => {
    const question = { announcement: 'long_code_wanted', text: 'Enter', language: 'en', attempt: 2 } as const;
    const { body } = telephony.answer({ kind: 'ask_code', ...question, otherwise: say('code_missing', 'en') });
    const gather = /<Gather ([^>]*)>/.exec(body)?.[1] ?? '';
    assert.ok(gather.includes('numDigits="12"') && gather.includes('attempt=2'), body);
  },

  'renders every shape of a dial': ({ telephony }) => {
    const shapes: readonly Partial<Dial>[] = [
      {},
      { ringSeconds: 20 },
      { maxCallSeconds: 600 },
      { whisper: { text: 'A call', language: 'en' } },
      { announce: { text: 'To <A***> & __TO__', language: 'en' }, ringSeconds: 20, maxCallSeconds: 600 },
    ];
    for (const shape of shapes) {
      // Twice, with different values, because adapters may cache a shape.
      for (const to of [phone(1), phone(3)]) {
        const { body } = telephony.answer({ ...DIAL, ...shape, to });
        assert.ok(body.includes(`>${to}</Number>`) && body.includes('interaction=a%26b'), body);
        assert.equal(body.includes('timeout="20"'), shape.ringSeconds !== undefined);
        assert.equal(body.includes('timeLimit="600"'), shape.maxCallSeconds !== undefined);
        assert.equal(body.includes('/twilio/voice/whisper?'), shape.whisper !== undefined);
        assert.equal(body.includes('>To &lt;A***&gt; &amp; __TO__</Say>'), shape.announce !== undefined);
      }
    }
  },
};

function eventOf(received: Received): CarrierEvent {
  assert.equal(received.kind, 'event');
  return received.event;
}

function refusal(received: Received): string | undefined {
  return received.kind === 'refused' ? received.reason : undefined;
}
