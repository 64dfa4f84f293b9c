import { copyFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import test, { type ExecutionContext } from 'ava';
import { openSqliteStore } from '../../src/adapters/sql/sqlite.js';
import { serve, type RunningProgram } from '../programs.js';
import { temporaryFolder } from '../support.js';
import { repetitions, ROUNDS } from './rounds.js';
import {
  AUTH_TOKEN,
  call,
  holdLock,
  keepCheckpointing,
  order,
  readiness,
  startOpener,
  watchHealth,
  type Answer,
} from './sqlite-files.js';

const PROCESSES = 8;
const FILES = 20;
const LOCKED_MS = 10_000;
const CHECKPOINTS_MS = 5000;

function aFolder(t: ExecutionContext): string {
  const folder = temporaryFolder();
  t.teardown(folder.remove);
  return folder.path;
}

function start(folder: string, largestFileKiB?: number): Promise<RunningProgram> {
  const env = {
    DATABASE_PATH: 'a.db',
    TWILIO_AUTH_TOKEN: AUTH_TOKEN,
    PROXYCALL_TELEPHONY: 'simulated',
    PROXYCALL_LANGUAGE: 'en',
  };
  return serve(env, folder, { largestFileKiB });
}

function expectJson(t: ExecutionContext, program: RunningProgram): void {
  for (const line of program.output().stderr.trim().split('\n')) t.notThrows(() => JSON.parse(line) as unknown, line);
}

test.serial('eight processes open a new file at once: one creates the tables, the others wait', async (t) => {
  t.timeout(ROUNDS * 120_000);
  const folder = aFolder(t);
  const openers = await Promise.all(Array.from({ length: PROCESSES }, startOpener));
  for (const index of repetitions(FILES)) {
    const path = join(folder, index.toString(), 'new.db');
    const outcomes = await Promise.all(openers.map(({ open }) => open(path)));
    t.deepEqual(new Set(outcomes), new Set(['opened']));
  }
  for (const { stop } of openers) stop();
});

for (const statement of ['begin immediate', 'begin exclusive; delete from replies']) {
  test.serial(
    `another process says "${statement}" for ten seconds: nobody waits long, nothing is lost or done twice`,
    async (t) => {
      t.timeout(ROUNDS * 120_000);
      for (const _ of repetitions(1)) await underLock(t, statement);
    },
  );
}

/** The 99th. */
function percentile(sorted: readonly number[]): number {
  return sorted[Math.floor(sorted.length * 0.99)] ?? Infinity;
}

async function underLock(t: ExecutionContext, statement: string): Promise<void> {
  const folder = aFolder(t);
  const program = await start(folder);
  const number = (await order(program, 1)) ?? '';
  const calls: Promise<Answer>[] = [];
  const stopFirstWatch = watchHealth(program);
  await pause(3000);
  const before = percentile(await stopFirstWatch());
  const release = await holdLock(join(folder, 'a.db'), statement);
  const stopWatch = watchHealth(program);
  const end = performance.now() + LOCKED_MS;
  for (let index = 0; performance.now() < end; index += 1) {
    calls.push(call(program, `CA${index.toString()}`, number));
    await pause(50);
  }
  t.like(await readiness(program), { status: 503 });
  await release();
  const health = await stopWatch();
  const answers = await Promise.all(calls);
  const during = percentile(health);
  // A busy machine is slow without a lock, too.
  t.true(
    during < Math.max(50, 2 * before),
    `p99 of ${health.length.toString()} checks: ${during.toString()} ms, ${before.toString()} before`,
  );
  const slowest = Math.max(...answers.map(({ milliseconds }) => milliseconds));
  t.true(slowest < 2000, `the slowest of ${answers.length.toString()} calls took ${slowest.toString()} ms`);
  for (const { isConnected, isAnnounced } of answers) t.true(isConnected !== isAnnounced);
  t.true(answers.some(({ isAnnounced }) => isAnnounced));
  // The carrier delivers them again: each is connected, once.
  for (const { id, isConnected } of await Promise.all(answers.map(({ id }) => call(program, id, number))))
    t.true(isConnected, id);
  t.like(await readiness(program), { status: 200 });
  expectJson(t, program);
  await program.kill();
  const store = await openSqliteStore({ path: join(folder, 'a.db') });
  t.is((await store.interactions({ limit: 10_000 })).length, answers.length);
  await store.close();
}

for (const [what, replace, words] of [
  ['deleted', (path: string) => rmSync(path), /deleted or moved/],
  ['replaced', (path: string) => renameSync(`${path}.backup`, path), /replaced by another one/],
  ['overwritten', (path: string) => copyFileSync(`${path}.backup`, path), /overwritten/],
] as const) {
  test.serial(`a file that is ${what} while calls come in: the service says so within two seconds`, async (t) => {
    const folder = aFolder(t);
    const path = join(folder, 'a.db');
    const program = await start(folder);
    const number = (await order(program, 1)) ?? '';
    const backup = await openSqliteStore({ path: `${path}.backup` });
    await backup.close();
    for (const id of ['CA1', 'CA2', 'CA3']) t.true((await call(program, id, number)).isConnected);
    await pause(1100);
    replace(path);
    if (what === 'overwritten') await pause(1100);
    t.true((await call(program, 'CA4', number)).isAnnounced, 'what cannot be stored is not acknowledged');
    const { status, detail } = await readiness(program);
    t.is(status, 503);
    t.regex(detail, words);
    t.is(await order(program, 2), undefined);
    expectJson(t, program);
    await program.kill();
  });
}

test.serial(
  'other processes write and empty the log all the time: the file is still the one that was opened',
  async (t) => {
    t.timeout(ROUNDS * 120_000);
    const path = join(aFolder(t), 'a.db');
    const store = await openSqliteStore({ path, busyTimeoutMs: 60_000 });
    t.teardown(() => store.close());
    for (let index = 0; index < 3; index += 1) t.teardown(await keepCheckpointing(path));
    let looks = 0;
    for (const end = performance.now() + ROUNDS * CHECKPOINTS_MS; performance.now() < end; looks += 1)
      await store.ping();
    t.true(looks > 100, `${looks.toString()} looks`);
  },
);

test.serial('a file that may not grow: what was acknowledged is kept, and the rest is refused in words', async (t) => {
  t.timeout(ROUNDS * 120_000);
  const folder = aFolder(t);
  const program = await start(folder, 2048);
  const number = (await order(program, 1)) ?? '';
  const answers: Answer[] = [];
  while (answers.every(({ isAnnounced }) => !isAnnounced) && answers.length < 20_000) {
    answers.push(
      ...(await Promise.all(
        Array.from({ length: 10 }, (_, index) => call(program, `CA${(answers.length + index).toString()}`, number)),
      )),
    );
  }
  t.true(
    answers.some(({ isAnnounced }) => isAnnounced),
    'the limit was reached',
  );
  const { status, detail } = await readiness(program);
  t.is(status, 503);
  t.regex(detail, /disk.*\(SQLITE_(IOERR_WRITE|FULL)\)/);
  t.is(await order(program, 2), undefined);
  t.is((await fetch(`${program.url}/orders/O-1`)).status, 200, 'what is there can be read');
  expectJson(t, program);
  await program.kill();
  const again = await start(folder);
  t.like(await readiness(again), { status: 200 });
  t.is(await order(again, 1), number);
  await again.kill();
  const store = await openSqliteStore({ path: join(folder, 'a.db') });
  const stored = new Set((await store.interactions({ limit: 100_000 })).map(({ id }) => id));
  for (const { id, isConnected } of answers) t.is(stored.has(`simulated.voice.0.${id}`), isConnected, id);
  await store.close();
});
