import { put } from '../../../src/domain/services/commit.js';
import { aCallInteraction, aTextInteraction } from '../../../src/entry/testing/index.js';
import { COURIER, clientPhone } from '../../support.js';
import { withAda } from './scene.js';

const NOTHING = /^(<\?xml[^>]*><Response\/>)?$/;

for (const [params, outcome, heard] of [
  [{ DialCallStatus: 'completed', DialCallDuration: '7' }, 'answered', false],
  [{ DialCallStatus: 'completed', DialBridged: 'false', DialCallDuration: '7' }, 'no_answer', true],
  [{ DialCallStatus: 'cancelled' }, 'canceled', false],
  [{ DialCallStatus: 'machine' }, 'failed', true],
  [{ DialCallStatus: '' }, 'failed', true],
  [{ CallStatus: 'completed' }, 'canceled', false],
  [{ CallStatus: 'completed', DialCallStatus: 'completed', DialCallDuration: '7' }, 'answered', false],
] as const) {
  withAda(`the record of a call ends with ${JSON.stringify(params)}`, async (t, { post, proxy, interactions }) => {
    const call = { CallSid: 'CA1', From: COURIER, To: proxy };
    const { body } = await post('/twilio/voice', call);
    const [, target = ''] = /action="http:\/\/[^/]+([^"]+)"/.exec(body) ?? [];
    t.regex(target, /^\/twilio\/voice\/ended\?interaction=[\w.~-]+$/);
    const first = await post(target, { ...call, ...params });
    t.is(first.body.includes('did not answer'), heard);
    t.is((await interactions())[0]?.outcome, outcome);
    // The first report counts.
    for (const DialCallStatus of ['busy', 'completed', 'canceled']) {
      t.deepEqual(await post(target, { ...call, DialCallStatus }), first);
    }
    t.is((await interactions())[0]?.outcome, outcome);
  });
}

withAda('addresses that carriers call back are the same to whoever escapes them', async (t, { post, proxy }) => {
  for (const sid of ['CA0123456789abcdef0123456789abcdef', 'call:1', 'a/b c+d&e=f', "it's (1)!*", 'Ünï']) {
    const call = await post('/twilio/voice', { CallSid: sid, From: COURIER, To: proxy });
    const text = await post('/twilio/sms', { MessageSid: sid, From: COURIER, To: proxy, Body: 'hello' });
    const addresses = [...(call.body + text.body).matchAll(/(?:action|url)="http:\/\/127\.0\.0\.1:\d+([^"]+)"/g)];
    t.is(addresses.length, 2);
    for (const [, address = ''] of addresses) t.regex(address, /^[\w./~-]+\?[\w.~-]+=[\w.~-]+(&amp;part=0)?$/);
  }
});

const CALLBACKS = [
  ['/twilio/voice/ended', { CallSid: 'CA1', DialCallStatus: 'busy' }],
  ['/twilio/voice/whisper', { CallSid: 'CA1', CallStatus: 'in-progress' }],
  ['/twilio/sms/status', { MessageSid: 'SM1', MessageStatus: 'failed' }],
] as const;

for (const [path, params] of CALLBACKS) {
  for (const id of [
    'none',
    '',
    'other-call',
    'other-text',
    'forgotten',
    path === '/twilio/sms/status' ? 'call' : 'text',
  ]) {
    withAda(`${path} about "${id}" is not believed`, async (t, { post, program, carrier }) => {
      const { store } = program.ports;
      const spoken = { text: 'a secret', language: 'en' } as const;
      const dial = { kind: 'dial', to: clientPhone(1), callerId: clientPhone(1), interactionId: 'i', whisper: spoken };
      const text = { from: clientPhone(1), to: clientPhone(1), body: 'a secret', media: [] };
      const plans = { call: dial, text: { kind: 'texts', interactionId: 'i', messages: [text] } };
      const other = { carrier: 'other' };
      await store.commit({
        puts: [
          aCallInteraction('other-call', { ...other, plan: plans.call as never }),
          aTextInteraction('other-text', { ...other, plan: plans.text as never }),
          aCallInteraction('call', { carrier: 'simulated', plan: plans.call as never }),
          aTextInteraction('text', { carrier: 'simulated', plan: plans.text as never }),
          { channel: undefined, id: 'forgotten', at: 1 } as const,
        ].map((value) => put('interaction', value)),
      });
      const before = await store.records('interaction', { limit: 9 });
      const { status, body } = await post(`${path}?interaction=${id}&part=0`, params);
      t.is(status, 200);
      t.regex(body, NOTHING);
      t.deepEqual(await store.records('interaction', { limit: 9 }), before);
      t.deepEqual(carrier.phone(clientPhone(1)).inbox, []);
    });
  }
}
