import test from 'ava';
import { sign } from '../../src/adapters/twiml/index.js';
import { HASH_KEY, startPostgres } from '../postgres.js';
import { COURIER, anOrderBody, startService, type Reply, type Service } from '../support.js';
import { startTcpProxy } from './tcp-proxy.js';

const TOKEN = 'postgres-token';
const postgres = await startPostgres();
test.after.always(() => postgres.stop());

/** A service on a database behind a network that can be taken away. */
async function startBehindProxy(timeoutMs: number) {
  const address = new URL(await postgres.createDatabase());
  const proxy = await startTcpProxy({ host: address.hostname, port: Number(address.port) });
  address.host = `127.0.0.1:${proxy.port.toString()}`;
  const service = await startService({
    store: { kind: 'postgres', url: address.href, poolSize: 5, timeoutMs },
    telephony: { kind: 'simulated', authToken: TOKEN },
    hashKey: HASH_KEY,
  });
  return {
    proxy,
    service,
    async close() {
      await service.stop();
      await proxy.close();
    },
  };
}

async function callAndText(service: Service, to: string): Promise<readonly [Reply, Reply]> {
  const send = (path: string, params: Record<string, string>) =>
    service.send('POST', path, new URLSearchParams(params).toString(), {
      'content-type': 'application/x-www-form-urlencoded',
      'x-twilio-signature': sign(TOKEN, service.url + path, params),
    });
  const id = Math.random().toString(36).slice(2);
  return [
    await send('/twilio/voice', { CallSid: `CA${id}`, From: COURIER, To: to }),
    await send('/twilio/sms', { MessageSid: `SM${id}`, From: COURIER, To: to, Body: 'Hello' }),
  ];
}

for (const [how, state] of [
  ['refuses connections', 'down'],
  ['is silent', 'silent'],
] as const) {
  test.serial(
    `a database that ${how}: not ready, callers hear an announcement, and everything works again once it is back`,
    async (t) => {
      const { proxy, service, ...world } = await startBehindProxy(300);
      const order = await service.send('POST', '/orders', anOrderBody(1));
      t.is(order.status, 200, order.text);
      const number = String(order.json['client_proxy_number']);

      await proxy.become(state);
      t.is((await service.send('GET', '/readyz')).status, 503);
      t.is((await service.send('GET', '/healthz')).status, 200);
      const [call, text] = await callAndText(service, number);
      t.is(call.status, 200);
      t.regex(call.text, /temporarily unavailable/);
      t.is(text.status, 503);
      const refused = await service.send('POST', '/orders', anOrderBody(2));
      t.like(refused, { status: 503, json: { code: 'store_unavailable' } });
      t.like(await service.send('GET', '/orders/O-1'), { status: 503, json: { code: 'store_unavailable' } });

      const metrics = await service.send('GET', '/metrics');
      t.is(metrics.status, 200);
      t.notRegex(metrics.text, /proxycall_pool_numbers\{/, 'a store that cannot be read is no empty pool');
      t.regex(metrics.text, /proxycall_store_duration_seconds_count\{.*result="store_unavailable"/);

      await proxy.become('up');
      t.is((await service.send('GET', '/readyz')).status, 200);
      const [callAgain, textAgain] = await callAndText(service, number);
      t.regex(callAgain.text, /<Dial/);
      t.regex(textAgain.text, /<Message/);
      t.is((await service.send('GET', '/orders/O-1')).status, 200);
      t.is((await service.send('POST', '/orders', anOrderBody(2))).status, 200);
      t.notRegex(service.log(), /proxycall:proxycall|\+33/);
      await world.close();
    },
  );
}
