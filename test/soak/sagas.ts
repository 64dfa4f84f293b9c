import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ExecutionContext } from 'ava';
import { openSqliteStore } from '../../src/adapters/sql/sqlite.js';
import { systemClock } from '../../src/adapters/system/index.js';
import { createTwilio } from '../../src/adapters/twilio/index.js';
import { phoneNumber } from '../../src/domain/model/phone-number.js';
import { createProxyCall, type ProxyCall } from '../../src/entry/library.js';
import { fictionalMobile } from '../../src/entry/testing/index.js';
import type { OrderStore } from '../../src/ports/order-store.js';
import { temporaryFolder } from '../support.js';
import { accountAt } from '../twilio/account.js';
import { startStandIn, type StandIn } from '../twilio/stand-in.js';
import { run } from '../programs.js';
import type { SagaTask } from './saga-worker.js';

const WORKER = fileURLToPath(new URL('saga-worker.js', import.meta.url));

interface Saga {
  /** What is there before. */
  readonly prepare: (proxyCall: ProxyCall) => Promise<unknown>;
  /** What is interrupted, and asked for again afterwards. */
  readonly run: (proxyCall: ProxyCall) => Promise<unknown>;
  /** What must be so once it was asked for again. */
  readonly expect: (t: ExecutionContext, world: { standIn: StandIn; proxyCall: ProxyCall }) => Promise<void>;
}

const batch = {
  countryIso: 'FR',
  batchSize: 2,
  numberType: 'mobile',
  requireSmsCapability: true,
  requireVoiceCapability: true,
  candidatesLimit: 10,
} as const;
const order = {
  orderId: 'O-1',
  clientId: '1',
  clientName: 'Ada',
  clientMail: 'ada@shop.example',
  clientRealPhone: fictionalMobile(9000),
};
const provision = (proxyCall: ProxyCall) => proxyCall.provisionNumbers(batch, { idempotencyKey: 'key' });

export const sagas = {
  'a purchase with a key': {
    prepare: () => Promise.resolve(),
    run: provision,
    async expect(t, { standIn, proxyCall }) {
      t.is(standIn.rented.size, 2, 'two were asked for');
      t.is(new Set((await provision(proxyCall)).purchasedNow).size, 2);
    },
  },
  'an order that finds the pool empty': {
    prepare: () => Promise.resolve(),
    run: (proxyCall) => proxyCall.createOrder(order),
    async expect(t, { standIn, proxyCall }) {
      t.true(standIn.rented.size <= 2, 'what was bought is used');
      t.is((await proxyCall.getOrder('O-1')).status, 'open');
    },
  },
  'a release, by force': {
    prepare: async (proxyCall) => {
      await provision(proxyCall);
      await proxyCall.createOrder(order);
    },
    run: async (proxyCall) => {
      const numbers = Array.from({ length: 2 }, (_, index) => phoneNumber(`+3363998000${index.toString()}`));
      for (const number of numbers) await proxyCall.releaseNumbers({ numbers: [number], force: true });
    },
    async expect(t, { standIn, proxyCall }) {
      t.is(standIn.rented.size, 0);
      t.is((await proxyCall.getClient('1')).clientProxyNumber, undefined);
    },
  },
} satisfies Record<string, Saga>;
export type SagaName = keyof typeof sagas;

const TEN_MINUTES = 10 * 60_000;

/**
 * Kills a process with -9 before and after each step of the saga, one place after the other. After each, the pool is
 * synchronised: provider and store must agree. Then the same is asked for again, and must end as if nothing had been.
 */
export async function killAtEveryStep(t: ExecutionContext, saga: SagaName): Promise<number> {
  for (let endAt = 1; ; endAt += 1) {
    const folder = temporaryFolder();
    const standIn = await startStandIn();
    const path = join(folder.path, 'saga.db');
    try {
      await within(path, standIn, 0, ({ proxyCall }) => sagas[saga].prepare(proxyCall));
      const task: SagaTask = { path, url: standIn.url, saga, endAt };
      const { code, stdout, stderr } = await run([JSON.stringify(task)], { script: WORKER });
      t.true(code === null || code === 0, stderr);
      const where = `${saga}, killed at ${endAt.toString()}`;

      await within(path, standIn, 0, async ({ store, proxyCall }) => {
        await proxyCall.runMaintenance();
        await proxyCall.syncPool({ apply: true });
        await expectAgreement(t, store, standIn, where);
      });
      // What was begun without a trace at the provider is given up later, when nobody can be at it any more.
      await within(path, standIn, TEN_MINUTES, async ({ store, proxyCall }) => {
        await proxyCall.syncPool({ apply: true });
        t.deepEqual(await store.records('intent', { limit: 10 }), [], where);
        await expectAgreement(t, store, standIn, where);
        await sagas[saga].run(proxyCall);
        await expectAgreement(t, store, standIn, where);
        await sagas[saga].expect(t, { standIn, proxyCall });
      });
      t.deepEqual(standIn.violations(), []);
      if (code === 0) return Number(stdout);
    } finally {
      standIn.close();
      folder.remove();
    }
  }
}

async function within(
  path: string,
  standIn: StandIn,
  later: number,
  work: (world: { store: OrderStore; proxyCall: ProxyCall }) => Promise<unknown>,
): Promise<void> {
  const store = await openSqliteStore({ path });
  const clock = { ...systemClock, now: () => systemClock.now() + later };
  const account = createTwilio(accountAt(standIn.url));
  await work({ store, proxyCall: createProxyCall({ store, clock, settings: { topUpSize: 2 }, ...account }) });
  await store.close();
}

/** The pool has what the provider rents out, each number once and under the provider's identifier. */
async function expectAgreement(t: ExecutionContext, store: OrderStore, standIn: StandIn, where: string): Promise<void> {
  const pool = (await store.numbers()).map(({ value }) => `${value.number} ${value.providerId}`);
  const rented = [...standIn.rented.values()].map((number) => `${number.phone_number} ${number.sid}`);
  t.deepEqual(pool.sort(), rented.sort(), where);
}
