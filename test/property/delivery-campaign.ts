import assert from 'node:assert/strict';
import { join } from 'node:path';
import type { ExecutionContext } from 'ava';
import fc from 'fast-check';
import { createMemoryStore } from '../../src/adapters/memory/index.js';
import { createSimulatedCarrier } from '../../src/adapters/simulator/index.js';
import { openSqliteStore } from '../../src/adapters/sql/sqlite.js';
import { sign } from '../../src/adapters/twiml/index.js';
import { isProxyCallError } from '../../src/domain/model/errors.js';
import { REMEMBERED_MS } from '../../src/domain/model/interaction.js';
import { DEFAULT_SETTINGS } from '../../src/domain/model/settings.js';
import { DAY_MS } from '../../src/domain/model/time.js';
import { createProxyCall, type ProxyCall } from '../../src/entry/library.js';
import { createFakeClock, fictionalMobile, type FakeClock } from '../../src/entry/testing/index.js';
import type { OrderStore } from '../../src/ports/order-store.js';
import { temporaryFolder } from '../support.js';

const COURIER = '+33199001234';
const BASE = 'http://localhost';
/** How long a delivery is recognised. */
const REMEMBERED_MS_IN_ALL = DEFAULT_SETTINGS.retentionMs + REMEMBERED_MS;

/** One signed identity each: the first webhook of two calls, three answers of one of them, and two texts. */
const EVENTS = [
  { target: '/twilio/voice', params: { CallSid: 'CA1' } },
  { target: '/twilio/voice', params: { CallSid: 'CA2' } },
  { target: '/twilio/voice?attempt=1', params: { CallSid: 'CA1' } },
  { target: '/twilio/voice?attempt=2', params: { CallSid: 'CA1' } },
  { target: '/twilio/voice?attempt=3', params: { CallSid: 'CA1' } },
  { target: '/twilio/sms', params: { MessageSid: 'SM1' } },
  { target: '/twilio/sms', params: { MessageSid: 'SM2' } },
] as const;

const delivery = fc.record({
  event: fc.nat(EVENTS.length - 1),
  token: fc.option(fc.constantFrom('a', 'b', 'c'), { nil: undefined }),
  digits: fc.constantFrom(undefined, '', '#', '000000', '123456', 'the code'),
});

const client = fc.integer({ min: 1, max: 3 });

/** What happens. Deliveries of one step arrive at once. */
const step = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant('deliver' as const),
      deliveries: fc.array(delivery, { minLength: 1, maxLength: 4 }),
    }),
  },
  { weight: 1, arbitrary: fc.constant({ kind: 'restart' as const }) },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('wait' as const), days: fc.constantFrom(0.01, 1.1, 8, 91, 399) }),
  },
  {
    weight: 4,
    arbitrary: fc.record({ kind: fc.constantFrom('order' as const, 'move' as const, 'erase' as const), client }),
  },
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;
type Delivery = typeof delivery extends fc.Arbitrary<infer T> ? T : never;

interface World {
  readonly store: OrderStore;
  readonly clock: FakeClock;
  /** When each event was first delivered, and the answer to that. */
  readonly first: Map<number, { readonly at: number; readonly answer: string }>;
  /** How many times a record of each delivery was created. */
  readonly created: ReadonlyMap<string, number>;
  proxyCall: ProxyCall;
  /** The number that is called and texted. */
  readonly to: string;
  /** The code that opens it, if it is shared. */
  readonly code: string;
  /** The phone of the latest client, or of the latest move: no two have the same. */
  lastPhone: number;
}

/**
 * However often, late and differently a delivery arrives, it has one effect: one record is created, and nobody is reached
 * who was not reached by the first answer.
 */
export async function deliveriesHaveOneEffect(t: ExecutionContext, name: 'memory' | 'sqlite', numRuns: number) {
  const folder = temporaryFolder();
  t.teardown(folder.remove);
  let run = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 24 }), fc.boolean(), async (steps, isShared) => {
      const path = join(folder.path, `${(run += 1).toString()}.db`);
      const store = name === 'memory' ? createMemoryStore() : await openSqliteStore({ path });
      const world = await openWorld(store, isShared);
      try {
        for (const each of steps) await take(world, each);
      } finally {
        await store.close();
      }
      assert.deepEqual(
        [...world.created.values()],
        Array.from(world.first, () => 1),
      );
    }),
    { numRuns },
  );
  t.pass();
}

async function openWorld(store: OrderStore, isShared: boolean): Promise<World> {
  const clock = createFakeClock();
  const created = new Map<string, number>();
  const counting = countingStore(store, created);
  const proxyCall = serviceOn(counting, clock);
  const courier = isShared ? { courierPhone: fictionalMobile(7) } : {};
  const order = await proxyCall.createOrder({ ...orderOf(1, 8001), ...courier });
  const { clientProxyNumber, courierProxyNumber: to = clientProxyNumber, orderCode: code = '123456' } = order;
  return { store: counting, clock, created, first: new Map(), proxyCall, to, code, lastPhone: 8001 };
}

function countingStore(store: OrderStore, created: Map<string, number>): OrderStore {
  return {
    ...store,
    async commit(changes) {
      await store.commit(changes);
      for (const { kind, expected, value } of changes.puts) {
        if (kind === 'interaction' && expected === null) created.set(value.id, (created.get(value.id) ?? 0) + 1);
      }
    },
  };
}

/** A process on this store. */
function serviceOn(store: OrderStore, clock: FakeClock): ProxyCall {
  const carrier = createSimulatedCarrier({ authToken: 'x', webhookBaseUrl: () => BASE });
  return createProxyCall({ ...carrier, store, clock, settings: { topUpSize: 1 } });
}

function orderOf(client: number, phone: number) {
  const clientId = client.toString();
  return {
    orderId: `${clientId}-${phone.toString()}`,
    clientId,
    clientName: 'Ada',
    clientMail: 'ada@shop.example',
    clientRealPhone: fictionalMobile(phone),
  };
}

async function take(world: World, step: Step): Promise<void> {
  const { clock, store } = world;
  switch (step.kind) {
    case 'deliver':
      await Promise.all(step.deliveries.map((delivery) => deliver(world, delivery)));
      return;
    case 'restart':
      world.proxyCall = serviceOn(store, clock);
      return;
    case 'wait':
      clock.advance(step.days * DAY_MS);
      await world.proxyCall.runMaintenance();
      return;
    default:
      // A client who is not there any more, or is there already with another phone, is no matter of this test.
      await changeClient(world, step.kind, step.client).catch((error: unknown) => {
        if (!isProxyCallError(error)) throw error;
      });
  }
}

async function changeClient(world: World, how: 'order' | 'move' | 'erase', client: number): Promise<unknown> {
  const { proxyCall } = world;
  world.lastPhone += 1;
  switch (how) {
    case 'order':
      return proxyCall.createOrder(orderOf(client, world.lastPhone));
    case 'move':
      return proxyCall.updateClient(client.toString(), { clientRealPhone: fictionalMobile(world.lastPhone) });
    case 'erase':
      return proxyCall.eraseClient(client.toString());
  }
}

async function deliver(world: World, { event, token, digits }: Delivery): Promise<void> {
  const { first, clock, to, code } = world;
  const before = first.get(event);
  // After that time it may be forgotten.
  if (before !== undefined && clock.now() - before.at > REMEMBERED_MS_IN_ALL) return;
  const { target, params } = EVENTS[event] ?? EVENTS[0];
  // Not the time of the answer: after a conflict that is a little later.
  const at = clock.now();
  const pressed = digits === undefined ? {} : { Digits: digits === 'the code' ? code : digits };
  const answer = await post(world, target, { ...params, From: COURIER, To: to, Body: 'hello', ...pressed }, token);
  const known = first.get(event);
  if (known === undefined) first.set(event, { at, answer });
  else if (answer !== known.answer) assert.deepEqual(reached(answer), [], `${known.answer}, and later ${answer}`);
}

async function post(
  { proxyCall }: World,
  target: string,
  params: Readonly<Record<string, string>>,
  token: string | undefined,
): Promise<string> {
  const url = BASE + target;
  const headers = {
    'x-twilio-signature': sign('x', url, params),
    ...(token === undefined ? {} : { 'i-twilio-idempotency-token': token }),
  };
  const body = new URLSearchParams(params);
  const response = await proxyCall.handleWebhook(new Request(url, { method: 'POST', headers, body }));
  assert.equal(response.status, 200);
  const text = await response.text();
  assert.ok(!text.includes('indisponible'), text);
  return text;
}

/** Whoever an answer calls or texts. */
function reached(answer: string): readonly string[] {
  return [...answer.matchAll(/<Number[^>]*>|<Message /g)].map(([verb]) => verb);
}
