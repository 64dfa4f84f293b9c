import test from 'ava';
import {
  DEFAULT_CONFIRMATION_LIMITS,
  DEFAULT_CONFIRMATION_SETTINGS,
} from '../../src/domain/model/confirmation/confirmation-settings.js';
import { DEFAULT_SETTINGS } from '../../src/domain/model/settings.js';
import { DAY_MS } from '../../src/domain/model/time.js';
import { rolesOf } from '../../src/domain/services/access/permissions.js';
import { ROLES, type Role } from '../../src/domain/model/role.js';
import { put } from '../../src/domain/services/commit.js';
import { endpoints } from '../../src/entry/http/openapi.js';
import { anOrderBody, clientPhone } from '../support.js';
import { openScene, shows } from './access/scene.js';

/** What a role gets: the answer as it is, the answer masked, or a refusal. */
type Gets = 'clear' | 'masked' | '-';
type Request = readonly [method: string, path: string, body?: unknown];

const UNKNOWN = '+33639989999';
/** Like those of clients 4 and 5, whom nobody knows. */
const person = (index: number) => ({
  ...{ client_name: 'Grace Hopper', client_mail: 'grace@shop.example' },
  client_real_phone: `+3363998500${index.toString()}`,
});
const CONFIRMATION = { confirmation_id: 'P-1', ...person(4) };
const PENDING = { pending_id: 'P-2', ...person(5) };
const RESEND = { pending_id: 'none', channel: 'sms' };
const inDays = (days: number) => new Date(Date.now() + days * DAY_MS).toISOString();
const PLAN = '/pool/plan?orders_per_day=10';

/**
 * Who may do what: docs/access.md in the words of a test. Requests name records that are not there where they would change something, as
 * a role is looked at first.
 */
const MATRIX: readonly (readonly [
  operation: string,
  viewer: Gets,
  shop: Gets,
  operator: Gets,
  admin: Gets,
  request: Request,
])[] = [
  ['createOrder', '-', 'clear', 'masked', 'clear', ['POST', '/orders', anOrderBody(1)]],
  ['getOrder', 'masked', 'clear', 'masked', 'clear', ['GET', '/orders/O-2']],
  ['listOrders', 'masked', '-', 'masked', 'clear', ['GET', '/orders']],
  ['closeOrder', '-', 'clear', 'masked', 'clear', ['POST', '/orders/O-1/close']],
  ['changeCourier', '-', 'clear', 'masked', 'clear', ['PUT', '/orders/O-2/courier', { courier_phone: '+33199001234' }]],
  ['extendOrder', '-', 'clear', 'masked', 'clear', ['POST', '/orders/O-2/extend', { expires_at: inDays(2) }]],
  ['revealOrder', '-', '-', 'clear', 'clear', ['POST', '/orders/O-2/reveal', { reason: 'complaint' }]],
  ['createClient', '-', 'clear', 'masked', 'clear', ['POST', '/clients', anOrderBody(3)]],
  ['nextClientId', 'clear', 'clear', 'clear', 'clear', ['GET', '/clients/next-id']],
  ['listClients', 'masked', '-', 'masked', 'clear', ['GET', '/clients']],
  ['getClient', 'masked', 'clear', 'masked', 'clear', ['GET', '/clients/1']],
  ['getClientByProxy', '-', 'clear', 'masked', 'clear', ['GET', '/clients/by-proxy/{proxy}']],
  ['updateClient', '-', 'clear', 'masked', 'clear', ['PUT', '/clients/1', { client_name: 'Ada Lovelace' }]],
  ['revealClient', '-', '-', 'clear', 'clear', ['POST', '/clients/1/reveal', { reason: 'legal_request' }]],
  ['eraseClient', '-', '-', '-', 'clear', ['DELETE', '/clients/none']],
  ['exportPerson', '-', '-', '-', 'clear', ['POST', '/people/export', { phone: '+33199001234' }]],
  ['erasePerson', '-', '-', '-', 'clear', ['POST', '/people/erase', { phone: '+33199009999' }]],
  ['listAvailableNumbers', 'masked', '-', 'clear', 'clear', ['GET', '/pool/available?country_iso=FR']],
  ['listNumbers', 'masked', '-', 'masked', 'clear', ['GET', '/pool/numbers']],
  ['assignNumber', '-', '-', 'masked', 'clear', ['POST', '/pool/assign', { client_id: '1', number_type: 'mobile' }]],
  ['provisionNumbers', '-', '-', '-', 'clear', ['POST', '/pool/provision', { country_iso: 'FR', batch_size: 1 }]],
  ['syncPool', '-', '-', 'clear', 'clear', ['POST', '/pool/sync', { apply: false }]],
  ['fixWebhooks', '-', '-', 'clear', 'clear', ['POST', '/pool/fix-webhooks', { dry_run: true }]],
  ['purgeWithoutSms', '-', '-', '-', 'clear', ['POST', '/pool/purge-sans-sms', { dry_run: true }]],
  ['releaseNumbers', '-', '-', '-', 'clear', ['POST', '/pool/release', { numbers: [UNKNOWN] }]],
  ['shareNumbers', '-', '-', 'clear', 'clear', ['POST', '/pool/share', { numbers: [UNKNOWN] }]],
  ['poolStats', 'masked', '-', 'masked', 'clear', ['GET', '/pool/stats']],
  ['planPool', 'masked', '-', 'masked', 'clear', ['GET', PLAN]],
  ['listInteractions', 'masked', '-', 'masked', 'clear', ['GET', '/interactions']],
  // With calls of the last minute, so that there is something to show.
  ['watchInteractions', 'masked', '-', 'masked', 'clear', ['GET', '/interactions/stream?since={since}']],
  ['interactionCounts', 'masked', '-', 'masked', 'clear', ['GET', '/interactions/counts']],
  ['simulateCall', '-', '-', 'masked', 'clear', ['POST', '/calls/simulate', { from: '+33199001234', to: '{proxy}' }]],
  ['search', 'masked', '-', 'masked', 'clear', ['POST', '/search', { text: 'O-2' }]],
  ['checkSetup', 'masked', '-', 'masked', 'clear', ['GET', '/setup']],
  ['storeFindings', 'masked', '-', 'masked', 'clear', ['GET', '/store/findings']],
  [
    'mailClients',
    '-',
    '-',
    'clear',
    'clear',
    ['POST', '/messages/mail', { client_ids: [1], template: 'number_ready' }],
  ],
  ['weeklyReport', 'masked', '-', 'masked', 'clear', ['GET', '/reports/weekly']],
  ['createToken', '-', '-', '-', 'clear', ['POST', '/tokens', { name: 'another', role: 'viewer' }]],
  ['listTokens', '-', '-', '-', 'clear', ['GET', '/tokens']],
  ['revokeToken', '-', '-', '-', 'clear', ['DELETE', '/tokens/none']],
  ['createConfirmation', '-', 'clear', 'masked', 'clear', ['POST', '/confirmations', CONFIRMATION]],
  ['listConfirmations', 'masked', '-', 'masked', 'clear', ['GET', '/confirmations']],
  ['getConfirmation', 'masked', 'clear', 'masked', 'clear', ['GET', '/confirmations/P-1']],
  ['sendConfirmation', '-', 'clear', 'masked', 'clear', ['POST', '/confirmations/none/send', { channel: 'sms' }]],
  ['verifyConfirmation', '-', 'clear', 'masked', 'clear', ['POST', '/confirmations/none/verify', { code: '480213' }]],
  ['approveConfirmation', '-', '-', 'masked', 'clear', ['POST', '/confirmations/none/approve']],
  ['cancelConfirmation', '-', 'clear', 'masked', 'clear', ['POST', '/confirmations/none/cancel']],
  ['earlierCreateConfirmation', '-', 'clear', 'masked', 'clear', ['POST', '/confirmations/create', PENDING]],
  ['earlierConfirmationStatus', 'masked', 'clear', 'masked', 'clear', ['GET', '/confirmations/status?pending_id=P-1']],
  ['earlierResendConfirmation', '-', 'clear', 'masked', 'clear', ['POST', '/confirmations/resend', RESEND]],
  ['expireConfirmations', '-', '-', 'masked', 'clear', ['POST', '/confirmations/expire', 8760]],
  ['listAudit', '-', '-', '-', 'clear', ['GET', '/audit']],
  ['verifyAudit', '-', '-', '-', 'clear', ['GET', '/audit/verify']],
];

/** Roles that may do an operation only in part: what they may, and what they may not. */
const LIMITED: readonly (readonly [role: Role, may: Request, mayNot: Request])[] = [
  ['shop', ['GET', '/interactions?order_id=O-2'], ['GET', '/interactions?client_id=1']],
  ['viewer', ['GET', '/setup'], ['GET', '/setup?fresh=true']],
  ['viewer', ['POST', '/search', { text: '1' }], ['POST', '/search', { text: clientPhone(1) }]],
  [
    'operator',
    ['POST', '/pool/assign', { client_id: '1', number_type: 'mobile' }],
    ['POST', '/pool/assign', { client_id: '1', number_type: 'mobile', buy: true }],
  ],
];

const place = <T>(value: T, proxy: string): T => {
  const since = new Date(Date.now() - 50_000).toISOString();
  return JSON.parse(JSON.stringify(value).replaceAll('{proxy}', proxy).replaceAll('{since}', since)) as T;
};

test('every route for every role: what it answers, and whom it refuses', async (t) => {
  // Several roles begin a confirmation, each with a number.
  const limits = { ...DEFAULT_CONFIRMATION_LIMITS, heldPercent: 100 };
  const confirmations = { ...DEFAULT_CONFIRMATION_SETTINGS, limits };
  const { service, sendAs, personal } = await openScene(t, { settings: { ...DEFAULT_SETTINGS, confirmations } });
  t.is((await service.send('POST', '/pool/provision', { country_iso: 'FR', batch_size: 8 })).status, 200);
  const proxy = String((await service.send('GET', '/clients/1')).json['client_proxy_number']);
  const names = endpoints.map(({ operationId, earlierName }) => earlierName ?? operationId);
  t.deepEqual(MATRIX.map(([operation]) => operation).sort(), names.sort());
  for (const [operation, viewer, shop, operator, admin, request] of MATRIX) {
    const expected = { viewer, shop, operator, admin };
    const [method, path, body] = place(request, proxy);
    for (const role of ROLES) {
      const name = `${operation} as ${role}`;
      const reply = await sendAs(role, method, path, body);
      const isRefused = reply.json['code'] === 'not_allowed';
      t.is(isRefused, expected[role] === '-', `${name}: ${reply.status.toString()} ${reply.text}`);
      if (isRefused) {
        t.is(reply.status, 403);
        for (const other of rolesOf(
          endpoints.find(({ operationId, earlierName }) => (earlierName ?? operationId) === operation)?.operationId ??
            'getOrder',
        ))
          if (expected[other] !== '-') t.true(String(reply.json['detail']).includes(other), `${name} names ${other}`);
      } else {
        t.true([200, 201, 404, 409].includes(reply.status), `${name}: ${reply.text}`);
      }
      if (expected[role] !== 'clear') {
        for (const secret of personal) t.false(shows(reply.text, secret), `${name} shows ${secret}: ${reply.text}`);
      }
    }
  }
});

test('a viewer is shown no number of the pool, not in its label either, where carriers write it', async (t) => {
  const { service, sendAs } = await openScene(t);
  const { store } = service.program.ports;
  const labels = (number: string) => [
    number,
    `0${number.slice(3)}`,
    `0${number.slice(3, 4)} ${number.slice(4, 8)}-${number.slice(8)}`,
  ];
  const numbers = await store.numbers();
  for (const [index, read] of numbers.entries()) {
    const spellings = labels(read.value.number);
    const value = { ...read.value, friendlyName: spellings[index % spellings.length] ?? '' };
    await store.commit({ puts: [put('number', value, read)] });
  }
  const path = '/pool/available?country_iso=FR';
  const { text: clear } = await sendAs('operator', 'GET', path);
  const { text: masked, json } = await sendAs('viewer', 'GET', path);
  t.true((json['available'] as unknown[]).length > 0);
  t.true(numbers.filter(({ value }) => shows(clear, value.number)).length > 0);
  for (const { value } of numbers) {
    for (const label of labels(value.number)) t.true(shows(label, value.number), label);
    t.false(shows(masked, value.number), masked);
  }
});

test('a role that may do something in part is told what', async (t) => {
  const { sendAs } = await openScene(t);
  for (const [role, may, mayNot] of LIMITED) {
    t.is((await sendAs(role, ...may)).status, 200);
    const refused = await sendAs(role, ...mayNot);
    t.deepEqual([refused.status, refused.json['code']], [403, 'not_allowed']);
    t.regex(String(refused.json['detail']), new RegExp(`the role ${role} may do this only .*admin`));
  }
});

test('whatever is masked and sent back is refused in the same words', async (t) => {
  const { service } = await openScene(t);
  for (const [method, path, body] of [
    ['PUT', '/clients/1', { client_real_phone: '+336••••••54' }],
    ['PUT', '/clients/1', { client_mail: 'a•••@•••' }],
    ['PUT', '/clients/1', { client_name: 'A•••' }],
    ['POST', '/calls/simulate', { from: '+336••••••54', to: '+33639980000' }],
    ['GET', `/clients/by-proxy/${encodeURIComponent('+336••••••54')}`],
  ] as const) {
    const { status, json } = await service.send(method, path, body);
    const [error] = json['errors'] as { detail: string }[];
    t.is(status, 400);
    t.regex(error?.detail ?? '', /^must not contain •, which stands for what is masked: send the real value/);
  }
});

test('OpenAPI says which roles may carry out an operation', async (t) => {
  const { service } = await openScene(t);
  const { paths } = (await service.send('GET', '/openapi.json')).json as unknown as {
    readonly paths: Record<string, Record<string, Record<string, unknown>>>;
  };
  for (const { path, method, operationId } of endpoints) {
    const { security, description } = paths[path]?.[method] ?? {};
    const roles = rolesOf(operationId);
    t.deepEqual(
      security,
      roles.map((role) => ({ bearer: [role] })),
      operationId,
    );
    for (const role of roles) t.true(String(description).includes(`\`${role}\``), operationId);
  }
  t.deepEqual(paths['/orders/{order_id}']?.['get']?.['x-roles'], {
    ...{ viewer: 'masked', shop: 'clear', operator: 'masked', admin: 'clear' },
  });
});

test('metrics are for roles that see the pool, and a refusal is recorded', async (t) => {
  const { service, sendAs } = await openScene(t);
  for (const role of ROLES) t.is((await sendAs(role, 'GET', '/metrics')).status, role === 'shop' ? 403 : 200, role);
  const [refusal] = (await service.send('GET', '/audit')).json['items'] as Record<string, unknown>[];
  t.like(refusal, { actor: 'a shop', action: 'readMetrics', outcome: 'refused', address: '127.0.0.0/24' });
  t.regex(service.log(), /readMetrics.*access\.refused/);
});

test('a role is looked at before the request: whoever may not make it learns nothing of its fields, and it is recorded', async (t) => {
  const { service, sendAs } = await openScene(t);
  for (const body of [{}, { numbers: 1 }, '{', ['+336••••••54']]) {
    const refused = await sendAs('viewer', 'POST', '/pool/release', body);
    t.deepEqual([refused.status, refused.json['code'], refused.json['errors']], [403, 'not_allowed', undefined]);
  }
  t.is((await sendAs('viewer', 'DELETE', `/tokens/${'x'.repeat(300)}`)).status, 403);
  const entries = (await service.send('GET', '/audit')).json['items'] as Record<string, unknown>[];
  const refused = entries.filter(({ outcome }) => outcome === 'refused').map(({ actor, action }) => [actor, action]);
  t.deepEqual(refused.sort(), [
    ['a viewer', 'releaseNumbers'],
    ['a viewer', 'revokeToken'],
  ]);
});
