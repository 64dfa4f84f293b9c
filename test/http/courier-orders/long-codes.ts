import { join } from 'node:path';
import { LANGUAGES, ANNOUNCEMENTS } from '../../../src/domain/model/phrases.js';
import { DEFAULT_SETTINGS } from '../../../src/domain/model/settings.js';
import { COURIER, anOrderBody, clientPhone, startService, temporaryFolder } from '../../support.js';
import { testInTurn } from '../in-turn.js';
import { heardIn, UNKNOWN_CALLER, withService, courierOrder, type CourierOrder, type Scene } from './scene.js';

const MINUTE = 60_000;

/** So many codes of this length that are wrong, each of its own. */
function wrongCodes(count: number, { longCode }: CourierOrder, length: number): readonly string[] {
  return Array.from({ length: count }, (_, index) =>
    ((Number(longCode.slice(0, length)) + index + 1) % 10 ** length).toString().padStart(length, '0'),
  );
}

/** Wrong codes of callers who each show another number, one call after the other. */
async function forge({ carrier }: Scene, order: CourierOrder, keys: readonly string[]): Promise<void> {
  for (const [index, key] of keys.entries()) {
    await carrier.phone(`+3319901${index.toString().padStart(4, '0')}`).call(order.courierNumber, { keys: [key] });
  }
}

const SHOWN: readonly [who: string, showing?: string][] = [
  ['a caller who shows their number'],
  ['a withheld caller', 'anonymous'],
  ['a caller with a withheld number in digits', '266696687'],
];

for (const [who, showing] of SHOWN) {
  withService(
    `after ten wrong codes of forged callers, ${who} is asked for the long code, and gets through with it`,
    {},
    async (t, scene) => {
      const { carrier } = scene;
      const order = await courierOrder(t, scene, 1);
      await forge(scene, order, wrongCodes(10, order, 6));
      const caller = carrier.phone(UNKNOWN_CALLER);
      const call = (...keys: string[]) => caller.call(order.courierNumber, { keys, ...(showing && { showing }) });
      const refused = await call(order.code, order.code);
      const asked = [heardIn.long_code_wanted, heardIn.long_code_wrong, heardIn.code_refused];
      t.deepEqual(refused.heard, asked);
      const wrong = wrongCodes(2, order, 6);
      t.deepEqual((await call(...wrong)).heard, asked, 'a wrong short code is answered as the right one');
      const right = await call(wrong[0] ?? '', order.longCode);
      t.deepEqual(
        right.dialled.map(({ number }) => number),
        [clientPhone(1)],
      );
    },
  );
}

withService('short codes in long mode are neither looked up nor counted', {}, async (t, scene) => {
  const { carrier, program } = scene;
  const order = await courierOrder(t, scene, 1);
  await forge(scene, order, wrongCodes(10, order, 6));
  const { store } = program.ports;
  const counts = async () => JSON.stringify(await store.records('lockout', { limit: 99 }));
  const before = await counts();
  const watched = store as unknown as { sessionByCode: () => Promise<never> };
  const { sessionByCode } = watched;
  watched.sessionByCode = () => Promise.reject(new Error('looked up'));
  const [wrong = ''] = wrongCodes(1, order, 6);
  const documents: (readonly string[])[] = [];
  for (const code of [order.code, wrong, order.longCode.slice(0, 7), '1']) {
    const call = await carrier.phone(UNKNOWN_CALLER).call(order.courierNumber, { keys: [code, code, code] });
    documents.push(call.documents);
  }
  t.is(new Set(documents.map((each) => JSON.stringify(each))).size, 1, 'all are answered with the same documents');
  watched.sessionByCode = sessionByCode;
  t.is(await counts(), before);
});

withService(
  'withheld callers are never locked out, and are asked three times in a call, or twice in long mode',
  {},
  async (t, scene) => {
    const { carrier } = scene;
    const order = await courierOrder(t, scene, 1);
    const hidden = carrier.phone(UNKNOWN_CALLER);
    const call = (...keys: readonly string[]) =>
      hidden.call(order.courierNumber, { showing: 'anonymous', keys: [...keys] });
    const wrong = wrongCodes(20, order, 6);
    const first = await call(...wrong);
    t.deepEqual(first.heard, [heardIn.code_wanted, heardIn.code_wrong, heardIn.code_wrong, heardIn.code_refused]);
    t.is((await call(order.code)).dialled.length, 1, 'a right code is accepted in the next call');
    for (let more = 0; more < 3; more += 1) await call(...wrong);
    t.deepEqual((await call()).heard[0], heardIn.long_code_wanted);
    const long = await call(...wrongCodes(3, order, 10));
    t.deepEqual(long.heard, [heardIn.long_code_wanted, heardIn.long_code_wrong, heardIn.code_refused]);
    for (let more = 0; more < 9; more += 1) await call(...wrongCodes(2, order, 10));
    t.is((await call(order.longCode)).dialled.length, 1);
  },
);

withService(
  'a caller who is locked out stays so, even with the long code, and nobody else does',
  {},
  async (t, scene) => {
    const { carrier, clock } = scene;
    const order = await courierOrder(t, scene, 1);
    const caller = carrier.phone(UNKNOWN_CALLER);
    const [one = '', two = '', three = ''] = wrongCodes(3, order, 10);
    const last = await caller.call(order.courierNumber, { keys: [one, two, three] });
    t.deepEqual(last.heard.at(-1), heardIn.code_locked, 'wrong long codes count too');
    const locked = await caller.call(order.courierNumber, { keys: [order.longCode] });
    t.deepEqual(locked.heard, [heardIn.code_locked]);
    t.is((await carrier.phone('+33199009998').call(order.courierNumber, { keys: [order.code] })).dialled.length, 1);
    clock.advance(15 * MINUTE);
    t.is((await caller.call(order.courierNumber, { keys: [order.longCode] })).dialled.length, 1);
  },
);

withService('the long code is accepted at any time, and only with its own last digits', {}, async (t, scene) => {
  const { carrier } = scene;
  const [mine, other] = [
    await courierOrder(t, scene, 1),
    await courierOrder(t, scene, 2, { courier_phone: '+33199005678' }),
  ];
  t.is(mine.longCode.length, 10);
  t.true(mine.longCode.startsWith(mine.code));
  const mixed = mine.code + other.longCode.slice(-4);
  const caller = carrier.phone(UNKNOWN_CALLER);
  const { heard } = await caller.call(mine.courierNumber, { keys: [mixed] });
  t.deepEqual(heard, [heardIn.code_wanted, heardIn.code_wrong, heardIn.code_missing]);
  const right = await caller.call(mine.courierNumber, { keys: [`${mine.longCode}#`] });
  t.is(right.dialled.length, 1);
});

for (const codeDigits of [4, 8]) {
  withService(`codes of ${codeDigits.toString()} digits have a long code too`, { codeDigits }, async (t, scene) => {
    const { carrier } = scene;
    const order = await courierOrder(t, scene, 1);
    t.is(order.longCode.length, codeDigits + 4);
    await forge(scene, order, wrongCodes(10, order, codeDigits));
    const caller = carrier.phone(UNKNOWN_CALLER);
    const { heard } = await caller.call(order.courierNumber, { keys: [order.code] });
    t.deepEqual(heard, [heardIn.long_code_wanted, heardIn.long_code_wrong, heardIn.code_missing]);
    t.is((await caller.call(order.courierNumber, { keys: [order.longCode] })).dialled.length, 1);
  });
}

withService('long mode ends by itself, and known participants notice nothing of it', {}, async (t, scene) => {
  const { carrier, clock } = scene;
  const order = await courierOrder(t, scene, 1);
  await forge(scene, order, wrongCodes(10, order, 6));
  t.is((await carrier.phone(COURIER).call(order.courierNumber)).dialled.length, 1);
  clock.advance(15 * MINUTE);
  const { heard, dialled } = await carrier.phone(UNKNOWN_CALLER).call(order.courierNumber, { keys: [order.code] });
  t.deepEqual(heard, [heardIn.code_wanted]);
  t.is(dialled.length, 1);
});

withService('each lock and its end is logged and counted once, without numbers', {}, async (t, scene) => {
  const { carrier, clock, program, log, send } = scene;
  const order = await courierOrder(t, scene, 1);
  const count = async (of: string, change: string) => {
    const { text } = await send('GET', '/metrics');
    const line = text
      .split('\n')
      .find((each) => each.startsWith(`proxycall_locks_total{of="${of}",change="${change}"}`));
    return Number(line?.split(' ').at(-1));
  };
  const logged = (event: string) => log().split(`"${event}"`).length - 1;
  t.is(await count('number', 'began'), 0);
  const caller = carrier.phone(UNKNOWN_CALLER);
  await caller.call(order.courierNumber, { keys: [...wrongCodes(3, order, 6)] });
  await forge(scene, order, wrongCodes(7, order, 6));
  t.deepEqual([logged('code.caller_locked'), logged('code.long_mode_began')], [1, 1]);
  t.deepEqual([await count('caller', 'began'), await count('number', 'began')], [1, 1]);
  clock.advance(15 * MINUTE);
  // The end of long mode is noticed by the next caller, that of the caller by maintenance.
  await carrier.phone('+33199009998').call(order.courierNumber);
  t.deepEqual([logged('code.caller_lock_ended'), logged('code.long_mode_ended')], [0, 1]);
  for (let twice = 0; twice < 2; twice += 1) await program.services.runMaintenance();
  await caller.call(order.courierNumber);
  t.deepEqual([logged('code.caller_lock_ended'), logged('code.long_mode_ended')], [1, 1]);
  t.deepEqual([await count('caller', 'ended'), await count('number', 'ended')], [1, 1]);
  const lines = log()
    .split('\n')
    .filter((line) => line.includes('"code.'));
  t.is(lines.length, 4);
  for (const line of lines) t.notRegex(line, new RegExp(`${order.courierNumber.slice(1)}|${order.code}`));
});

withService('the codes of an order are not shown once it is closed, and are no longer stored', {}, async (t, scene) => {
  const { send, program } = scene;
  const order = await courierOrder(t, scene, 1);
  t.like((await send('GET', '/orders/O-1')).json, { order_code: order.code, order_code_long: order.longCode });
  const changed = await send('PUT', '/orders/O-1/courier', { courier_phone: '+33199005678' });
  t.regex(String(changed.json['order_code_long']), new RegExp(`^${String(changed.json['order_code'])}\\d{4}$`));
  t.not(changed.json['order_code_long'], order.longCode);
  await send('POST', '/orders/O-1/close');
  const nothing = { order_code: null, order_code_long: null };
  t.like((await send('GET', '/orders/O-1')).json, nothing);
  t.like((await send('GET', '/orders')).json, { items: [nothing] });
  const again = await send('POST', '/orders', repeated);
  t.is(again.status, 200);
  t.like(again.json, nothing);
  for (const kind of ['order', 'session'] as const) {
    const kept = JSON.stringify(await program.ports.store.records(kind, { limit: 9 }));
    t.false(kept.includes(String(changed.json['order_code'])), kind);
  }
});
const repeated = {
  order_id: 'O-1',
  client_id: 1,
  client_name: 'Ada Lovelace',
  client_mail: 'ada1@shop.example',
  client_real_phone: clientPhone(1),
  courier_phone: COURIER,
};

for (const language of LANGUAGES) {
  withService(`long mode speaks ${language}`, { language }, async (t, scene) => {
    const order = await courierOrder(t, scene, 1);
    await forge(scene, order, wrongCodes(10, order, 6));
    const { heard } = await scene.carrier.phone(UNKNOWN_CALLER).call(order.courierNumber, { keys: [order.code] });
    const { long_code_wanted: wanted, long_code_wrong: wrong, code_missing: missing } = ANNOUNCEMENTS[language];
    t.deepEqual(heard, [wanted, wrong, missing]);
  });
}

for (const [before, after] of [
  [4, 6],
  [6, 8],
  [8, 4],
] as const) {
  testInTurn(`long codes stay right when codes of ${before.toString()} digits get ${after.toString()}`, async (t) => {
    const folder = temporaryFolder();
    t.teardown(folder.remove);
    const store = { kind: 'sqlite', path: join(folder.path, 'proxycall.db') } as const;
    const settings = (codeDigits: number) => ({ ...DEFAULT_SETTINGS, language: 'en', codeDigits }) as const;
    const first = await startService({ store, settings: settings(before) });
    const created = await first.send('POST', '/orders', anOrderBody(1, { courier_phone: COURIER }));
    await first.stop();
    const service = await startService({ store, settings: settings(after) });
    t.teardown(() => service.stop());
    const number = String(created.json['courier_proxy_number']);
    for (let guess = 0; guess < 10; guess += 1) {
      const forged = `+3319900${(7000 + guess).toString()}`;
      await service.carrier.phone(forged).call(number, { keys: [guess.toString().repeat(after)] });
    }
    const caller = service.carrier.phone(UNKNOWN_CALLER);
    t.deepEqual((await caller.call(number)).heard[0], heardIn.long_code_wanted);
    t.is((await caller.call(number, { keys: [String(created.json['order_code'])] })).dialled.length, 0);
    t.is((await caller.call(number, { keys: [String(created.json['order_code_long'])] })).dialled.length, 1);
  });
}
