import test from 'ava';
import { cli } from '../command-line.js';

const CLIENT = 'client create --demo --client-id 7 --client-name Ada --client-mail ada@shop.example';

for (const [what, args, env, said] of [
  ['the default country', '465712345', {}, '+33… (FR) / +46… (SE)'],
  ['the configured country', '2025550123', { PROXYCALL_PHONE_COUNTRY: 'US' }, '+1… (US) / +20… (EG)'],
  ['its former name', '2025550123', { TWILIO_PHONE_COUNTRY: 'US' }, '+1… (US) / +20… (EG)'],
  ['the residency', '612345678 --client-iso-residency ES', {}, '+34… (ES)'],
] as const) {
  test(`a client's digits that are a national number of ${what} are refused with the readings`, async (t) => {
    const refused = await cli(`${CLIENT} --client-real-phone ${args}`, env);
    t.is(refused.code, 2);
    t.true(refused.stderr.includes(said), refused.stderr);
    t.regex(refused.stderr, /^--client-real-phone: /m);
    t.regex(
      (await cli(`${CLIENT} --client-real-phone ${args} --lang fr`, env)).stderr,
      /ces chiffres seuls peuvent se lire/,
    );
  });
}

test('so are those of a courier, and of a changed phone', async (t) => {
  const order = `order create --order-id O-1 ${CLIENT.replace('client create ', '')} --client-real-phone +33639985007`;
  for (const args of [
    `${order} --courier-phone 465712345`,
    'order courier --demo --order-id O-1 --courier-phone 465712345',
    'client update --demo --client-id 1 --client-real-phone 465712345',
  ]) {
    const refused = await cli(args);
    t.is(refused.code, 2, args);
    t.true(refused.stderr.includes('+33… (FR) / +46… (SE)'), refused.stderr);
  }
});

test('invisible characters are dropped', async (t) => {
  const created = await cli(`${CLIENT} --client-real-phone \u202a+33639985007\u202c`);
  t.is(created.code, 0, created.stderr);
  const call = await cli('simulate-call --demo --from \u2066+33199001234\u2069 --to +33639980000');
  t.false(call.stdout.includes('withheld'), call.stdout);
});
