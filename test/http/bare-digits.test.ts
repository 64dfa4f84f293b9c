import test from 'ava';
import { DEFAULT_SETTINGS } from '../../src/domain/model/settings.js';
import { COURIER, anOrderBody, startService, type Reply, type Service } from '../support.js';

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
  country: 'FR' | 'SE' = 'FR',
): Promise<Service> {
  const settings = { ...DEFAULT_SETTINGS, language: 'en', defaultCountry: country } as const;
  const service = await startService({ settings });
  t.teardown(() => service.stop());
  return service;
}

const BOTH = /\+33… \(FR\).*\+46… \(SE\)/;

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
  t.regex(refusal(given).errors[0]?.detail ?? '', /\+34… \(ES\)/);
  t.is((await send('POST', '/clients', anOrderBody(1, spanish))).status, 200);
  const known = await send('PUT', '/clients/1', { client_real_phone: '612345678' });
  t.regex(refusal(known).errors[0]?.detail ?? '', /\+34… \(ES\)/);
});

test('every fault of a request is reported at once, each field once', async (t) => {
  const { send } = await start(t);
  const reply = await send('POST', '/clients', anOrderBody(2, { client_real_phone: LOST_ZERO, client_mail: 'x' }));
  t.deepEqual(
    refusal(reply)
      .errors.map(({ pointer }) => pointer)
      .sort(),
    ['/client_mail', '/client_real_phone'],
  );
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
