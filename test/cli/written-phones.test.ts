import test from 'ava';
import { cli } from '../command-line.js';
import { COURIER, TOKEN, anOrderBody, startService } from '../support.js';

const CLIENT = 'client create --demo --client-id 7 --client-name Ada --client-mail ada@shop.example'.split(' ');

for (const [what, more, env, phone, shown] of [
  ['the default country', [], {}, '06 39 98 50 07', '+33 6 39 98 50 07 (France)'],
  ['its 0 in brackets', [], {}, '+33 (0)6.39.98.50.07', '+33 6 39 98 50 07 (France)'],
  ['no-break spaces', [], {}, '06\u00a039\u00a098\u00a050\u00a007', '+33 6 39 98 50 07 (France)'],
  ['0033', [], {}, '0033639985007', '+33 6 39 98 50 07 (France)'],
  ['a configured country', [], { PROXYCALL_PHONE_COUNTRY: 'GB' }, '07700 900123', '+44 7700 900123 (United Kingdom)'],
  ['its former name', [], { TWILIO_PHONE_COUNTRY: 'US' }, '(202) 555-0123', '+1 202 555 0123 (United States)'],
  ['the residency', ['--client-iso-residency', 'GB'], {}, '07700 900123', '+44 7700 900123 (United Kingdom)'],
] as const) {
  test(`a number as people write it, by ${what}: it is shown what was understood`, async (t) => {
    const made = await cli([...CLIENT, ...more, '--client-real-phone', phone, '--json'], env);
    t.is(made.code, 0, made.stderr);
    t.true(made.stderr.includes(`--client-real-phone: read as ${shown}\n`), made.stderr);
    t.notThrows(() => JSON.parse(made.stdout) as unknown);
  });
}

test('a country that is none is no other country', async (t) => {
  const made = await cli([...CLIENT, '--client-real-phone', '06 39 98 50 07'], { PROXYCALL_PHONE_COUNTRY: 'ZZ' });
  t.is(made.code, 2);
  t.regex(made.stderr, /PROXYCALL_PHONE_COUNTRY must be/);
});

test('nothing is shown of a number that was typed as it is dialled', async (t) => {
  const made = await cli([...CLIENT, '--client-real-phone', '+33639985007']);
  t.is(made.code, 0, made.stderr);
  t.false(made.stderr.includes('read as'));
});

for (const args of [
  ['lookup', '--proxy', '06 39 98 00 00'],
  ['simulate-call', '--from', '01 99 00 12 34', '--to', '06 39 98 00 00'],
  ['person', 'export', '--phone', '06 39 98 76 54'],
  ['pool', 'release', '06 39 98 00 00', '--yes', '--force'],
  ['order', 'courier', '--order-id', 'O-1001', '--courier-phone', '01.99.00.12.34'],
  ['client', 'update', '--client-id', '1', '--client-real-phone', '(0)6 39 98 70 08'],
]) {
  test(`${args.slice(0, 2).join(' ')} reads numbers as people write them, in both languages`, async (t) => {
    const { code, stderr } = await cli([...args, '--demo']);
    t.is(code, args[1] === 'courier' ? 2 : 0, stderr);
    t.regex(stderr, /read as \+33 \d/);
    t.regex((await cli([...args, '--demo', '--lang', 'fr'])).stderr, /compris comme \+33 \d .*\(France\)/);
  });
}

test('a caller without a number is withheld; one whose number cannot be read is not', async (t) => {
  const call = (from: string) => cli(['simulate-call', '--demo', '--to', '+33639980000', '--from', from]);
  for (const word of ['anonymous', 'Anonymous ', 'withheld', 'unknown', 'anonyme', 'masqué', 'masque\u0301'])
    t.regex((await call(word)).stdout, /withheld/, word);
  for (const word of ['', ' ', 'banana', 'anonymousse', '-', 'Ada']) {
    const { code, stderr } = await call(word);
    t.deepEqual([code, stderr.includes('--from: must be a phone number, or anonymous')], [2, true], word);
  }
  t.notRegex((await call('01 99 00 12 34')).stdout, /withheld/);
  t.is((await call('01 99')).code, 2);
});

/** Numbers of Belgium that are valid in France too. Artificial digits. */
const IN_BELGIUM = '0470 12 34 56';

test('remote: a client on record is known to live elsewhere', async (t) => {
  const service = await startService();
  t.teardown(() => service.stop());
  const order = anOrderBody(1, { client_iso_residency: 'BE', courier_phone: COURIER });
  t.is((await service.send('POST', '/orders', order)).status, 200);
  const env = { PUBLIC_BASE_URL: service.url, PROXYCALL_API_TOKEN: TOKEN };
  const id = String(order['client_id']);
  const orderId = String(order['order_id']);
  for (const args of [
    ['order', 'courier', '--order-id', orderId, '--courier-phone', IN_BELGIUM],
    ['client', 'update', '--client-id', id, '--client-real-phone', IN_BELGIUM.replace('56', '57')],
  ]) {
    const { stderr } = await cli(args, env);
    t.regex(stderr, /read as \+32 470 12 34 5\d \(Belgium\)/, args.join(' '));
  }
  const other = await cli(['client', 'update', '--client-id', 'nobody', '--client-real-phone', IN_BELGIUM], env);
  t.is(other.code, 2);
  t.regex(other.stderr, /read as \+33 4 70 12 34 56 \(France\)[^]*404/);
});
