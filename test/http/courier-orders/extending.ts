import { DAY_MS, HOUR_MS } from '../../../src/domain/model/time.js';
import { COURIER, clientPhone } from '../../support.js';
import { courierOrder, heardIn, OTHER_COURIER, withService } from './scene.js';

withService(
  'the end of a session is moved: everybody who is in it stays until then, and no longer',
  {},
  async (t, scene) => {
    const { carrier, clock, send, program } = scene;
    const at = (hours: number) => new Date(clock.now() + hours * HOUR_MS).toISOString();
    const order = await courierOrder(t, scene, 1, { expires_at: at(1) });
    // A guest, on a phone that the order does not name.
    await carrier.phone(OTHER_COURIER).call(order.courierNumber, { keys: [`${order.code}#`] });
    t.is(carrier.phone(clientPhone(1)).rings.length, 1);
    const end = at(30);
    const extended = await send('POST', '/orders/O-1/extend', { expires_at: end });
    t.is(extended.status, 200);
    t.like(extended.json, {
      status: 'open',
      expires_at: end,
      order_code: order.code,
      client_proxy_number: order.clientNumber,
    });
    t.like((await send('GET', '/orders/O-1')).json, { expires_at: end, status: 'open' });
    // Again, in another zone: nothing is written.
    const commits = (await send('GET', '/audit?record_kind=order&record_id=O-1')).json['items'] as unknown[];
    const same = end.replace('Z', '+00:00');
    t.is((await send('POST', '/orders/O-1/extend', { expires_at: same })).status, 200);
    t.deepEqual((await send('GET', '/audit?record_kind=order&record_id=O-1')).json['items'], commits);
    t.is(commits.filter((entry) => (entry as { action: string }).action === 'extendOrder').length, 1);

    clock.advance(2 * HOUR_MS);
    await program.services.runMaintenance();
    await carrier.phone(COURIER).call(order.courierNumber);
    await carrier.phone(OTHER_COURIER).call(order.courierNumber);
    t.is(carrier.phone(clientPhone(1)).rings.length, 3);
    await carrier.phone(clientPhone(1)).call(order.clientNumber);
    t.is(carrier.phone(COURIER).rings.length, 1);
    // Their places are taken until the new end: another order gives the courier another number.
    const second = await courierOrder(t, scene, 2);
    t.not(second.courierNumber, order.courierNumber);

    t.is((await send('POST', '/orders/O-1/extend', { expires_at: at(1) })).status, 200);
    clock.advance(HOUR_MS);
    t.deepEqual((await carrier.phone(COURIER).call(order.courierNumber)).heard, [heardIn.order_closed]);
    t.deepEqual((await carrier.phone(clientPhone(1)).call(order.clientNumber)).heard, [heardIn.order_closed]);
    t.is((await send('GET', '/orders/O-1')).json['status'], 'closed');
    const late = await send('POST', '/orders/O-1/extend', { expires_at: at(1) });
    t.deepEqual([late.status, late.json['code']], [409, 'order_conflict']);
  },
);

withService(
  'a session that was extended lets nobody in who left it, and its end must be within a year',
  {},
  async (t, scene) => {
    const { carrier, clock, send } = scene;
    const order = await courierOrder(t, scene, 1);
    const changed = await send('PUT', '/orders/O-1/courier', { courier_phone: OTHER_COURIER });
    t.is(changed.status, 200);
    const ends = [clock.now() + 20 * DAY_MS, clock.now(), clock.now() - 1, clock.now() + 365 * DAY_MS + 1];
    const answers: unknown[] = [];
    for (const end of ends) {
      const { status, json } = await send('POST', '/orders/O-1/extend', { expires_at: new Date(end).toISOString() });
      answers.push(status, json['code']);
    }
    t.deepEqual(answers, [200, undefined, ...[400, 400, 400].flatMap((status) => [status, 'invalid_request'])]);
    t.deepEqual((await carrier.phone(COURIER).call(order.courierNumber)).heard, [heardIn.order_closed]);
    t.is((await send('POST', '/orders/O-1/close')).status, 200);
    const end = new Date(clock.now() + DAY_MS).toISOString();
    const closed = await send('POST', '/orders/O-1/extend', { expires_at: end });
    t.deepEqual([closed.status, closed.json['code']], [409, 'order_conflict']);
  },
);
