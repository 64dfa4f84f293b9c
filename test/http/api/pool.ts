import { anOrderBody } from '../../support.js';
import { withService } from './with-service.js';

withService('the pool shows its available numbers and its counts', async (t, { send }) => {
  await send('POST', '/orders', anOrderBody(1));
  const available = await send('GET', '/pool/available?country_iso=fr&number_type=');
  t.like(available.json, { country_iso: 'FR', number_type: 'all' });
  const rows = available.json['available'] as Record<string, unknown>[];
  t.is(rows.length, 2);
  t.like(rows[0], { country_iso: 'FR', number_type: 'mobile', status: 'available' });
  t.is(
    ((await send('GET', '/pool/available?country_iso=FR&number_type=local')).json['available'] as unknown[]).length,
    0,
  );
  t.deepEqual((await send('GET', '/pool/stats')).json['pools'], [
    {
      country_iso: 'FR',
      number_type: 'mobile',
      owned: 3,
      available: 2,
      assigned: 1,
      shared: 0,
      reserved: 0,
      quarantined: 0,
      held: 0,
      error: 0,
    },
  ]);
});

withService(
  'assigning: 404 for an unknown client, the same number when repeated, never one number for two clients',
  async (t, { send }) => {
    const assign = (id: unknown) =>
      send('POST', '/pool/assign', { client_id: id, country_iso: 'FR', client_name: 'x', buy: true });
    t.deepEqual([(await assign('none')).status, (await assign('none')).json['code']], [404, 'client_not_found']);
    const ids = Array.from({ length: 20 }, (_, index) => index + 1);
    for (const id of ids) {
      await send('POST', '/orders', anOrderBody(id));
      await send('POST', `/orders/O-${id.toString()}/close`, { end_session: true });
    }
    const replies = await Promise.all([...ids, ...ids].map(assign));
    t.true(replies.every(({ status }) => status === 200));
    const proxies = replies.map(({ json }) => String(json['proxy']));
    t.is(new Set(proxies).size, 20);
    for (const [index, proxy] of proxies.slice(0, 20).entries()) t.is(proxies[index + 20], proxy);
  },
);
