import { postWebhook } from '../../signed-webhook.js';
import { COURIER } from '../../support.js';
import { ADA, AUTH, withAda, type Scene } from './scene.js';

for (const [code, isSentAgain] of [
  ['30003', true],
  ['30001', true],
  ['30008', true],
  ['30017', true],
  ['30004', false],
  ['30005', false],
  ['30006', false],
  ['30007', false],
  ['21610', false],
  ['', false],
] as const) {
  withAda(
    `error ${code || 'without a code'}: ${isSentAgain ? 'sent once more' : 'not sent again'}`,
    async (t, scene) => {
      const { text, url, carrier, interactions, log } = scene;
      carrier.phone(ADA).behaviour = 'answers';
      await text({ Body: 'hello' });
      const [interaction] = await interactions();
      const target = `/twilio/sms/status?interaction=${String(interaction?.['id'])}&part=0`;
      const failed = { MessageSid: 'SM9', MessageStatus: 'undelivered', ErrorCode: code };
      for (const suffix of ['', '', '&attempt=2', '&attempt=2', '&attempt=3']) {
        const report = suffix === '' ? failed : { ...failed, ErrorCode: '30003' };
        t.is((await postWebhook(url, AUTH, target + suffix, report)).status, 200);
      }
      t.is(carrier.phone(ADA).inbox.length, isSentAgain ? 1 : 0);
      t.is(log().match(/text\.undelivered/g)?.length ?? 0, isSentAgain ? 1 : 0);
    },
  );
}

const FAILED = { MessageSid: 'SM9', MessageStatus: 'undelivered', ErrorCode: '30003' };

for (const [what, happens] of [
  ['the receiver wants no texts', ({ carrier, proxy }) => carrier.phone(ADA).text(proxy, 'STOP')],
  ['the client is erased', ({ send }) => send('DELETE', '/clients/1')],
  ['the receiver has another phone', ({ send }) => send('PUT', '/clients/1', { client_real_phone: '+33639985999' })],
] as const satisfies readonly (readonly [string, (scene: Scene) => Promise<unknown>])[]) {
  withAda(`an undelivered text is not sent again when ${what}`, async (t, scene) => {
    const { text, interactions, carrier, url } = scene;
    carrier.phone(ADA).behaviour = 'is_off';
    await text({ Body: 'hello' });
    const id = String((await interactions())[0]?.['id']);
    await happens(scene);
    carrier.phone(ADA).behaviour = 'answers';
    const before = carrier.phone(ADA).inbox.length;
    t.is((await postWebhook(url, AUTH, `/twilio/sms/status?interaction=${id}&part=0`, FAILED)).status, 200);
    t.is(carrier.phone(ADA).inbox.length, before);
    t.is(carrier.phone('+33639985999').inbox.length, 0);
  });
}

withAda('an automatic reply is never sent again, and its delivery is no outcome', async (t, scene) => {
  const { interactions, carrier, url, proxy } = scene;
  const ada = carrier.phone(ADA);
  ada.behaviour = 'is_off';
  await ada.text(proxy, 'anybody?');
  ada.behaviour = 'answers';
  const [interaction] = await interactions();
  const target = `/twilio/sms/status?interaction=${String(interaction?.['id'])}&part=0`;
  await postWebhook(url, AUTH, target, FAILED);
  t.is(ada.inbox.length, 0);
  await postWebhook(url, AUTH, target, { ...FAILED, MessageStatus: 'delivered', ErrorCode: '' });
  t.is((await interactions())[0]?.['outcome'], 'nobody_to_reach');
});

withAda('the second attempt reports for itself', async (t, { carrier, proxy, interactions, url, text }) => {
  await text({ Body: 'hello' });
  const id = String((await interactions())[0]?.['id']);
  const failed = { MessageSid: 'SM9', MessageStatus: 'undelivered', ErrorCode: '30003' };
  await postWebhook(url, AUTH, `/twilio/sms/status?interaction=${id}&part=0`, failed);
  t.is((await interactions())[0]?.['outcome'], 'delivered', 'the phone is on when it is sent again');
  carrier.phone(ADA).behaviour = 'is_off';
  await carrier.phone(COURIER).text(proxy, 'still there?');
  t.is((await interactions())[0]?.['outcome'], 'undelivered');
});
