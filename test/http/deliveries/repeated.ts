import { COURIER, clientPhone } from '../../support.js';
import { courierOrder, heardIn, UNKNOWN_CALLER, withService } from '../courier-orders/scene.js';
import { OTHER_TOKENS, posting, withAda } from './scene.js';

const NEW_PHONE = '+33639986777';

withAda('a text is relayed once, whatever the header says', async (t, { post, proxy, interactions }) => {
  const text = { MessageSid: 'SM1', From: COURIER, To: proxy, Body: 'I am at the door' };
  const bodies = [];
  for (const headers of OTHER_TOKENS) bodies.push((await post('/twilio/sms', text, headers)).body);
  t.is(new Set(bodies).size, 1);
  t.is((await interactions()).length, 1);
});

withAda('other texts and calls under one header are all handled', async (t, { post, proxy, interactions }) => {
  const headers = { 'i-twilio-idempotency-token': 'the same' };
  for (const id of ['1', '2', '3']) {
    const text = { MessageSid: `SM${id}`, From: COURIER, To: proxy, Body: `text ${id}` };
    t.true((await post('/twilio/sms', text, headers)).body.includes(`text ${id}`));
    t.regex((await post('/twilio/voice', { CallSid: `CA${id}`, From: COURIER, To: proxy }, headers)).body, /<Dial/);
  }
  t.is((await interactions()).length, 6);
});

withAda('a webhook that is sent again never shows another phone', async (t, { post, proxy, send, interactions }) => {
  const call = { CallSid: 'CA1', From: COURIER, To: proxy };
  const text = { MessageSid: 'SM1', From: COURIER, To: proxy, Body: 'hello' };
  const first = [await post('/twilio/voice', call), await post('/twilio/sms', text)];
  t.true(first.every(({ body }) => body.includes(clientPhone(1))));
  t.is((await send('PUT', '/clients/1', { client_real_phone: NEW_PHONE })).status, 200);
  for (const headers of OTHER_TOKENS) {
    t.deepEqual([await post('/twilio/voice', call, headers), await post('/twilio/sms', text, headers)], first);
  }
  t.is((await interactions()).length, 2);
});

withService(
  'an answer to the question for a code counts once, whatever is said to have been pressed',
  {},
  async (t, scene) => {
    const { carrier, url, program } = scene;
    const { courierNumber, code } = await courierOrder(t, scene, 1);
    const post = posting(url, carrier.authToken);
    const call = { CallSid: 'CA1', From: UNKNOWN_CALLER, To: courierNumber };
    const wrong = ['000000', '111111', '222222'].filter((digits) => digits !== code);
    const answer = async (attempt: string, Digits = '') => {
      const bodies = [];
      for (const headers of OTHER_TOKENS)
        bodies.push((await post(`/twilio/voice?attempt=${attempt}`, { ...call, Digits }, headers)).body);
      t.is(new Set(bodies).size, 1);
      return bodies[0] ?? '';
    };
    t.regex((await post('/twilio/voice', call)).body, /<Gather/);
    const first = await answer('1', wrong[0]);
    t.regex(first, /This code is not recognised/);
    for (const digits of [wrong[1], code, '#', '']) t.is(await answer('1', digits), first);
    const strikes = async () =>
      (await program.ports.store.records('lockout', { limit: 9 })).map(({ value }) => value.strikes);
    t.deepEqual(await strikes(), [1, 1]);
    t.regex(await answer('2', '#'), /<Gather/);
    t.deepEqual(await strikes(), [1, 1]);
    const third = await answer('3', code);
    t.regex(third, /<Dial/);
    t.is(await answer('3', wrong[1]), third);
    const ids = (await program.ports.store.records('interaction', { limit: 9 })).map(({ value }) => value.id);
    t.deepEqual(
      ids,
      ['0', '1', '2', '3'].map((attempt) => `simulated.voice.${attempt}.CA1`),
    );
  },
);

withService('a call asks for the code three times, and no digit is no wrong code', {}, async (t, scene) => {
  const { courierNumber } = await courierOrder(t, scene, 1);
  const { code_wanted: wanted, code_missing: missing } = heardIn;
  for (const keys of [
    ['#', '#', '#', '#'],
    ['##', '*#', '#'],
  ]) {
    const { heard } = await scene.carrier.phone(UNKNOWN_CALLER).call(courierNumber, { keys });
    t.deepEqual(heard, [wanted, wanted, wanted, missing]);
  }
  t.deepEqual(await scene.program.ports.store.records('lockout', { limit: 9 }), []);
});
