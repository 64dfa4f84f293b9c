/**
 * Requests per second of the signed voice webhook, as ratios to a limit line measured in the same run: a Koa service
 * that checks the signature and answers the same thing to everybody. The server has a process of its own.
 */
import { randomUUID } from 'node:crypto';
import autocannon from 'autocannon';
import Table from 'cli-table3';
import { startPostgres } from '../test/postgres.js';
import { startBenchServer, startGoogle, type BenchServer, type ServerKind } from './servers.js';
import { signedCalls } from './webhook-load.js';

const SECONDS = Number(process.env['BENCH_SECONDS'] ?? 5);
const ROUNDS = Number(process.env['BENCH_ROUNDS'] ?? 3);
const CONNECTIONS = 50;

interface Figures {
  readonly rate: number;
  readonly p50: number;
  readonly p99: number;
}

interface Line {
  readonly kind: ServerKind;
  readonly clients: number;
  /** So many servers share the load. */
  readonly instances: number;
}

const lines: readonly Line[] = [
  ...[10, 1_000, 100_000].flatMap((clients) =>
    (['memory', 'sqlite'] as const).map((kind) => ({ kind, clients, instances: 1 })),
  ),
  ...[1, 2, 4].map((instances) => ({ kind: 'postgres' as const, clients: 1_000, instances })),
  { kind: 'sheets', clients: 1_000, instances: 1 },
];
const postgres = await startPostgres();

const table = new Table({
  style: { head: [], border: [] },
  head: ['store', 'clients', 'requests/s', 'of the limit', 'p50 ms', 'p99 ms'],
});
for (const line of lines) {
  const rounds: { limit: Figures; service: Figures }[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    // The limit is measured beside every figure: the machine's speed drifts.
    rounds.push({ limit: await measure({ ...line, kind: 'limit', instances: 1 }), service: await measure(line) });
  }
  const ratio = median(rounds.map(({ limit, service }) => service.rate / limit.rate));
  const of = (pick: (figures: Figures) => number) => median(rounds.map(({ service }) => pick(service)));
  const limitOf = (pick: (figures: Figures) => number) => median(rounds.map(({ limit }) => pick(limit)));
  const name = line.instances > 1 ? `${line.kind}, ${line.instances.toString()} instances` : line.kind;
  table.push(row('limit line', line.clients, limitOf, 1), row(name, line.clients, of, ratio));
}
process.stdout.write(
  `Signed voice webhook, ${CONNECTIONS.toString()} connections, medians of ${ROUNDS.toString()} rounds of ${SECONDS.toString()} s\n`,
);
process.stdout.write(`${table.toString()}\n`);
await postgres.stop();

function row(name: string, clients: number, of: (pick: (figures: Figures) => number) => number, ratio: number) {
  return [
    name,
    clients.toLocaleString('en'),
    Math.round(of(({ rate }) => rate)).toLocaleString('en'),
    ratio.toFixed(2),
    of(({ p50 }) => p50).toString(),
    of(({ p99 }) => p99).toString(),
  ];
}

async function measure({ kind, clients, instances }: Line): Promise<Figures> {
  const google = kind === 'sheets' ? await startGoogle(clients, 150) : undefined;
  const env = google?.env ?? (kind === 'postgres' ? { DATABASE_URL: await postgres.createDatabase() } : {});
  const servers: BenchServer[] = [];
  try {
    // One after the other: the first fills the store.
    for (let index = 0; index < instances; index += 1) servers.push(await startBenchServer(kind, clients, env));
    const ports = servers.map(({ port }) => port);
    await fire(ports, clients, 1);
    return await fire(ports, clients, SECONDS);
  } finally {
    for (const server of servers) await server.stop();
    await google?.stop();
  }
}

async function fire(ports: readonly number[], clients: number, seconds: number): Promise<Figures> {
  const all = await Promise.all(ports.map((port) => fireAt(port, clients, seconds, CONNECTIONS / ports.length)));
  return {
    rate: all.reduce((sum, { rate }) => sum + rate, 0),
    p50: Math.max(...all.map(({ p50 }) => p50)),
    p99: Math.max(...all.map(({ p99 }) => p99)),
  };
}

async function fireAt(port: number, clients: number, seconds: number, connections: number): Promise<Figures> {
  const calls = signedCalls(clients, 5_000);
  let next = 0;
  const result = await autocannon({
    url: `http://127.0.0.1:${port.toString()}/twilio/voice`,
    connections: Math.max(1, Math.floor(connections)),
    duration: seconds,
    requests: [
      {
        method: 'POST',
        setupRequest(request) {
          const call = calls[(next += 1) % calls.length];
          return {
            ...request,
            body: call?.body ?? '',
            headers: {
              'content-type': 'application/x-www-form-urlencoded',
              'x-twilio-signature': call?.signature ?? '',
              'i-twilio-idempotency-token': randomUUID(),
            },
          };
        },
      },
    ],
  });
  if (result.non2xx > 0 || result.errors > 0) throw new Error(`${result.non2xx.toString()} answers were not 200`);
  return { rate: result.requests.average, p50: result.latency.p50, p99: result.latency.p99 };
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
