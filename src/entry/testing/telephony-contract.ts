import assert from 'node:assert/strict';
import { planCall, say } from '../../domain/model/call-plan.js';
import { DEFAULT_SETTINGS } from '../../domain/model/settings.js';
import type { Telephony, WebhookParams, WebhookRequest } from '../../ports/telephony.js';
import type { ContractCase } from './contract.js';
import { fictionalMobile as phone } from './records.js';

export interface TelephonyContractOptions {
  readonly open: () => Promise<Telephony>;
  /** A request as the carrier would send it, signed, to this path and query. */
  readonly request: (target: string, params: WebhookParams) => WebhookRequest;
}

/** Every promise of the Telephony port, for carriers that speak TwiML. */
export function telephonyContract({ open, request }: TelephonyContractOptions): readonly ContractCase[] {
  const promise = (name: string, check: (telephony: Telephony) => void): ContractCase => ({
    name,
    run: async () => {
      check(await open());
    },
  });
  const call = { CallSid: 'CA1', From: phone(1), To: phone(2) };

  return [
    promise('believes what the carrier signed, and nothing that was changed since', (telephony) => {
      const genuine = request('/twilio/voice', call);
      assert.ok(telephony.verify(genuine));
      assert.ok(!telephony.verify({ ...genuine, params: { ...call, From: phone(3) } }));
      assert.ok(!telephony.verify({ ...genuine, target: '/twilio/voice?more=1' }));
      assert.ok(!telephony.verify({ ...genuine, signature: undefined }));
      assert.ok(!telephony.verify({ ...genuine, signature: 'AAAA' }));
    }),
    promise('reads a call, and identifies its delivery by the token, else by what it is about', (telephony) => {
      const genuine = request('/twilio/voice', call);
      const named = telephony.readCall({ ...genuine, idempotencyToken: 'token' });
      assert.deepEqual(named, { deliveryId: 'voice:token', carrierId: 'CA1', from: phone(1), to: phone(2) });
      const first = telephony.readCall({ ...genuine, idempotencyToken: undefined });
      const digits = { ...genuine, params: { ...call, Digits: '12' }, idempotencyToken: undefined };
      assert.notEqual(first?.deliveryId, telephony.readCall(digits)?.deliveryId);
      assert.equal(telephony.readCall(request('/twilio/voice', { From: phone(1) })), undefined);
    }),
    promise('reads a text with its pictures', (telephony) => {
      const params = {
        MessageSid: 'SM1',
        From: 'SHOP',
        To: phone(2),
        Body: 'hé',
        NumMedia: '1',
        MediaUrl0: 'https://m.example/1',
      };
      const read = telephony.readMessage(request('/twilio/sms', params));
      assert.deepEqual([read?.from, read?.body, read?.media], ['SHOP', 'hé', ['https://m.example/1']]);
      assert.equal(telephony.readMessage(request('/twilio/sms', call)), undefined);
    }),
    promise('reads how a dialled leg ended', (telephony) => {
      const ended = (params: WebhookParams) =>
        telephony.readEndedDial(request('/twilio/voice/ended?interaction=i%201', { ...call, ...params }));
      assert.deepEqual(ended({ DialCallStatus: 'completed', DialCallDuration: '7' }), {
        interactionId: 'i 1',
        status: 'answered',
        durationSeconds: 7,
      });
      assert.equal(ended({ DialCallStatus: 'no-answer' })?.status, 'no_answer');
      assert.equal(ended({ DialCallStatus: 'nonsense' }), undefined);
      assert.equal(telephony.readEndedDial(request('/twilio/voice/ended', { DialCallStatus: 'busy' })), undefined);
    }),
    promise('reads what became of a text', (telephony) => {
      const status = (MessageStatus: string) =>
        telephony.readMessageStatus(request('/twilio/sms/status?interaction=i&part=1', { MessageStatus }));
      assert.deepEqual(status('delivered'), { interactionId: 'i', part: 1, status: 'delivered' });
      assert.equal(status('failed')?.status, 'undelivered');
      assert.equal(status('queued'), undefined);
    }),
    promise('renders every plan, and escapes what it is given', (telephony) => {
      const dial = telephony.renderCall({ kind: 'dial', to: phone(1), callerId: phone(2), interactionId: 'a&b' });
      assert.ok(dial.includes(`callerId="${phone(2)}"`) && dial.includes(`<Number>${phone(1)}</Number>`));
      assert.ok(telephony.renderCall(say('not_in_service', 'en')).includes('This number is not in service.'));
      const context = {
        interactionId: 'i',
        dialled: phone(2),
        attempt: 0,
        byCode: false,
        settings: DEFAULT_SETTINGS,
      };
      const refused = planCall({ kind: 'refuse', reason: 'not_recognised', session: undefined }, context);
      assert.ok(telephony.renderCall(refused).includes('language="fr-FR"'));
      assert.ok(telephony.renderCall({ kind: 'hang_up' }).includes('<Hangup/>'));
      const message = { from: phone(2), to: phone(1), body: '<b>&', media: ['https://m.example/?a=1&b=2'] };
      const text = telephony.renderMessage({ interactionId: 'i', messages: [message] });
      assert.ok(text.includes('&lt;b') && text.includes('a=1&amp;b=2') && text.includes(`to="${phone(1)}"`));
    }),
  ];
}
