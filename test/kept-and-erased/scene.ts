import { createSimulatedCarrier } from '../../src/adapters/simulator/index.js';
import { sign } from '../../src/adapters/twiml/index.js';
import type { E164 } from '../../src/domain/model/phone-number.js';
import { createProxyCall, type ProxyCall } from '../../src/entry/library.js';
import {
  createFakeClock,
  createRecordingLogger,
  fictionalMobile,
  type FakeClock,
} from '../../src/entry/testing/index.js';
import { everything } from '../../src/entry/testing/order-store-assertions.js';
import type { OrderStore } from '../../src/ports/order-store.js';
import { openStore, type OpenedStore, type StoreName } from './stores.js';

export const phones = {
  /** The client of the orders without a courier. */
  ada: fictionalMobile(5001),
  /** The client of the orders with a courier. */
  bea: fictionalMobile(5002),
  /** The courier of two orders, who also calls Ada. */
  carl: '+33199001111' as E164,
  /** Takes over an order from Carl. */
  dora: '+33199002222' as E164,
  /** Enters the order code from another phone. */
  guest: '+33199003333' as E164,
  /** Knows no code. */
  unknown: '+33199004444' as E164,
} as const;

export interface Scene extends OpenedStore {
  readonly clock: FakeClock;
  readonly logger: ReturnType<typeof createRecordingLogger>;
  readonly proxyCall: ProxyCall;
  call(from: E164, to: E164, digits?: string): Promise<string>;
  text(from: E164, to: E164, body: string): Promise<string>;
}

/** ProxyCall on a store of this kind, with a clock that is moved by hand. */
export async function setScene(name: StoreName): Promise<Scene> {
  const opened = await openStore(name);
  const clock = createFakeClock();
  const logger = createRecordingLogger();
  const carrier = createSimulatedCarrier({ authToken: 'x', webhookBaseUrl: () => 'http://localhost' });
  const { store, hashKey } = opened;
  const proxyCall = createProxyCall({ ...carrier, store, clock, logger, hashKey, settings: { language: 'en' } });
  let events = 0;
  const send = async (target: string, params: Record<string, string>) => {
    const url = `http://localhost${target}`;
    const headers = { 'x-twilio-signature': sign('x', url, params) };
    const request = new Request(url, { method: 'POST', headers, body: new URLSearchParams(params) });
    return (await proxyCall.handleWebhook(request)).text();
  };
  return {
    ...opened,
    clock,
    logger,
    proxyCall,
    async call(from, to, digits) {
      const params = { CallSid: `CA${(events += 1).toString()}`, From: from, To: to };
      const answer = await send('/twilio/voice', params);
      return digits === undefined ? answer : send('/twilio/voice?attempt=1', { ...params, Digits: digits });
    },
    text: (from, to, body) =>
      send('/twilio/sms', { MessageSid: `SM${(events += 1).toString()}`, From: from, To: to, Body: body }),
  };
}

const ada = {
  clientId: 'ada',
  clientName: 'Ada Lovelace',
  clientMail: 'ada@shop.example',
  clientRealPhone: phones.ada,
};
const bea = { clientId: 'bea', clientName: 'Bea Potter', clientMail: 'bea@shop.example', clientRealPhone: phones.bea };

export interface Played {
  /** Ada's own number. */
  readonly adaNumber: E164;
  /** Bea's order that is still open, with Carl as its courier. */
  readonly open: { readonly clientNumber: E164; readonly courierNumber: E164; readonly code: string };
  /** Every order code that was ever issued, the long ones included. */
  readonly codes: readonly string[];
}

/** Orders, calls and texts of all kinds: every kind of record has something to keep. */
export async function play(scene: Scene): Promise<Played> {
  const { proxyCall } = scene;
  const { clientProxyNumber: adaNumber } = await proxyCall.createOrder({ orderId: 'own', ...ada });
  await scene.call(phones.carl, adaNumber);
  await scene.text(phones.carl, adaNumber, 'Carl asks which floor');
  await scene.call(phones.ada, adaNumber);
  await scene.text(phones.ada, adaNumber, 'Ada says the third');

  const order = (orderId: string, courierPhone: E164) =>
    proxyCall.createOrder({ orderId, ...bea, courierPhone }, { idempotencyKey: `key of ${orderId}` });
  const changed = await order('changed', phones.carl);
  const dora = await proxyCall.changeCourier('changed', { courierPhone: phones.dora });
  const paired = await order('paired', phones.carl);
  const courierNumber = paired.courierProxyNumber ?? adaNumber;
  const code = paired.orderCode ?? '';
  await scene.call(phones.carl, courierNumber);
  await scene.text(phones.carl, courierNumber, 'Carl is at the door');
  await scene.text(phones.bea, paired.clientProxyNumber, 'Bea is coming down');
  await scene.call(phones.guest, courierNumber, code);
  await scene.call(phones.unknown, courierNumber, code === '000000' ? '000001' : '000000');
  await scene.text(phones.unknown, courierNumber, 'Who is there?');
  await scene.text(phones.carl, courierNumber, 'STOP');
  await releaseOne(proxyCall);
  return {
    adaNumber,
    open: { clientNumber: paired.clientProxyNumber, courierNumber, code },
    codes: [changed, dora, paired].flatMap(({ orderCode = '', orderCodeLong = '' }) => [orderCode, orderCodeLong]),
  };
}

/** Buys a number and gives it back. */
async function releaseOne(proxyCall: ProxyCall): Promise<void> {
  const { purchasedNow } = await proxyCall.provisionNumbers({
    ...{ countryIso: 'FR', batchSize: 1, numberType: 'mobile', candidatesLimit: 5 },
    ...{ requireSmsCapability: false, requireVoiceCapability: true },
  });
  const { released } = await proxyCall.releaseNumbers({ numbers: purchasedNow, force: false });
  if (released.length !== 1) throw new Error('the number was not given back');
}

/** Everything that a store holds, as text. */
export async function dump(store: OrderStore): Promise<string> {
  return JSON.stringify([...(await everything(store)).values()]);
}
