/**
 * How long the service takes from exec to the first 200 of /readyz, on SQLite with 1,000 clients, and its memory and CPU time then:
 * this program and another build of it, in turn.
 *
 *   npm run bench:start -- ../before
 *
 * The other build is a folder with a package.json and what was built there. Without one, this program alone is measured.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import Table from 'cli-table3';
import { freePort } from '../test/programs.js';
import { describeMachine } from './machine.js';
import { median } from './statistics.js';

const ROUNDS = Number(process.env['BENCH_ROUNDS'] ?? 10);
const CLIENTS = 1_000;
const POLL_MS = 4;
/** A service that is not ready by then never will be. */
const PATIENCE_MS = 60_000;

/** One start of one build. */
interface Start {
  readonly ms: number;
  /** Resident memory when it was ready. */
  readonly mebibytes: number;
  readonly cpuMs: number;
}

interface Build {
  readonly name: string;
  readonly program: string;
  /** Where its database is: each build has one that it has filled itself, as the tables may differ. */
  readonly folder: string;
  readonly starts: Start[];
}

interface Running {
  readonly child: ChildProcess;
  readonly port: number;
  readonly ready: Start;
}

const [other] = process.argv.slice(2);
const root = mkdtempSync(join(tmpdir(), 'proxycall-bench-'));
const builds = [...(other === undefined ? [] : [build('before', other)]), build('now', '.')];
try {
  for (const each of builds) await fill(each);
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const each of builds) {
      const running = await start(each);
      await stop(running);
      each.starts.push(running.ready);
    }
  }
  process.stdout.write(`${describeMachine().join('\n')}\n\n${report()}\n`);
} finally {
  rmSync(root, { recursive: true, force: true });
}

function build(name: string, folder: string): Build {
  const { bin } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { bin: { proxycall: string } };
  return { name, program: resolve(folder, bin.proxycall), folder: mkdtempSync(join(root, `${name}-`)), starts: [] };
}

async function start({ program, folder }: Build): Promise<Running> {
  const port = await freePort();
  const begin = performance.now();
  const child = spawn(process.execPath, [program, 'serve'], {
    cwd: folder,
    env: { PATH: process.env['PATH'] ?? '', PORT: port.toString(), DATABASE_PATH: 'bench.db', LOG_LEVEL: 'error' },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  while (!(await isReady(port))) {
    if (child.exitCode !== null || performance.now() > begin + PATIENCE_MS) {
      child.kill('SIGKILL');
      throw new Error(`${program} did not start`);
    }
    await pause(POLL_MS);
  }
  const ms = performance.now() - begin;
  return { child, port, ready: { ms, ...usage(child.pid ?? 0) } };
}

function isReady(port: number): Promise<boolean> {
  return new Promise((done) => {
    request({ port, host: '127.0.0.1', path: '/readyz', agent: false }, (response) => {
      response.resume();
      done(response.statusCode === 200);
    })
      .once('error', () => done(false))
      .end();
  });
}

/** As Linux counts it: proc(5). NaN elsewhere. */
function usage(pid: number): Omit<Start, 'ms'> {
  if (process.platform !== 'linux') return { mebibytes: Number.NaN, cpuMs: Number.NaN };
  const kibibytes = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid.toString()}/status`, 'utf8'))?.[1];
  const stat = readFileSync(`/proc/${pid.toString()}/stat`, 'utf8');
  const [user, system] = stat
    .slice(stat.lastIndexOf(')') + 2)
    .split(' ')
    .slice(11, 13)
    .map(Number);
  // In ticks, of which a second has 100 on every Linux that Node runs on.
  return { mebibytes: Number(kibibytes) / 1024, cpuMs: ((user ?? 0) + (system ?? 0)) * 10 };
}

async function stop({ child }: Running): Promise<void> {
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  await ended;
}

/** Through the API, which every build has. */
async function fill(each: Build): Promise<void> {
  const running = await start(each);
  const send = async (id: number) => {
    const index = id.toString().padStart(4, '0');
    const response = await fetch(`http://127.0.0.1:${running.port.toString()}/orders`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        ...{ order_id: `O-${index}`, client_id: index, client_name: 'Ada', client_mail: 'ada@shop.example' },
        client_real_phone: `+3319900${index}`,
      }),
    });
    if (!response.ok)
      throw new Error(`an order was answered with ${response.status.toString()}: ${await response.text()}`);
  };
  for (let id = 0; id < CLIENTS; id += 1) await send(id);
  await stop(running);
}

function report(): string {
  const table = new Table({ style: { head: [], border: [] }, head: ['build', 'ms', 'MiB', 'CPU ms'] });
  const figures = builds.map(({ name, starts }) => ({
    name,
    values: (['ms', 'mebibytes', 'cpuMs'] as const).map((key) => median(starts.map((each) => each[key]))),
  }));
  for (const { name, values } of figures) table.push([name, ...values.map((value) => value.toFixed(0))]);
  const [before, now] = figures;
  if (before !== undefined && now !== undefined) {
    table.push([
      'ratio',
      ...now.values.map((value, index) => (value / (before.values[index] ?? Number.NaN)).toFixed(2)),
    ]);
  }
  const title = `From exec to the first 200 of /readyz, SQLite with ${CLIENTS.toLocaleString('en')} clients, medians of ${ROUNDS.toString()}`;
  return `${title}\n${table.toString()}`;
}
