import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { isProxyCallError } from '../../src/domain/model/errors.js';
import { cli } from '../command-line.js';
import type { Fault } from '../google/stand-in.js';
import { temporaryFolder } from '../support.js';
import { findings, PACE, renameAll, tabsWithClients } from './refused-cells.js';
import { COURIER, createWorld, openInstance, proxy, until, type World } from './world.js';

/** What the token endpoint answers, and what is said about it. */
const REFUSED_KEYS: readonly (readonly [what: string, status: number, body: object, said: RegExp])[] = [
  [
    'a key that was revoked',
    400,
    { error: 'invalid_grant', error_description: 'Invalid JWT Signature.' },
    /\(invalid_grant: Invalid JWT Signature\): the key was revoked or deleted, or belongs to another account.*create a new key/,
  ],
  [
    'a wrong clock',
    400,
    {
      error: 'invalid_grant',
      error_description:
        'Invalid JWT: Token must be a short-lived token (60 minutes) and in a reasonable timeframe. Check your iat and exp values in the JWT claim.',
    },
    /short-lived token.*the clock of this machine is wrong \(it says 20\d\d-.*Z\): synchronise it/,
  ],
  [
    'an account that was deleted',
    400,
    { error: 'invalid_grant', error_description: 'Invalid grant: account not found' },
    /account not found\): there is no such service account any more/,
  ],
  [
    'an address that is no account',
    400,
    { error: 'invalid_grant', error_description: 'Not a valid email or user ID.' },
    /Not a valid email or user ID\): there is no such service account/,
  ],
  [
    'a key that is disabled',
    401,
    { error: 'invalid_grant', error_description: 'Service account key is disabled.' },
    /the service account or its key is disabled: enable it/,
  ],
  [
    'a client that is not allowed to',
    401,
    { error: 'unauthorized_client', error_description: 'Unauthorized client or scope in request.' },
    /\(unauthorized_client: Unauthorized client or scope in request\): use the key of a service account/,
  ],
  [
    'a reason that is not known',
    400,
    { error: 'invalid_grant', error_description: 'Bad Request' },
    /\(invalid_grant: Bad Request\): check the clock of this machine, whether the key was revoked or deleted/,
  ],
  ['no description', 400, { error: 'invalid_grant' }, /\(invalid_grant\): check the clock/],
];

for (const [what, status, body, said] of REFUSED_KEYS) {
  test(`${what}: the start, init and doctor say what Google says and what to do`, async (t) => {
    const world = await createWorld(t);
    world.standIn.interfere = ({ kind }) => (kind === 'token' ? { kind: 'answer', status, body } : undefined);
    const error = await t.throwsAsync(openInstance(world.standIn, world.journal));
    t.true(isProxyCallError(error, 'store_unavailable'));
    t.regex(error.message, said);
    t.notRegex(error.message, /shared, for editing/);
    const { env, folder } = account(t, world);
    for (const command of ['init --store sheets', 'doctor --live', 'store verify --store sheets']) {
      const { code, stdout, stderr } = await cli(command, env, folder);
      t.is(code, 3, command);
      t.regex((stdout + stderr).replace(/\s+/g, ' '), said, command);
      t.notRegex(stdout + stderr, /BEGIN|PRIVATE/);
    }
  });
}

test('a key that is revoked while the service runs is no fault of a cell: calls go on, nothing is refused or parked', async (t) => {
  const world = await createWorld(t, { tabs: tabsWithClients(5) });
  const shortLived = { access_token: 'token', expires_in: 1, token_type: 'Bearer' };
  const revoked = { error: 'invalid_grant', error_description: 'Invalid JWT Signature.' };
  let isRevoked = false;
  world.standIn.interfere = ({ kind }): Fault | undefined => {
    if (kind !== 'token') return undefined;
    return { kind: 'answer', status: isRevoked ? 400 : 200, body: isRevoked ? revoked : shortLived };
  };
  const instance = await world.open({ pace: PACE });
  await until('everything is written', () => instance.store.backlog?.() === 0);
  isRevoked = true;
  const outcomes = await renameAll(instance, ['1', '2', '3']);
  for (const error of outcomes.values()) t.true(isProxyCallError(error, 'store_unavailable'), String(error));
  t.like(await instance.call(COURIER, proxy(1)), { kind: 'dial' });
  t.deepEqual(findings(instance), []);
  t.true(instance.log.some(({ fields }) => String(fields['reason']).includes('the key was revoked or deleted')));
  isRevoked = false;
  await until('writes are accepted again', async () => (await renameAll(instance, ['1'])).get('1') === undefined);
});

for (const [what, body, said] of [
  [
    'an API that is not enabled',
    {
      error: {
        code: 403,
        message:
          'Google Sheets API has not been used in project 100000000001 before or it is disabled. Enable it by visiting https://console.example',
        status: 'PERMISSION_DENIED',
        details: [{ reason: 'SERVICE_DISABLED' }],
      },
    },
    /has not been used in project.*; enable the Google Sheets API/,
  ],
  [
    'a spreadsheet that is not shared',
    { error: { code: 403, message: 'The caller does not have permission', status: 'PERMISSION_DENIED' } },
    /The caller does not have permission \(is the spreadsheet shared, for editing, with /,
  ],
] as const) {
  test(`${what}: the start says what to do`, async (t) => {
    const world = await createWorld(t);
    world.standIn.interfere = ({ kind }) => (kind === 'token' ? undefined : { kind: 'answer', status: 403, body });
    const error = await t.throwsAsync(openInstance(world.standIn, world.journal));
    t.regex(error.message, said);
  });
}

test('init, doctor and the store understand a key in Base64 with literal line ends', async (t) => {
  const world = await createWorld(t);
  const { env, folder } = account(t, world);
  const { clientEmail, privateKey } = world.standIn.credentials;
  const key = JSON.stringify({ client_email: clientEmail, private_key: privateKey.replaceAll('\n', '\\n') });
  const more = { GOOGLE_SERVICE_ACCOUNT_FILE: '', GOOGLE_SERVICE_ACCOUNT_JSON: Buffer.from(key).toString('base64') };
  for (const command of ['init --store sheets', 'store verify --store sheets', 'pool stats --live']) {
    const { code, stderr } = await cli(command, { ...env, ...more }, folder);
    t.is(code, 0, `${command}: ${stderr}`);
  }
  // As the library gets it.
  const credentials = { clientEmail, privateKey: privateKey.replaceAll('\n', '\\n') };
  const instance = await world.open({ credentials });
  t.is(instance.store.hashKey, (await world.open({ credentials: world.standIn.credentials })).store.hashKey);
});

function account(t: ExecutionContext, { standIn, journal }: World) {
  const folder = temporaryFolder();
  t.teardown(folder.remove);
  const key = join(folder.path, 'key.json');
  const { clientEmail, privateKey } = standIn.credentials;
  writeFileSync(key, JSON.stringify({ client_email: clientEmail, private_key: privateKey }));
  const env = {
    PROXYCALL_STORE: 'sheets',
    GOOGLE_SHEET_ID: standIn.spreadsheetId,
    GOOGLE_SERVICE_ACCOUNT_FILE: key,
    GOOGLE_BASE_URL: standIn.url,
    SHEETS_JOURNAL_PATH: `${journal}/cli`,
  };
  return { env, folder: folder.path };
}
