import test from 'ava';
import { ANNOUNCEMENTS } from '../../src/domain/model/phrases.js';
import { DEFAULT_SETTINGS } from '../../src/domain/model/settings.js';
import { COURIER, anOrderBody, clientPhone, startService, type Reply, type Service } from '../support.js';

/** A French number of a range for fiction, whose 0 a spreadsheet dropped. As international digits it is possible in Sweden. */
const LOST_ZERO = '465712345';

interface Refused {
  readonly status: number;
  readonly errors: readonly { readonly pointer: string; readonly detail: string }[];
}

function refusal({ status, json }: Reply): Refused {
  return { status, errors: (json['errors'] ?? []) as Refused['errors'] };
}

async function start(
  t: { teardown: (end: () => Promise<void>) => void },
  country: 'FR' | 'SE' | 'PT' = 'FR',
): Promise<Service> {
  const policy = { ...DEFAULT_SETTINGS.policy, allowedCountries: new Set(['FR', 'GB', 'DE', 'SE'] as const) };
  const settings = { ...DEFAULT_SETTINGS, language: 'en', defaultCountry: country, policy } as const;
  const service = await startService({ settings });
  t.teardown(() => service.stop());
  return service;
}

const BOTH = /\+33 465… \(FR\).*\+46 571… \(SE\)/;

test('digits that are a national number are refused with both readings, wherever a phone of a person is given', async (t) => {
  const { send } = await start(t);
  await send('POST', '/orders', anOrderBody(1, { courier_phone: COURIER }));
  const phone = { client_real_phone: LOST_ZERO };
  for (const [method, path, body, field] of [
    ['POST', '/clients', anOrderBody(2, phone), '/client_real_phone'],
    ['POST', '/orders', anOrderBody(2, phone), '/client_real_phone'],
    ['POST', '/orders', anOrderBody(2, { courier_phone: LOST_ZERO }), '/courier_phone'],
    ['POST', '/orders', anOrderBody(2, { courier_phone: `\u202a${LOST_ZERO}` }), '/courier_phone'],
    ['PUT', '/clients/1', phone, '/client_real_phone'],
    ['PUT', '/orders/O-1/courier', { courier_phone: LOST_ZERO }, '/courier_phone'],
  ] as const) {
    const reply = await send(method, path, body);
    const { status, errors } = refusal(reply);
    t.is(status, 400, path);
    t.deepEqual(
      errors.map(({ pointer }) => pointer),
      [field],
    );
    t.regex(errors[0]?.detail ?? '', BOTH);
    t.false(reply.text.includes(LOST_ZERO));
  }
  t.is((await send('GET', '/clients')).json['items'] instanceof Array, true);
  t.is(((await send('GET', '/clients')).json['items'] as unknown[]).length, 1, 'and no number is bought');
});

test('the residency counts where it is not the default country: given, or on record', async (t) => {
  const { send } = await start(t, 'SE');
  const spanish = { client_iso_residency: 'ES' };
  const given = await send('POST', '/clients', anOrderBody(1, { client_real_phone: '612345678', ...spanish }));
  t.regex(refusal(given).errors[0]?.detail ?? '', /\+34 612… \(ES\)/);
  t.is((await send('POST', '/clients', anOrderBody(1, spanish))).status, 200);
  const known = await send('PUT', '/clients/1', { client_real_phone: '612345678' });
  t.regex(refusal(known).errors[0]?.detail ?? '', /\+34 612… \(ES\)/);
});

test('the residency on record is found however the id is written', async (t) => {
  const { send } = await start(t, 'SE');
  t.is((await send('POST', '/clients', anOrderBody(1, { client_iso_residency: 'ES' }))).status, 200);
  const phone = { courier_phone: '612345678' };
  for (const [index, id] of [1, '1', ' 1 ', '1\n'].entries()) {
    const reply = await send(
      'POST',
      '/orders',
      anOrderBody(1, { ...phone, order_id: `O-${index.toString()}`, client_id: id }),
    );
    t.is(reply.status, 400);
    t.regex(refusal(reply).errors[0]?.detail ?? '', /\+34 612… \(ES\)/);
  }
});

test('all phones that may be national are named at once, and the same order is the same whether with + or without', async (t) => {
  const { send } = await start(t);
  const both = await send(
    'POST',
    '/orders',
    anOrderBody(2, { client_real_phone: LOST_ZERO, courier_phone: '493012345' }),
  );
  t.deepEqual(
    refusal(both).errors.map(({ pointer }) => pointer),
    ['/client_real_phone', '/courier_phone'],
  );
  const created = await send('POST', '/orders', anOrderBody(3, { courier_phone: '33199001234' }));
  t.is(created.status, 200, created.text);
  const again = await send('POST', '/orders', anOrderBody(3, { courier_phone: COURIER }));
  t.deepEqual(again.json, created.json);
});

// French numbers without their 0 that somebody may have elsewhere, or that are possible there. The digits are artificial.
const LOST_ZEROS = ['493012345', '465712345', '612345678', '390123456'] as const;

test('a caller who shows digits alone that are a national number is withheld, and nobody is dialled for it', async (t) => {
  const { send, carrier, program } = await start(t);
  const proxy = String((await send('POST', '/orders', anOrderBody(1))).json['client_proxy_number']);
  const client = carrier.phone(clientPhone(1));
  for (const digits of LOST_ZEROS) {
    for (const showing of [digits, ` ${digits}`, `sip:${digits}@pbx.example`, `whatsapp:${digits}`, `tel:${digits}`]) {
      const call = await carrier.phone('x').call(proxy, { showing });
      t.deepEqual(call.heard, [ANNOUNCEMENTS.en.withheld_refused], showing);
      await carrier.phone('x').text(proxy, 'hello', { showing });
    }
    const simulated = await send('POST', '/calls/simulate', { from: digits, to: proxy });
    t.notRegex(String(simulated.json['twiml']), /<Dial/);
  }
  t.deepEqual([client.rings, client.inbox], [[], []]);
  t.deepEqual((await client.call(proxy)).heard, [ANNOUNCEMENTS.en.nobody_to_reach], 'nobody is called back');
  t.is(program.ports.settings.defaultCountry, 'FR');
});

test('a caller who shows digits alone that are an international number only is that person', async (t) => {
  const { send, carrier } = await start(t);
  const proxy = String((await send('POST', '/orders', anOrderBody(1))).json['client_proxy_number']);
  for (const digits of ['33199001234', '447700900123', '33639981234', '4930901820']) {
    const call = await carrier.phone('x').call(proxy, { showing: digits });
    t.is(call.dialled.length, 1, digits);
    const back = await carrier.phone(clientPhone(1)).call(proxy);
    t.deepEqual(
      back.dialled.map(({ number }) => number),
      [`+${digits}`],
    );
  }
  // Longer than any number of the plan: with a + it is somebody, without one it may be anything.
  t.deepEqual((await carrier.phone('x').call(proxy, { showing: '331990012345' })).dialled, []);
});

test('the same digits are a person where they are no national number', async (t) => {
  const { send, carrier } = await start(t, 'PT');
  const proxy = String((await send('POST', '/orders', anOrderBody(1))).json['client_proxy_number']);
  t.is((await carrier.phone('x').call(proxy, { showing: '493012345' })).dialled.length, 1);
  const simulated = await send('POST', '/calls/simulate', { from: '493012345', to: proxy });
  t.regex(String(simulated.json['twiml']), /<Dial/);
});

test('digits that are an international number only are accepted, and what nobody can see is dropped', async (t) => {
  const { send } = await start(t);
  for (const [index, phone] of [
    '33199005555',
    '33639985556',
    '447700900123',
    '\u200e+33639985557\u2069',
    '\ufeff0033639985558',
  ].entries()) {
    const id = index + 1;
    const created = await send(
      'POST',
      '/clients',
      anOrderBody(id, { client_real_phone: phone, client_iso_residency: 'FR' }),
    );
    t.is(created.status, 200, created.text);
    const { json } = await send('GET', `/clients/${id.toString()}`);
    t.is(json['client_real_phone'], `+${phone.replace(/^\D*(00)?|\D/g, '')}`);
  }
  const dashed = await send('POST', '/clients', anOrderBody(9, { client_real_phone: '+33\u201199005555' }));
  t.regex(refusal(dashed).errors[0]?.detail ?? '', /dashes/);
});
