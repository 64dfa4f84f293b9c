import { join } from 'node:path';
import type { ExecutionContext } from 'ava';
import fc from 'fast-check';
import { createMemoryStore } from '../../src/adapters/memory/index.js';
import { openSqliteStore } from '../../src/adapters/sql/sqlite.js';
import type { E164 } from '../../src/domain/model/phone-number.js';
import { phoneNumber } from '../../src/domain/model/phone-number.js';
import { DAY_MS } from '../../src/domain/model/time.js';
import { createProxyCall, type ProxyCall } from '../../src/entry/library.js';
import {
  createFakeClock,
  createSequentialIds,
  fictionalMobile,
  type FakeClock,
} from '../../src/entry/testing/index.js';
import type { OrderStore } from '../../src/ports/order-store.js';
import { temporaryFolder } from '../support.js';
import { deliverCall, deliverText, directCarrier } from './direct-carrier.js';
import {
  callers,
  clientPhones,
  freePhone,
  frees,
  holds,
  step,
  whoIsReached,
  type Step,
  type World,
} from './privacy-world.js';
import { expectCode, refused } from './refusals.js';
import { expectInvariants } from './session-checks.js';

const stores: Readonly<Record<'memory' | 'sqlite', (path: string) => Promise<OrderStore>>> = {
  memory: () => Promise.resolve(createMemoryStore()),
  sqlite: (path) => openSqliteStore({ path }),
};

/** Runs this many random sequences of steps against the reference model. */
export async function everyoneReachesWhomTheyMay(
  t: ExecutionContext,
  name: 'memory' | 'sqlite',
  runs: number,
): Promise<void> {
  const folder = temporaryFolder();
  t.teardown(folder.remove);
  let run = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 60 }), async (steps) => {
      const clock = createFakeClock();
      const store = await stores[name](join(folder.path, `${(run += 1).toString()}.db`));
      const ids = createSequentialIds(run);
      const proxyCall = createProxyCall({
        ...directCarrier(),
        store,
        clock,
        ids,
        settings: { language: 'en', topUpSize: 2 },
      });
      const world: World = { clients: new Map(), orders: new Map(), proxies: [], freed: new Map() };
      try {
        for (const [index, each] of steps.entries()) await perform(each, index, world, proxyCall, clock);
        await checkHolders(store, world);
      } finally {
        await proxyCall.close();
      }
    }),
    { numRuns: runs },
  );
  t.pass();
}

async function perform(each: Step, index: number, world: World, proxyCall: ProxyCall, clock: FakeClock): Promise<void> {
  switch (each.kind) {
    case 'order':
      return order(each.client, each.order, world, proxyCall, clock);
    case 'assign': {
      const id = each.client.toString();
      const known = world.clients.get(id);
      const asked = proxyCall.assignNumber({ clientId: id, countryIso: 'FR', numberType: 'mobile', buy: true });
      if (known === undefined) return refused(asked, 'client_not_found');
      holds(id, (await asked).proxy, world, clock);
      return;
    }
    case 'close': {
      const id = each.order.toString();
      const known = world.orders.get(id);
      const asked = proxyCall.closeOrder(id, { endSession: each.end });
      if (known === undefined) return refused(asked, 'order_not_found');
      await asked;
      if (!known.open) return;
      known.open = false;
      const others = [...world.orders.values()].some(({ client, open }) => client === known.client && open);
      if (each.end && !others) frees(known.client, world, clock);
      return;
    }
    case 'move': {
      const client = world.clients.get(each.client.toString());
      const phone = clientPhones[each.phone] ?? fictionalMobile(0);
      // Two clients with the same phone are left out, to keep the model simple.
      if ([...world.clients.values()].some((other) => other !== client && other.phone === phone)) return;
      const asked = proxyCall.updateClient(each.client.toString(), { clientRealPhone: phone });
      if (client === undefined) return refused(asked, 'client_not_found');
      await asked;
      client.phone = phone;
      if (client.lastCaller === phone) client.lastCaller = undefined;
      return;
    }
    case 'erase': {
      const id = each.client.toString();
      const asked = proxyCall.eraseClient(id);
      const erased = world.clients.get(id);
      if (erased === undefined) return refused(asked, 'client_not_found');
      await asked;
      for (const other of world.clients.values()) {
        if (other.lastCaller === erased.phone) other.lastCaller = undefined;
      }
      for (const known of world.orders.values()) if (known.client === id) known.open = false;
      frees(id, world, clock);
      world.clients.delete(id);
      return;
    }
    case 'wait':
      clock.advance(each.days * DAY_MS);
      return;
    case 'call':
    case 'text':
      return reach(each, index, world, proxyCall);
  }
}

async function order(client: number, id: number, world: World, proxyCall: ProxyCall, clock: FakeClock): Promise<void> {
  const clientId = client.toString();
  const known = world.clients.get(clientId);
  const phone = known?.phone ?? freePhone(world);
  const asked = proxyCall.createOrder({
    orderId: id.toString(),
    clientId,
    clientName: 'Ada',
    clientMail: 'ada@shop.example',
    clientRealPhone: phone as E164,
  });
  const earlier = world.orders.get(id.toString());
  if (earlier !== undefined) {
    // A repeated request gets the same answer, a different one is refused; neither changes anything.
    await asked.catch((error: unknown) => expectCode(error, 'order_conflict'));
    return;
  }
  const { clientProxyNumber } = await asked;
  if (known === undefined) world.clients.set(clientId, { phone, proxy: undefined, lastCaller: undefined });
  world.orders.set(id.toString(), { client: clientId, open: true });
  holds(clientId, clientProxyNumber, world, clock);
}

async function reach(
  each: Extract<Step, { kind: 'call' | 'text' }>,
  index: number,
  world: World,
  proxyCall: ProxyCall,
): Promise<void> {
  const from = callers[each.from] ?? '';
  const to = world.proxies[each.to] ?? '+33639989999';
  const expected = whoIsReached(from, to, world);
  const delivery = { id: `d${index.toString()}`, from, to };
  for (let time = 0; time < (each.twice ? 2 : 1); time += 1) {
    const reached = each.kind === 'call' ? await call() : await text();
    if (reached !== expected) throw new Error(`${from} calls ${to}: ${String(reached)} instead of ${String(expected)}`);
  }

  async function call(): Promise<string | undefined> {
    const plan = await deliverCall(proxyCall, delivery);
    if (plan.kind !== 'dial') return undefined;
    if (plan.callerId !== to) throw new Error('a real number was shown');
    return plan.to;
  }

  async function text(): Promise<string | undefined> {
    const { messages } = await deliverText(proxyCall, delivery, 'hello');
    const [message] = messages;
    if (message !== undefined && message.from !== to) throw new Error('a real number was shown');
    return message?.body === 'hello' ? message.to : undefined;
  }
}

async function checkHolders(store: OrderStore, world: World): Promise<void> {
  await expectInvariants(store);
  for (const [id, { phone, proxy }] of world.clients) {
    const client = await store.record('client', id);
    if (client?.value.realPhone !== phone || client.value.proxyNumber !== proxy)
      throw new Error('a client is not as expected');
  }
  for (const proxy of world.proxies) {
    const { number, open } = await store.routing(phoneNumber(proxy));
    const [holder, ...others] = [...world.clients].filter(([, client]) => client.proxy === proxy);
    if (others.length > 0 || open?.session.value.clientId !== holder?.[0])
      throw new Error('the open session of a number is not as expected');
    if (open?.client.value.phone !== holder?.[1].phone) throw new Error('the client of a session has the wrong phone');
    if (open?.session.value.lastCaller !== holder?.[1].lastCaller)
      throw new Error('a session has the wrong last caller');
    if ((number?.value.state.status === 'assigned') !== (holder !== undefined))
      throw new Error('a number is assigned to nobody');
  }
}
