import test from 'ava';
import { ProxyCallError } from '../../src/domain/model/errors.js';
import { cli } from '../command-line.js';
import { HELD, openScene, RECEIPT, VIEW } from '../http/confirmations/scene.js';
import { TOKEN } from '../support.js';
import { KEYS, onTerminal } from './terminal.js';

const envOf = (url: string) => ({ PUBLIC_BASE_URL: url, PROXYCALL_API_TOKEN: TOKEN });

test('every command sends its options, and shows what is answered, in both languages', async (t) => {
  const view = () => Promise.resolve(VIEW);
  const { url, calls } = await openScene(t, {
    api: {
      createConfirmation: () => Promise.resolve(RECEIPT),
      sendConfirmation: () => Promise.resolve({ ...RECEIPT, channel: 'email', sentTo: 'a***@***' }),
      listConfirmations: () => Promise.resolve({ items: [VIEW], nextCursor: 'more' }),
      ...{ getConfirmation: view, verifyConfirmation: view, approveConfirmation: view, cancelConfirmation: view },
    },
  });
  for (const [line, shown, french, called] of [
    [
      'create --confirmation-id P-1 --name Ada --client-mail ada@shop.example --client-real-phone 0639981234 --channel SMS --language de',
      /sent to +\+\*\*\*\*1234/,
      /envoyé à +\+\*\*\*\*1234/,
      [
        'createConfirmation',
        {
          ...{ confirmationId: 'P-1', clientName: 'Ada', clientMail: 'ada@shop.example' },
          ...{ clientRealPhone: '+33639981234', channel: 'sms', language: 'de' },
        },
      ],
    ],
    ['create --client-id 7', /purpose +new_client/, /objet +new_client/, ['createConfirmation', { clientId: '7' }]],
    ['get --confirmation-id P-1', /attempts left +5/, /essais restants +5/, ['getConfirmation', 'P-1']],
    [
      'list --status Pending --client-id 7 --limit 5',
      /purpose[^]*new_client[^]*More results: --cursor more/,
      /objet[^]*Résultats suivants/,
      ['listConfirmations', { status: 'pending', clientId: '7', limit: 5 }],
    ],
    [
      'send --confirmation-id P-1 --channel email',
      /sent to +a\*\*\*@/,
      /canal +email/,
      ['sendConfirmation', 'P-1', { channel: 'email' }],
    ],
    [
      'verify --confirmation-id P-1 --code 480213',
      /status +pending/,
      /état +pending/,
      ['verifyConfirmation', 'P-1', { code: '480213' }],
    ],
    ['approve --confirmation-id P-1 --yes', /approved +no/, /approuvée +non/, ['approveConfirmation', 'P-1']],
    ['cancel --confirmation-id P-1', /messages \(1\):/, /messages \(1\)/, ['cancelConfirmation', 'P-1']],
  ] as const) {
    const { code, stdout, stderr } = await cli(`confirmation ${line}`, envOf(url));
    t.is(code, 0, stderr);
    t.regex(stdout, shown);
    t.deepEqual(JSON.parse(JSON.stringify(calls.at(-1))), called);
    t.regex((await cli(`confirmation ${line} --lang fr`, envOf(url))).stdout, french);
  }
  const { stdout } = await cli('confirmation get --confirmation-id P-1 --json', envOf(url));
  t.like(JSON.parse(stdout), { confirmation_id: 'P-1', client_proxy_number: HELD, attempts_left: 5 });
});

test('options that cannot be meant are refused before anything is sent', async (t) => {
  const { url, calls } = await openScene(t);
  for (const line of [
    'create --channel fax',
    'create --language ja',
    'create --number-type odd',
    'create --client-real-phone 1',
    'list --status open',
    'send --confirmation-id P-1 --channel fax',
    'send --confirmation-id P-1',
    'get',
    'verify --confirmation-id P-1',
    'approve --confirmation-id P-1',
  ])
    t.is((await cli(`confirmation ${line}`, envOf(url))).code, 2, line);
  t.deepEqual(calls, []);
});

test('a code is asked for on a terminal, and not shown; a file has it too', async (t) => {
  const { url, calls } = await openScene(t, { api: { verifyConfirmation: () => Promise.resolve(VIEW) } });
  const asked = await onTerminal('confirmation verify --confirmation-id P-1', {
    env: envOf(url),
    steps: [[/The code that was received/, `480213${KEYS.enter}`]],
  });
  t.is(asked.code, 0, asked.text);
  t.deepEqual(asked.unasked, []);
  t.false(asked.raw.includes('480213'));
  t.deepEqual(calls, [['verifyConfirmation', 'P-1', { code: '480213' }]]);
  for (const keys of [KEYS.ctrlC, KEYS.enter]) {
    const cancelled = await onTerminal('confirmation verify --confirmation-id P-1', {
      env: envOf(url),
      steps: [[/The code that was received/, keys]],
    });
    t.regex(cancelled.text, /Nothing was done/);
  }
  t.is(calls.length, 1);
  const input = JSON.stringify({ confirmation_id: 'P-1', code: '111222' });
  t.is((await cli('confirmation verify --from-file -', envOf(url), '/', { input })).code, 0);
  t.deepEqual(calls.at(-1), ['verifyConfirmation', 'P-1', { code: '111222' }]);
});

test('an approval is asked for', async (t) => {
  const { url, calls } = await openScene(t, { api: { approveConfirmation: () => Promise.resolve(VIEW) } });
  const approve = (keys: string) =>
    onTerminal('confirmation approve --confirmation-id P-1', {
      env: envOf(url),
      steps: [[/Approve without a proof\?/, keys]],
    });
  t.regex((await approve('n')).text, /Nothing was done/);
  t.deepEqual(calls, []);
  t.is((await approve('y')).code, 0);
  t.is(calls.length, 1);
});

test('a wrong code is an error of who entered it; too many are not tried again', async (t) => {
  let error = new ProxyCallError('code_wrong', 'this code is wrong: 2 attempts left', { attemptsLeft: 2 });
  const { url, calls } = await openScene(t, {
    api: { verifyConfirmation: () => Promise.reject(error), sendConfirmation: () => Promise.reject(error) },
  });
  const wrong = await cli('confirmation verify --confirmation-id P-1 --code 480213', envOf(url));
  t.is(wrong.code, 2);
  t.regex(wrong.stderr, /422 .*2 attempts left[^]*code: code_wrong/);
  t.false(wrong.stderr.includes('480213'));
  for (const [code, line] of [
    ['code_locked', 'verify --confirmation-id P-1 --code 480213'],
    ['too_many_sends', 'send --confirmation-id P-1 --channel sms'],
  ] as const) {
    const before = calls.length;
    error = new ProxyCallError(code, 'too many', { retryAfterSeconds: 3 });
    const refused = await cli(`confirmation ${line}`, envOf(url));
    t.is(refused.code, 3);
    t.regex(refused.stderr, /too many \(try again in 3 s\)/);
    t.is(calls.length, before + 1, code);
  }
});

test('a new client who waits for a confirmation is shown with it', async (t) => {
  const client = { clientId: '1', clientProxyNumber: HELD };
  const confirmation = { confirmationId: 'P-1', status: 'pending' as const };
  const { url } = await openScene(t, {
    api: {
      createOrder: () => Promise.resolve({ orderId: 'O-1', ...client, confirmation }),
      createClient: () => Promise.resolve({ ...client, confirmation }),
    },
  });
  const person = '--client-id 1 --client-name Ada --client-mail ada@shop.example --client-real-phone +33639981234';
  for (const line of [`order create --order-id O-1 ${person}`, `client create ${person}`])
    t.regex((await cli(line, envOf(url))).stdout, /waits for confirmation +P-1/);
});
