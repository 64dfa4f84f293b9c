import { COURIER, anOrderBody, clientPhone } from '../../support.js';
import { withService, courierOrder } from './scene.js';

withService(
  'a courier gets a different number for each order; all couriers share these numbers',
  {},
  async (t, scene) => {
    const { send } = scene;
    const first = [await courierOrder(t, scene, 1), await courierOrder(t, scene, 2), await courierOrder(t, scene, 3)];
    t.is(new Set(first.map(({ courierNumber }) => courierNumber)).size, 3);
    for (let client = 4; client < 10; client += 1) {
      await courierOrder(t, scene, client, { courier_phone: `+3319900${(7000 + client).toString()}` });
    }
    const { pools } = (await send('GET', '/pool/stats')).json as { pools: Record<string, unknown>[] };
    t.is(
      pools.reduce((sum, { shared }) => sum + Number(shared), 0),
      3,
    );
  },
);

withService(
  'both participants of a session count towards the limit of a number',
  { maxSessionsPerNumber: 1 },
  async (t, scene) => {
    const { clientNumber, courierNumber } = await courierOrder(t, scene, 1);
    t.not(clientNumber, courierNumber);
  },
);

withService(
  'a number carries no more sessions than the merchant allows',
  { maxSessionsPerNumber: 2 },
  async (t, scene) => {
    const load = new Map<string, number>();
    for (let client = 1; client <= 8; client += 1) {
      const made = await courierOrder(t, scene, client, { courier_phone: `+3319900${(7000 + client).toString()}` });
      for (const number of [made.clientNumber, made.courierNumber]) load.set(number, (load.get(number) ?? 0) + 1);
    }
    t.is(load.size, 8);
    t.true([...load.values()].every((count) => count === 2));
  },
);

withService('assigned and shared numbers do not interfere with each other', {}, async (t, scene) => {
  const { carrier, send } = scene;
  const own = String((await send('POST', '/orders', anOrderBody(1))).json['client_proxy_number']);
  const paired = await courierOrder(t, scene, 1, {}, 11);
  t.not(paired.clientNumber, own);
  t.not(paired.courierNumber, own);
  const ada = carrier.phone(clientPhone(1));
  await carrier.phone(COURIER).call(paired.courierNumber);
  await carrier.phone(COURIER).call(own);
  t.deepEqual(
    ada.rings.map(({ shown }) => shown),
    [paired.clientNumber, own],
  );
  const refused = await send('POST', '/pool/share', { numbers: [own, '+33639989999'] });
  t.deepEqual(refused.json, {
    shared: true,
    changed: [],
    kept: [
      { phone_number: own, reason: 'it is assigned: only a free number can be shared' },
      { phone_number: '+33639989999', reason: 'it is not a number of this pool' },
    ],
  });
  const busy = await send('POST', '/pool/share', { numbers: [paired.courierNumber], shared: false });
  t.regex(JSON.stringify(busy.json['kept']), /live or cooling off/);
  const release = await send('POST', '/pool/release', { numbers: [paired.courierNumber], force: true });
  t.regex(JSON.stringify(release.json['kept']), /it is shared/);
});
