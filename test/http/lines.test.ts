import type { ExecutionContext } from 'ava';
import { phoneNumber, type E164 } from '../../src/domain/model/phone-number.js';
import { DEFAULT_SETTINGS } from '../../src/domain/model/settings.js';
import { put } from '../../src/domain/services/commit.js';
import { COURIER, anOrderBody, startService, temporaryFolder, type Service } from '../support.js';
import { testInTurn } from './in-turn.js';

// There is no range for fiction in these countries: the digits are artificial.
const LINES = [
  ['Argentina', '+5491122223333', '+541122223333'],
  ['Mexico', '+525522223333', '+5215522223333'],
  ['Mexico, with the former 1', '+5213322223333', '+523322223333'],
  ['Brazil', '+5511982223333', '+551182223333'],
] as const;
const CLIENT = ['+5491122223333', '+541122223333'] as const;

const COUNTRIES = [...DEFAULT_SETTINGS.policy.allowedCountries, 'AR', 'MX', 'BR'] as const;

const OURS = {
  AR: ['+541122220000', '+5491122220000'],
  MX: ['+525522220000', '+5215522220000'],
  BR: ['+5511982220000', '+551182220000'],
} as unknown as Readonly<Record<'AR' | 'MX' | 'BR', readonly [E164, E164]>>;

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
    testInTurn(`${kind}: a courier's line of ${country} is the courier, in either spelling`, async (t) => {
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

  testInTurn(`${kind}: a client's phone that is only spelled anew keeps every session`, async (t) => {
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

  testInTurn(`${kind}: a client is not their own courier, in any spelling`, async (t) => {
    const { send } = await start(t, kind);
    const [first, second] = CLIENT;
    const order = { client_real_phone: first, courier_phone: second };
    const { status, json } = await send('POST', '/orders', anOrderBody(1, order));
    t.is(status, 400);
    t.is((json['errors'] as { pointer: string }[])[0]?.pointer, '/courier_phone');
  });
}

for (const kind of ['memory', 'sqlite'] as const) {
  for (const country of ['AR', 'MX', 'BR'] as const) {
    testInTurn(`${kind}: a number of the pool in ${country} is ours in either spelling`, async (t) => {
      const { send, carrier, program } = await start(t, kind);
      const own = await send('POST', '/orders', anOrderBody(1, { client_iso_residency: country }));
      t.is(own.status, 200, own.text);
      const proxy = String(own.json['client_proxy_number']);
      // Another number of the pool, as a carrier may write it.
      const [one, other] = OURS[country];
      const read = await program.ports.store.record('number', proxy);
      if (read === undefined) throw new Error('no number');
      const number = { ...read.value, number: one, state: { status: 'available' } } as const;
      await program.ports.store.commit({ puts: [put('number', number)] });
      const ada = carrier.phone('+33639985001');
      for (const showing of [one, other, `sip:${other}@carrier.example`, `whatsapp:${other}`]) {
        await carrier.phone('x').call(proxy, { showing });
        await carrier.phone('x').text(proxy, 'hello', { showing });
        t.is(ada.rings.length + ada.inbox.length, 0, showing);
        t.deepEqual(carrier.phone(showing).inbox, [], 'and is not answered');
      }
      t.deepEqual(dialled(await ada.call(proxy)), [], 'nor remembered');
      for (const phone of [one, other]) {
        for (const field of ['client_real_phone', 'courier_phone']) {
          const refused = await send('POST', '/orders', anOrderBody(2, { [field]: phone }));
          t.is(refused.status, 400, `${field} ${phone}`);
        }
      }
    });
  }

  testInTurn(`${kind}: a number that was given back is a phone like any other`, async (t) => {
    const { send, program } = await start(t, kind);
    const order = await send('POST', '/orders', anOrderBody(1));
    const { store } = program.ports;
    const read = await store.record('number', String(order.json['client_proxy_number']));
    if (read === undefined) throw new Error('no number');
    const returned = phoneNumber('+33639989876');
    const number = { ...read.value, number: returned, state: { status: 'released', since: 0 } } as const;
    await store.commit({ puts: [put('number', number)] });
    t.is((await send('POST', '/orders', anOrderBody(2, { courier_phone: returned }))).status, 200);
    t.is((await send('POST', '/orders', anOrderBody(3, { client_real_phone: returned }))).status, 200);
  });
}
