/**
 * How many shared numbers published loads take, by the very functions that choose them, beside the bound (the most that
 * one party holds at the same time), one number for each client, and one shared number for each pair; and how long it
 * takes to choose when 100,000 sessions are live.
 */
import { rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createMemoryStore } from '../src/adapters/memory/index.js';
import { createSimulatedCarrier } from '../src/adapters/simulator/index.js';
import { openSqliteStore } from '../src/adapters/sql/sqlite.js';
import { endOf, type Leg } from '../src/domain/model/leg.js';
import { openLeg } from '../src/domain/model/pair.js';
import type { E164 } from '../src/domain/model/phone-number.js';
import { replay } from '../src/domain/model/planning.js';
import type { ProxyNumber } from '../src/domain/model/proxy-number.js';
import { COMPARED, leastLoaded, sample, sharedChoices } from '../src/domain/model/selection.js';
import { DEFAULT_SETTINGS } from '../src/domain/model/settings.js';
import { put } from '../src/domain/services/commit.js';
import { createProxyCall } from '../src/entry/library.js';
import { aClient, aNumber, aPair, createSequentialIds, fictionalMobile } from '../src/entry/testing/index.js';
import type { OrderStore } from '../src/ports/order-store.js';

const { hardCoolingMs, quarantineMs } = DEFAULT_SETTINGS;
const DAY = 86_400_000;
const ids = createSequentialIds(4711);
const random = () => ids.random();
const say = (line: string) => process.stdout.write(`${line}\n`);

/** An order: who with whom, from when to when. */
interface Order {
  readonly client: number;
  readonly courier: number;
  readonly from: number;
  readonly until: number;
}

const clientPhone = (index: number) => `+3363998${index.toString().padStart(6, '0')}` as E164;
const courierPhone = (index: number) => `+3319900${index.toString().padStart(4, '0')}` as E164;

/** Chooses as the program does. @returns how many numbers were ever shared */
function ours(orders: readonly Order[]): number {
  const numbers: ProxyNumber[] = [];
  const legs = new Map<E164, Leg[]>();
  const loads = new Map<E164, number>();
  const seat = (party: E164, counterpart: E164, now: number, until: number): void => {
    const own = legs.get(party) ?? [];
    const keys = { phone: counterpart, hash: `hash:${counterpart}` };
    const choices = sharedChoices(numbers, 'mobile', own, keys, now, DEFAULT_SETTINGS);
    const number =
      choices.sticky[0] ??
      leastLoaded(sample(choices.unused, COMPARED, random), loads) ??
      choices.cooling[0] ??
      addNumber();
    const rest = own.filter((leg) => leg.number !== number);
    loads.set(number, (loads.get(number) ?? 0) + 1);
    const pair = { ...aPair('p', aClient('c')), clientPhone: party, clientNumber: number, expiresAt: until };
    legs.set(party, [...rest, { ...openLeg('l', pair, 'client', now), counterpart }]);
  };
  const addNumber = (): E164 => {
    const number = aNumber(fictionalMobile(numbers.length), { state: { status: 'shared', since: 0 } });
    numbers.push(number);
    return number.number;
  };
  for (const { client, courier, from, until } of orders) {
    seat(courierPhone(courier), clientPhone(client), from, until);
    seat(clientPhone(client), courierPhone(courier), from, until);
  }
  return numbers.length;
}

/** The most that one party holds at the same time, hard cooling included: no way of choosing can do with less. */
function bound(orders: readonly Order[], coolingMs = hardCoolingMs): number {
  const holdings = orders.flatMap(({ client, courier, from, until }) => [
    { party: `client ${client.toString()}`, from, until: until + coolingMs },
    { party: `courier ${courier.toString()}`, from, until: until + coolingMs },
  ]);
  return replay(holdings, 0).bound;
}

/** One number for each client, who keeps it until a week after their last order. */
function perClient(orders: readonly Order[]): number {
  const kept = new Map<number, { party: string; from: number; until: number }>();
  const holdings: { party: string; from: number; until: number }[] = [];
  for (const { client, from, until } of orders) {
    const known = kept.get(client);
    if (known !== undefined && from <= known.until) {
      known.until = Math.max(known.until, until + quarantineMs);
      continue;
    }
    const holding = { party: 'all', from, until: until + quarantineMs };
    kept.set(client, holding);
    holdings.push(holding);
  }
  return replay(holdings, 0).bound;
}

/** One number for both sides of a pair: the first that neither of them uses. */
function perPairFirstFit(orders: readonly Order[]): number {
  const held = new Map<string, Map<number, number>>();
  let most = 0;
  for (const { client, courier, from, until } of orders) {
    const sides = [`client ${client.toString()}`, `courier ${courier.toString()}`].map((party) => {
      const own = held.get(party) ?? new Map<number, number>();
      for (const [number, end] of own) if (end <= from) own.delete(number);
      held.set(party, own);
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
    const pair = `${client.toString()} ${courier.toString()}`;
    if (met.has(pair)) return [atOnce(100_000 + index, courier)];
    met.add(pair);
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
    const until = from + (0.25 - Math.log(1 - random()) * 0.75) * 3_600_000;
    return { client: Math.floor(random() * clients), courier: draw(weights, total), from, until };
  }).sort((a, b) => a.from - b.from);
}

/** The order of arrival that is worst for one number per pair, first fit: a party with n orders then takes 2n-1. */
function worstForPairs(n: number): Order[] {
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
  ['worst order of arrival for pairs, 20 each', worstForPairs(20)],
];
const columns = ['bound', 'ours', 'per pair, first fit', '2N-1', 'per client'] as const;
say(`${'numbers for'.padEnd(52)}${columns.map((column) => column.padStart(20)).join('')}`);
for (const [name, orders] of loads) {
  const least = bound(orders);
  const counts = [least, ours(orders), perPairFirstFit(orders), 2 * least - 1, perClient(orders)];
  say(name.padEnd(52) + counts.map((count) => count.toLocaleString('en').padStart(20)).join(''));
}

const LIVE = 100_000;
const TIMED = 200;

/** Orders by new clients for a busy courier, on a store with so many live sessions. @returns milliseconds, sorted */
async function timeOrders(store: OrderStore, live: number): Promise<number[]> {
  const shared = Array.from({ length: 100 }, (_, index) =>
    aNumber(fictionalMobile(index), { state: { status: 'shared', since: 1 } }),
  );
  await store.commit({ puts: shared.map((number) => put('number', number.number, number)) });
  for (let start = 0; start < live; start += 500) {
    const puts = Array.from({ length: Math.min(500, live - start) }, (_, offset) => {
      const index = start + offset;
      const number = (spread: number) => fictionalMobile((index + spread) % 100);
      const pair = aPair(`p${index.toString()}`, aClient(`c${index.toString()}`), {
        clientPhone: clientPhone(index),
        counterpartPhone: courierPhone(Math.floor(index / 50)),
        clientNumber: number(7),
        counterpartNumber: number(0),
        code: index.toString().padStart(8, '0'),
        expiresAt: Date.now() + DAY,
      });
      return [
        put('pair', pair.id, pair),
        ...(['client', 'counterpart'] as const).map((side) => {
          const leg = openLeg(`${pair.id} ${side}`, pair, side, 1);
          if (endOf(leg) < Date.now()) throw new Error('a session is not live');
          return put('leg', leg.id, leg);
        }),
      ];
    });
    await store.commit({ puts: puts.flat() });
  }
  const { telephony } = createSimulatedCarrier({ authToken: 'x', webhookBaseUrl: () => 'http://localhost' });
  const proxyCall = createProxyCall({ store, telephony });
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

/** The decision alone, for a courier with 50 places who is to get one of 100 numbers. @returns microseconds */
function timeChoice(): number {
  const numbers = Array.from({ length: 100 }, (_, index) =>
    aNumber(fictionalMobile(index), { state: { status: 'shared', since: 1 } }),
  );
  const pair = aPair('p', aClient('1'), { expiresAt: DAY });
  const legs = numbers.slice(0, 50).map(({ number }) => ({ ...openLeg(number, pair, 'counterpart', 1), number }));
  const rounds = 20_000;
  const start = performance.now();
  for (let round = 0; round < rounds; round += 1) {
    const counterpart = { phone: clientPhone(round), hash: 'hash' };
    const { unused } = sharedChoices(numbers, 'mobile', legs, counterpart, 5, DEFAULT_SETTINGS);
    leastLoaded(sample(unused, COMPARED, random), new Map());
  }
  return ((performance.now() - start) * 1000) / rounds;
}

say(`\nchoosing one of 100 numbers for a party with 50 places: ${timeChoice().toFixed(1)} µs`);

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
