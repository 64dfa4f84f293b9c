import { createHmac } from 'node:crypto';
import type { ExecutionContext } from 'ava';
import type { Config } from '../../src/entry/config/config.js';
import { DEFAULT_SETTINGS } from '../../src/domain/model/settings.js';
import { COURIER, anOrderBody, clientPhone, startService, type Service } from '../support.js';
import { testInTurn } from './in-turn.js';

const AUTH = 'carrier-secret-0815';

interface Scene extends Service {
  readonly proxy: string;
}

/** A service with one client, Ada, who has a proxy number. */
function withAda(
  title: string,
  body: (t: ExecutionContext, scene: Scene) => Promise<void>,
  config: Partial<Config> = {},
): void {
  testInTurn(title, async (t) => {
    const service = await startService({ telephony: { kind: 'simulated', authToken: AUTH }, ...config });
    try {
      const { json } = await service.send('POST', '/orders', anOrderBody(1));
      await body(t, { ...service, carrier: service.carrier, proxy: String(json['client_proxy_number']) });
    } finally {
      await service.stop();
    }
  });
}

const settings = { ...DEFAULT_SETTINGS, language: 'en' as const };
const ADA = clientPhone(1);

withAda('a courier calls, the client calls back: each sees the proxy number only', async (t, { carrier, proxy }) => {
  const ada = carrier.phone(ADA);
  const courier = carrier.phone(COURIER);
  const call = await courier.call(proxy);
  t.like(call, { status: 200, ended: 'hung_up', heard: [] });
  t.deepEqual(call.dialled, [{ number: ADA, shown: proxy, outcome: 'completed' }]);
  t.true(call.documents[0]?.includes(`<Dial callerId="${proxy}"`));
  t.true(call.documents[0]?.includes(`<Number>${ADA}</Number></Dial>`));
  t.deepEqual(ada.rings, [{ shown: proxy, answered: true }]);
  await ada.call(proxy);
  t.deepEqual(courier.rings, [{ shown: proxy, answered: true }]);
});

withAda('the client reaches whoever tried last', async (t, { carrier, proxy }) => {
  const ada = carrier.phone(ADA);
  t.deepEqual((await ada.call(proxy)).heard, ['Nobody has tried to reach you on this number yet.']);
  await carrier.phone(COURIER).call(proxy);
  await carrier.phone('+33199009999').text(proxy, 'hello');
  await carrier.phone('+33199008888').call(proxy, { showing: 'anonymous' });
  t.deepEqual(
    (await ada.call(proxy)).dialled.map(({ number }) => number),
    ['+33199009999'],
  );
});

withAda('refused callers hear why', async (t, { carrier, proxy, send }) => {
  const call = async (showing: string, to = proxy) => (await carrier.phone(COURIER).call(to, { showing })).heard;
  t.deepEqual(await call('anonymous'), [
    'This number does not accept withheld calls. Please call again and show your number.',
  ]);
  t.deepEqual(await call('+266696687'), await call('Restricted'));
  t.deepEqual(await call('+12025550123'), ['This number does not accept calls from your country.']);
  t.deepEqual(await call(COURIER, '+33639989999'), ['This number is not recognised.']);
  t.deepEqual(await call(COURIER, 'nonsense'), ['This number is not recognised.']);
  const { available } = (await send('GET', '/pool/available?country_iso=FR')).json as {
    available: { phone_number: string }[];
  };
  t.deepEqual(await call(COURIER, available[0]?.phone_number), ['This number is not in service.']);
});

withAda(
  'French is spoken by default, withheld callers are let in when configured',
  async (t, { carrier, proxy }) => {
    t.is((await carrier.phone(COURIER).call(proxy, { showing: 'anonymous' })).dialled.length, 1);
    const refused = await carrier.phone('+12025550123').call(proxy);
    t.deepEqual(refused.heard, ['Les appels depuis votre pays ne sont pas acceptés à ce numéro.']);
    t.true(refused.documents[0]?.includes('language="fr-FR"'));
    t.deepEqual((await carrier.phone(ADA).call(proxy)).dialled, []);
  },
  { settings: { ...DEFAULT_SETTINGS, policy: { ...DEFAULT_SETTINGS.policy, withheldCallers: 'allow' } } },
);

for (const [behaviour, outcome] of [
  ['is_busy', 'busy'],
  ['does_not_answer', 'no_answer'],
  ['is_off', 'failed'],
] as const) {
  withAda(
    `a caller hears it when the client ${behaviour.replaceAll('_', ' ')}`,
    async (t, { carrier, proxy, send }) => {
      carrier.phone(ADA).behaviour = behaviour;
      const call = await carrier.phone(COURIER).call(proxy);
      t.deepEqual(call.heard, ['The person you are calling did not answer. Please call again later.']);
      const [interaction] = (await send('GET', '/interactions')).json['items'] as object[];
      t.like(interaction, { outcome, duration_seconds: null });
    },
  );
}

withAda('a delivery that comes twice has one effect and the same answer', async (t, { carrier, proxy, send }) => {
  const call = await carrier.phone(COURIER).call(proxy, { deliveries: 3 });
  t.is(call.dialled.length, 1);
  await carrier.phone(COURIER).text(proxy, 'hello', { deliveries: 3 });
  t.is((await send('GET', '/interactions')).json['items'] instanceof Array, true);
  t.is(((await send('GET', '/interactions')).json['items'] as unknown[]).length, 2);
  t.is(carrier.phone(ADA).inbox.length, 1);
});

withAda('the same call and step is the same delivery, and its answer stays', async (t, { url, proxy, send }) => {
  const post = (params: Record<string, string>) => postSigned(url, '/twilio/voice', params);
  const first = await post({ CallSid: 'CA1', From: ADA, To: proxy });
  await post({ CallSid: 'CA2', From: COURIER, To: proxy });
  const again = await post({ CallSid: 'CA1', From: ADA, To: proxy });
  t.is(await again.text(), await first.text());
  t.is(((await send('GET', '/interactions')).json['items'] as unknown[]).length, 2);
});

withAda('texts are relayed both ways, long ones in parts', async (t, { carrier, proxy }) => {
  await carrier.phone(COURIER).text(proxy, 'I am <here> & "waiting"');
  t.deepEqual(carrier.phone(ADA).inbox, [{ from: proxy, body: 'I am <here> & "waiting"', media: [] }]);
  await carrier.phone(ADA).text(proxy, 'word '.repeat(500));
  const received = carrier.phone(COURIER).inbox;
  t.is(received.length, 2);
  t.is(received.map(({ body }) => body).join(''), 'word '.repeat(500));
});

withAda('a service may text the client by its name, and is not called back', async (t, { carrier, proxy }) => {
  await carrier.phone('x').text(proxy, 'your parcel', { showing: 'POST' });
  t.is(carrier.phone(ADA).inbox[0]?.body, 'POST: your parcel');
  const answer = await carrier.phone(ADA).text(proxy, 'thanks');
  t.true(answer.documents[0]?.includes('Nobody has tried to reach you'));
});

withAda('a picture that the number cannot carry is announced', async (t, { carrier, proxy }) => {
  await carrier.phone(COURIER).text(proxy, 'look', { media: ['https://m.example/1'] });
  t.like(carrier.phone(ADA).inbox[0], { body: 'look\n(A picture could not be delivered.)', media: [] });
});

withAda(
  'a text that cannot be delivered is tried once more, and recorded',
  async (t, { carrier, proxy, send, log }) => {
    carrier.phone(ADA).behaviour = 'is_off';
    await carrier.phone(COURIER).text(proxy, 'hello');
    const [interaction] = (await send('GET', '/interactions')).json['items'] as object[];
    t.like(interaction, { outcome: 'undelivered' });
    t.is(log().match(/text\.undelivered/g)?.length, 1);
    t.is(carrier.phone(ADA).inbox.length, 0);
  },
);

withAda('the second try of a text arrives when the phone is back', async (t, { carrier, proxy, url, send }) => {
  await carrier.phone(COURIER).text(proxy, 'hello');
  const [interaction] = (await send('GET', '/interactions')).json['items'] as { id: string }[];
  const status = `/twilio/sms/status?interaction=${interaction?.id ?? ''}&part=0`;
  const failed = { MessageStatus: 'failed', ErrorCode: '30003' };
  for (const MessageSid of ['SM1', 'SM2', 'SM3']) {
    t.is((await postSigned(url, status, { MessageSid, ...failed })).status, 200);
  }
  t.is(carrier.phone(ADA).inbox.length, 2);
});

withAda(
  'a fault on the voice path is spoken, on the text path it is 503, and both are logged',
  async (t, scene) => {
    const { carrier, proxy, program, log } = scene;
    program.ports.store.routing = () => Promise.reject(new Error(`boom ${ADA} ada@shop.example ${AUTH}`));
    const call = await carrier.phone(COURIER).call(proxy);
    t.like(call, {
      status: 200,
      heard: ['This service is temporarily unavailable. Please call again in a few minutes.'],
    });
    t.is((await carrier.phone(COURIER).text(proxy, 'hello')).status, 503);
    t.regex(log(), /voice\.failed/);
    t.regex(log(), /request\.failed/);
    for (const secret of [ADA, 'ada@shop.example', AUTH, '3363998']) t.false(log().includes(secret), secret);
  },
  { settings },
);

withAda('only the carrier is believed', async (t, { url, proxy, send }) => {
  const params = { CallSid: 'CA1', From: COURIER, To: proxy };
  for (const path of ['/twilio/voice', '/twilio/voice/ended', '/twilio/sms', '/twilio/sms/status']) {
    const unsigned = await fetch(url + path, { method: 'POST', body: new URLSearchParams(params) });
    t.is(unsigned.status, 403, path);
    t.is(((await unsigned.json()) as { code: string }).code, 'bad_signature');
    t.is((await postSigned(url, path, params, 'other-secret')).status, 403);
  }
  const changed = await postSigned(url, '/twilio/voice', params, AUTH, { ...params, From: ADA });
  t.is(changed.status, 403);
  t.is(((await send('GET', '/interactions')).json['items'] as unknown[]).length, 0);
});

withAda(
  'with a public address, the signature is over that address',
  async (t, { url, proxy }) => {
    const params = { CallSid: 'CA1', From: COURIER, To: proxy };
    const reply = await postSigned(url, '/twilio/voice?a=1', params, AUTH, params, 'https://proxycall.example');
    t.is(reply.status, 200);
  },
  { publicUrls: ['https://proxycall.example', 'https://service.onrender.example'] },
);

withAda('a webhook with missing parameters is answered in its own way', async (t, { url }) => {
  const voice = await postSigned(url, '/twilio/voice', { From: COURIER });
  t.is(voice.status, 200);
  t.regex(await voice.text(), /temporarily unavailable/);
  t.is((await postSigned(url, '/twilio/voice/ended', { DialCallStatus: 'busy' })).status, 200);
  t.is((await postSigned(url, '/twilio/sms', { From: COURIER })).status, 400);
  t.is((await postSigned(url, '/twilio/sms/status', {})).status, 200);
});

withAda('nothing that could tell who called is in the log, at any level', async (t, { carrier, proxy, send, log }) => {
  await carrier.phone(COURIER).call(proxy);
  await carrier.phone(ADA).text(proxy, 'my number is 0199001234');
  await send('GET', `/clients/by-proxy/${proxy}`);
  await send('DELETE', '/clients/1');
  t.true(log().length > 500);
  for (const secret of ['3363998', '199001234', 'ada1@', 'Lovelace', 'sesame', AUTH])
    t.false(log().includes(secret), secret);
});

/** Posts a form as the carrier would, signed as if it were `signed` and sent to `base`. */
function postSigned(
  url: string,
  target: string,
  params: Record<string, string>,
  token = AUTH,
  sent: Record<string, string> = params,
  base = url,
): Promise<Response> {
  const text = Object.keys(params)
    .sort()
    .map((name) => name + (params[name] ?? ''))
    .join('');
  const signature = createHmac('sha1', token)
    .update(base + target + text)
    .digest('base64');
  return fetch(url + target, {
    method: 'POST',
    headers: { 'x-twilio-signature': signature },
    body: new URLSearchParams(sent),
  });
}
