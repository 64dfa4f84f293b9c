import './content/reports.js';
import test from 'ava';
import { fromJson } from '../../src/adapters/sql/mapping.js';
import { ANNOUNCEMENTS, CONTENT_LOST, MEDIA_LOST } from '../../src/domain/model/phrases.js';
import { COURIER, anOrderBody, clientPhone } from '../support.js';
import { ADA, withAda } from './content/scene.js';

// What XML cannot hold

for (const [what, sent, received] of [
  ['a vertical tab', 'Porte\u000b B', 'Porte B'],
  ['a form feed', 'Porte\f B', 'Porte B'],
  ['zero', 'Porte\u0000 B', 'Porte B'],
  ['escape', '\u001bPorte B', 'Porte B'],
  ['what is no character', 'Porte\uffff B', 'Porte B'],
] as const) {
  withAda(`a text with ${what} is relayed without it`, async (t, { text, log, interactions }) => {
    const answer = await (await text({ Body: sent })).text();
    t.true(answer.includes(`<Body>${received}</Body>`), answer);
    t.like((await interactions())[0], { outcome: 'sent' });
    t.false(log().includes('Porte'));
  });
}

withAda('a text that cannot be rendered leaves no trace, and its words are not logged', async (t, scene) => {
  const { text, program, log, interactions, proxy, carrier } = scene;
  const { telephony } = program.ports;
  const answer = telephony.answer.bind(telephony);
  Object.assign(telephony, {
    answer: (plan: Parameters<typeof answer>[0]) => {
      if (plan.kind !== 'texts') return answer(plan);
      throw new Error(`Invalid character in string: ${JSON.stringify(plan)}`);
    },
  });
  t.is((await text({ Body: 'Porte B', MessageSid: 'SM-x' })).status, 503);
  t.regex(log(), /request\.failed/);
  for (const secret of ['Porte', COURIER.slice(1)]) t.false(log().includes(secret));
  t.deepEqual(await interactions(), []);
  t.deepEqual((await carrier.phone(ADA).call(proxy)).heard, [ANNOUNCEMENTS.en.nobody_to_reach], 'no last caller');
  Object.assign(telephony, { answer });
  t.is((await text({ Body: 'Porte B', MessageSid: 'SM-x' })).status, 200, 'the carrier sends it again');
  t.is((await interactions()).find(({ channel }) => channel === 'message')?.['outcome'], 'sent');
});

withAda(
  'a whisper that cannot be rendered is silence',
  async (t, { program, send, carrier, log }) => {
    const created = await send('POST', '/orders', anOrderBody(2, { order_id: 'O-2', courier_phone: COURIER }));
    const { telephony } = program.ports;
    const answer = telephony.answer.bind(telephony);
    Object.assign(telephony, {
      answer: (plan: Parameters<typeof answer>[0]) => {
        if (plan.kind === 'whisper' && plan.text !== '') throw new Error(`Invalid character: ${plan.text}`);
        return answer(plan);
      },
    });
    const call = await carrier.phone(COURIER).call(String(created.json['courier_proxy_number']));
    t.like(carrier.phone(clientPhone(2)).rings[0], { answered: true });
    t.is(carrier.phone(clientPhone(2)).rings[0]?.heard, undefined);
    t.true(call.documents.every((document) => !document.includes('<Hangup/>') || document === call.documents.at(-1)));
    t.regex(log(), /voice\.whisper_failed/);
    t.false(log().includes('A call about'));
  },
  { whisper: true },
);

withAda(
  'names with half a surrogate pair are said without it',
  async (t, { send, carrier }) => {
    const fields = { order_id: 'O-2', courier_phone: COURIER, client_name: '\ud83dÉva\uffff' };
    const created = await send('POST', '/orders', anOrderBody(2, fields));
    t.is(created.status, 200, created.text);
    t.is((await send('GET', '/clients/2')).json['client_name'], 'Éva');
    t.is((await send('PUT', '/clients/2', { client_name: 'Ada\udc00' })).json['client_name'], 'Ada');
    t.is((await send('PUT', '/clients/2', { client_name: '\udc00' })).status, 400);
    await carrier.phone(clientPhone(2)).call(String(created.json['client_proxy_number']));
    t.deepEqual(carrier.phone(COURIER).rings[0]?.heard, ['A call from A***.']);
  },
  { whisper: true },
);

withAda(
  'what cannot be said goes from names, mails and phones; line breaks in a name are refused',
  async (t, { send }) => {
    for (const [index, junk] of ['\u000b', '\f', '\0', '\u001b', '\uffff', '\ud800'].entries()) {
      const id = 20 + index;
      const fields = {
        client_name: `A${junk}da L`,
        client_mail: `ada${junk}@shop.example`,
        client_real_phone: `+33${junk}63998${(6000 + index).toString()}`,
      };
      const created = await send('POST', '/clients', anOrderBody(id, fields));
      t.is(created.status, 200, `${JSON.stringify(junk)} ${created.text}`);
      t.like((await send('GET', `/clients/${id.toString()}`)).json, {
        client_name: 'Ada L',
        client_mail: 'ada@shop.example',
        client_real_phone: `+3363998${(6000 + index).toString()}`,
      });
      t.is((await send('PUT', `/clients/${id.toString()}`, { client_name: `${junk}Bob` })).json['client_name'], 'Bob');
    }
    for (const name of ['\u000b', '\0\f', '\u200b', 'a\nb', 'a\r\nb', 'a\tb', 'a\u0085b', 'a\u007fb']) {
      t.is((await send('POST', '/clients', anOrderBody(40, { client_name: name }))).status, 400, JSON.stringify(name));
      t.is((await send('PUT', '/clients/20', { client_name: name })).status, 400, JSON.stringify(name));
    }
  },
);

const down = () => new Error('the store is down');
for (const [what, read, isLogged] of [
  ['that fails', () => Promise.reject(down()), true],
  [
    'that fails at once',
    () => {
      throw down();
    },
    true,
  ],
  ['that has lost the call', () => Promise.resolve(undefined), false],
] as const) {
  withAda(
    `a whisper from a store ${what} is silence, and the call goes on`,
    async (t, { program, send, carrier, log }) => {
      const created = await send('POST', '/orders', anOrderBody(2, { order_id: 'O-2', courier_phone: COURIER }));
      const { store } = program.ports;
      const record = store.record.bind(store) as (kind: string, key: string) => Promise<unknown>;
      Object.assign(store, {
        record: (kind: string, key: string) => (kind === 'interaction' ? read() : record(kind, key)),
      });
      const call = await carrier.phone(COURIER).call(String(created.json['courier_proxy_number']));
      Object.assign(store, { record });
      const [ring] = carrier.phone(clientPhone(2)).rings;
      t.deepEqual([ring?.answered, ring?.heard, call.dialled.length], [true, undefined, 1]);
      t.is(log().includes('voice.whisper_failed'), isLogged);
      t.false(log().includes('A call about'));
    },
    { whisper: true },
  );
}

// Nothing to relay

for (const [what, params, received] of [
  ['no content', {}, []],
  ['spaces only', { Body: ' \n ' }, []],
  ['an invisible character', { Body: '\u200b' }, []],
  ['control characters only', { Body: '\u0001\u0002' }, []],
  ['a location', { Body: '', Latitude: '48.85', Longitude: '2.35' }, [CONTENT_LOST.en]],
  ['a picture without an address', { NumMedia: '1' }, [MEDIA_LOST.en]],
  ['a picture with an address that nobody can fetch', { NumMedia: '1', MediaUrl0: 'cid:1' }, [MEDIA_LOST.en]],
  ['a picture of which only the address is sent', { MediaUrl0: 'https://m.example/1' }, [MEDIA_LOST.en]],
  ['a picture that is counted in words', { NumMedia: 'one', MediaUrl0: 'https://m.example/1' }, [MEDIA_LOST.en]],
  [
    'a recording',
    { NumMedia: '1', MediaUrl0: 'https://m.example/1', MediaContentType0: 'audio/amr' },
    [CONTENT_LOST.en],
  ],
  ['a film', { NumMedia: '1', MediaUrl0: 'https://m.example/1', MediaContentType0: 'video/3gpp' }, [CONTENT_LOST.en]],
  ['a contact', { NumMedia: '1', MediaContentType0: 'text/x-vcard' }, [CONTENT_LOST.en]],
  ['a sticker', { MessageType: 'sticker' }, [CONTENT_LOST.en]],
  ['contacts', { MessageType: 'contacts' }, [CONTENT_LOST.en]],
  ['a location without a place', { MessageType: 'location' }, [CONTENT_LOST.en]],
  ['the type of a text, and none', { MessageType: 'text' }, []],
] as const) {
  withAda(`a text with ${what}`, async (t, { text, interactions, carrier, proxy }) => {
    const answer = await (await text(params)).text();
    const bodies = [...answer.matchAll(/<Message [^>]*>(.*?)<\/Message>|<Message [^>]*\/>/g)].map(([, body]) => body);
    t.deepEqual(
      bodies,
      received.map((body) => `<Body>${body}</Body>`),
    );
    const [interaction] = await interactions();
    t.like(interaction, received.length === 0 ? { outcome: 'empty', direction: null } : { outcome: 'sent' });
    const { dialled } = await carrier.phone(ADA).call(proxy);
    t.is(dialled.length, received.length, 'whoever sent nothing is not called back');
  });
}

test('a stored text that cannot be read is not quoted in the log', (t) => {
  for (const text of ['{"body":"Porte B', 'Porte B', '']) {
    const error = t.throws(() => fromJson(text));
    t.false(`${error.message} ${String(error.cause)}`.includes('Porte'));
  }
});
