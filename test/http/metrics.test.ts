import test from 'ava';
import { COURIER, anOrderBody, clientPhone, startService } from '../support.js';

test('what is counted: webhooks by outcome, the pool, the store and its queue, failures of the provider', async (t) => {
  const service = await startService();
  t.teardown(() => service.stop());
  const order = await service.send('POST', '/orders', anOrderBody(1));
  const proxy = String(order.json['client_proxy_number']);
  await service.carrier.phone(COURIER).call(proxy);
  await service.carrier.phone('+12025550123').call(proxy);
  await service.carrier.phone(COURIER).text(proxy, 'Hello');
  await service.send('POST', '/twilio/voice', 'From=x', { 'content-type': 'application/x-www-form-urlencoded' });
  await service.send('POST', '/pool/provision', { country_iso: 'FR', number_type: 'toll_free' });

  const { status, text, headers } = await service.send('GET', '/metrics');
  t.is(status, 200);
  t.regex(headers.get('content-type') ?? '', /text\/plain.*version=0\.0\.4/);
  const value = (line: string) =>
    Number(
      text
        .split('\n')
        .find((candidate) => candidate.startsWith(`${line} `))
        ?.split(' ')
        .at(-1),
    );
  const webhooks = (event: string, outcome: string) =>
    value(`proxycall_webhook_duration_seconds_count{event="${event}",outcome="${outcome}"}`);
  t.is(webhooks('incoming_call', 'dial'), 1);
  t.is(webhooks('incoming_call', 'country_refused'), 1);
  t.is(webhooks('refused', 'bad_signature'), 1);
  t.is(webhooks('incoming_text', 'answered'), 1);
  t.is(value('proxycall_pool_numbers{country="FR",type="mobile",status="assigned"}'), 1);
  t.is(value('proxycall_pool_numbers{country="FR",type="mobile",status="available"}'), 2);
  t.true(value('proxycall_store_duration_seconds_count{operation="commit",result="ok"}') > 3);
  t.is(value('proxycall_store_in_flight{operation="commit"}'), 0);
  t.regex(text, /# TYPE proxycall_provider_errors_total counter/);
  for (const secret of [proxy, clientPhone(1), COURIER]) t.false(text.includes(secret.slice(1)));
});
