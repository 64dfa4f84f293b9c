import test from 'ava';
import { printable, printableJson } from '../../src/entry/cli/runtime/printable.js';
import { cli } from '../command-line.js';
import { TOKEN, anOrderBody, clientPhone, startService } from '../support.js';
import { json, startForeign } from './foreign-servers.js';

const NEW_ORDER =
  'order create --order-id O-7 --client-id 7 --client-name Ada --client-mail ada@shop.example --client-real-phone +33639985007';

test('an error has its code, its fields and its request id, in words and as JSON', async (t) => {
  const service = await startService();
  t.teardown(() => service.stop());
  const env = { PUBLIC_BASE_URL: service.url, PROXYCALL_API_TOKEN: TOKEN };
  await service.send('POST', '/orders', anOrderBody(7, { client_real_phone: clientPhone(8) }));

  for (const [args, code, status, exit, fields] of [
    [NEW_ORDER, 'order_conflict', 409, 2, []],
    ['order get --order-id none', 'order_not_found', 404, 2, []],
    [NEW_ORDER.replace('ada@shop.example', 'ada').replace('O-7', '/'), 'invalid_request', 400, 2, ['client_mail']],
    [
      NEW_ORDER.replace('ada@shop.example', 'ada').replace('--client-id 7', '--client-id ..'),
      'invalid_request',
      400,
      2,
      ['client_mail', 'client_id'],
    ],
    ['order list --cursor ?', 'invalid_request', 400, 2, ['cursor']],
  ] as const) {
    const plain = await cli(args, env);
    t.deepEqual([plain.code, plain.stdout], [exit, '']);
    t.regex(plain.stderr, new RegExp(`^The API returned ${status.toString()} .+`, 'm'));
    t.regex(plain.stderr, new RegExp(`^ {2}code: ${code}$`, 'm'));
    t.regex(plain.stderr, /^ {2}request id: \S+$/m);
    // Under the name of the option: nobody typed the other one.
    for (const field of fields) t.true(plain.stderr.includes(`--${field.replaceAll('_', '-')}: `), plain.stderr);
    t.notRegex(plain.stderr, /\b(client_mail|client_id)\b/);
    const report = await cli(`${args} --json`, env);
    t.is(report.code, exit);
    const problem = JSON.parse(report.stdout) as { request_id: string; detail: string; errors?: { pointer: string }[] };
    t.like(problem, { code, status });
    t.truthy(problem.request_id);
    t.truthy(problem.detail);
    t.deepEqual((problem.errors ?? []).map(({ pointer }) => pointer.slice(1)).sort(), [...fields].sort());
    const french = await cli(`${args} --lang fr`, env);
    t.regex(french.stderr, /^ {2}code : .*\n {2}identifiant de requête : /m);
  }
});

test('in other modes, an error has the same names', async (t) => {
  const args = `${NEW_ORDER} --expires-at 2999-01-01T00:00:00Z --demo`;
  const plain = await cli(args);
  t.regex(plain.stderr, /^--expires-at: is for orders with a courier phone\n {2}code: invalid_request\n/m);
  const report = JSON.parse((await cli(`${args} --json`)).stdout) as object;
  t.like(report, {
    code: 'invalid_request',
    detail: 'expires_at: is for orders with a courier phone',
    errors: [{ pointer: '/expires_at' }],
  });
});

for (const [args, errors] of [
  ['order get --json', [['/order_id', /^is missing$/]]],
  ['--json client update', [['/client_id', /^is missing$/]]],
  ['order list --json --limit', [['/limit', /without a value/]]],
  ['order list --json --limit 0', [['/limit', /^must be a whole number from 1 to 200$/]]],
  ['order list --json --limit 5 --limit 6', [['/limit', /^given twice$/]]],
  ['lookup --proxy 12 --json', [['/proxy', /country code/]]],
  ['pool list --json --lang xx', [['/lang', /^must be one of: en, fr$/]]],
  ['dance --json', []],
] as const) {
  test(`the JSON of "${args}" says which options are wrong`, async (t) => {
    const { code, stdout } = await cli(args);
    t.is(code, 2);
    const found = (JSON.parse(stdout) as { errors?: { pointer: string; detail: string }[] }).errors ?? [];
    t.is(found.length, errors.length);
    for (const [index, [pointer, detail]] of errors.entries()) {
      t.is(found[index]?.pointer, pointer);
      t.regex(found[index]?.detail ?? '', detail);
    }
  });
}

test('errors of the command line and of settings are JSON too', async (t) => {
  for (const [args, env, code] of [
    ['dance --json', {}, 'invalid_input'],
    ['order get --json', {}, 'invalid_input'],
    ['order get --json --order-id 1 --nonsense', {}, 'invalid_input'],
    ['order list --json', {}, 'invalid_input'],
    ['order list --json', { PUBLIC_BASE_URL: 'nonsense' }, 'invalid_settings'],
    ['order list --json', { PUBLIC_BASE_URL: 'http://127.0.0.1:1', PROXYCALL_API_TOKEN: 'a\u4711' }, 'invalid_input'],
    ['order list --json', { PUBLIC_BASE_URL: 'http://127.0.0.1:1' }, 'unreachable'],
    ['order list --json --lang xx', {}, 'invalid_input'],
    ['pool provision --json --yes', { PROXYCALL_NUMBER_TYPE: 'pager' }, 'invalid_settings'],
    ['pool list --json', { PROXYCALL_PHONE_COUNTRY: 'France' }, 'invalid_settings'],
  ] as const) {
    const { code: exit, stdout, stderr } = await cli(args, { ...env });
    const report = JSON.parse(stdout) as { detail: string };
    t.like(report, { code });
    t.is(exit, code === 'unreachable' ? 3 : 2);
    t.true(stderr.includes(report.detail.split('\n')[0] ?? ''), 'said in words as well');
  }
  t.is((await cli('order get')).stdout, '', 'not unasked');
});

/**
 * What a terminal would obey: an escape sequence, one of a single character, a turn of the line, ends of lines, a bell. And what nobody
 * sees: marks of direction, spaces without width, joiners between letters of ours, a filler, a tag.
 */
const EVIL =
  'Ada\u001b[2J\u009b31m\u202egnp.exe\u2028\u2029\r\nBob\u0007\u007f\u0000\u200e\u200f\u061c\u200b\u2060\ufeff\u00ada\u200da\u200c\u3164\u{e0041}';
const RAW = /(?![\n])\p{Cc}|[\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff]|\u{e0041}/u;

const EVIL_CLIENT = {
  client_id: '1',
  client_name: EVIL,
  client_mail: EVIL,
  client_real_phone: '+33639987654',
  client_proxy_number: null,
  client_iso_residency: '',
  client_country_code: '33',
  client_last_caller: '',
};

for (const [args, value, status] of [
  ['client get --client-id 1', EVIL_CLIENT, 200],
  ['client list', { items: [EVIL_CLIENT], next_cursor: EVIL }, 200],
  ['simulate-call --from anonymous --to +33639980000', { decision: EVIL, twiml: EVIL, recorded: true }, 200],
  [
    'pool release --yes +33639980000',
    {
      released: [],
      removed: [],
      kept: [],
      failed: [{ phone_number: '+33639980000', reason: EVIL }],
      not_found: [EVIL],
    },
    200,
  ],
  [
    'client get --client-id 1',
    { code: EVIL, detail: EVIL, errors: [{ pointer: `/${EVIL}`, detail: EVIL }], request_id: EVIL },
    400,
  ],
  ['doctor', { status: 'ok', code: EVIL, detail: EVIL }, 200],
] as const) {
  test(`control characters are never printed raw: ${args}, ${status.toString()}`, async (t) => {
    const { url } = await startForeign(t, json(value, status));
    const plain = await cli(args, { PUBLIC_BASE_URL: url });
    t.notRegex(plain.stdout + plain.stderr, RAW);
    if (args !== 'doctor') t.true((plain.stdout + plain.stderr).includes('Ada\\u001b[2J\\u009b31m\\u202egnp.exe'));
    const report = await cli(`${args} --json`, { PUBLIC_BASE_URL: url });
    t.notRegex(report.stdout + report.stderr, RAW);
    if (args === 'doctor') return;
    t.true(
      JSON.stringify(JSON.parse(report.stdout)).includes(JSON.stringify(EVIL).slice(1, -1)),
      'the same value in JSON',
    );
  });
}

for (const args of [
  [EVIL],
  ['pool', EVIL],
  ['pool', 'list', EVIL],
  ['pool', 'list', `--${EVIL}`],
  ['pool', 'list', '--from', EVIL],
]) {
  test(`what was typed is never printed raw: ${JSON.stringify(args)}`, async (t) => {
    const { code, stderr } = await cli(args);
    t.is(code, 2);
    t.notRegex(stderr, RAW);
    t.false(
      stderr.split('\n').some((line) => line.startsWith('Bob')),
      'no line of its own',
    );
  });
}

test('a redirect and a status line print nothing raw', async (t) => {
  const { url } = await startForeign(t, (request, response) => {
    response.statusMessage = 'No \u009b31m';
    response.writeHead(302, { location: `http://x.example/\u009b31m${request.url ?? ''}` }).end();
  });
  const { code, stderr } = await cli('pool stats', { PUBLIC_BASE_URL: url });
  t.is(code, 3);
  t.notRegex(stderr, RAW);
});

test('joiners of emoji and of other scripts are part of a name', (t) => {
  for (const name of ['Zoë 👩‍👩‍👧', '👩🏽‍🚀 🏳️‍🌈', 'می‌خواهم', 'क्‍ष', '❤️']) {
    t.is(printable(name), name);
    t.is(printableJson(name), JSON.stringify(name));
  }
  t.is(printable('\u{e0041}'), '\\udb40\\udc41');
});
