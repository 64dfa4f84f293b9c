import test, { type ExecutionContext } from 'ava';
import { DEFAULT_SETTINGS } from '../../src/domain/model/settings.js';
import { COURIER, anOrderBody, startService, temporaryFolder, type Service } from '../support.js';

// There is no range for fiction in these countries: the digits are artificial.
const LINES = [
  ['Argentina', '+5491122223333', '+541122223333'],
  ['Mexico', '+525522223333', '+5215522223333'],
  ['Mexico, with the former 1', '+5213322223333', '+523322223333'],
  ['Brazil', '+5511982223333', '+551182223333'],
] as const;
const CLIENT = ['+5491122223333', '+541122223333'] as const;

const COUNTRIES = [...DEFAULT_SETTINGS.policy.allowedCountries, 'AR', 'MX', 'BR'] as const;

async function start(t: ExecutionContext, kind: 'memory' | 'sqlite'): Promise<Service> {
  const folder = temporaryFolder();
  const store = kind === 'memory' ? { kind } : { kind, path: `${folder.path}/proxycall.db` };
  const policy = { ...DEFAULT_SETTINGS.policy, allowedCountries: new Set(COUNTRIES) };
  const service = await startService({ store, settings: { ...DEFAULT_SETTINGS, language: 'en', policy } });
  t.teardown(async () => {
    await service.stop();
    folder.remove();
  });
  return service;
}

function dialled({ dialled: legs }: { readonly dialled: readonly { readonly number: string }[] }): readonly string[] {
  return legs.map(({ number }) => number);
}

for (const kind of ['memory', 'sqlite'] as const) {
  for (const [country, one, other] of LINES) {
    test(`${kind}: a courier's line of ${country} is the courier, in either spelling`, async (t) => {
      const { send, carrier } = await start(t, kind);
      const created = await send('POST', '/orders', anOrderBody(1, { courier_phone: one }));
      const proxy = String(created.json['courier_proxy_number']);
      t.is((await carrier.phone('x').call(proxy, { showing: other })).dialled.length, 1, 'no code is asked for');
      const client = await carrier.phone('+33639985001').call(String(created.json['client_proxy_number']));
      t.deepEqual(dialled(client), [one], 'and is dialled as it was given');
      const again = await send('PUT', '/orders/O-1/courier', { courier_phone: other });
      t.is(again.json['order_code'], created.json['order_code'], 'the same person, so the same session');
      const later = await carrier.phone('+33639985001').call(String(created.json['client_proxy_number']));
      t.deepEqual(dialled(later), [other], 'dialled as it was given last');
      t.is((await send('PUT', '/clients/1', { client_real_phone: '+33639985001' })).status, 200);
    });
  }

  test(`${kind}: a client's phone that is only spelled anew keeps every session`, async (t) => {
    const { send, carrier } = await start(t, kind);
    const [first, second] = CLIENT;
    const own = await send('POST', '/orders', anOrderBody(1, { client_real_phone: first, client_iso_residency: 'FR' }));
    const fields = { client_real_phone: second, client_iso_residency: 'FR', courier_phone: COURIER, order_id: 'O-2' };
    const paired = await send('POST', '/orders', anOrderBody(1, fields));
    t.is(paired.status, 200, `no other phone than the one on record: ${paired.text}`);
    t.is((await send('PUT', '/clients/1', { client_real_phone: second })).status, 200);
    for (const [number, to] of [
      [own.json['client_proxy_number'], COURIER],
      [paired.json['courier_proxy_number'], COURIER],
    ] as const) {
      t.deepEqual(dialled(await carrier.phone(to).call(String(number))), [second]);
    }
    for (const showing of CLIENT) {
      const number = String(paired.json['client_proxy_number']);
      t.deepEqual(dialled(await carrier.phone('x').call(number, { showing })), [COURIER]);
    }
  });

  test(`${kind}: a client is not their own courier, in any spelling`, async (t) => {
    const { send } = await start(t, kind);
    const [first, second] = CLIENT;
    const order = { client_real_phone: first, courier_phone: second };
    const { status, json } = await send('POST', '/orders', anOrderBody(1, order));
    t.is(status, 400);
    t.is((json['errors'] as { pointer: string }[])[0]?.pointer, '/courier_phone');
  });
}
