import { ANNOUNCEMENTS, type Announcement } from '../../src/domain/model/phrases.js';
import type { E164 } from '../../src/domain/model/phone-number.js';
import { createProxyCall, type ProxyCall } from '../../src/entry/library.js';
import { createFakeClock, type FakeClock } from '../../src/entry/testing/index.js';
import type { OrderStore } from '../../src/ports/order-store.js';
import type { OrderView, ProxyCallApi } from '../../src/ports/proxycall-api.js';
import type { Ids } from '../../src/ports/runtime.js';
import type { Service } from '../support.js';
import { WITHHELD, deliverCall, deliverText, directCarrier } from './direct-carrier.js';
import { people } from './session-steps.js';

/** Operates the program under test, in terms of the reference model. */
export interface Driver {
  now(): number;
  advance(milliseconds: number): void;
  order(request: OrderRequest): Promise<Receipt>;
  close(orderId: string): Promise<void>;
  changeCourier(orderId: string, courier: string): Promise<Receipt>;
  extend(orderId: string, expiresAt: number): Promise<void>;
  move(clientId: string, phone: string): Promise<void>;
  erase(clientId: string): Promise<void>;
  runMaintenance(): Promise<void>;
  /** Calls, and enters each of these codes when asked for one. */
  call(from: string, to: string, keys: readonly string[]): Promise<Reached>;
  text(from: string, to: string, body: string): Promise<Reached>;
  sharedNumbers(): Promise<readonly string[]>;
}

export interface OrderRequest {
  readonly orderId: string;
  readonly clientId: string;
  readonly phone: string;
  readonly courier: string | undefined;
  readonly hours: number | undefined;
}

export interface Receipt {
  readonly clientNumber: string;
  readonly courierNumber: string | undefined;
  readonly code: string | undefined;
}

/** Who was reached and what they were shown, or what the caller was told. */
export type Reached =
  { readonly phone: string; readonly shown: string } | { readonly told: Announcement } | { readonly silence: true };

/** The part of a driver that does not depend on how calls are delivered. */
function driveApi(
  api: ProxyCallApi & Pick<ProxyCall, 'runMaintenance'>,
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
    extend: async (orderId, expiresAt) => {
      const time = new Date(expiresAt).toISOString();
      const { expiresAt: end } = await api.extendOrder(orderId, { expiresAt: time });
      if (end !== time) throw new Error('an order ends at another time than was asked for');
    },
    move: async (clientId, phone) => {
      await api.updateClient(clientId, { clientRealPhone: phone as E164 });
    },
    erase: async (clientId) => {
      await api.eraseClient(clientId);
    },
    runMaintenance: () => api.runMaintenance(),
    sharedNumbers: async () => (await store.sharedNumbers('FR')).map(({ value }) => value.number),
  };
}

/** Drives the library, without HTTP and without a carrier's language. */
export function directDriver(store: OrderStore, ids: Ids): { driver: Driver; close: () => Promise<void> } {
  const clock = createFakeClock();
  const proxyCall = createProxyCall({
    ...directCarrier(),
    store,
    clock,
    ids,
    settings: { language: 'en', topUpSize: 2, codeDigits: 4 },
  });
  let deliveries = 0;

  const driver: Driver = {
    ...driveApi(proxyCall, store, clock),

    async call(from, to, keys) {
      deliveries += 1;
      const id = `d${deliveries.toString()}`;
      let plan = await deliverCall(proxyCall, { id, from, to });
      let asked = false;
      for (const [index, digits] of keys.entries()) {
        if (plan.kind !== 'ask_code') break;
        asked = true;
        const attempt = index + 1;
        const idOf = (step: number) => (step === 0 ? id : `${id}-${step.toString()}`);
        const entered = { digits, attempt, questionId: idOf(index) };
        plan = await deliverCall(proxyCall, { id: idOf(attempt), from, to }, entered);
      }
      if (plan.kind === 'dial') return { phone: plan.to, shown: plan.callerId };
      if (plan.kind === 'say') return { told: plan.announcement };
      // A caller whose code was wrong hangs up; one who entered nothing has only heard the question.
      return { told: asked ? 'code_missing' : 'code_wanted' };
    },

    async text(from, to, body) {
      deliveries += 1;
      const { messages } = await deliverText(proxyCall, { id: `d${deliveries.toString()}`, from, to }, body);
      return resultOf(messages[0], from, to, body);
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

function resultOf(
  message: { from: string; to: string; body: string } | undefined,
  from: string,
  to: string,
  body: string,
): Reached {
  if (message === undefined) return { silence: true };
  const told = message.to === from && message.from === to ? announcementOf(message.body) : undefined;
  if (told !== undefined) return { told };
  if (message.body !== body) throw new Error(`the body of a text was changed: ${message.body}`);
  return { phone: message.to, shown: message.from };
}

/** Drives phones of the simulated carrier: signed webhooks over HTTP, answered in TwiML. */
export function phoneDriver({ program, carrier }: Service, clock: FakeClock): Driver {
  const { services, ports } = program;
  const phoneOf = (person: string) => carrier.phone(person === WITHHELD ? '+33199008889' : person);
  const showing = (person: string) => (person === WITHHELD ? { showing: WITHHELD } : {});

  return {
    ...driveApi(
      { ...services.api({ name: 'test', role: 'admin' }), runMaintenance: services.runMaintenance },
      ports.store,
      clock,
    ),

    async call(from, to, keys) {
      const { dialled, heard } = await phoneOf(from).call(to, { ...showing(from), keys });
      const [leg, ...more] = dialled;
      if (more.length > 0) throw new Error('one call reached two phones');
      if (leg !== undefined) {
        const ring = carrier.phone(leg.number).rings.at(-1);
        if (ring?.shown !== leg.shown) throw new Error('the phone showed the wrong number');
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
      if (got.length > 1) throw new Error('one text reached two phones');
      return resultOf(got[0], from, to, body);
    },
  };
}

/** The announcement with this text in English. */
function announcementOf(text: string | undefined): Announcement | undefined {
  return (Object.keys(ANNOUNCEMENTS.en) as Announcement[]).find((key) => ANNOUNCEMENTS.en[key] === text);
}
