import { clientPhone } from '../../support.js';
import { heardIn, UNKNOWN_CALLER, withService, courierOrder } from './scene.js';

withService(
  'an unknown caller with the code is admitted; after the order is closed the code admits nobody',
  {},
  async (t, scene) => {
    const { carrier, send } = scene;
    const { courierNumber, clientNumber, code, orderId } = await courierOrder(t, scene, 1);
    const [ada, unknown] = [carrier.phone(clientPhone(1)), carrier.phone(UNKNOWN_CALLER)];
    const asked = await unknown.call(courierNumber);
    t.deepEqual(asked.heard, [heardIn.code_wanted, heardIn.code_missing]);
    t.is(ada.rings.length, 0);
    await unknown.call(courierNumber, { keys: [`${code}#`] });
    t.deepEqual(ada.rings, [{ shown: clientNumber, answered: true }]);
    await unknown.call(courierNumber);
    t.is(ada.rings.length, 2);
    await unknown.text(courierNumber, 'it is me');
    t.like(ada.inbox, [{ from: clientNumber, body: 'it is me' }]);
    const withheld = await unknown.call(courierNumber, { showing: 'anonymous', keys: [code] });
    t.like(withheld.dialled, [{ number: ada.number, shown: clientNumber }]);
    await send('POST', `/orders/${orderId}/close`);
    t.deepEqual((await unknown.call(courierNumber)).heard, [heardIn.order_closed]);
    const late = await carrier.phone('+33199009998').call(courierNumber, { keys: [code] });
    t.deepEqual(late.heard, [heardIn.code_wanted, heardIn.code_wrong, heardIn.code_missing]);
    t.is(ada.rings.length, 3);
  },
);

withService('the finishing key alone does not count as a wrong code', {}, async (t, scene) => {
  const { carrier } = scene;
  const { courierNumber, code } = await courierOrder(t, scene, 1);
  for (const pressed of [['#', '#'], ['#', '#'], [code]]) {
    const { heard } = await carrier.phone(UNKNOWN_CALLER).call(courierNumber, { keys: pressed });
    t.false(heard.includes(heardIn.code_wrong) || heard.includes(heardIn.code_locked));
  }
  t.is((await carrier.phone(UNKNOWN_CALLER).call(courierNumber)).dialled.length, 1, 'the code has admitted them');
});

withService('three wrong codes lock a caller out, across calls and for longer each time', {}, async (t, scene) => {
  const { carrier, clock } = scene;
  const { courierNumber, code } = await courierOrder(t, scene, 1);
  const wrong = code === '000000' ? '111111' : '000000';
  const unknown = carrier.phone(UNKNOWN_CALLER);
  const first = await unknown.call(courierNumber, { keys: [wrong, wrong] });
  t.deepEqual(first.heard, [heardIn.code_wanted, heardIn.code_wrong, heardIn.code_wrong, heardIn.code_missing]);
  const second = await unknown.call(courierNumber, { keys: [wrong, code] });
  t.deepEqual(second.heard, [heardIn.code_wanted, heardIn.code_locked]);
  t.deepEqual((await unknown.call(courierNumber, { keys: [code] })).heard, [heardIn.code_locked]);
  // Other callers are not locked out.
  const other = await carrier.phone('+33199009998').call(courierNumber, { keys: [code] });
  t.is(other.dialled.length, 1);
  clock.advance(15 * 60_000);
  await unknown.call(courierNumber, { keys: [wrong, wrong, wrong] });
  clock.advance(15 * 60_000);
  t.deepEqual((await unknown.call(courierNumber, { keys: [code] })).heard, [heardIn.code_locked]);
  clock.advance(45 * 60_000);
  t.is((await unknown.call(courierNumber, { keys: [code] })).dialled.length, 1);
});

withService('of a hundred simultaneous guesses, no more are judged than of consecutive ones', {}, async (t, scene) => {
  const { carrier, program } = scene;
  const { courierNumber, code } = await courierOrder(t, scene, 1);
  const wrong = Array.from({ length: 100 }, (_, index) =>
    ((Number(code) + index + 1) % 1_000_000).toString().padStart(6, '0'),
  );
  const calls = await Promise.all(
    wrong.map((guess) => carrier.phone(UNKNOWN_CALLER).call(courierNumber, { keys: [guess] })),
  );
  const lockouts = (await program.ports.store.records('lockout', { limit: 9 })).map(({ value }) => value);
  t.deepEqual(lockouts.map(({ key, level, strikes }) => [key.split(' ')[0], level, strikes]).sort(), [
    ['caller', 1, 0],
    ['number', 0, 3],
  ]);
  t.true(calls.every(({ dialled }) => dialled.length === 0));
  t.deepEqual((await carrier.phone(UNKNOWN_CALLER).call(courierNumber, { keys: [code] })).heard, [heardIn.code_locked]);
});

withService('a caller whose code cannot be checked hears so, and may call again', {}, async (t, scene) => {
  const { carrier, program } = scene;
  const { courierNumber, code } = await courierOrder(t, scene, 1);
  const broken = program.ports.store as unknown as { sessionByCode: () => Promise<never> };
  const whole = broken.sessionByCode;
  broken.sessionByCode = () => Promise.reject(new Error('broken'));
  const call = await carrier.phone(UNKNOWN_CALLER).call(courierNumber, { keys: [code] });
  t.deepEqual(call.heard, [heardIn.code_wanted, heardIn.temporarily_unavailable]);
  broken.sessionByCode = whole;
  t.is((await carrier.phone(UNKNOWN_CALLER).call(courierNumber, { keys: [code] })).dialled.length, 1);
});
