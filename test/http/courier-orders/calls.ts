import { COURIER, clientPhone } from '../../support.js';
import { heardIn, UNKNOWN_CALLER, withService, courierOrder } from './scene.js';

withService('client and courier reach each other, and each is shown their own proxy number', {}, async (t, scene) => {
  const { carrier, send } = scene;
  const { clientNumber, courierNumber } = await courierOrder(t, scene, 1);
  const [ada, courier] = [carrier.phone(clientPhone(1)), carrier.phone(COURIER)];
  await courier.call(courierNumber);
  t.deepEqual(ada.rings, [{ shown: clientNumber, answered: true }]);
  await ada.call(clientNumber);
  t.deepEqual(courier.rings, [{ shown: courierNumber, answered: true }]);
  await courier.text(courierNumber, 'at the door');
  await ada.text(clientNumber, 'coming');
  t.like(ada.inbox, [{ from: clientNumber, body: 'at the door' }]);
  t.like(courier.inbox, [{ from: courierNumber, body: 'coming' }]);
  const client = await send('GET', '/clients/1');
  t.is(client.json['client_proxy_number'], null);
  const { items } = (await send('GET', '/interactions?order_id=O-1')).json as { items: Record<string, unknown>[] };
  t.deepEqual(items.map(({ outcome, direction }) => `${String(outcome)} ${String(direction)}`).sort(), [
    'answered to_client',
    'answered to_counterpart',
    'delivered to_client',
    'delivered to_counterpart',
  ]);
});

withService(
  'call limits are those of the session, or else those of the configuration',
  { maxCallSeconds: 3600, ringSeconds: 25 },
  async (t, scene) => {
    const { carrier } = scene;
    const { courierNumber } = await courierOrder(t, scene, 1, { max_call_seconds: 60, ring_seconds: 10 });
    const own = await carrier.phone(COURIER).call(courierNumber);
    t.regex(own.documents[0] ?? '', /timeout="10" timeLimit="60"/);
    const usual = await courierOrder(t, scene, 2);
    t.regex(
      (await carrier.phone(COURIER).call(usual.courierNumber)).documents[0] ?? '',
      /timeout="25" timeLimit="3600"/,
    );
  },
);

withService('names are announced if the merchant configures it', { sayName: true, whisper: true }, async (t, scene) => {
  const { carrier } = scene;
  const { courierNumber, clientNumber, code } = await courierOrder(t, scene, 1);
  const [ada, courier] = [carrier.phone(clientPhone(1)), carrier.phone(COURIER)];
  const byCode = await carrier.phone(UNKNOWN_CALLER).call(courierNumber, { keys: [code] });
  t.deepEqual(byCode.heard, [heardIn.code_wanted, 'You are being connected to A***.']);
  t.like(ada.rings, [{ heard: ['A call about your order.'] }]);
  await ada.call(clientNumber);
  t.like(courier.rings, [{ heard: ['A call from A***.'] }]);
});

withService(
  'callers who cannot be connected reach the fallback phone',
  { fallback: { kind: 'phone', number: '+33199004444' as never } },
  async (t, scene) => {
    const { carrier, send } = scene;
    const { courierNumber } = await courierOrder(t, scene, 1);
    const shop = carrier.phone('+33199004444');
    await carrier.phone(UNKNOWN_CALLER).call(courierNumber);
    t.deepEqual(shop.rings, [{ shown: courierNumber, answered: true }]);
    await send('POST', '/orders/O-1/close');
    await carrier.phone(COURIER).call(courierNumber);
    t.is(shop.rings.length, 2);
  },
);

withService(
  'callers who cannot be connected hear the fallback message',
  { fallback: { kind: 'message', text: 'Write to the shop.' } },
  async (t, scene) => {
    const { carrier } = scene;
    const { courierNumber } = await courierOrder(t, scene, 1);
    const call = await carrier.phone(UNKNOWN_CALLER).call(courierNumber);
    t.deepEqual(call.heard, [heardIn.code_wanted, 'Write to the shop.']);
  },
);

withService('a whisper that fails does not prevent the call', { whisper: true }, async (t, scene) => {
  const { carrier, program, log } = scene;
  const { courierNumber } = await courierOrder(t, scene, 1);
  const broken = program.ports.store as unknown as { record: () => Promise<never> };
  broken.record = () => Promise.reject(new Error('broken'));
  const call = await carrier.phone(COURIER).call(courierNumber);
  t.deepEqual(
    call.dialled.map(({ outcome }) => outcome),
    ['completed'],
  );
  t.regex(call.documents[1] ?? '', /<Response\/>/);
  t.true(log().includes('voice.whisper_failed'));
});
