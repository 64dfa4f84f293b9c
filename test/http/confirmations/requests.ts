import test from 'ava';
import { ProxyCallError } from '../../../src/domain/model/errors.js';
import { HELD, openScene, RECEIPT, VIEW } from './scene.js';

const receipt = {
  confirmation_id: 'P-1',
  purpose: 'new_client',
  status: 'pending',
  channel: 'sms',
  sent_to: '+****1234',
  client_proxy_number: HELD,
  expires_at: '2026-11-27T10:00:00.000Z',
  next_step_at: '2026-11-26T10:01:00.000Z',
};

const view = {
  confirmation_id: 'P-1',
  purpose: 'new_client',
  status: 'pending',
  client_proxy_number: HELD,
  proved: [],
  approved: false,
  attempts_left: 5,
  messages: [{ message: 'code', channel: 'sms', status: 'sent', created_at: '2026-11-26T10:00:00.000Z' }],
  created_at: '2026-11-26T10:00:00.000Z',
  expires_at: '2026-11-27T10:00:00.000Z',
};

test('every route passes on what it is sent, and answers in the names of the wire', async (t) => {
  const shown = () => Promise.resolve(VIEW);
  const { send, calls } = await openScene(t, {
    api: {
      createConfirmation: () => Promise.resolve(RECEIPT),
      sendConfirmation: () => Promise.resolve({ ...RECEIPT, channel: 'voice', nextStepAt: undefined }),
      listConfirmations: () => Promise.resolve({ items: [VIEW], nextCursor: 'more' }),
      ...{ getConfirmation: shown, verifyConfirmation: shown, approveConfirmation: shown, cancelConfirmation: shown },
    },
  });
  const created = await send('POST', '/confirmations', {
    ...{ confirmation_id: 'P-1', client_id: 7, client_name: 'Ada', client_mail: 'ada@shop.example' },
    ...{ client_real_phone: '0033639981234', client_iso_residency: 'fr', number_type: 'mobile', channel: 'sms' },
    language: 'de',
  });
  t.deepEqual([created.status, created.json], [201, receipt]);
  const { status, json } = await send('POST', '/confirmations/P-1/send', { channel: 'voice' });
  t.deepEqual([status, json], [200, { ...receipt, channel: 'voice', next_step_at: null }]);
  t.deepEqual((await send('GET', '/confirmations?client_id=7&status=pending&limit=5&cursor=x')).json, {
    items: [view],
    next_cursor: 'more',
  });
  for (const [method, path, body] of [
    ['GET', '/confirmations/P-1', undefined],
    ['POST', '/confirmations/P-1/verify', { code: ' 480213 ' }],
    ['POST', '/confirmations/P-1/approve', undefined],
    ['POST', '/confirmations/P%2F1%20%C3%A4/cancel', undefined],
  ] as const)
    t.deepEqual((await send(method, path, body)).json, view, path);
  t.deepEqual(calls, [
    [
      'createConfirmation',
      {
        ...{ confirmationId: 'P-1', clientId: '7', clientName: 'Ada', clientMail: 'ada@shop.example' },
        ...{ clientRealPhone: '+33639981234', clientIsoResidency: 'FR', numberType: 'mobile', channel: 'sms' },
        language: 'de',
      },
    ],
    ['sendConfirmation', 'P-1', { channel: 'voice' }],
    ['listConfirmations', { clientId: '7', status: 'pending', limit: 5, cursor: 'x' }],
    ['getConfirmation', 'P-1'],
    ['verifyConfirmation', 'P-1', { code: '480213' }],
    ['approveConfirmation', 'P-1'],
    ['cancelConfirmation', 'P/1 ä'],
  ]);
});

test('bad input reaches no operation, and its fields are named', async (t) => {
  const { send, calls } = await openScene(t);
  for (const [method, path, body, pointer] of [
    ['POST', '/confirmations', { confirmation_id: 'status' }, '/confirmation_id'],
    ['POST', '/confirmations', { confirmation_id: '..' }, '/confirmation_id'],
    ['POST', '/confirmations', { client_mail: 'nobody' }, '/client_mail'],
    ['POST', '/confirmations', { client_real_phone: '06 39 98 12 34' }, '/client_real_phone'],
    ['POST', '/confirmations', { client_real_phone: '+336••••••34' }, '/client_real_phone'],
    ['POST', '/confirmations', { channel: 'fax' }, '/channel'],
    ['POST', '/confirmations', { language: 'ja' }, '/language'],
    ['POST', '/confirmations', { number_type: 'none' }, '/number_type'],
    ['POST', '/confirmations', { phone: '+33639981234' }, ''],
    ['POST', '/confirmations', [], ''],
    ['GET', '/confirmations?status=open', undefined, '/status'],
    ['GET', '/confirmations?limit=201', undefined, '/limit'],
    ['GET', '/confirmations/..%20', undefined, '/confirmation_id'],
    ['POST', '/confirmations/P-1/send', {}, '/channel'],
    ['POST', '/confirmations/P-1/send', { channel: 'SMS ' }, '/channel'],
    ['POST', '/confirmations/P-1/verify', { code: '' }, '/code'],
    ['POST', '/confirmations/P-1/verify', { code: 480213 }, '/code'],
    ['POST', '/confirmations/P-1/verify', { code: '1'.repeat(21) }, '/code'],
  ] as const) {
    const reply = await send(method, path, body);
    const name = `${method} ${path} ${JSON.stringify(body)}`;
    t.is(reply.status, 400, name);
    const { code, errors } = reply.json as { code: string; errors?: { pointer: string }[] };
    t.deepEqual([code, errors?.[0]?.pointer], ['invalid_request', pointer], name);
  }
  t.deepEqual(calls, []);
});

test('every refusal has its status, and says what a program needs to go on', async (t) => {
  let error: Error | undefined;
  const { send, log } = await openScene(t, {
    api: { verifyConfirmation: () => Promise.reject(error ?? new TypeError('no error')) },
  });
  for (const [code, status, options, expected] of [
    ['confirmation_not_found', 404, {}, {}],
    ['confirmation_closed', 409, {}, {}],
    ['channel_unavailable', 409, {}, {}],
    ['code_wrong', 422, { attemptsLeft: 0 }, { attempts_left: 0 }],
    ['code_locked', 429, { retryAfterSeconds: 599.5 }, { retryAfter: '600' }],
    ['too_many_sends', 429, { retryAfterSeconds: 0 }, { retryAfter: '1' }],
    ['pool_exhausted', 503, {}, {}],
  ] as const) {
    error = new ProxyCallError(code, `this is ${code}`, options);
    const reply = await send('POST', '/confirmations/P-1/verify', { code: '480213' });
    const problem = reply.json as Record<string, unknown>;
    t.deepEqual([reply.status, problem['code'], problem['detail']], [status, code, `this is ${code}`]);
    t.is(problem['attempts_left'], 'attempts_left' in expected ? expected.attempts_left : undefined);
    t.is(reply.headers.get('retry-after'), 'retryAfter' in expected ? expected.retryAfter : null);
    t.is(reply.headers.get('content-type'), 'application/problem+json');
  }
  t.false(log().includes('480213'));
});

test('without a token nothing of it is answered', async (t) => {
  const { ask, calls } = await openScene(t);
  for (const [method, path] of [
    ...[
      ['POST', '/confirmations'] as const,
      ['GET', '/confirmations'] as const,
      ['GET', '/confirmations/P-1'] as const,
    ],
    ...(['send', 'verify', 'approve', 'cancel'] as const).map(
      (action) => ['POST', `/confirmations/P-1/${action}`] as const,
    ),
    ...(['create', 'resend', 'expire'] as const).map((action) => ['POST', `/confirmations/${action}`] as const),
    ['GET', '/confirmations/status?pending_id=P-1'] as const,
  ])
    t.is((await ask(method, path)).status, 401, path);
  t.deepEqual(calls, []);
});

test('orders and clients say which confirmation they wait for, and nothing of it otherwise', async (t) => {
  const confirmation = { confirmationId: 'P-1', status: 'pending' as const };
  const client = { clientId: '1', clientProxyNumber: HELD };
  let awaited: typeof confirmation | undefined = confirmation;
  const answer = <T extends object>(value: T) =>
    Promise.resolve(awaited === undefined ? value : { ...value, confirmation: awaited });
  const { send } = await openScene(t, {
    api: { createOrder: () => answer({ orderId: 'O-1', ...client }), createClient: () => answer(client) },
  });
  const body = {
    ...{ order_id: 'O-1', client_id: '1', client_name: 'Ada', client_mail: 'ada@shop.example' },
    client_real_phone: '+33639981234',
  };
  for (const next of [confirmation, undefined]) {
    awaited = next;
    const more = next === undefined ? {} : { confirmation: { confirmation_id: 'P-1', status: 'pending' } };
    const order = await send('POST', '/orders', body);
    t.deepEqual(
      [order.status, order.json],
      [200, { order_id: 'O-1', client_id: '1', client_proxy_number: HELD, ...more }],
    );
    t.deepEqual((await send('POST', '/clients', body)).json, { client_id: '1', client_proxy_number: HELD, ...more });
  }
});
