import fc from 'fast-check';
import { DAY_MS } from '../../src/domain/model/time.js';
import { fictionalMobile, type FakeClock } from '../../src/entry/testing/index.js';
import { WITHHELD } from './direct-carrier.js';

const CLIENTS = 4;
export const clientPhones = Array.from({ length: 2 * CLIENTS }, (_, index) => fictionalMobile(9000 + index));
const couriers = ['+33199001111', '+33199002222', '+352621123456', '+12025550123', WITHHELD];
export const callers: readonly string[] = [...clientPhones, ...couriers];

/** The steps of a run. Indexes choose from the lists above, or from the proxy numbers seen so far. */
export const step = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constant('order' as const), client: fc.nat(CLIENTS - 1), order: fc.nat(12) }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('assign' as const), client: fc.nat(CLIENTS - 1) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('close' as const), order: fc.nat(12), end: fc.boolean() }) },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('move' as const),
      client: fc.nat(CLIENTS - 1),
      phone: fc.nat(2 * CLIENTS - 1),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('erase' as const), client: fc.nat(CLIENTS - 1) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('wait' as const), days: fc.nat(9) }) },
  {
    weight: 8,
    arbitrary: fc.record({
      kind: fc.constantFrom('call' as const, 'text' as const),
      from: fc.nat(callers.length - 1),
      to: fc.nat(6),
      twice: fc.boolean(),
    }),
  },
);
export type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

/** The reference model: slow and obvious, and without any of the program's decisions. */
export interface World {
  readonly clients: Map<string, { phone: string; proxy: string | undefined; lastCaller: string | undefined }>;
  readonly orders: Map<string, { client: string; open: boolean }>;
  /** Every proxy number ever seen, in order of appearance. */
  readonly proxies: string[];
  /** When a number lost its last holder. */
  readonly freed: Map<string, number>;
}

export function freePhone(world: World): string {
  const taken = new Set([...world.clients.values()].map(({ phone }) => phone));
  return clientPhones.find((phone) => !taken.has(phone)) ?? fictionalMobile(0);
}

export function holds(clientId: string, proxy: string, world: World, clock: FakeClock): void {
  const client = world.clients.get(clientId);
  if (client === undefined) throw new Error('an unknown client holds a number');
  if (client.proxy === proxy) return;
  if (client.proxy !== undefined) throw new Error('a client was given a second number');
  for (const other of world.clients.values()) if (other.proxy === proxy) throw new Error('a number has two holders');
  const freed = world.freed.get(proxy);
  if (freed !== undefined && clock.now() < freed + 7 * DAY_MS)
    throw new Error('a number was reused before the end of its quarantine');
  client.proxy = proxy;
  if (!world.proxies.includes(proxy)) world.proxies.push(proxy);
}

export function frees(clientId: string, world: World, clock: FakeClock): void {
  const client = world.clients.get(clientId);
  if (client?.proxy === undefined) return;
  world.freed.set(client.proxy, clock.now());
  client.proxy = undefined;
  client.lastCaller = undefined;
}

/** The routing rules again, in their simplest form; records the last caller. */
export function whoIsReached(from: string, to: string, world: World): string | undefined {
  const holder = [...world.clients.values()].find(({ proxy }) => proxy === to);
  if (holder === undefined) return undefined;
  if (from === holder.phone) return holder.lastCaller;
  if (from === WITHHELD || from.startsWith('+1')) return undefined;
  holder.lastCaller = from;
  return holder.phone;
}
