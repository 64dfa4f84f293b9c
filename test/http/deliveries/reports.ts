import { COURIER } from '../../support.js';
import { withAda } from './scene.js';

for (const [what, target, params] of [
  ['the end of a call', '/twilio/voice', { CallSid: 'CA9', CallStatus: 'completed' }],
  ['a busy call', '/twilio/voice', { CallSid: 'CA9', CallStatus: 'busy' }],
  ['a canceled call', '/twilio/voice', { CallSid: 'CA9', CallStatus: 'Canceled' }],
  ['a delivered text', '/twilio/sms', { MessageSid: 'SM9', MessageStatus: ' Delivered' }],
  ['a sent text', '/twilio/sms', { MessageSid: 'SM9', SmsStatus: 'sent', Body: 'hello' }],
  ['a text', '/twilio/voice', { MessageSid: 'SM9', MessageStatus: 'failed' }],
] as const) {
  withAda(`the status of ${what} that arrives at ${target} is no call or text`, async (t, scene) => {
    const { post, proxy, send, interactions, log } = scene;
    const before = log().length;
    const answer = await post(target, { ...params, From: COURIER, To: proxy });
    t.deepEqual(answer, { status: 200, body: '' });
    t.deepEqual(await interactions(), []);
    t.falsy((await send('GET', '/clients/1')).json['client_last_caller']);
    t.notRegex(log().slice(before), /"level":"?(warn|error|40|50)/);
  });
}

withAda('a call or text from or to nobody is answered with nothing, and logged once', async (t, scene) => {
  const { post, proxy, interactions, log } = scene;
  for (const from of ['', ' ']) {
    const call = await post('/twilio/voice', { CallSid: 'CA1', From: from, To: proxy });
    t.is(call.status, 200);
    t.regex(call.body, /<Response\/>$/, 'a caller hears no error');
    const text = { MessageSid: 'SM1', From: from, To: proxy, Body: 'hello' };
    t.deepEqual(await post('/twilio/sms', text), { status: 200, body: '' });
    t.is((await post('/twilio/voice', { CallSid: 'CA1', From: COURIER, To: from })).status, 200);
  }
  t.is((await post('/twilio/voice', { CallSid: 'CA1', From: COURIER })).status, 200);
  t.is((await post('/twilio/sms', { MessageSid: 'SM1', To: proxy })).status, 200);
  t.deepEqual(await interactions(), []);
  t.is(log().match(/webhook\.incomplete/g)?.length, 1);
});
