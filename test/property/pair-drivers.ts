import { createSimulatedCarrier } from '../../src/adapters/simulator/index.js';
import type { E164 } from '../../src/domain/model/phone-number.js';
import { createProxyCall } from '../../src/entry/library.js';
import { createFakeClock, createSequentialIds, type FakeClock } from '../../src/entry/testing/index.js';
import type { OrderStore } from '../../src/ports/order-store.js';
import type { OrderView, ProxyCallApi } from '../../src/ports/proxycall-api.js';
import type { Service } from '../support.js';
import { announcementOf, people, type Driver, type Reached, type Receipt } from './pair-world.js';

/** What is the same however calls come in. */
function driveApi(
  api: ProxyCallApi & { keepHouse: () => Promise<void> },
  store: OrderStore,
  clock: FakeClock,
): Omit<Driver, 'call' | 'text'> {
  const person = (phone: string) => ({
    clientName: 'Ada',
    clientMail: 'ada@shop.example',
    clientRealPhone: phone as E164,
  });
  return {
    now: () => clock.now(),
    advance: (milliseconds) => {
      clock.advance(milliseconds);
    },
    order: async ({ orderId, clientId, phone, courier, hours }) =>
      receiptOf(
        await api.createOrder({
          orderId,
          clientId,
          ...person(phone),
          ...(courier === undefined ? {} : { courierPhone: courier as E164 }),
          ...(hours === undefined ? {} : { expiresAt: new Date(clock.now() + hours * 3_600_000).toISOString() }),
        }),
      ),
    close: async (orderId) => {
      await api.closeOrder(orderId);
    },
    changeCourier: async (orderId, courier) =>
      receiptOf(await api.changeCourier(orderId, { courierPhone: courier as E164 })),
    move: async (clientId, phone) => {
      await api.updateClient(clientId, { clientRealPhone: phone as E164 });
    },
    erase: async (clientId) => {
      await api.eraseClient(clientId);
    },
    keepHouse: () => api.keepHouse(),
    sharedNumbers: async () => (await store.sharedNumbers('FR')).map(({ value }) => value.number),
  };
}

/** The services themselves, without HTTP. */
export function directDriver(store: OrderStore, seed: number): { driver: Driver; close: () => Promise<void> } {
  const clock = createFakeClock();
  const carrier = createSimulatedCarrier({ authToken: 'x', webhookBaseUrl: () => 'http://localhost' });
  const proxyCall = createProxyCall({
    ...carrier,
    store,
    clock,
    ids: createSequentialIds(seed),
    settings: { language: 'en', topUpSize: 2, codeDigits: 4 },
  });
  let deliveries = 0;

  const driver: Driver = {
    ...driveApi(proxyCall, store, clock),

    async call(from, to, keys) {
      deliveries += 1;
      const delivery = { deliveryId: `d${deliveries.toString()}`, carrierId: 'CA', from, to };
      let plan = await proxyCall.calls.incoming(delivery);
      let asked = false;
      for (const [index, digits] of keys.entries()) {
        if (plan.kind !== 'ask_code') break;
        asked = true;
        const attempt = index + 1;
        plan = await proxyCall.calls.incoming({
          ...delivery,
          deliveryId: `d${deliveries.toString()}-${attempt.toString()}`,
          digits,
          attempt,
        });
      }
      if (plan.kind === 'dial') return { phone: plan.to, shown: plan.callerId };
      if (plan.kind === 'say') return { told: plan.announcement };
      // Who was asked and got it wrong hangs up; who was not asked for keys has only heard the question.
      return { told: asked ? 'code_missing' : 'code_wanted' };
    },

    async text(from, to, body) {
      deliveries += 1;
      const delivery = { deliveryId: `d${deliveries.toString()}`, carrierId: 'SM', from, to };
      const { messages } = await proxyCall.messages.incoming({ ...delivery, body, media: [] });
      return whatCame(messages[0], from, to, body);
    },
  };
  return { driver, close: () => proxyCall.close() };
}

function receiptOf({
  clientProxyNumber,
  courierProxyNumber,
  orderCode,
}: Omit<OrderView, 'status' | 'createdAt'>): Receipt {
  return { clientNumber: clientProxyNumber, courierNumber: courierProxyNumber, code: orderCode };
}

function whatCame(
  message: { from: string; to: string; body: string } | undefined,
  from: string,
  to: string,
  body: string,
): Reached {
  if (message === undefined) return { silence: true };
  const told = message.to === from && message.from === to ? announcementOf(message.body) : undefined;
  if (told !== undefined) return { told };
  if (message.body !== body) throw new Error(`a text became another one: ${message.body}`);
  return { phone: message.to, shown: message.from };
}

const WITHHELD = 'anonymous';

/** Phones of the simulated carrier, signed webhooks over HTTP, and the TwiML that comes back. */
export function phoneDriver({ program, carrier }: Service, clock: FakeClock): Driver {
  const { services, ports } = program;
  const phoneOf = (person: string) => carrier.phone(person === WITHHELD ? '+33199008889' : person);
  const showing = (person: string) => (person === WITHHELD ? { showing: WITHHELD } : {});

  return {
    ...driveApi({ ...services.api, keepHouse: services.keepHouse }, ports.store, clock),

    async call(from, to, keys) {
      const { dialled, heard } = await phoneOf(from).call(to, { ...showing(from), keys });
      const [leg, ...more] = dialled;
      if (more.length > 0) throw new Error('one call, two phones');
      if (leg !== undefined) {
        const ring = carrier.phone(leg.number).rings.at(-1);
        if (ring?.shown !== leg.shown) throw new Error('the phone showed something else');
        return { phone: leg.number, shown: leg.shown };
      }
      const told = announcementOf(keys.length === 0 ? heard[0] : heard.at(-1));
      return told === undefined ? { silence: true } : { told };
    },

    async text(from, to, body) {
      const before = new Map(people.map((person) => [person, phoneOf(person).inbox.length]));
      await phoneOf(from).text(to, body, showing(from));
      const got = people.flatMap((person) =>
        phoneOf(person)
          .inbox.slice(before.get(person))
          .map((text) => ({ ...text, to: person })),
      );
      if (got.length > 1) throw new Error('one text, two phones');
      return whatCame(got[0], from, to, body);
    },
  };
}
