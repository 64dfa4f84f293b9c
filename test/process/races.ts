import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ExecutionContext } from 'ava';
import { openSqliteStore } from '../../src/adapters/sql/index.js';
import { put } from '../../src/domain/services/commit.js';
import { aClient, aNumber, fictionalMobile } from '../../src/entry/testing/index.js';
import { temporaryFolder } from '../support.js';
import { run } from './programs.js';

const WORKER = fileURLToPath(new URL('assign-worker.js', import.meta.url));
const PROCESSES = 5;
const NUMBERS = 11;

/** 50 clients in 5 processes want one of 10 numbers, while every process creates the same order with the eleventh. */
export async function raceForNumbers(t: ExecutionContext): Promise<void> {
  const folder = temporaryFolder();
  const path = join(folder.path, 'race.db');
  try {
    const store = await openSqliteStore({ path });
    const clients = Array.from({ length: 50 }, (_, index) =>
      aClient(index.toString(), { realPhone: fictionalMobile(5000 + index) }),
    );
    const numbers = Array.from({ length: NUMBERS }, (_, index) => aNumber(fictionalMobile(index)));
    await store.commit({
      puts: [
        ...clients.map((client) => put('client', client.id, client)),
        ...numbers.map((number) => put('number', number.number, number)),
      ],
    });

    const groups = Array.from({ length: PROCESSES }, (_, group) =>
      clients.filter((_client, index) => index % PROCESSES === group),
    );
    const ended = await Promise.all(
      groups.map((group) => run([path, ...group.map(({ id }) => id)], { script: WORKER })),
    );
    const results = ended.map(({ code, stdout, stderr }) => {
      t.is(code, 0, stderr);
      return JSON.parse(stdout) as { same: string; assigned: string[] };
    });

    const given = results.flatMap(({ assigned }) => assigned);
    const same = new Set(results.map((result) => result.same));
    t.is(same.size, 1, 'the same order has one answer');
    const [orderNumber = ''] = same;
    const winners = given.filter((outcome) => outcome.startsWith('+'));
    // The one order may have come too late for a number: then eleven clients have one.
    const expected = orderNumber.startsWith('+') ? NUMBERS - 1 : NUMBERS;
    t.is(winners.length, expected);
    t.is(new Set([...winners, ...same]).size, expected + 1, 'no number was given twice');
    t.true(
      given.every((outcome) => outcome.startsWith('+') || outcome === 'pool_exhausted'),
      given.join(),
    );
    t.like(await store.poolCounts(Date.now()), [{ owned: NUMBERS, assigned: NUMBERS, available: 0 }]);
    for (const number of winners)
      t.is((await store.routing(fictionalMobile(Number(number.slice(-4))))).sessions.length, 1);
    await store.close();
  } finally {
    folder.remove();
  }
}
