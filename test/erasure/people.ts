import { randomUUID } from 'node:crypto';
import { Writable } from 'node:stream';
import { createSimulatedCarrier, type SimulatedCarrier } from '../../src/adapters/simulator/index.js';
import { createLogger, createSystemIds } from '../../src/adapters/system/index.js';
import { sign } from '../../src/adapters/twiml/index.js';
import type { E164 } from '../../src/domain/model/phone-number.js';
import { createProxyCall, type ProxyCall } from '../../src/entry/library.js';
import { signConfirmation } from '../../src/domain/model/confirmation/confirmation-mac.js';
import { signOutboxEntry } from '../../src/domain/model/outbox-mac.js';
import { put } from '../../src/domain/services/commit.js';
import { personWith } from '../../src/domain/services/persons.js';
import { recordHash } from '../../src/domain/services/record-hash.js';
import { aConfirmation, anOutboxEntry } from '../../src/entry/testing/index.js';
import type { OrderStore } from '../../src/ports/order-store.js';
import { HASH_KEY } from '../postgres.js';

const AUTH = 'carrier-secret-0815';
const BASE = 'http://127.0.0.1:8000';

/** A client, and everything about them that nothing may be left of. */
export interface Person {
  readonly id: string;
  readonly phone: E164;
  /** The shared number of an order with a courier. */
  readonly shared: E164 | undefined;
  readonly secrets: string[];
}

export interface Shop extends ProxyCall {
  readonly carrier: SimulatedCarrier;
  readonly log: () => string;
  /** Begins a confirmation of another phone and mail address for this client, with a message to each. @returns what it stores of them */
  readonly confirm: (clientId: string, phone: E164) => Promise<readonly string[]>;
  /** Sends a signed webhook, and returns the answer. */
  readonly post: (path: string, params: Readonly<Record<string, string>>) => Promise<string>;
}

/** ProxyCall on this store, with a simulated carrier, and with its log kept. */
export function openShop(store: OrderStore): Shop {
  const lines: string[] = [];
  const destination = new Writable({
    write(chunk: Buffer, _encoding, done) {
      lines.push(chunk.toString());
      done();
    },
  });
  const carrier = createSimulatedCarrier({ authToken: AUTH, webhookBaseUrl: () => BASE });
  const logger = createLogger({ level: 'debug', destination });
  const settings = { language: 'en', whisper: true } as const;
  const hashKey = store.hashKey ?? HASH_KEY;
  const proxyCall = createProxyCall({ store, ...carrier, logger, hashKey, settings });
  return {
    ...proxyCall,
    carrier,
    log: () => lines.join(''),
    confirm: (clientId, phone) => confirm(store, hashKey, clientId, phone),
    async post(path, params) {
      const headers = { 'x-twilio-signature': sign(AUTH, BASE + path, params) };
      const body = new URLSearchParams(params);
      const response = await proxyCall.handleWebhook(new Request(BASE + path, { method: 'POST', headers, body }));
      if (response.status !== 200) throw new Error(`${path}: status ${response.status.toString()}`);
      return response.text();
    },
  };
}

async function confirm(store: OrderStore, hashKey: string, clientId: string, phone: E164): Promise<readonly string[]> {
  const ids = createSystemIds(hashKey);
  const hash = recordHash(ids);
  const wanted = { name: `Wünsche ${clientId} 希`, mail: `wanted.${clientId}@shop.example`, phone } as const;
  const contact = { ...wanted, residency: undefined, numberType: undefined };
  const { personKey } = personWith(ids, phone);
  const id = `confirmation of ${clientId}`;
  const begun = aConfirmation(id, {
    purpose: 'change_phone',
    clientId,
    wanted: contact,
    personKey,
    formerPhone: phone,
  });
  const to = (name: string, address: string) => anOutboxEntry(`${name} ${clientId}`, id, { clientId, to: address });
  await store.commit({
    puts: [
      put('confirmation', signConfirmation(hash, begun)),
      ...[to('text', phone), to('mail', wanted.mail)].map((entry) => put('outbox', signOutboxEntry(hash, entry))),
    ],
  });
  return Object.values(wanted);
}

const digits = (index: number) => index.toString().padStart(3, '0');

/**
 * Gives a client a life with the shop: orders without and with a courier, calls, texts of all kinds, another phone and another name.
 * All numbers are of ranges for fiction; the carrier sells others of the same range.
 */
export async function live(shop: Shop, index: number, shared: E164 | undefined): Promise<Person> {
  const n = digits(index);
  const phone = `+3363998${(6000 + index).toString()}` as E164;
  const before = `+3319900${(5000 + index).toString()}` as E164;
  const courier = `+3319900${(1000 + index).toString()}` as E164;
  const client = { clientId: `C-${n}`, clientMail: `mail${n}.personne@shop.example` };
  const [first, second] = [`Zoé Prénom${n} Ω`, `Éléonore Nouveau${n} 山`];
  const secrets = [first, second, client.clientMail, phone, before];
  const said = (what: string) => {
    const text = `secret ${what} of ${n}: clé 🔑 «${randomUUID()}»`;
    secrets.push(text);
    return text;
  };
  const request = { ...client, clientName: first, clientRealPhone: before };
  const options = { idempotencyKey: `key ${n}` };
  const { clientProxyNumber: own } = await shop.createOrder({ orderId: `O-${n}`, ...request }, options);
  await shop.createOrder({ orderId: `O-${n}`, ...request }, options);
  const text = (From: string, To: string, Body: string) =>
    shop.post('/twilio/sms', { MessageSid: `SM${randomUUID()}`, From, To, Body });
  const call = (From: string, To: string) => callThrough(shop, From, To);

  await text(courier, own, said('relayed'));
  await text(before, own, said('answered'));
  await text('SHOP', own, said('named'));
  await text(courier, own, `${said('long')} ${'à bientôt 👨‍👩‍👧 '.repeat(200)}`);
  await text(courier, own, 'STOP');
  await call(courier, own);
  await call(before, own);
  // To a number that is nobody's, and to one that is shared by others: refused, and replied to.
  await text(before, '+33639980999', said('to nobody'));
  if (shared !== undefined) {
    await text(before, shared, said('refused'));
    await call(before, shared);
  }

  await shop.updateClient(client.clientId, { clientRealPhone: phone, clientName: second });
  await text(phone, own, said('from another phone'));
  const paired = await shop.createOrder({
    ...{ orderId: `P-${n}`, ...client, clientName: second, clientRealPhone: phone },
    courierPhone: courier,
  });
  await text(courier, String(paired.courierProxyNumber), said('of the courier'));
  await text(phone, paired.clientProxyNumber, said('to the courier'));
  await text(phone, paired.clientProxyNumber, 'STOP');
  await call(courier, String(paired.courierProxyNumber));
  if (index % 2 === 0) await shop.closeOrder(`P-${n}`, { endSession: true });
  if (shared !== undefined) await text(phone, shared, said('refused again'));
  secrets.push(...(await shop.confirm(client.clientId, `+3363998${(7000 + index).toString()}` as E164)));
  return { id: client.clientId, phone, shared: paired.courierProxyNumber, secrets };
}

/** A call that is answered, and ends: what is on record of it grows. */
async function callThrough({ post }: Shop, From: string, To: string): Promise<void> {
  const CallSid = `CA${randomUUID()}`;
  const answer = await post('/twilio/voice', { CallSid, From, To });
  const [, action] = /action="([^"]*)"/.exec(answer) ?? [];
  if (action?.includes('ended') !== true) return;
  const path = action.replaceAll('&amp;', '&').replace(BASE, '');
  await post(path, { CallSid, From, To, DialCallStatus: 'completed', DialCallDuration: '61' });
}

/** A client who also calls and writes to other clients. */
export async function meet(shop: Shop, people: readonly Person[]): Promise<void> {
  for (const [index, { phone, secrets }] of people.entries()) {
    const other = people[(index + 1) % people.length];
    if (other === undefined || other.phone === phone) continue;
    const { clientProxyNumber: to } = await shop.getClient(other.id);
    const body = `secret between clients ${randomUUID()}`;
    secrets.push(body);
    const ids = { MessageSid: `SM${randomUUID()}`, CallSid: `CA${randomUUID()}` };
    if (to === undefined) continue;
    await shop.post('/twilio/sms', { ...ids, From: phone, To: to, Body: body });
    await shop.post('/twilio/voice', { ...ids, From: phone, To: to });
  }
}
