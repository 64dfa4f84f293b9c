import test from 'ava';
import { DEFAULT_SETTINGS } from '../../src/domain/model/settings.js';
import { cli } from '../command-line.js';
import { COURIER, TOKEN, anOrderBody, startService, temporaryFolder } from '../support.js';

const CLIENT = 'client create --demo --client-id 7 --client-name Ada --client-mail ada@shop.example';

for (const [what, args, env, said] of [
  ['the default country', '465712345', {}, '+33 465… (FR) / +46 571… (SE)'],
  ['the configured country', '2025550123', { PROXYCALL_PHONE_COUNTRY: 'US' }, '+1 202… (US) / +20 255… (EG)'],
  ['its former name', '2025550123', { TWILIO_PHONE_COUNTRY: 'US' }, '+1 202… (US) / +20 255… (EG)'],
  ['the residency', '612345678 --client-iso-residency ES', {}, '+34 612… (ES)'],
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
    t.true(refused.stderr.includes('+33 465… (FR) / +46 571… (SE)'), refused.stderr);
  }
});

test('invisible characters are dropped', async (t) => {
  const created = await cli(`${CLIENT} --client-real-phone \u202a+33639985007\u202c`);
  t.is(created.code, 0, created.stderr);
  const call = await cli('simulate-call --demo --from \u2066+33199001234\u2069 --to +33639980000');
  t.false(call.stdout.includes('withheld'), call.stdout);
});

/** Commands that give the phone of a client who lives in France, or of their courier: of Nice without its 0, or of Berlin. Artificial. */
const OF_NICE = [
  'order create --order-id O-2 --client-id 1 --client-name Ada --client-mail ada@shop.example --client-real-phone +33639985001 --courier-phone 493012345',
  'order courier --order-id O-1 --courier-phone 493012345',
  'client update --client-id 1 --client-real-phone 493012345',
] as const;
const READINGS = '+33 493… (FR) / +49 301… (DE)';

test('remote: the service judges digits alone by the residency on record, which this computer does not know', async (t) => {
  const service = await startService({ settings: { ...DEFAULT_SETTINGS, language: 'en', defaultCountry: 'PT' } });
  t.teardown(() => service.stop());
  const order = anOrderBody(1, { client_iso_residency: 'FR', courier_phone: COURIER });
  t.is((await service.send('POST', '/orders', order)).status, 200);
  const env = { PUBLIC_BASE_URL: service.url, PROXYCALL_API_TOKEN: TOKEN, PROXYCALL_PHONE_COUNTRY: 'PT' };
  for (const args of OF_NICE) {
    const refused = await cli(args, env);
    t.not(refused.code, 0, args);
    t.true(refused.stderr.includes(READINGS), refused.stderr);
  }
});

test('remote: the service judges by its own default country', async (t) => {
  const service = await startService();
  t.teardown(() => service.stop());
  const order = anOrderBody(1, { client_iso_residency: 'PT', courier_phone: COURIER });
  t.is((await service.send('POST', '/orders', order)).status, 200);
  const env = { PUBLIC_BASE_URL: service.url, PROXYCALL_API_TOKEN: TOKEN, PROXYCALL_PHONE_COUNTRY: 'PT' };
  const create = `client create --client-id 2 --client-name Bob --client-mail bob@shop.example --client-real-phone 493012345`;
  for (const args of [...OF_NICE, create]) {
    const refused = await cli(args, env);
    t.not(refused.code, 0, args);
    t.true(refused.stderr.includes(READINGS), refused.stderr);
  }
  const read = await cli('client update --client-id 1 --client-real-phone 33199005555', env);
  t.true(read.stdout.includes('+33199005555'), read.stderr);
});

test('live: so do the use cases', async (t) => {
  const folder = temporaryFolder();
  t.teardown(() => {
    folder.remove();
  });
  const env = { PROXYCALL_MODE: 'live', DATABASE_PATH: `${folder.path}/p.db`, PROXYCALL_PHONE_COUNTRY: 'PT' };
  const first = OF_NICE[0].replace('O-2', 'O-1').replace('493012345', `${COURIER} --client-iso-residency FR`);
  const created = await cli(first, env);
  t.is(created.code, 0, created.stderr);
  for (const args of OF_NICE) {
    const refused = await cli(args, env);
    t.not(refused.code, 0, args);
    t.true(refused.stderr.includes(READINGS), refused.stderr);
  }
});
