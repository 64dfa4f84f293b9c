import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { ExecutionContext } from 'ava';
import { cleanEnvironment } from '../process/programs.js';
import type { CrashTask } from './crash-worker.js';
import { createWorld, until, type World } from './world.js';

const WORKER = fileURLToPath(new URL('crash-worker.js', import.meta.url));

/** When the process is killed: at its n-th write to Google, before or after it was carried out, or after so many words. */
export type Moment = { readonly write: number; readonly carriedOut: boolean } | { readonly words: number };

/** Kills a process at work, opens the spreadsheet again, and looks for everything that it had answered for. */
export async function crashAt(t: ExecutionContext, moment: Moment, acceptOffline = false): Promise<void> {
  const world = await createWorld(t, { numbers: 60 });
  const said = await workUntil(world, moment, acceptOffline);
  const words = said.map((line) => line.split(' '));
  const orders = words.filter(([kind]) => kind === 'order').map(([, id = '', number = '']) => ({ id, number }));
  const calls = words
    .filter(([kind]) => kind === 'call')
    .map(([, id = '', number = '', from = '']) => ({ id, number, from }));

  const instance = await world.open();
  for (const { id, number } of orders) {
    const order = await instance.getOrder(id);
    t.like(await instance.getClient(order.clientId), { clientProxyNumber: number });
  }
  for (const { id } of calls) t.truthy(await instance.store.interaction(id), id);
  const lastOf = new Map(calls.map(({ number, from }) => [number, from]));
  await instance.close();

  // All of it is in the sheet by now, and nothing is there twice.
  const records = world.standIn.book
    .tab('ProxyCall Records')
    .rows.map(([id]) => String(id ?? ''))
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
    // A call that was noted but not yet answered may be later than the last one that was.
    if (last !== undefined) t.regex(client['client_last_caller'] ?? '', /^\+3319900\d{4}$/);
  }
  const assigned = world
    .shown('TwilioPools')
    .filter((row) => row['status'] === 'assigned')
    .map((row) => row['phone_number']);
  const held = world.shown('Clients').map((row) => row['client_proxy_number']);
  t.deepEqual(assigned.sort(), held.sort());
}

async function workUntil(world: World, moment: Moment, acceptOffline: boolean): Promise<string[]> {
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
    if ('words' in moment && output.split('\n').length > moment.words) child.kill('SIGKILL');
  });
  child.stderr.on('data', (data: Buffer) => (errors += data.toString()));
  let writes = 0;
  let isAway = false;
  world.standIn.interfere = ({ kind }) => {
    if (kind === 'write') writes += 1;
    if ('write' in moment && kind === 'write' && writes === moment.write) {
      child.kill('SIGKILL');
      return { kind: 'reset', late: moment.carriedOut };
    }
    // With offline orders, Google goes away once the process is at work.
    isAway ||= acceptOffline && output.includes('call');
    return isAway && kind !== 'token' ? { kind: 'answer', status: 503 } : undefined;
  };
  const [code, signal] = (await ended) as [number | null, string | null];
  if (signal !== 'SIGKILL') throw new Error(`the process ended by itself (${String(code)}): ${errors}`);
  world.standIn.interfere = () => undefined;
  await until('the connection is closed', () => child.killed);
  return output.split('\n').slice(0, -1);
}
