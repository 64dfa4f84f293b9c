import test from 'ava';
import { closeWith, onAccount } from '../../twilio/account.js';
import { startStandIn } from '../../twilio/stand-in.js';
import { COURIER, anOrderBody, clientPhone, startService } from '../../support.js';
import { withService } from './with-service.js';

withService('an order gets a number; a repeated order gets the same answer', async (t, { send }) => {
  const first = await send('POST', '/orders', anOrderBody(1));
  t.is(first.status, 200);
  t.deepEqual(Object.keys(first.json), ['order_id', 'client_id', 'client_proxy_number']);
  t.is(first.json['order_id'], 'O-1');
  t.is(first.json['client_id'], '1');
  t.regex(String(first.json['client_proxy_number']), /^\+3363998\d{4}$/);

  const again = await send('POST', '/orders', anOrderBody(1));
  t.deepEqual([again.status, again.text], [first.status, first.text]);
  const sameInOtherWords = anOrderBody(1, { client_id: '1', client_real_phone: clientPhone(1).replace('+', '00') });
  t.is((await send('POST', '/orders', sameInOtherWords)).text, first.text);

  const other = await send('POST', '/orders', anOrderBody(1, { client_name: 'Grace' }));
  t.deepEqual([other.status, other.json['code']], [409, 'order_conflict']);
});

withService('a repeated order gets the same answer even after its client has changed', async (t, { send }) => {
  const first = await send('POST', '/orders', anOrderBody(1));
  await send('PUT', '/clients/1', { client_name: 'Countess' });
  await send('POST', '/orders/O-1/close', { end_session: true });
  t.is((await send('POST', '/orders', anOrderBody(1))).text, first.text);
});

withService('a client keeps their number from order to order', async (t, { send }) => {
  const first = await send('POST', '/orders', anOrderBody(1));
  const second = await send('POST', '/orders', anOrderBody(1, { order_id: 'O-2', client_name: 'Somebody' }));
  t.is(second.json['client_proxy_number'], first.json['client_proxy_number']);
  t.is((await send('GET', '/clients/1')).json['client_name'], 'Ada Lovelace');
});

withService('a known client with another phone is refused, not ignored', async (t, { send }) => {
  await send('POST', '/orders', anOrderBody(1));
  const other = await send('POST', '/orders', anOrderBody(1, { order_id: 'O-2', client_real_phone: clientPhone(2) }));
  t.deepEqual([other.status, other.json['code']], [409, 'client_mismatch']);
  t.is((await send('GET', '/orders/O-2')).status, 404);
});

withService('an Idempotency-Key belongs to one request', async (t, { send }) => {
  const key = { 'idempotency-key': 'k-1' };
  const first = await send('POST', '/orders', anOrderBody(1), key);
  t.is((await send('POST', '/orders', anOrderBody(1), key)).text, first.text);
  const reused = await send('POST', '/orders', anOrderBody(2), key);
  t.deepEqual([reused.status, reused.json['code']], [422, 'idempotency_key_reused']);
  t.is((await send('GET', '/orders/O-2')).status, 404);
});

withService('orders are read, listed page by page, and closed', async (t, { send }) => {
  for (const index of [1, 2, 3]) await send('POST', '/orders', anOrderBody(index));
  const one = await send('GET', '/orders/O-1');
  t.like(one.json, { order_id: 'O-1', client_id: '1', status: 'open', closed_at: null });
  t.is((await send('GET', '/orders/O-9')).json['code'], 'order_not_found');

  const seen: unknown[] = [];
  let cursor = '';
  do {
    const { json } = await send('GET', `/orders?limit=2${cursor && `&cursor=${encodeURIComponent(cursor)}`}`);
    seen.push(...(json['items'] as { order_id: string }[]).map(({ order_id: id }) => id));
    cursor = (json['next_cursor'] as string | null) ?? '';
  } while (cursor !== '');
  t.deepEqual([...seen].sort(), ['O-1', 'O-2', 'O-3']);

  const closed = await send('POST', '/orders/O-1/close');
  t.like(closed.json, { order: { order_id: 'O-1', status: 'closed' }, session_ended: false });
  t.is((await send('POST', '/orders/O-1/close')).text, closed.text);
  const list = async (query: string) => ((await send('GET', `/orders?${query}`)).json['items'] as unknown[]).length;
  t.is(await list('status=closed'), 1);
  t.is(await list('status=open'), 2);
  t.is(await list('client_id=2'), 1);
  t.is((await send('POST', '/orders/O-9/close')).status, 404);
});

withService('the session ends with the last order, on request', async (t, { send, carrier }) => {
  const { json } = await send('POST', '/orders', anOrderBody(1));
  await send('POST', '/orders', anOrderBody(1, { order_id: 'O-2' }));
  const proxy = String(json['client_proxy_number']);
  const early = await send('POST', '/orders/O-1/close', { end_session: true });
  t.false(early.json['session_ended']);
  t.is((await carrier.phone(COURIER).call(proxy)).dialled.length, 1);
  const last = await send('POST', '/orders/O-2/close', { end_session: true });
  t.true(last.json['session_ended']);
  t.is((await carrier.phone(COURIER).call(proxy)).dialled.length, 0);
  t.like((await send('GET', '/clients/1')).json, { client_proxy_number: null, client_last_caller: '' });
  t.is((await send('GET', '/clients/by-proxy/' + encodeURIComponent(proxy))).status, 404);
  const again = await send('POST', '/orders', anOrderBody(1, { order_id: 'O-3' }));
  t.not(again.json['client_proxy_number'], proxy);
});

test('nothing for sale: 503, and nothing is written', async (t) => {
  const standIn = await startStandIn();
  standIn.sold.clear();
  closeWith(t, standIn);
  const service = await startService(onAccount(standIn));
  t.teardown(() => service.stop());
  const { send } = service;
  const reply = await send('POST', '/orders', anOrderBody(1));
  t.deepEqual([reply.status, reply.json['code']], [503, 'pool_exhausted']);
  t.is(reply.headers.get('retry-after'), '1');
  t.is((await send('GET', '/clients/1')).status, 404);
  t.is((await send('GET', '/orders/O-1')).status, 404);
});
