import { COURIER, anOrderBody, clientPhone } from '../../support.js';
import { withService } from './with-service.js';

const ENTRIES = ['orders', 'sessions', 'participants', 'interactions', 'replies', 'requests'] as const;

withService(
  'a client is exported and erased by phone, and the erasure is repeated',
  async (t, { send, carrier, log }) => {
    const { json } = await send('POST', '/orders', anOrderBody(1), { 'Idempotency-Key': 'k' });
    await carrier.phone(COURIER).call(String(json['client_proxy_number']));
    await carrier.phone(COURIER).text(String(json['client_proxy_number']), 'I am at your door');

    // In any form that other routes read.
    const forms = [clientPhone(1), clientPhone(1).replace('+', '00')];
    for (const phone of forms) {
      const exported = (await send('POST', '/people/export', { phone })).json;
      t.is(exported['phone'], clientPhone(1));
      t.like((exported['clients'] as unknown[])[0], {
        client_id: '1',
        client_name: 'Ada Lovelace',
        client_mail: 'ada1@shop.example',
        client_real_phone: clientPhone(1),
        client_proxy_number: json['client_proxy_number'],
        client_iso_residency: '',
      });
      t.deepEqual(
        ENTRIES.map((name) => (exported[name] as unknown[]).length),
        [1, 1, 1, 2, 0, 1],
      );
      t.like((exported['sessions'] as unknown[])[0], { kind: 'open', masked_name: 'A***', last_caller: '+****1234' });
      t.true(JSON.stringify(exported).includes('I am at your door'));
      t.false(JSON.stringify(exported).includes(COURIER));
    }

    const erased = await send('POST', '/people/erase', { phone: clientPhone(1) });
    t.is(erased.status, 200);
    const { erased_at: at, ...counts } = erased.json;
    t.regex(String(at), /^\d{4}-/);
    t.deepEqual(counts, {
      clients_erased: 1,
      sessions_closed: 1,
      orders_closed: ['O-1'],
      orders_scrubbed: 1,
      participants_erased: 1,
      last_callers_removed: 0,
      interactions_scrubbed: 2,
    });
    t.is((await send('GET', '/clients/1')).status, 404);
    const again = await send('POST', '/people/erase', { phone: clientPhone(1) });
    t.is(again.status, 200);
    t.like(again.json, { clients_erased: 0, orders_closed: [], interactions_scrubbed: 0, participants_erased: 0 });

    t.regex(log(), /"msg":"person\.exported"/);
    t.regex(log(), /"msg":"person\.erased"/);
    for (const secret of [clientPhone(1).slice(1), COURIER.slice(1), 'Lovelace', 'at your door'])
      t.false(log().includes(secret), secret);
  },
);

withService('a courier is exported and erased by phone', async (t, { send, carrier }) => {
  const { json } = await send('POST', '/orders', anOrderBody(1, { courier_phone: COURIER }));
  const number = String(json['courier_proxy_number']);
  await carrier.phone(COURIER).call(number);
  const exported = (await send('POST', '/people/export', { phone: COURIER })).json;
  t.like((exported['orders'] as unknown[])[0], { order_id: 'O-1', role: 'courier', order_code: json['order_code'] });
  t.like((exported['participants'] as unknown[])[0], { phone: COURIER, role: 'counterpart', admitted_by: 'order' });
  t.like((exported['interactions'] as unknown[])[0], { from: '+****1234', direction: 'to_client' });
  t.false(JSON.stringify(exported).includes(clientPhone(1)));

  const { json: erased } = await send('POST', '/people/erase', { phone: COURIER });
  t.like(erased, { clients_erased: 0, sessions_closed: 1, orders_closed: ['O-1'], participants_erased: 1 });
  t.like((await send('GET', '/orders/O-1')).json, { status: 'closed', order_code: null });
  t.like((await send('GET', '/clients/1')).json, { client_name: 'Ada Lovelace' });
  t.like((await send('GET', '/interactions')).json['items'], [{ from: '' }]);
  t.is((await carrier.phone(COURIER).call(number)).dialled.length, 0);
});

withService('a token is needed to export or erase a person', async (t, { send }) => {
  for (const path of ['/people/export', '/people/erase']) {
    t.is((await send('POST', path, { phone: COURIER }, { authorization: '' })).status, 401);
    t.is((await send('POST', path, { phone: COURIER }, { authorization: 'Bearer wrong' })).status, 403);
  }
});
