import { setTimeout as pause } from 'node:timers/promises';
import type { ExecutionContext } from 'ava';
import { sign } from '../../src/adapters/twiml/index.js';
import { openPostgresStore } from '../../src/adapters/sql/postgres.js';
import type { E164 } from '../../src/domain/model/phone-number.js';
import { put } from '../../src/domain/services/commit.js';
import { aClient, aNumber, fictionalMobile } from '../../src/entry/testing/index.js';
import type { OrderStore } from '../../src/ports/order-store.js';
import { HASH_KEY, type Postgres } from '../postgres.js';
import { temporaryFolder } from '../support.js';
import { serve, type RunningProgram } from '../programs.js';

const INSTANCES = 4;
const AT_ONCE = 32;
const AUTH_TOKEN = 'fleet-token';

/** What was acknowledged: all of it must be in the store at the end. */
interface Acknowledged {
  readonly orders: Map<string, Receipt>;
  /** The proxy number by client. */
  readonly numbers: Map<string, string>;
  /** The carrier's ids of calls that were connected. */
  readonly calls: Set<string>;
}

interface Receipt {
  readonly order_id: string;
  readonly client_id: string;
  readonly client_proxy_number: string;
}

/**
 * Four instances on one database take orders, assignments and calls at random, are killed and started again at random,
 * and the database is restarted once. Then everything that was acknowledged must be there, and no invariant broken.
 * @returns how many of each were acknowledged, for the log
 */
export async function fleetUnderFire(t: ExecutionContext, postgres: Postgres, operations: number): Promise<string> {
  const folder = temporaryFolder();
  const url = await postgres.createDatabase();
  const store = await openPostgresStore({ url });
  await fill(store, operations);
  const start = () =>
    serve(
      {
        PROXYCALL_STORE: 'postgres',
        DATABASE_URL: url,
        PROXYCALL_HASH_KEY: HASH_KEY,
        TWILIO_AUTH_TOKEN: AUTH_TOKEN,
        LOG_LEVEL: 'silent',
        PROXYCALL_TELEPHONY: 'simulated',
      },
      folder.path,
    );
  const fleet: (RunningProgram | undefined)[] = await Promise.all(Array.from({ length: INSTANCES }, start));
  const acknowledged: Acknowledged = { orders: new Map(), numbers: new Map(), calls: new Set() };
  const repairs: Promise<void>[] = [];
  try {
    let done = 0;
    const killEvery = Math.ceil(operations / 12);
    await Promise.all(
      Array.from({ length: AT_ONCE }, async () => {
        while (done < operations) {
          const index = done;
          done += 1;
          if (index === Math.floor(operations / 2)) repairs.push(postgres.restart());
          else if (index > 0 && index % killEvery === 0) repairs.push(replaceOne(fleet, start));
          await attempt(fleet, index, acknowledged);
        }
      }),
    );
    await Promise.all(repairs);
    const last = oneOf(fleet.filter((program) => program !== undefined));
    t.is((await fetch(`${last.url}/readyz`)).status, 200, 'it found back to the database by itself');
    await expectAcknowledged(t, store, acknowledged);
    await expectInvariants(t, store);
    const { orders, numbers, calls } = acknowledged;
    t.true(orders.size > 0 && numbers.size > orders.size && calls.size > 0);
    return `${orders.size.toString()} orders, ${(numbers.size - orders.size).toString()} assignments and ${calls.size.toString()} calls were acknowledged, ${repairs.length.toString()} interruptions`;
  } finally {
    await Promise.allSettled(repairs);
    for (const program of fleet) await program?.kill();
    await store.close();
    folder.remove();
  }
}

/** Clients who have no number yet, and numbers enough for everybody. */
async function fill(store: OrderStore, operations: number): Promise<void> {
  for (let start = 0; start < operations; start += 500) {
    const indices = Array.from({ length: Math.min(500, operations - start) }, (_, offset) => start + offset);
    await store.commit({
      puts: indices.flatMap((index) => {
        const number = aNumber(fictionalMobile(index));
        return [put('client', aClient(waiting(index), { realPhone: realPhone(index) })), put('number', number)];
      }),
    });
  }
}

const waiting = (index: number) => `waiting-${index.toString()}`;
/** Of the range that France keeps for fiction. */
const realPhone = (index: number) => `+3319900${(index % 10_000).toString().padStart(4, '0')}` as E164;

async function replaceOne(fleet: (RunningProgram | undefined)[], start: () => Promise<RunningProgram>): Promise<void> {
  const index = Math.floor(Math.random() * fleet.length);
  const victim = fleet[index];
  // At least two must be running at any time.
  if (victim === undefined || fleet.filter((program) => program !== undefined).length < 3) return;
  fleet[index] = undefined;
  await victim.kill();
  for (;;) {
    // The database may be down at that moment: then it is started again, as a service manager would.
    fleet[index] = await start().catch(() => undefined);
    if (fleet[index] !== undefined) return;
  }
}

const TRIES = 20;

/** One request at random, repeated when it fails. Only what is answered with success counts as acknowledged. */
async function attempt(
  fleet: readonly (RunningProgram | undefined)[],
  index: number,
  acknowledged: Acknowledged,
): Promise<void> {
  const chance = Math.random();
  for (let tries = 0; tries < TRIES; tries += 1) {
    const program = oneOf(fleet.filter((one) => one !== undefined));
    try {
      if (chance < 0.3) await order(program, index, acknowledged);
      // The same client twice, now and then at the same time.
      else if (chance < 0.5) await assign(program, Math.floor(index / 2), acknowledged);
      else await call(program, index, acknowledged);
      return;
    } catch {
      // The instance or the database is down: nothing was acknowledged.
      await pause(Math.random() * 100);
    }
  }
}

async function order(program: RunningProgram, index: number, { orders, numbers }: Acknowledged): Promise<void> {
  const receipt = await postJson<Receipt>(`${program.url}/orders`, {
    order_id: `O-${index.toString()}`,
    client_id: `c-${index.toString()}`,
    client_name: 'Ada',
    client_mail: 'ada@shop.example',
    client_real_phone: realPhone(index),
  });
  orders.set(receipt.order_id, receipt);
  numbers.set(receipt.client_id, receipt.client_proxy_number);
}

async function assign(program: RunningProgram, index: number, { numbers }: Acknowledged): Promise<void> {
  const body = { client_id: waiting(index), country_iso: 'FR', client_name: 'Ada' };
  const { proxy } = await postJson<{ proxy: string }>(`${program.url}/pool/assign`, body);
  numbers.set(body.client_id, proxy);
}

async function call(program: RunningProgram, index: number, { numbers, calls }: Acknowledged): Promise<void> {
  const to = [...numbers.values()][Math.floor(Math.random() * numbers.size)] ?? fictionalMobile(0);
  const id = `CA${index.toString(16).padStart(32, '0')}`;
  const params = { CallSid: id, From: realPhone(index + 7), To: to };
  const response = await fetch(`${program.url}/twilio/voice`, {
    method: 'POST',
    headers: { 'x-twilio-signature': sign(AUTH_TOKEN, `${program.url}/twilio/voice`, params) },
    body: new URLSearchParams(params),
  });
  const twiml = await response.text();
  if (twiml.includes('<Dial')) calls.add(id);
  else throw new Error(twiml);
}

async function postJson<T>(url: string, body: object): Promise<T> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${response.status.toString()} ${await response.text()}`);
  return (await response.json()) as T;
}

async function expectAcknowledged(
  t: ExecutionContext,
  store: OrderStore,
  { orders, numbers, calls }: Acknowledged,
): Promise<void> {
  for (const { order_id: id, client_id: clientId, client_proxy_number: proxyNumber } of orders.values()) {
    t.like((await store.record('order', id))?.value, { clientId, proxyNumber, status: 'open' });
  }
  for (const [id, proxyNumber] of numbers)
    t.is((await store.record('client', id))?.value.proxyNumber, proxyNumber as E164);
  for (const id of calls)
    t.truthy(await store.record('interaction', `simulated.voice.0.${id}`), 'an answered call is recorded');
}

/** An assigned number has one holder, who knows it, and one live session. */
async function expectInvariants(t: ExecutionContext, store: OrderStore): Promise<void> {
  for (const { value } of await store.numbers()) {
    const { state, number } = value;
    const { open } = await store.routing(number);
    const holder = await store.clientByProxy(number);
    if (state.status === 'assigned') {
      t.is(holder?.value.id, state.to);
      t.is(open?.session.value.clientId, state.to);
      t.is(open?.client.value.phone, holder?.value.realPhone);
    } else {
      t.deepEqual([holder, open], [undefined, undefined]);
    }
  }
}

function oneOf<T>(items: readonly T[]): T {
  const item = items[Math.floor(Math.random() * items.length)];
  if (item === undefined) throw new Error('nothing to choose from');
  return item;
}
