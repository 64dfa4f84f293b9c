import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
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
  /** Ends it as loss of power would. */
  kill: () => Promise<void>;
}

/**
 * `proxycall serve` in a process of its own, once it listens.
 * @param largestFileKiB no file that it writes may become larger
 */
export async function serve(
  env: Record<string, string>,
  cwd: string,
  largestFileKiB?: number,
): Promise<RunningProgram> {
  const port = await freePort();
  const command = [process.execPath, BIN, 'serve'];
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

export async function freePort(): Promise<number> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
