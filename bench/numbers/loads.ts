import { DAY_MS, HOUR_MS } from '../../src/domain/model/time.js';
import { random } from './persons.js';

/** An order: its client and courier, and when its session begins and ends. */
export interface Order {
  readonly client: number;
  readonly courier: number;
  readonly from: number;
  readonly until: number;
}

/** An order of a load whose orders are all open at the same time. */
const atOnce = (client: number, courier: number): Order => ({ client, courier, from: 0, until: DAY_MS });

function shuffled<T>(items: readonly T[]): T[] {
  return items
    .map((item) => ({ item, at: random() }))
    .sort((a, b) => a.at - b.at)
    .map(({ item }) => item);
}

/** 500 couriers with 20 orders each, in random order. */
export function evenLoad(ordersPerClient: number): Order[] {
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

/** A few couriers have most of the orders: the share of the k-th is proportional to 1/k. */
export function powerLaw(orders: number, couriers: number): Order[] {
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

/** Thirty days of orders of about an hour, most of them around noon and few at night; couriers by a power law. */
export function churn(perDay: number, couriers: number, clients: number): Order[] {
  const weights = Array.from({ length: couriers }, (_, index) => 1 / Math.sqrt(index + 1));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return Array.from({ length: 30 * perDay }, (_, index) => {
    const day = Math.floor(index / perDay);
    const from = day * DAY_MS + Math.abs(Math.acos(1 - 2 * random()) / Math.PI) * DAY_MS;
    const until = from + (0.25 - Math.log(1 - random()) * 0.75) * HOUR_MS;
    return { client: Math.floor(random() * clients), courier: draw(weights, total), from, until };
  }).sort((a, b) => a.from - b.from);
}

/** The order of arrival that is worst for one number per session, first fit: a person with n orders then takes 2n-1. */
export function worstForFirstFit(n: number): Order[] {
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
