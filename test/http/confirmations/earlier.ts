import test from 'ava';
import { confirmationNotFound, invalidField, ProxyCallError } from '../../../src/domain/model/errors.js';
import { phoneNumber } from '../../../src/domain/model/phone-number.js';
import { earlierStatus } from '../../../src/domain/model/confirmation/earlier-status.js';
import type {
  ConfirmationMessage,
  ConfirmationReceipt,
  ConfirmationView,
  EarlierStatus,
} from '../../../src/ports/proxycall-api.js';
import { HELD, openScene, RECEIPT, VIEW, type SceneOptions } from './scene.js';

const request = {
  pending_id: 'P-1',
  client_name: 'Ada Lovelace',
  client_mail: 'ada@shop.example',
  client_real_phone: '33639981234',
};
const LANDLINE = phoneNumber('+33199001234');
const receiptOf = (fields: Partial<ConfirmationReceipt> = {}): SceneOptions => ({
  api: { createConfirmation: () => Promise.resolve({ ...RECEIPT, ...fields }) },
});

test('POST /confirmations/create: what the earlier service was sent, and what it answered', async (t) => {
  for (const [fields, receipt, answer, passedOn] of [
    [{}, {}, { proxy_number: HELD, number_type: 'mobile' }, {}],
    [
      { country_iso: 'FR', number_type: 'Mobile' },
      {},
      { proxy_number: HELD, number_type: 'mobile' },
      { clientIsoResidency: 'FR', numberType: 'mobile' },
    ],
    [
      { country_iso: '', number_type: '' },
      { clientProxyNumber: LANDLINE },
      { proxy_number: LANDLINE, number_type: 'local' },
      {},
    ],
    [{ number_type: 'none' }, { purpose: 'change_phone' }, { proxy_number: HELD, number_type: 'existant' }, {}],
    [
      { number_type: 'national' },
      { purpose: 'reconfirm', clientProxyNumber: undefined },
      { proxy_number: null, number_type: 'existant' },
      { numberType: 'national' },
    ],
    [
      { client_real_phone: 33639981234, pending_id: 12 },
      { confirmationId: '12' },
      { pending_id: '12', proxy_number: HELD, number_type: 'mobile' },
      { confirmationId: '12' },
    ],
  ] as const) {
    const { send, calls } = await openScene(t, receiptOf(receipt));
    const { status, json } = await send('POST', '/confirmations/create', { ...request, ...fields });
    t.deepEqual([status, json], [200, { pending_id: 'P-1', status: 'PENDING', ...answer }]);
    const [[name, sent] = []] = calls;
    t.is(name, 'createConfirmation');
    t.deepEqual(JSON.parse(JSON.stringify(sent)) as unknown, {
      ...{ confirmationId: 'P-1', clientName: 'Ada Lovelace', clientMail: 'ada@shop.example' },
      clientRealPhone: (sent as { clientRealPhone: unknown }).clientRealPhone,
      ...passedOn,
    });
  }
});

test('what is wrong is a detail in words', async (t) => {
  const { send, calls } = await openScene(t, { api: { createConfirmation: () => Promise.reject(error) } });
  let error: Error = invalidField('clientRealPhone', 'cannot be called');
  for (const fields of [
    { pending_id: undefined },
    { pending_id: 'verify' },
    { client_mail: 'x' },
    { client_real_phone: '+1' },
    { client_name: '' },
    { country_iso: 'XX' },
    { number_type: 'odd' },
  ]) {
    const { status, json } = await send('POST', '/confirmations/create', { ...request, ...fields });
    t.deepEqual([status, typeof (json as { detail: unknown }).detail], [400, 'string'], JSON.stringify(fields));
  }
  t.deepEqual(calls, []);
  const refused = await send('POST', '/confirmations/create', request);
  t.is(refused.status, 400);
  t.like(refused.json, { detail: 'client_real_phone: cannot be called' });
  for (const [code, status] of [
    ['confirmation_closed', 409],
    ['channel_unavailable', 409],
    ['too_many_sends', 429],
    ['pool_exhausted', 503],
  ] as const) {
    error = new ProxyCallError(code, 'in words');
    const reply = await send('POST', '/confirmations/create', request);
    t.is(reply.status, status);
    t.like(reply.json, { code, detail: 'in words' });
  }
});

test('GET /confirmations/status is no confirmation of that name', async (t) => {
  const { send, calls } = await openScene(t, {
    api: { getConfirmation: (id) => (id === 'P-1' ? Promise.resolve(VIEW) : Promise.reject(confirmationNotFound())) },
  });
  const found = await send('GET', '/confirmations/status?pending_id=P-1');
  t.deepEqual([found.status, found.json], [200, { pending_id: 'P-1', status: 'PENDING' }]);
  const none = await send('GET', '/confirmations/status?pending_id=P-2');
  t.is(none.status, 404);
  t.is(typeof (none.json as { detail: unknown }).detail, 'string');
  for (const query of ['', '?pending_id=', '?pending_id=P-1&pending_id=P-2'])
    t.is((await send('GET', `/confirmations/status${query}`)).status, 400, query);
  t.deepEqual(calls, [
    ['getConfirmation', 'P-1'],
    ['getConfirmation', 'P-2'],
  ]);
});

test('POST /confirmations/resend', async (t) => {
  const { send, calls } = await openScene(t, {
    api: { sendConfirmation: (_id, { channel }) => Promise.resolve({ ...RECEIPT, channel }) },
  });
  for (const [written, channel] of [
    ['sms', 'sms'],
    ['voice', 'voice'],
    ['email', 'email'],
    ['Email', 'email'],
    ['mail', 'email'],
  ] as const) {
    const { status, json } = await send('POST', '/confirmations/resend', { pending_id: 'P-1', channel: written });
    t.deepEqual([status, json], [200, { pending_id: 'P-1', channel, status: 'sent' }]);
    t.deepEqual(calls.at(-1), ['sendConfirmation', 'P-1', { channel }]);
  }
  for (const body of [{ pending_id: 'P-1' }, { pending_id: 'P-1', channel: 'fax' }, { channel: 'sms' }])
    t.is((await send('POST', '/confirmations/resend', body)).status, 400);
  t.is(calls.length, 5);
});

test('POST /confirmations/expire takes hours alone', async (t) => {
  const expired = [{ confirmationId: 'P-1', clientProxyNumber: HELD }, { confirmationId: 'P-2' }];
  const { send, calls } = await openScene(t, {
    api: { expireConfirmations: () => Promise.resolve({ expired, releasedTotal: 1 }) },
  });
  for (const [body, olderThanHours] of [
    [48, 48],
    [0, 0],
    ['12', 12],
    [undefined, 48],
    [null, 48],
    [{ older_than_hours: 7 }, 7],
  ] as const) {
    const { status, json } = await send('POST', '/confirmations/expire', body);
    t.is(status, 200, JSON.stringify(body));
    t.deepEqual(json, {
      expired: [
        { pending_id: 'P-1', proxy_number: HELD },
        { pending_id: 'P-2', proxy_number: null },
      ],
      released_total: 1,
    });
    t.deepEqual(calls.at(-1), ['expireConfirmations', { olderThanHours }]);
  }
  for (const body of [-1, 8761, 1.5, 'soon', [], true, { hours: 3 }])
    t.is((await send('POST', '/confirmations/expire', body)).status, 400, JSON.stringify(body));
  t.is(calls.length, 6);
});

const message = (fields: Partial<ConfirmationMessage>): ConfirmationMessage => ({
  ...{ message: 'code', channel: 'sms', status: 'sent', createdAt: VIEW.createdAt },
  ...fields,
});

test('every state of ours has its word of the earlier service', (t) => {
  const states: readonly (readonly [EarlierStatus, Partial<ConfirmationView>])[] = [
    ['INIT', { messages: [] }],
    ['INIT', { messages: [message({ status: 'refused' })] }],
    ['INIT', { messages: [message({ message: 'changed', channel: 'email' })] }],
    ['PENDING', { messages: [message({})] }],
    ['PENDING', { messages: [message({ status: 'pending' })] }],
    ['PENDING', { messages: [message({ status: 'unknown' })] }],
    ['PENDING_CALL', { messages: [message({}), message({ channel: 'voice' })] }],
    ['PENDING_CALL', { messages: [message({ channel: 'voice' }), message({ channel: 'email', status: 'refused' })] }],
    [
      'PENDING_MAIL',
      { messages: [message({}), message({ channel: 'voice' }), message({ channel: 'email', message: 'link' })] },
    ],
    ['PENDING', { messages: [message({ channel: 'email', message: 'link' }), message({})] }],
    ['VERIFIED', { proved: ['mail'] }],
    ['VERIFIED', { purpose: 'reconfirm', status: 'confirmed', proved: ['phone'] }],
    ['PROMOTED', { status: 'confirmed', proved: ['phone'] }],
    ['PROMOTED', { status: 'confirmed', approved: true }],
    ['UPDATED (phone)', { purpose: 'change_phone', status: 'confirmed' }],
    ['UPDATED (mail)', { purpose: 'change_mail', status: 'confirmed' }],
    ['EXPIRED', { status: 'expired', proved: ['mail'] }],
    ['FAILED', { status: 'cancelled' }],
    ['FAILED', { status: 'blocked', purpose: 'change_phone' }],
  ];
  for (const [word, fields] of states) t.is(earlierStatus({ ...VIEW, ...fields }), word, JSON.stringify(fields));
});
