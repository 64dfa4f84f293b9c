import { readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ExecutionContext } from 'ava';
import { openSqliteStore } from '../../src/adapters/sql/sqlite.js';
import { put } from '../../src/domain/services/commit.js';
import { aClient, aNumber, fictionalMobile } from '../../src/entry/testing/index.js';
import type { OrderStore } from '../../src/ports/order-store.js';
import { temporaryFolder } from '../support.js';
import { startStandIn } from '../twilio/stand-in.js';
import type { AssignResult, AssignTask } from './assign-worker.js';
import type { HashKeyTask } from './hash-key-worker.js';
import { run } from '../programs.js';

const WORKER = fileURLToPath(new URL('assign-worker.js', import.meta.url));
const HASH_KEY_WORKER = fileURLToPath(new URL('hash-key-worker.js', import.meta.url));
const PROCESSES = 5;
const CLIENTS = 50;

/** 50 clients in 5 processes want one of 10 numbers: ten get one, the others hear that there is none. */
export function raceForNumbers(t: ExecutionContext): Promise<void> {
  return race(t, { numbers: 10, sameOrder: false }, async ({ results, store }) => {
    const given = results.flatMap(({ assigned }) => assigned);
    t.is(given.filter((outcome) => outcome === 'pool_exhausted').length, 40, given.join());
    await expectAssigned(t, store, given.filter(isNumber), 10);
  });
}

/** The same, while every process creates the same order with the eleventh number. */
export function raceForNumbersAndAnOrder(t: ExecutionContext): Promise<void> {
  return race(t, { numbers: 11, sameOrder: true }, async ({ results, store }) => {
    const given = results.flatMap(({ assigned }) => assigned);
    const same = [...new Set(results.map((result) => result.same))];
    t.is(same.length, 1, `the same order has one answer: ${same.join()}`);
    // The one order may have come too late for a number: then eleven clients have one.
    t.true(
      [...given, ...same].every((outcome) => isNumber(outcome) || outcome === 'pool_exhausted'),
      given.join(),
    );
    await expectAssigned(t, store, [...given, ...same].filter(isNumber), 11);
  });
}

/** The same with a carrier to buy from: everyone gets a number, and exactly as many are bought as are needed. */
export async function raceWithTopUp(t: ExecutionContext): Promise<void> {
  const standIn = await startStandIn();
  try {
    const buy = { from: standIn.url, topUpSize: 4 };
    await race(t, { numbers: 10, sameOrder: false, buy }, async ({ results, store }) => {
      const given = results.flatMap(({ assigned }) => assigned);
      await expectAssigned(t, store, given, 50);
      t.is(standIn.rented.size, 40);
      t.deepEqual(await store.records('intent', { limit: 10 }), []);
    });
    t.deepEqual(standIn.violations(), []);
  } finally {
    standIn.close();
  }
}

const FILES = 10;
const BETWEEN_MS = 200;
/** Enough for every process to have started. */
const HEAD_START_MS = 2000;

/** Five processes open new SQLite files at the same moments: they agree on the hash key of each, which is in the file beside it. */
export async function raceForHashKeys(t: ExecutionContext): Promise<void> {
  const folder = temporaryFolder();
  try {
    const start = Date.now() + HEAD_START_MS;
    const databases = Array.from({ length: FILES }, (_, index) => ({
      path: join(folder.path, `${index.toString()}.db`),
      at: start + index * BETWEEN_MS,
    }));
    const task: HashKeyTask = { databases };
    const ended = await Promise.all(
      Array.from({ length: PROCESSES }, () => run([JSON.stringify(task)], { script: HASH_KEY_WORKER })),
    );
    const keys = ended.map(({ code, stdout, stderr }) => {
      t.is(code, 0, stderr);
      return JSON.parse(stdout) as string[];
    });
    for (const [index, { path }] of databases.entries()) {
      const key = readFileSync(`${path}.key`, 'utf8').trim();
      t.deepEqual([...new Set(keys.map((own) => own[index]))], [key]);
      t.is(statSync(`${path}.key`).mode & 0o777, 0o600);
    }
    t.is(new Set(keys[0]).size, FILES, 'each database has a key of its own');
    t.deepEqual(
      readdirSync(folder.path).filter((name) => name.includes('.key.')),
      [],
      'no draft is left over',
    );
  } finally {
    folder.remove();
  }
}

interface Terms extends Pick<AssignTask, 'sameOrder' | 'buy'> {
  readonly numbers: number;
}

async function race(
  t: ExecutionContext,
  { numbers: count, sameOrder, buy }: Terms,
  expect: (ended: { results: readonly AssignResult[]; store: OrderStore }) => Promise<void>,
): Promise<void> {
  const folder = temporaryFolder();
  const path = join(folder.path, 'race.db');
  try {
    const store = await openSqliteStore({ path });
    const clients = Array.from({ length: CLIENTS }, (_, index) =>
      aClient(index.toString(), { realPhone: fictionalMobile(5000 + index) }),
    );
    // With ids that the carrier may have given: it is told the label of a number that is assigned.
    const numbers = Array.from({ length: count }, (_, index) =>
      aNumber(fictionalMobile(9000 + index), { providerId: `PN${index.toString(16).padStart(32, '0')}` }),
    );
    await store.commit({
      puts: [...clients.map((client) => put('client', client)), ...numbers.map((number) => put('number', number))],
    });

    const groups = Array.from({ length: PROCESSES }, (_, group) =>
      clients.filter((_client, index) => index % PROCESSES === group).map(({ id }) => id),
    );
    const ended = await Promise.all(
      groups.map((ids) => {
        const task: AssignTask = { path, clients: ids, sameOrder, buy };
        return run([JSON.stringify(task)], { script: WORKER });
      }),
    );
    const results = ended.map(({ code, stdout, stderr }) => {
      t.is(code, 0, stderr);
      return JSON.parse(stdout) as AssignResult;
    });
    await expect({ results, store });
    await store.close();
  } finally {
    folder.remove();
  }
}

async function expectAssigned(
  t: ExecutionContext,
  store: OrderStore,
  winners: readonly string[],
  count: number,
): Promise<void> {
  t.is(winners.length, count, winners.join());
  t.is(new Set(winners).size, count, 'no number was given twice');
  t.like(await store.poolCounts(Date.now()), [{ owned: count, assigned: count, available: 0, reserved: 0 }]);
  for (const { value } of await store.numbers()) {
    const { open } = await store.routing(value.number);
    const holder = await store.clientByProxy(value.number);
    t.is(open?.session.value.clientId, holder?.value.id);
    t.truthy(holder);
    t.true(winners.includes(value.number));
  }
}

function isNumber(outcome: string): boolean {
  return outcome.startsWith('+');
}
