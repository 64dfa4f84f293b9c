/**
 * How many shared numbers published loads take, by the functions of the program that choose them, compared with the lower
 * bound (the most that one person holds at the same time), one number for each client, and one number for both participants of a
 * session; and how long it takes to choose when 100,000 sessions are live.
 */
import { rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createMemoryStore } from '../src/adapters/memory/index.js';
import { createSimulatedCarrier } from '../src/adapters/simulator/index.js';
import { openSqliteStore } from '../src/adapters/sql/sqlite.js';
import { endOf, type Participant, type Role } from '../src/domain/model/participant.js';
import type { E164 } from '../src/domain/model/phone-number.js';
import { replay } from '../src/domain/model/planning.js';
import type { ProxyNumber } from '../src/domain/model/proxy-number.js';
import { remember } from '../src/domain/model/remember.js';
import { COMPARED, leastLoaded, sample, sharedChoices } from '../src/domain/model/selection.js';
import { DEFAULT_SETTINGS } from '../src/domain/model/settings.js';
import { DAY_MS as DAY, HOUR_MS } from '../src/domain/model/time.js';
import { put } from '../src/domain/services/commit.js';
import { personWith } from '../src/domain/services/persons.js';
import { createProxyCall } from '../src/entry/library.js';
import {
  aNumber,
  aPairedSession,
  aParticipant,
  createSequentialIds,
  fictionalMobile,
} from '../src/entry/testing/index.js';
import type { OrderStore } from '../src/ports/order-store.js';

const { hardCoolingMs, quarantineMs } = DEFAULT_SETTINGS;
const ids = createSequentialIds(4711);
const random = () => ids.random();
const say = (line: string) => process.stdout.write(`${line}\n`);

/** An order: who with whom, from when until when. */
interface Order {
  readonly client: number;
  readonly courier: number;
  readonly from: number;
  readonly until: number;
}

const clientPhone = (index: number) => `+3363998${index.toString().padStart(6, '0')}` as E164;
const courierPhone = (index: number) => `+3319900${index.toString().padStart(4, '0')}` as E164;

/** Keys are looked up often here, and one person has one. */
const personOf = remember((phone: E164) => personWith(ids, phone));

/** Chooses as the program does. @returns how many numbers were ever shared */
function ours(orders: readonly Order[]): number {
  const numbers: ProxyNumber[] = [];
  const participants = new Map<E164, Participant[]>();
  const loads = new Map<E164, number>();
  const choose = (phone: E164, contact: E164, now: number, expiresAt: number): void => {
    const own = participants.get(phone) ?? [];
    const { personKey: contactKey } = personOf(contact);
    const choices = sharedChoices(numbers, 'mobile', own, contactKey, now, DEFAULT_SETTINGS);
    const number =
      choices.sticky[0] ??
      leastLoaded(sample(choices.unused, COMPARED, random), loads) ??
      choices.cooling[0] ??
      addNumber();
    const rest = own.filter(({ proxyNumber }) => proxyNumber !== number);
    loads.set(number, (loads.get(number) ?? 0) + 1);
    const admission = { ...personOf(phone), proxyNumber: number, contactKey, openedAt: now, expiresAt };
    participants.set(phone, [...rest, aParticipant('p', SESSION, admission)]);
  };
  const addNumber = (): E164 => {
    const number = aNumber(fictionalMobile(numbers.length), { state: { status: 'shared', since: 0 } });
    numbers.push(number);
    return number.number;
  };
  for (const { client, courier, from, until } of orders) {
    choose(courierPhone(courier), clientPhone(client), from, until);
    choose(clientPhone(client), courierPhone(courier), from, until);
  }
  return numbers.length;
}

const SESSION = aPairedSession('s', { id: 'c' });

/** The most that one person holds at the same time, hard cooling included: no way of choosing can do with less. */
function bound(orders: readonly Order[], coolingMs = hardCoolingMs): number {
  const holdings = orders.flatMap(({ client, courier, from, until }) => [
    { person: `client ${client.toString()}`, from, until: until + coolingMs },
    { person: `courier ${courier.toString()}`, from, until: until + coolingMs },
  ]);
  return replay(holdings, 0).bound;
}

/** One number for each client, who keeps it until a week after their last order. */
function perClient(orders: readonly Order[]): number {
  const kept = new Map<number, { person: string; from: number; until: number }>();
  const holdings: { person: string; from: number; until: number }[] = [];
  for (const { client, from, until } of orders) {
    const known = kept.get(client);
    if (known !== undefined && from <= known.until) {
      known.until = Math.max(known.until, until + quarantineMs);
      continue;
    }
    const holding = { person: 'all', from, until: until + quarantineMs };
    kept.set(client, holding);
    holdings.push(holding);
  }
  return replay(holdings, 0).bound;
}

/** One number for both participants of a session: the first that neither of them uses. */
function perSessionFirstFit(orders: readonly Order[]): number {
  const held = new Map<string, Map<number, number>>();
  let most = 0;
  for (const { client, courier, from, until } of orders) {
    const sides = [`client ${client.toString()}`, `courier ${courier.toString()}`].map((person) => {
      const own = held.get(person) ?? new Map<number, number>();
      for (const [number, end] of own) if (end <= from) own.delete(number);
      held.set(person, own);
      return own;
    });
    let number = 0;
    while (sides.some((own) => own.has(number))) number += 1;
    for (const own of sides) own.set(number, until + hardCoolingMs);
    most = Math.max(most, number + 1);
  }
  return most;
}

/** All at the same time. */
const atOnce = (client: number, courier: number): Order => ({ client, courier, from: 0, until: DAY });

function shuffled<T>(items: readonly T[]): T[] {
  return items
    .map((item) => ({ item, at: random() }))
    .sort((a, b) => a.at - b.at)
    .map(({ item }) => item);
}

/** 500 couriers with 20 orders each; each client has as many orders as is said. */
function evenLoad(ordersPerClient: number): Order[] {
  const couriers = shuffled(Array.from({ length: 10_000 }, (_, index) => index % 500));
  const met = new Set<string>();
  return couriers.flatMap((courier, index) => {
    const client = Math.floor(index / ordersPerClient);
    const both = `${client.toString()} ${courier.toString()}`;
    if (met.has(both)) return [atOnce(100_000 + index, courier)];
    met.add(both);
    return [atOnce(client, courier)];
  });
}

/** Few couriers have most of the orders: the k-th has a share of 1/k. */
function powerLaw(orders: number, couriers: number): Order[] {
  const weights = Array.from({ length: couriers }, (_, index) => 1 / (index + 1));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return Array.from({ length: orders }, (_, client) => atOnce(client, draw(weights, total)));
}

function draw(weights: readonly number[], total: number): number {
  let left = random() * total;
  return Math.max(
    0,
    weights.findIndex((weight) => (left -= weight) <= 0),
  );
}

/** Thirty days of orders of about an hour, twice as many at noon as on average, none at night; couriers by a power law. */
function churn(perDay: number, couriers: number, clients: number): Order[] {
  const weights = Array.from({ length: couriers }, (_, index) => 1 / Math.sqrt(index + 1));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return Array.from({ length: 30 * perDay }, (_, index) => {
    const day = Math.floor(index / perDay);
    const from = day * DAY + Math.abs(Math.acos(1 - 2 * random()) / Math.PI) * DAY;
    const until = from + (0.25 - Math.log(1 - random()) * 0.75) * HOUR_MS;
    return { client: Math.floor(random() * clients), courier: draw(weights, total), from, until };
  }).sort((a, b) => a.from - b.from);
}

/** The order of arrival that is worst for one number per session, first fit: a person with n orders then takes 2n-1. */
function worstForFirstFit(n: number): Order[] {
  let fresh = 1000;
  const busyClient = (client: number) => Array.from({ length: n - 1 }, () => atOnce(client, (fresh += 1)));
  const helpers = Array.from({ length: n - 1 }, (_, index) => index + 1);
  return [
    ...helpers.flatMap(busyClient),
    ...helpers.map((client) => atOnce(client, 0)),
    ...busyClient(0),
    atOnce(0, 0),
  ];
}

const loads: readonly (readonly [name: string, orders: Order[]])[] = [
  ['10,000 orders, 500 couriers x 20', evenLoad(1)],
  ['10,000 orders, 500 couriers x 20, clients x 20', evenLoad(20)],
  ['10,000 orders, 500 couriers by a power law', powerLaw(10_000, 500)],
  ['30 days, 2,000 orders a day, 200 couriers, cooling', churn(2000, 200, 20_000)],
  ['worst order of arrival for first fit, 20 each', worstForFirstFit(20)],
];
const columns = ['bound', 'ours', 'first fit', '2N-1', 'per client'] as const;
say(`${'numbers for'.padEnd(52)}${columns.map((column) => column.padStart(20)).join('')}`);
for (const [name, orders] of loads) {
  const least = bound(orders);
  const counts = [least, ours(orders), perSessionFirstFit(orders), 2 * least - 1, perClient(orders)];
  say(name.padEnd(52) + counts.map((count) => count.toLocaleString('en').padStart(20)).join(''));
}

const LIVE = Number(process.env['BENCH_LIVE'] ?? 100_000);
const TIMED = 200;

/** Orders by new clients for a busy courier, on a store with so many live sessions. @returns milliseconds, sorted */
async function timeOrders(store: OrderStore, live: number): Promise<number[]> {
  const shared = Array.from({ length: 100 }, (_, index) =>
    aNumber(fictionalMobile(index), { state: { status: 'shared', since: 1 } }),
  );
  await store.commit({ puts: shared.map((number) => put('number', number)) });
  for (let start = 0; start < live; start += 500) {
    const puts = Array.from({ length: Math.min(500, live - start) }, (_, offset) => {
      const index = start + offset;
      const session = aPairedSession(
        `s${index.toString()}`,
        { id: `c${index.toString()}` },
        {
          code: index.toString().padStart(8, '0'),
          expiresAt: Date.now() + DAY,
        },
      );
      const phones = { client: clientPhone(index), counterpart: courierPhone(Math.floor(index / 50)) };
      const named = (role: Role, spread: number) => {
        const [own, contact] =
          role === 'client' ? [phones.client, phones.counterpart] : [phones.counterpart, phones.client];
        const participant = aParticipant(`${session.id} ${role}`, session, {
          role,
          ...personOf(own),
          contactKey: personOf(contact).personKey,
          proxyNumber: fictionalMobile((index + spread) % 100),
        });
        if (endOf(participant) < Date.now()) throw new Error('a session is not live');
        return put('participant', participant);
      };
      return [put('session', session), named('client', 7), named('counterpart', 0)];
    });
    await store.commit({ puts: puts.flat() });
  }
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
      // Each of them has 50 live sessions where there are many, and gets up to two more.
      courierPhone: courierPhone(Math.floor(index / 2)),
    });
    times.push(performance.now() - start);
  }
  return times.sort((a, b) => a - b);
}

/** The decision alone, for a courier who has participants on 50 of 100 numbers. @returns microseconds */
function timeChoice(): number {
  const numbers = Array.from({ length: 100 }, (_, index) =>
    aNumber(fictionalMobile(index), { state: { status: 'shared', since: 1 } }),
  );
  const own = numbers
    .slice(0, 50)
    .map(({ number }) => aParticipant(number, SESSION, { role: 'counterpart', proxyNumber: number, expiresAt: DAY }));
  const rounds = 20_000;
  const start = performance.now();
  for (let round = 0; round < rounds; round += 1) {
    const { personKey } = personOf(clientPhone(round % 100));
    const { unused } = sharedChoices(numbers, 'mobile', own, personKey, 5, DEFAULT_SETTINGS);
    leastLoaded(sample(unused, COMPARED, random), new Map());
  }
  return ((performance.now() - start) * 1000) / rounds;
}

say(`\nchoosing one of 100 numbers for a person with 50 participants: ${timeChoice().toFixed(1)} µs`);

const folder = await mkdtemp(join(tmpdir(), 'proxycall-bench-'));
try {
  say(
    `\n${'an order with a courier takes, in ms'.padEnd(40)}${['median', '99 %'].map((head) => head.padStart(10)).join('')}`,
  );
  for (const kind of ['memory', 'sqlite'] as const) {
    const medians: number[] = [];
    for (const live of [0, LIVE]) {
      const path = join(folder, `${live.toString()}.db`);
      const store = kind === 'memory' ? createMemoryStore() : await openSqliteStore({ path });
      const times = await timeOrders(store, live);
      await store.close();
      const [median = 0, high = 0] = [times[Math.floor(TIMED / 2)], times[Math.floor(TIMED * 0.99)]];
      medians.push(median);
      const name = `${kind}, ${live.toLocaleString('en')} live sessions`;
      say(name.padEnd(40) + [median, high].map((time) => time.toFixed(2).padStart(10)).join(''));
    }
    const [none = 1, many = 1] = medians;
    say(`${kind}: ${(many / none).toFixed(2)} times as long with ${LIVE.toLocaleString('en')} live sessions`);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
