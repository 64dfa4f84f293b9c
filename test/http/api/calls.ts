import { COURIER, anOrderBody, clientPhone } from '../../support.js';
import { withService } from './with-service.js';

withService('interactions are listed by client, order and time, with masked numbers', async (t, { send, carrier }) => {
  const [first, second] = [
    await send('POST', '/orders', anOrderBody(1)),
    await send('POST', '/orders', anOrderBody(2)),
  ];
  await carrier.phone(COURIER).call(String(first.json['client_proxy_number']));
  await carrier.phone(COURIER).text(String(second.json['client_proxy_number']), 'hello');
  const list = async (query: string) =>
    (await send('GET', `/interactions?${query}`)).json['items'] as Record<string, unknown>[];
  const all = await list('');
  t.is(all.length, 2);
  t.false(JSON.stringify(all).includes('3363998'));
  t.like((await list('client_id=1'))[0], {
    channel: 'call',
    outcome: 'answered',
    duration_seconds: 30,
    from: '+****1234',
  });
  t.like((await list('order_id=O-2'))[0], { channel: 'message', outcome: 'delivered', direction: 'to_client' });
  t.is((await list('from=2100-01-01T00:00:00Z')).length, 0);
  t.is((await list('until=2100-01-01T00:00:00Z&client_id=2')).length, 1);
  t.is((await send('GET', '/interactions?order_id=none')).json['code'], 'order_not_found');
});

withService('a simulated call says what happens, and is recorded', async (t, { send }) => {
  const { json } = await send('POST', '/orders', anOrderBody(1));
  const proxy = String(json['client_proxy_number']);
  const call = await send('POST', '/calls/simulate', { from: COURIER, to: proxy });
  t.true(call.json['recorded']);
  t.regex(String(call.json['decision']), /connected to the client/);
  t.true(String(call.json['twiml']).includes(`<Number>${clientPhone(1)}</Number>`));
  const back = await send('POST', '/calls/simulate', { from: clientPhone(1), to: proxy });
  t.true(String(back.json['twiml']).includes(`<Number>${COURIER}</Number>`));
  t.regex(
    String((await send('POST', '/calls/simulate', { from: 'anonymous', to: proxy })).json['decision']),
    /withheld/,
  );
});
