/**
 * 200 calls a second, for a minute, on each store: how long a caller waits, and beside it the same on the memory store in
 * the same run. For Sheets, how many requests Google saw in the busiest minute (its quota is 60 of each kind).
 */
import { Agent, request } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import Table from 'cli-table3';
import { startPostgres } from '../test/postgres.js';
import { expectStored, startBenchServer, startGoogle, type ServerKind } from './servers.js';
import { percentile } from './statistics.js';
import { createCallSupply, type CallSupply } from './webhook-load.js';

const SECONDS = Number(process.env['BENCH_SECONDS'] ?? 60);
const PER_SECOND = 200;
const CLIENTS = 1_000;
const TICK_MS = 10;

const lines: readonly { kind: ServerKind; latencyMs?: number }[] = [
  { kind: 'memory' },
  { kind: 'sqlite' },
  { kind: 'postgres' },
  { kind: 'sheets', latencyMs: 150 },
  { kind: 'sheets', latencyMs: 2000 },
];
/** Some of them only, separated by commas. The memory store is what the others are held against. */
const chosen = process.env['BENCH_STORES']?.split(',');
const postgres = await startPostgres();
const table = new Table({
  style: { head: [], border: [] },
  head: ['store', 'calls', 'p50 ms', 'p99 ms', 'p99 of memory', 'reads, writes in the busiest minute'],
});
let memory = Number.NaN;
for (const { kind, latencyMs } of lines.filter((line) => chosen?.includes(line.kind) ?? true)) {
  const google = latencyMs === undefined ? undefined : await startGoogle(CLIENTS, latencyMs);
  const env = google?.env ?? (kind === 'postgres' ? { DATABASE_URL: await postgres.createDatabase() } : {});
  const server = await startBenchServer(kind, CLIENTS, env);
  const supply = createCallSupply(CLIENTS);
  const warmUp = await call(server.port, supply, 2);
  const waits = await call(server.port, supply, SECONDS);
  await expectStored(server, warmUp.length + waits.length);
  await server.stop();
  const busiest = await google?.stop();
  const at = (share: number) => percentile(waits, share);
  if (kind === 'memory') memory = at(0.99);
  table.push([
    latencyMs === undefined ? kind : `${kind}, Google ${latencyMs.toString()} ms away`,
    waits.length.toString(),
    at(0.5).toFixed(2),
    at(0.99).toFixed(2),
    (at(0.99) / memory).toFixed(2),
    busiest === undefined ? '' : `${busiest.reads.toString()}, ${busiest.writes.toString()}`,
  ]);
}
await postgres.stop();
process.stdout.write(
  `Signed voice webhook at ${PER_SECOND.toString()} a second for ${SECONDS.toString()} s\n${table.toString()}\n`,
);

async function call(port: number, supply: CallSupply, seconds: number): Promise<number[]> {
  supply.prepare(PER_SECOND * seconds);
  const agent = new Agent({ keepAlive: true, maxSockets: 50 });
  const waits: Promise<number>[] = [];
  const start = performance.now();
  for (let tick = 0; tick < (seconds * 1000) / TICK_MS; tick += 1) {
    for (let index = 0; index < (PER_SECOND * TICK_MS) / 1000; index += 1) {
      const { body, signature } = supply.next();
      waits.push(send(agent, port, body, signature));
    }
    await pause(Math.max(0, start + (tick + 1) * TICK_MS - performance.now()));
  }
  const measured = await Promise.all(waits);
  agent.destroy();
  return measured;
}

function send(agent: Agent, port: number, body: string, signature: string): Promise<number> {
  const start = performance.now();
  return new Promise((resolve, reject) => {
    const sent = request(
      {
        agent,
        port,
        host: '127.0.0.1',
        method: 'POST',
        path: '/twilio/voice',
        headers: {
          'content-type': 'application/x-www-form-urlencoded',
          'content-length': Buffer.byteLength(body),
          'x-twilio-signature': signature,
        },
      },
      (response) => {
        let text = '';
        response.on('data', (data: Buffer) => (text += data.toString()));
        response.on('end', () => {
          if (text.includes('<Dial')) resolve(performance.now() - start);
          else reject(new Error(`${String(response.statusCode)} ${text}`));
        });
      },
    );
    sent.on('error', reject);
    sent.end(body);
  });
}
