import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { ExecutionContext } from 'ava';
import { cleanEnvironment } from '../programs.js';
import { callerOf, poisonCells, tabsFor, type Poison } from '../sheets/poison.js';
import { findings, lastCallerOf, nameOf, PACE } from '../sheets/refused-cells.js';
import { createWorld, phone, proxy, until, type World } from '../sheets/world.js';
import type { PoisonTask } from './sheets-poison-worker.js';

const WORKER = fileURLToPath(new URL('sheets-poison-worker.js', import.meta.url));

/** When to kill the process: at its n-th write, before or after Google carries it out, or when it has done everything. */
export type PoisonCrash = { readonly write: number; readonly carriedOut: boolean } | 'done';

/**
 * Kills a process that writes to a spreadsheet which refuses some of it. The next process has everything that was acknowledged, in
 * the sheet or parked.
 */
export async function killWhileRefused(t: ExecutionContext, poison: Poison, crash: PoisonCrash): Promise<void> {
  const world = await createWorld(t, { tabs: tabsFor(poison) });
  poisonCells(world, poison);
  const lines = await runUntilKilled(world, poison, crash);
  const names = lines.filter(([kind]) => kind === 'name');
  for (const [, id = '', outcome] of names) {
    if (outcome === 'refused') t.true(poison.names.includes(Number(id)), id);
    if (outcome === 'written') t.is(nameOf(world, id), `New ${id}`);
  }
  const called = lines.filter(([kind]) => kind === 'call').map(([, id = '']) => id);

  const instance = await world.open({ pace: PACE });
  for (const id of called) {
    t.like(await instance.call(phone(Number(id)), proxy(Number(id)), `back-${id}`), { kind: 'dial', to: callerOf(id) });
    t.truthy(await instance.store.record('interaction', `call-${id}`), id);
  }
  for (const id of poison.names) t.is((await instance.getClient(id.toString())).clientName, `Client ${id.toString()}`);
  const refused = called.filter((id) => poison.callers.includes(Number(id)));
  await until('the other last callers are in the sheet', () =>
    called.every((id) => lastCallerOf(world, id) === (refused.includes(id) ? '' : callerOf(id))),
  );
  await until('the others are parked', () => refused.every((id) => isParked(id)));

  world.standIn.book.tab('Clients').protections = [];
  await instance.close();
  for (const id of called) t.is(lastCallerOf(world, id), callerOf(id));

  function isParked(id: string): boolean {
    return findings(instance).some(({ cell }) => cell === `H${(Number(id) + 2).toString()}`);
  }
}

async function runUntilKilled(world: World, { count }: Poison, crash: PoisonCrash): Promise<string[][]> {
  const { url, spreadsheetId, credentials } = world.standIn;
  const task: PoisonTask = { standIn: { url, spreadsheetId, credentials }, journal: world.journal, count };
  const child = spawn(process.execPath, [WORKER, JSON.stringify(task)], { env: cleanEnvironment() });
  const ended = once(child, 'exit');
  let output = '';
  let errors = '';
  const isDone = () => output.includes('done\n');
  child.stdout.on('data', (data: Buffer) => {
    output += data.toString();
    // Some of it is parked only a little later.
    if (isDone()) setTimeout(() => child.kill('SIGKILL'), Math.random() * 500);
  });
  child.stderr.on('data', (data: Buffer) => (errors += data.toString()));
  let writes = 0;
  world.standIn.interfere = ({ kind }) => {
    if (kind === 'write' && output.includes('open\n')) writes += 1;
    if (crash === 'done' || kind !== 'write' || writes !== crash.write) return undefined;
    child.kill('SIGKILL');
    return { kind: 'reset', late: crash.carriedOut };
  };
  const [code, signal] = (await ended) as [number | null, string | null];
  if (signal !== 'SIGKILL') throw new Error(`the process exited without being killed (${String(code)}): ${errors}`);
  world.standIn.interfere = () => undefined;
  return output
    .split('\n')
    .slice(0, -1)
    .map((line) => line.split(' '));
}
