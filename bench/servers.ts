import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface, type Interface } from 'node:readline';
import { fileURLToPath } from 'node:url';

export type ServerKind = 'limit' | 'usual' | 'memory' | 'sqlite' | 'postgres' | 'sheets';

export interface StandInAddress {
  readonly url: string;
  readonly spreadsheetId: string;
  readonly credentials: { readonly clientEmail: string; readonly privateKey: string };
}

export interface BenchServer {
  readonly port: number;
  /** How many calls are on record, without those that it began with. */
  stored(): Promise<number>;
  /** Processor time that it has used, in microseconds. */
  cpu(): Promise<number>;
  stop(): Promise<void>;
}

/** A figure counts only if every call that was answered is on record. @param answered how many calls got a 200 */
export async function expectStored(server: BenchServer, answered: number): Promise<void> {
  const count = await server.stored();
  if (count !== answered) throw new Error(`${answered.toString()} calls were answered, and ${count.toString()} stored`);
}

/** A server to measure, in a process of its own. */
export async function startBenchServer(
  kind: ServerKind,
  clients: number,
  env: Record<string, string> = {},
  interactions = 0,
): Promise<BenchServer> {
  const isOurs = kind !== 'limit' && kind !== 'usual';
  const script = isOurs ? 'webhook-server.js' : `lines/${kind}.js`;
  const counts = [clients, interactions].map(String);
  const { child, line } = start(script, isOurs ? [kind, ...counts] : counts.slice(0, 1), env);
  const port = Number(await line());
  const ask = async (question: 'count' | 'cpu') => {
    const answer = line();
    child.stdin.write(`${question}\n`);
    return Number(await answer);
  };
  return {
    port,
    stored: () => ask('count'),
    cpu: () => ask('cpu'),
    stop: () => end(child),
  };
}

export async function startGoogle(
  clients: number,
  latencyMs: number,
): Promise<{ env: Record<string, string>; stop(): Promise<{ reads: number; writes: number }> }> {
  const { child, line } = start('google-server.js', [clients.toString(), latencyMs.toString()], {});
  const address = await line();
  return {
    env: { STAND_IN: address },
    async stop() {
      const last = line();
      await end(child);
      return JSON.parse(await last) as { reads: number; writes: number };
    },
  };
}

/** A compiled program of this folder, and the lines that it prints. */
export function start(script: string, args: readonly string[], env: Record<string, string>) {
  const program = fileURLToPath(new URL(script, import.meta.url));
  const child = spawn(process.execPath, [program, ...args], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { ...process.env, ...env },
  });
  const lines = createInterface({ input: child.stdout });
  return { child, line: () => nextLine(lines, child) };
}

async function nextLine(lines: Interface, child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    const ended = () => {
      setImmediate(() => {
        reject(new Error('the server ended without a line of output'));
      });
    };
    child.once('exit', ended);
    lines.once('line', (line) => {
      child.off('exit', ended);
      resolve(line);
    });
  });
}

/** Ends it by ending its input. */
export async function end(child: ChildProcess): Promise<void> {
  const ended = once(child, 'exit');
  child.stdin?.end();
  await ended;
}
