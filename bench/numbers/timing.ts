import { createSimulatedCarrier } from '../../src/adapters/simulator/index.js';
import { endOf, type Role } from '../../src/domain/model/participant.js';
import type { E164 } from '../../src/domain/model/phone-number.js';
import { COMPARED, leastLoaded, sample, sharedChoices } from '../../src/domain/model/selection.js';
import { DEFAULT_SETTINGS } from '../../src/domain/model/settings.js';
import { DAY_MS } from '../../src/domain/model/time.js';
import { put } from '../../src/domain/services/commit.js';
import { createProxyCall } from '../../src/entry/library.js';
import { aNumber, aPairedSession, aParticipant, fictionalMobile } from '../../src/entry/testing/index.js';
import type { OrderStore } from '../../src/ports/order-store.js';
import { median, percentile } from '../statistics.js';
import { clientPhone, courierPhone, ids, personOf, random } from './persons.js';

const TIMED = 200;

/**
 * Times orders by new clients for busy couriers, on a new store with so many live sessions. Milliseconds.
 * @param whenFilled what the store is given before it is timed
 */
export async function timeOrders(
  store: OrderStore,
  live: number,
  whenFilled: () => Promise<void>,
): Promise<{ median: number; percentile99: number }> {
  await fill(store, live);
  await whenFilled();
  const { telephony } = createSimulatedCarrier({ authToken: 'x', webhookBaseUrl: () => 'http://localhost' });
  const proxyCall = createProxyCall({ store, telephony, ids });
  const times: number[] = [];
  for (let index = 0; index < TIMED; index += 1) {
    const start = performance.now();
    await proxyCall.createOrder({
      orderId: `o${index.toString()}`,
      clientId: `n${index.toString()}`,
      clientName: 'Ada',
      clientMail: 'ada@shop.example',
      clientRealPhone: fictionalMobile(5000 + index),
      // With live sessions in the store, each of these couriers has 50 of them and gets up to two more.
      courierPhone: courierPhone(Math.floor(index / 2)),
    });
    times.push(performance.now() - start);
  }
  return { median: median(times), percentile99: percentile(times, 0.99) };
}

/** 100 shared numbers, and live sessions on them. */
async function fill(store: OrderStore, live: number): Promise<void> {
  await store.commit({ puts: sharedNumbers().map((number) => put('number', number)) });
  for (let start = 0; start < live; start += 500) {
    const indexes = Array.from({ length: Math.min(500, live - start) }, (_, offset) => start + offset);
    await store.commit({ puts: indexes.flatMap(liveSession) });
  }
}

function sharedNumbers() {
  return Array.from({ length: 100 }, (_, index) =>
    aNumber(fictionalMobile(index), { state: { status: 'shared', since: 1 } }),
  );
}

/** A session and its participants: a client of its own, and a courier with 50 such sessions. */
function liveSession(index: number) {
  const client = { id: `c${index.toString()}` };
  const fields = { code: index.toString().padStart(8, '0'), expiresAt: Date.now() + DAY_MS };
  const session = aPairedSession(`s${index.toString()}`, client, fields);
  const phones = { client: clientPhone(index), counterpart: courierPhone(Math.floor(index / 50)) };
  const participant = (role: Role, own: E164, contact: E164, number: number) => {
    const admission = { ...personOf(own), contactKey: personOf(contact).personKey };
    const proxyNumber = fictionalMobile(number % 100);
    const admitted = aParticipant(`${session.id} ${role}`, session, { role, ...admission, proxyNumber });
    if (endOf(admitted) < Date.now()) throw new Error('a session is not live');
    return put('participant', admitted);
  };
  return [
    put('session', session),
    participant('client', phones.client, phones.counterpart, index + 7),
    participant('counterpart', phones.counterpart, phones.client, index),
  ];
}

/** Times the choice alone, of 100 numbers, for a courier with participants on 50 of them. Microseconds. */
export function timeChoice(): number {
  const session = aPairedSession('s', { id: 'c' });
  const numbers = sharedNumbers();
  const own = numbers
    .slice(0, 50)
    .map(({ number }) =>
      aParticipant(number, session, { role: 'counterpart', proxyNumber: number, expiresAt: DAY_MS }),
    );
  const rounds = 20_000;
  const start = performance.now();
  for (let round = 0; round < rounds; round += 1) {
    const { personKey } = personOf(clientPhone(round % 100));
    const { unused } = sharedChoices(numbers, 'mobile', own, personKey, 5, DEFAULT_SETTINGS);
    leastLoaded(sample(unused, COMPARED, random), new Map());
  }
  return ((performance.now() - start) * 1000) / rounds;
}
