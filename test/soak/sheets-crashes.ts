import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { ExecutionContext } from 'ava';
import { cleanEnvironment } from '../programs.js';
import type { CrashTask } from './sheets-crash-worker.js';
import { createWorld, until, type World } from '../sheets/world.js';
import { textOf } from '../google/sheet.js';

const WORKER = fileURLToPath(new URL('sheets-crash-worker.js', import.meta.url));

/** When to kill the process: at its n-th write, before or after Google carries it out, or after n acknowledgements. */
export type CrashPoint =
  { readonly write: number; readonly carriedOut: boolean } | { readonly acknowledgements: number };

/** Kills a running process, reopens the spreadsheet, and checks that it contains everything that was acknowledged. */
export async function crashAt(t: ExecutionContext, crashPoint: CrashPoint, acceptOffline = false): Promise<void> {
  const world = await createWorld(t, { numbers: 60 });
  const lines = await runUntilKilled(world, crashPoint, acceptOffline);
  const acknowledged = lines.map((line) => line.split(' '));
  const orders = acknowledged.filter(([kind]) => kind === 'order').map(([, id = '', number = '']) => ({ id, number }));
  const calls = acknowledged
    .filter(([kind]) => kind === 'call')
    .map(([, id = '', number = '', from = '']) => ({ id, number, from }));

  const instance = await world.open();
  for (const { id, number } of orders) {
    const order = await instance.getOrder(id);
    t.like(await instance.getClient(order.clientId), { clientProxyNumber: number });
  }
  for (const { id } of calls) t.truthy(await instance.store.record('interaction', id), id);
  const lastOf = new Map(calls.map(({ number, from }) => [number, from]));
  await instance.close();

  // After the close, everything is in the sheet exactly once.
  const records = world.standIn.book
    .tab('ProxyCall Records')
    .rows.map(([id]) => textOf(id))
    .filter((id) => id !== '');
  t.is(new Set(records).size, records.length);
  for (const { id } of calls) t.true(records.includes(`interaction:${id}`), id);
  for (const [title, column] of [
    ['Clients', 'client_id'],
    ['Clients', 'client_proxy_number'],
    ['Orders', 'order_id'],
    ['TwilioPools', 'phone_number'],
  ] as const) {
    const keys = world.shown(title).map((row) => row[column]);
    t.is(new Set(keys).size, keys.length, `${title} ${column}`);
  }
  for (const { id } of orders) t.is(world.shown('Orders').filter((row) => row['order_id'] === id).length, 1);
  for (const client of world.shown('Clients')) {
    const last = lastOf.get(client['client_proxy_number'] ?? '');
    // The last caller may be one whose call was journaled but not acknowledged.
    if (last !== undefined) t.regex(client['client_last_caller'] ?? '', /^\+3319900\d{4}$/);
  }
  const assigned = world
    .shown('TwilioPools')
    .filter((row) => row['status'] === 'assigned')
    .map((row) => row['phone_number']);
  const inUse = world.shown('Clients').map((row) => row['client_proxy_number']);
  t.deepEqual(assigned.sort(), inUse.sort());
}

async function runUntilKilled(world: World, crashPoint: CrashPoint, acceptOffline: boolean): Promise<string[]> {
  const { url, spreadsheetId, credentials } = world.standIn;
  const task: CrashTask = {
    standIn: { url, spreadsheetId, credentials },
    journal: world.journal,
    from: 1,
    acceptOffline,
  };
  const child = spawn(process.execPath, [WORKER, JSON.stringify(task)], { env: cleanEnvironment() });
  const ended = once(child, 'exit');
  let output = '';
  let errors = '';
  child.stdout.on('data', (data: Buffer) => {
    output += data.toString();
    if ('acknowledgements' in crashPoint && output.split('\n').length > crashPoint.acknowledgements)
      child.kill('SIGKILL');
  });
  child.stderr.on('data', (data: Buffer) => (errors += data.toString()));
  let writes = 0;
  let isUnreachable = false;
  world.standIn.interfere = ({ kind }) => {
    if (kind === 'write') writes += 1;
    if ('write' in crashPoint && kind === 'write' && writes === crashPoint.write) {
      child.kill('SIGKILL');
      return { kind: 'reset', late: crashPoint.carriedOut };
    }
    // With offline orders, Google becomes unreachable after the first call.
    isUnreachable ||= acceptOffline && output.includes('call');
    return isUnreachable && kind !== 'token' ? { kind: 'answer', status: 503 } : undefined;
  };
  const [code, signal] = (await ended) as [number | null, string | null];
  if (signal !== 'SIGKILL') throw new Error(`the process exited without being killed (${String(code)}): ${errors}`);
  world.standIn.interfere = () => undefined;
  await until('the connection is closed', () => child.killed);
  return output.split('\n').slice(0, -1);
}
