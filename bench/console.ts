/**
 * The pages of the console and what they ask, on SQLite with the history of a large shop: 100,000 orders and 1,000,000 calls and texts of
 * three months (BENCH_ORDERS, BENCH_INTERACTIONS set others). Each time stands beside the limit of the same run: of a question, a record
 * read by its key through the same API; of a page, an answer over the same connection that says nothing. `npm run bench:console pages`
 * measures the pages only.
 */
import { rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSimulatedCarrier } from '../src/adapters/simulator/index.js';
import { openSqliteStore } from '../src/adapters/sql/sqlite.js';
import { DAY_MS } from '../src/domain/model/time.js';
import { createProxyCall } from '../src/entry/library.js';
import type { ProxyCallApi } from '../src/ports/proxycall-api.js';
import { COURIER, DAYS, fill, HASH_KEY, oneOf, proxyOf, sharedOf } from './console/fill.js';
import { openPages } from './console/pages.js';
import { median, percentile } from './statistics.js';

const ORDERS = Number(process.env['BENCH_ORDERS'] ?? 100_000);
const INTERACTIONS = Number(process.env['BENCH_INTERACTIONS'] ?? 1_000_000);
const ROUNDS = 60;
const print = (line: string) => process.stdout.write(`${line}\n`);

const folder = await mkdtemp(join(tmpdir(), 'proxycall-bench-'));
try {
  const path = join(folder, 'proxycall.db');
  const now = Date.now();
  await (await openSqliteStore({ path, ownHashKey: false })).close();
  const started = performance.now();
  fill(path, { orders: ORDERS, interactions: INTERACTIONS, now });
  print(
    `${ORDERS.toLocaleString('en')} orders, ${INTERACTIONS.toLocaleString('en')} calls and texts, filled in ${((performance.now() - started) / 1000).toFixed(0)} s\n`,
  );
  if (!process.argv.includes('pages')) await measureQuestions(path, now);
  await measurePages(path);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

async function measureQuestions(path: string, now: number): Promise<void> {
  const store = await openSqliteStore({ path, ownHashKey: false });
  const carrier = createSimulatedCarrier({ authToken: 'x', webhookBaseUrl: () => 'http://localhost' });
  const api = createProxyCall({ ...carrier, store, hashKey: HASH_KEY });
  printHead();
  const limit = await time('limit: an order by its id', (index) => api.getOrder(`O-${index.toString()}`));
  await measure(api, limit, now);
  await api.close();
}

async function measurePages(path: string): Promise<void> {
  const pages = await openPages(path);
  printHead();
  const limit = await time('limit: /healthz over HTTP', () => pages.get('/healthz'));
  const shown: readonly (readonly [name: string, address: (index: number) => string])[] = [
    ['sign-in', () => '/console/sign-in'],
    ['Today', () => '/console'],
    ['orders', () => '/console/orders'],
    ['an order', (index) => `/console/orders/O-${index.toString()}`],
    ['clients', () => '/console/clients'],
    ['a client', (index) => `/console/clients/C-${index.toString()}`],
    ['calls and texts', () => '/console/calls'],
    ['numbers', () => '/console/pool'],
  ];
  for (const [name, address] of shown) await time(name, (index) => pages.get(address(index)), limit);
  // Reads every call of the week.
  await time('the weekly report', () => pages.get('/console/reports'), limit, 3);
  await pages.stop();
}

function printHead(): void {
  print(`${''.padEnd(52)}${['median', '95 %', 'x limit'].map((head) => head.padStart(10)).join('')}   in ms`);
}

async function measure(api: ProxyCallApi, limit: number, now: number): Promise<void> {
  const at = (days: number) => new Date(now - days * DAY_MS).toISOString();
  const questions: readonly (readonly [name: string, ask: (index: number) => Promise<unknown>])[] = [
    ['search by the id of an order', (index) => api.search({ text: `O-${index.toString()}` })],
    ['search by the id of a client', (index) => api.search({ text: `C-${index.toString()}` })],
    ['search by the phone of a client', (index) => api.search({ text: oneOf('client', index) })],
    ['search by the phone of a courier', (index) => api.search({ text: oneOf('courier', index) })],
    ['search by the phone of the busiest courier', () => api.search({ text: COURIER })],
    ['search by the number of a client', (index) => api.search({ text: proxyOf(index) })],
    ['search by a shared number', (index) => api.search({ text: sharedOf(index) })],
    ['search by what nobody has', (index) => api.search({ text: `+33639${(100_000 + index).toString()}` })],
    ['calls and texts by hour, of 24 hours', () => api.interactionCounts({})],
    ['calls and texts by hour, of 31 days', () => api.interactionCounts({ from: at(31), until: at(0) })],
    ['calls and texts, a page', (index) => api.listInteractions({ until: at(index) })],
    ['calls and texts, a page of a client', (index) => api.listInteractions({ clientId: `C-${index.toString()}` })],
    [
      'calls and texts, a page of those that were busy',
      (index) => api.listInteractions({ until: at(index), outcome: 'busy' }),
    ],
    [
      'calls and texts, a page of what there is not',
      (index) => api.listInteractions({ until: at(index), outcome: 'code_locked' }),
    ],
    [
      'texts to couriers, a page',
      (index) => api.listInteractions({ until: at(index), channel: 'message', direction: 'to_counterpart' }),
    ],
    ['orders, a page', () => api.listOrders({})],
    ['open orders, a page', () => api.listOrders({ status: 'open' })],
    ['clients, a page', () => api.listClients({})],
    ['numbers, a page', () => api.listNumbers({})],
    ['numbers in quarantine, a page', () => api.listNumbers({ status: 'quarantined' })],
    ['numbers by status', () => api.poolStats()],
  ];
  for (const [name, ask] of questions) await time(name, ask, limit);
}

async function time(
  name: string,
  ask: (index: number) => Promise<unknown>,
  limit?: number,
  rounds = ROUNDS,
): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const index = (round * 7919) % Math.min(ORDERS, 80 * DAYS);
    const start = performance.now();
    await ask(name.includes('page') ? round : index);
    // The first ones read the file.
    if (round >= rounds / 6) times.push(performance.now() - start);
  }
  const middle = median(times);
  const columns = [
    middle.toFixed(2),
    percentile(times, 0.95).toFixed(2),
    limit === undefined ? '' : (middle / limit).toFixed(0),
  ];
  print(name.padEnd(52) + columns.map((column) => column.padStart(10)).join(''));
  return middle;
}
