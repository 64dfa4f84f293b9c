import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { ExecutionContext } from 'ava';
import { createKeyedHash } from '../../src/adapters/system/runtime.js';
import { brokenInvariant } from '../../src/domain/model/invariants.js';
import type { Participant } from '../../src/domain/model/participant.js';
import type { PersonKey } from '../../src/domain/model/person.js';
import type { E164 } from '../../src/domain/model/phone-number.js';
import type { ProxyNumber } from '../../src/domain/model/proxy-number.js';
import { KINDS, type AnyRecord } from '../../src/domain/model/records.js';
import { put } from '../../src/domain/services/commit.js';
import { pagesOf } from '../../src/domain/services/paging.js';
import { pseudonymizer } from '../../src/domain/services/persons.js';
import { aNumber, fictionalMobile } from '../../src/entry/testing/index.js';
import type { OrderStore } from '../../src/ports/order-store.js';
import { run } from '../programs.js';
import type { SharedNumberResult, SharedNumberTask } from './shared-number-worker.js';

const WORKER = fileURLToPath(new URL('shared-number-worker.js', import.meta.url));
const PROCESSES = 4;
const COURIER = '+33199001234' as E164;

export type Place = SharedNumberTask['store'];

/**
 * So many orders for the same courier, created at the same time by four processes on one store that has exactly as many
 * numbers: each gets a number of its own for the courier.
 * @returns how it went, for the log
 */
export async function raceForOneCourier(
  t: ExecutionContext,
  open: () => Promise<OrderStore>,
  place: Place,
  orders: number,
): Promise<string> {
  return withStore(open, async (store) => {
    await addNumbers(store, orders, (index) => (index % 2 === 0 ? { status: 'available' } : SHARED));
    const started = performance.now();
    const made = await race(t, orders, { store: place, lanes: orders });
    const seconds = (performance.now() - started) / 1000;
    const failed = made.filter(({ outcome }) => !outcome.startsWith('+'));
    t.is(failed.length, 0, failed.map(({ outcome }) => outcome).join());
    t.is(new Set(made.map(({ outcome }) => outcome)).size, orders, 'the courier has a number for each order');
    const participants = await expectInvariants(t, store);
    t.is(participants.length, 2 * orders);
    t.true(participants.every(({ releasedAt }) => releasedAt === undefined));
    // What a call would find.
    for (const { proxyNumber } of participants.slice(0, 50)) {
      t.is((await store.record('number', proxyNumber))?.value.state.status, 'shared');
    }
    return `${orders.toString()} orders by ${PROCESSES.toString()} processes in ${seconds.toFixed(1)} s`;
  });
}

const FEW_NUMBERS = 12;

/**
 * Four processes create and close orders for the same courier, with far fewer shared numbers than orders and no hard cooling:
 * all the time they want the same numbers, and release each other's tombstones. At no moment may the courier have two
 * unreleased participants on one number.
 * @returns how it went, for the log
 */
export async function raceForNumbersOfOnePerson(
  t: ExecutionContext,
  open: () => Promise<OrderStore>,
  place: Place,
  orders: number,
): Promise<string> {
  return withStore(open, async (store) => {
    await addNumbers(store, FEW_NUMBERS, () => SHARED);
    const hashKey = 'hashKey' in place ? place.hashKey : store.hashKey;
    const personKey = pseudonymizer({ keyedHash: createKeyedHash(hashKey ?? '') })(COURIER);
    const watching = new AbortController();
    const watched = watch(store, personKey, watching.signal);
    const task = { store: place, lanes: 8, keepEvery: 50, settings: { hardCoolingMs: 0 } };
    const made = await race(t, orders, task).finally(() => {
      watching.abort();
    });
    const looks = await watched;
    const outcomes = made.map(({ outcome }) => outcome);
    const numbers = outcomes.filter((outcome) => outcome.startsWith('+'));
    // Whether they run out depends on how quickly orders are closed.
    t.deepEqual(
      outcomes.filter((outcome) => !outcome.startsWith('+') && outcome !== 'pool_exhausted'),
      [],
    );
    t.true(numbers.length > 4 * FEW_NUMBERS, `${numbers.length.toString()} orders were made`);

    const stillOpen = made.filter(({ outcome, closed }) => outcome.startsWith('+') && !closed);
    const participants = await expectInvariants(t, store);
    const live = participants.filter((one) => one.personKey === personKey && one.closedAt === undefined);
    t.deepEqual(
      live.map(({ proxyNumber }) => String(proxyNumber)).sort(),
      stillOpen.map(({ outcome }) => outcome).sort(),
    );
    return `${numbers.length.toString()} of ${orders.toString()} orders were made on ${FEW_NUMBERS.toString()} numbers, looked at ${looks.toString()} times meanwhile`;
  });
}

const SHARED: ProxyNumber['state'] = { status: 'shared', since: 1 };

async function withStore<T>(open: () => Promise<OrderStore>, work: (store: OrderStore) => Promise<T>): Promise<T> {
  const store = await open();
  try {
    return await work(store);
  } finally {
    await store.close();
  }
}

async function addNumbers(
  store: OrderStore,
  count: number,
  stateOf: (index: number) => ProxyNumber['state'],
): Promise<void> {
  const numbers = Array.from({ length: count }, (_, index) =>
    aNumber(fictionalMobile(9999 - index), { state: stateOf(index) }),
  );
  for (let start = 0; start < count; start += 200) {
    await store.commit({ puts: numbers.slice(start, start + 200).map((number) => put('number', number)) });
  }
}

async function race(
  t: ExecutionContext,
  orders: number,
  task: Omit<SharedNumberTask, 'orders' | 'courier'>,
): Promise<SharedNumberResult> {
  const ended = await Promise.all(
    Array.from({ length: PROCESSES }, (_, group) => {
      const share = Array.from({ length: orders }, (__, index) => index).filter((index) => index % PROCESSES === group);
      return run([JSON.stringify({ ...task, orders: share, courier: COURIER })], { script: WORKER });
    }),
  );
  return ended.flatMap(({ code, stdout, stderr }) => {
    t.is(code, 0, stderr);
    return JSON.parse(stdout) as SharedNumberResult;
  });
}

/** Looks again and again until told to stop. @returns how often */
async function watch(store: OrderStore, personKey: PersonKey, signal: AbortSignal): Promise<number> {
  let looks = 0;
  while (!signal.aborted) {
    const participants = await store.participants({ by: 'person', personKey });
    if (claimsOf(participants.map(({ value }) => value)).size !== participants.length) {
      throw new Error('two unreleased participants of one person on one number');
    }
    looks += 1;
    await pause(5);
  }
  return looks;
}

/** @returns all participants */
async function expectInvariants(t: ExecutionContext, store: OrderStore): Promise<readonly Participant[]> {
  const records: AnyRecord[] = [];
  for (const kind of KINDS) {
    for await (const page of pagesOf(store, kind, 1000)) {
      records.push(...page.map(({ value }) => ({ kind, value }) as AnyRecord));
    }
  }
  t.is(brokenInvariant(records), undefined);
  const participants = records.flatMap((record) => (record.kind === 'participant' ? [record.value] : []));
  const unreleased = participants.filter(({ releasedAt }) => releasedAt === undefined);
  t.is(claimsOf(unreleased).size, unreleased.length, 'one unreleased participant per person and number');
  const codes = records.flatMap(({ kind, value }) =>
    kind === 'session' && value.kind === 'paired' && value.closedAt === undefined ? [value.code] : [],
  );
  t.is(new Set(codes).size, codes.length, 'one live session per code');
  return participants;
}

function claimsOf(participants: readonly Participant[]): ReadonlySet<string> {
  return new Set(participants.map(({ personKey, proxyNumber }) => `${personKey} ${proxyNumber}`));
}
