import { spawn, type ChildProcess } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';

const BIN = fileURLToPath(new URL('../src/entry/cli/bin.js', import.meta.url));

/** Only what a test gives: nothing of the environment it runs in may change what a program does. */
export function cleanEnvironment(variables: Record<string, string> = {}): Record<string, string> {
  return { PATH: process.env['PATH'] ?? '', ...variables };
}

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a compiled script, or the CLI, to its end. */
export async function run(
  args: readonly string[],
  options: { env?: Record<string, string>; cwd?: string; script?: string; node?: readonly string[] } = {},
): Promise<Ended> {
  const { env = {}, cwd, script = BIN, node = [] } = options;
  const child = spawn(process.execPath, [...node, script, ...args], {
    env: cleanEnvironment(env),
    ...(cwd === undefined ? {} : { cwd }),
  });
  const output = collect(child);
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, ...output() };
}

export interface RunningProgram {
  readonly url: string;
  readonly process: ChildProcess;
  readonly output: () => { stdout: string; stderr: string };
  /** Ends it as loss of power would. @throws Error when it has ended by itself, with what it printed */
  kill: () => Promise<void>;
}

/**
 * `proxycall serve` in a process of its own, once it listens.
 * @param options `bin`: another program than the one that the tests are compiled with. `largestFileKiB`: no file that it writes may become
 * larger
 */
export async function serve(
  env: Record<string, string>,
  cwd: string,
  { bin = BIN, largestFileKiB }: { readonly bin?: string; readonly largestFileKiB?: number | undefined } = {},
): Promise<RunningProgram> {
  const port = await freePort();
  const command = [process.execPath, bin, 'serve'];
  const limited = ['bash', '--norc', '-c', `ulimit -f ${String(largestFileKiB)} && exec "$@"`, 'bash', ...command];
  const [program = '', ...args] = largestFileKiB === undefined ? command : limited;
  const child = spawn(program, args, { cwd, env: cleanEnvironment({ PORT: port.toString(), ...env }) });
  const output = collect(child);
  const url = `http://127.0.0.1:${port.toString()}`;
  await new Promise<void>((resolve, reject) => {
    child.stdout.on('data', () => {
      if (output().stdout.includes('listens on')) resolve();
    });
    child.once('exit', (code) => reject(new Error(`serve ended with ${String(code)}: ${output().stderr}`)));
  });
  return {
    url,
    process: child,
    output,
    async kill() {
      if (child.exitCode !== null || child.signalCode !== null)
        throw new Error(
          `serve ended by itself, with ${String(child.exitCode ?? child.signalCode)}: ${output().stderr}`,
        );
      const ended = once(child, 'exit');
      child.kill('SIGKILL');
      await ended;
    },
  };
}

function collect(child: ChildProcess): () => { stdout: string; stderr: string } {
  const parts = { stdout: '', stderr: '' };
  child.stdout?.on('data', (data: Buffer) => (parts.stdout += data.toString()));
  child.stderr?.on('data', (data: Buffer) => (parts.stderr += data.toString()));
  return () => ({ ...parts });
}

/**
 * A port that nothing listens on, below those that Linux and macOS give to outgoing connections. One of those may be taken
 * between two starts of a server, even by a client that tries to reach that server and is connected to itself.
 */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(10_000, 32_768);
    if (await isFree(port)) return port;
  }
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer();
  const listening = once(server, 'listening');
  server.listen(port, '127.0.0.1');
  try {
    await listening;
  } catch {
    return false;
  }
  server.close();
  await once(server, 'close');
  return true;
}
