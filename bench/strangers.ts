/**
 * What strangers can do to the service: 20,000 requests without a signature or a right token, with odd paths, methods and targets,
 * thousands of parameters, aborted, slow and large bodies, while `/healthz` is polled. Fails when memory grows by more than a tenth,
 * `/metrics` is larger than 200 kB, a hundredth of the health checks takes longer than 50 ms, or a stranger can cause a log line at
 * `warn` or above. (Each request may cause one line at `info`: that is the log of requests.)
 */
import { once } from 'node:events';
import { Agent, request } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { end, start } from './servers.js';
import { percentile } from './statistics.js';
import type { Load } from './strangers/load.js';
import { API_TOKEN, type ServerState } from './strangers/state.js';

const REQUESTS = 20_000;
/** Requests under way at a time. */
const LINES = 4;
const LIMITS = { growth: 0.1, metricsBytes: 200_000, healthMs: 50 };

const { child, line } = start('strangers/server.js', [], {});
const port = Number(await line());
const agent = new Agent({ keepAlive: true });

async function stateNow(): Promise<ServerState> {
  // Connections that were aborted are noticed, and wrong tokens forgotten, a little later.
  await pause(2000);
  const state = line();
  child.stdin.write('state\n');
  return JSON.parse(await state) as ServerState;
}

function get(path: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const headers = { authorization: `Bearer ${API_TOKEN}` };
    const sent = request({ host: '127.0.0.1', port, agent, path, headers }, (reply) => {
      let size = 0;
      reply.on('data', (chunk: Buffer) => (size += chunk.length));
      reply.once('end', () => {
        resolve(size);
      });
    });
    sent.once('error', reject);
    sent.end();
  });
}

/** @returns how long the health checks took meanwhile, in milliseconds */
async function underLoad(load: Omit<Load, 'port'>): Promise<readonly number[]> {
  const worker = new Worker(fileURLToPath(new URL('strangers/load.js', import.meta.url)), {
    workerData: { ...load, port },
  });
  const times: number[] = [];
  const state = { isOver: false };
  const over = once(worker, 'exit').then(() => (state.isOver = true));
  while (!state.isOver) {
    const began = performance.now();
    await get('/healthz');
    times.push(performance.now() - began);
    await Promise.race([over, pause(10)]);
  }
  return times;
}

/** The same without anybody else, on the same machine. */
async function undisturbed(count: number): Promise<readonly number[]> {
  const times: number[] = [];
  while (times.length < count) {
    const began = performance.now();
    await get('/healthz');
    times.push(performance.now() - began);
    await pause(10);
  }
  return times;
}

const p99Of = (times: readonly number[]) => percentile(times, 0.99);
const megabytes = (bytes: number) => `${(bytes / 1e6).toFixed(1)} MB`;

// Code that is compiled and buffers that are kept are no growth.
await underLoad({ count: REQUESTS / 2, lines: LINES, slowSenders: 20 });
const before = await stateNow();
const quiet = p99Of(await undisturbed(300));
const began = performance.now();
const times = await underLoad({ count: REQUESTS, lines: LINES, slowSenders: 200 });
const seconds = (performance.now() - began) / 1000;
const after = await stateNow();
const metricsBytes = await get('/metrics');
await end(child);

const p99 = p99Of(times);
const growth = (which: 'heap' | 'rss') => after[which] / before[which] - 1;
const serious = Object.entries(after.serious);
const checks: readonly (readonly [what: string, found: string, isGood: boolean])[] = [
  ...(['heap', 'rss'] as const).map(
    (which) =>
      [
        `memory (${which}, after a collection)`,
        `${megabytes(before[which])} before, ${megabytes(after[which])} after: ${(growth(which) * 100).toFixed(1)} %`,
        growth(which) <= LIMITS.growth,
      ] as const,
  ),
  ['/metrics', `${metricsBytes.toString()} bytes`, metricsBytes <= LIMITS.metricsBytes],
  [
    '/healthz, p99',
    `${p99.toFixed(1)} ms of ${times.length.toString()} checks; without strangers ${quiet.toFixed(1)} ms`,
    p99 <= LIMITS.healthMs,
  ],
  ['log lines at warn or above', serious.length === 0 ? '0' : JSON.stringify(after.serious), serious.length === 0],
];
const print = (text: string) => process.stdout.write(`${text}\n`);
print(
  `${REQUESTS.toString()} requests of strangers in ${seconds.toFixed(1)} s, ${(after.lines - before.lines).toString()} log lines`,
);
for (const [what, found, isGood] of checks) print(`${isGood ? 'ok    ' : 'FAILED'} ${what}: ${found}`);
process.exit(checks.every(([, , isGood]) => isGood) ? 0 : 1);
