import { DAY_MS } from '../../../src/domain/model/time.js';
import { COURIER, anOrderBody, clientPhone } from '../../support.js';
import { OTHER_TOKENS, withAda, type Scene } from './scene.js';

const NEW_PHONE = '+33639986777';
const NOBODY = /^<\?xml[^>]*><Response(\/>|><Hangup\/><\/Response>)$/;

/** What may happen between two deliveries of the same call or text. Returns phones that nobody may be shown. */
const BETWEEN: Readonly<Record<string, (scene: Scene) => Promise<readonly string[]>>> = {
  nothing: () => Promise.resolve([clientPhone(1)]),
  async 'a change of phone'({ send }) {
    await send('PUT', '/clients/1', { client_real_phone: NEW_PHONE });
    return [clientPhone(1), NEW_PHONE];
  },
  async 'an erasure'({ send }) {
    await send('DELETE', '/clients/1');
    return [clientPhone(1)];
  },
  async 'an erasure, after which somebody else gets the number'({ send, clock, proxy }) {
    await send('DELETE', '/clients/1');
    clock.advance(8 * DAY_MS);
    await takeNumber(send, proxy);
    return [clientPhone(1), ...[2, 3, 4, 5].map(clientPhone)];
  },
};

/** Orders of new clients, until one of them has this number. */
async function takeNumber(send: Scene['send'], proxy: string): Promise<void> {
  for (const index of [2, 3, 4, 5]) {
    const { json } = await send('POST', '/orders', anOrderBody(index));
    if (json['client_proxy_number'] === proxy) return;
  }
  throw new Error('nobody else got the number');
}

for (const [what, happens] of Object.entries(BETWEEN)) {
  for (const days of [2, 91, 100, 89 + 400]) {
    withAda(
      `a delivery that comes again ${days.toString()} days later, after ${what}, reaches nobody`,
      async (t, scene) => {
        const { post, proxy, program, clock } = scene;
        const deliveries = [
          ['/twilio/voice', { CallSid: 'CA1', From: COURIER, To: proxy }],
          ['/twilio/sms', { MessageSid: 'SM1', From: COURIER, To: proxy, Body: 'hello' }],
        ] as const;
        for (const [target, params] of deliveries) t.true((await post(target, params)).body.includes(clientPhone(1)));
        // No question was asked in this call: whatever is said to have been pressed, it is answered with nothing, then and later.
        const unasked = [1, 2, 3, 7].map((attempt) => {
          const params = { CallSid: attempt === 3 ? 'CA9' : 'CA1', From: COURIER, To: proxy, Digits: '123456' };
          return [`/twilio/voice?attempt=${attempt.toString()}`, params] as const;
        });
        for (const [target, params] of unasked) t.regex((await post(target, params)).body, NOBODY);
        const at = clock.now();
        const phones = await happens(scene);
        clock.advance(Math.max(0, at + days * DAY_MS - clock.now()));
        await program.services.runMaintenance();
        const count = (await program.ports.store.records('interaction', { limit: 99 })).length;
        for (const headers of OTHER_TOKENS) {
          for (const [target, params] of [...deliveries, ...unasked]) {
            const { status, body } = await post(target, params, headers);
            t.is(status, 200);
            t.regex(body, NOBODY);
            for (const phone of phones) t.false(body.includes(phone));
          }
        }
        t.is((await program.ports.store.records('interaction', { limit: 99 })).length, count);
      },
    );
  }
}

withAda(
  'what is left of a call or text says nothing about anybody',
  async (t, { post, proxy, program, clock, interactions }) => {
    await post('/twilio/voice', { CallSid: 'CA1', From: COURIER, To: proxy });
    await post('/twilio/sms', { MessageSid: 'SM1', From: COURIER, To: proxy, Body: 'hello' });
    const at = clock.now();
    clock.advance(91 * DAY_MS);
    await program.services.runMaintenance();
    const left = async () => (await program.ports.store.records('interaction', { limit: 9 })).map(({ value }) => value);
    t.deepEqual(await left(), [
      { channel: undefined, id: 'simulated.sms.0.SM1', at },
      { channel: undefined, id: 'simulated.voice.0.CA1', at },
    ]);
    t.deepEqual(await interactions(), []);
    clock.advance(400 * DAY_MS);
    await program.services.runMaintenance();
    t.deepEqual(await left(), []);
  },
);
