/**
 * Requests per second of the signed voice webhook, as ratios to a limit line measured in the same run: a Koa service
 * that checks the signature and answers the same thing to everybody. The server has a process of its own.
 */
import autocannon, { type Options, type Result } from 'autocannon';
import Table from 'cli-table3';
import { startPostgres } from '../test/postgres.js';
import { expectStored, startBenchServer, startGoogle, type BenchServer, type ServerKind } from './servers.js';
import { createCallSupply, type CallSupply } from './webhook-load.js';

const SECONDS = Number(process.env['BENCH_SECONDS'] ?? 5);
const ROUNDS = Number(process.env['BENCH_ROUNDS'] ?? 3);
const CONNECTIONS = 50;
const WARM_UP_CALLS = 3_000;

interface Figures {
  /** How many calls were answered, all of them with 200. */
  readonly answered: number;
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
/** Some stores only, separated by commas. */
const chosen = process.env['BENCH_STORES']?.split(',');
const isChosen = (kind: ServerKind) => chosen?.includes(kind) ?? true;
const postgres = isChosen('postgres') ? await startPostgres() : undefined;

const table = new Table({
  style: { head: [], border: [] },
  head: ['store', 'clients', 'requests/s', 'of the limit', 'p50 ms', 'p99 ms'],
});
for (const line of lines.filter(({ kind }) => isChosen(kind))) {
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
await postgres?.stop();

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
  const env = google?.env ?? (kind === 'postgres' ? { DATABASE_URL: (await postgres?.createDatabase()) ?? '' } : {});
  const servers: BenchServer[] = [];
  try {
    // One after the other: the first fills the store.
    for (let index = 0; index < instances; index += 1) servers.push(await startBenchServer(kind, clients, env));
    const ports = servers.map(({ port }) => port);
    const supply = createCallSupply(clients);
    const warmUp = await fire(ports, supply, WARM_UP_CALLS);
    const figures = await fire(ports, supply, Math.ceil(warmUp.rate * SECONDS));
    const [first] = servers;
    if (first !== undefined && kind !== 'limit') await expectStored(first, warmUp.answered + figures.answered);
    return figures;
  } finally {
    for (const server of servers) await server.stop();
    await google?.stop();
  }
}

async function fire(ports: readonly number[], supply: CallSupply, calls: number): Promise<Figures> {
  supply.prepare(calls);
  const start = performance.now();
  const share = { connections: Math.floor(CONNECTIONS / ports.length), calls: Math.ceil(calls / ports.length) };
  const all = await Promise.all(ports.map((port) => fireAt(port, supply, share)));
  const answered = all.reduce((sum, each) => sum + each.answered, 0);
  return {
    answered,
    rate: answered / ((Math.max(...all.map(({ last }) => last)) - start) / 1000),
    p50: Math.max(...all.map(({ p50 }) => p50)),
    p99: Math.max(...all.map(({ p99 }) => p99)),
  };
}

/** A number of calls and not a time: at the end of a time, calls would be cut off that are stored but not counted. */
async function fireAt(
  port: number,
  supply: CallSupply,
  { connections, calls }: { readonly connections: number; readonly calls: number },
): Promise<Omit<Figures, 'rate'> & { readonly last: number }> {
  let last = Number.NaN;
  const options: Options = {
    url: `http://127.0.0.1:${port.toString()}/twilio/voice`,
    connections,
    amount: calls,
    requests: [
      {
        method: 'POST',
        setupRequest(request) {
          const { body, signature } = supply.next();
          const headers = {
            'content-type': 'application/x-www-form-urlencoded',
            'x-twilio-signature': signature,
          };
          return { ...request, body, headers };
        },
      },
    ],
  };
  const { latency, errors, non2xx, ...result } = await new Promise<Result>((resolve, reject) => {
    const run = autocannon(options, (error: unknown, done) => {
      if (error instanceof Error) reject(error);
      else resolve(done);
    });
    run.on('response', () => {
      last = performance.now();
    });
  });
  if (non2xx > 0 || errors > 0) throw new Error(`${(non2xx + errors).toString()} answers were not 200`);
  return { answered: result['2xx'], last, p50: latency.p50, p99: latency.p99 };
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
