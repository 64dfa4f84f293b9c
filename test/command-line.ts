import { Readable, Writable } from 'node:stream';
import { bulkhead } from 'cockatiel';
import type { CliContext } from '../src/entry/cli/runtime/base-command.js';
import { runCli } from '../src/entry/cli/runtime/main.js';
import { proxycall } from '../src/entry/cli/runtime/program.js';

/** What a test may give a command line besides its words. */
export interface CliOptions extends Partial<Pick<CliContext, 'times' | 'interrupted'>> {
  /** Standard input, closed at its end. */
  readonly input?: string | Buffer;
  /** Told what is written, while the command runs. */
  readonly onOutput?: (name: 'stdout' | 'stderr', text: string) => void;
}

/** So many commands of one process run at the same time: more would wait for each other, and miss timeouts. */
const turns = bulkhead(6, Infinity);

/**
 * Runs one command line in this process, isolated from its environment and working directory.
 * @param args words between spaces, or the words themselves
 */
export async function cli(
  args: string | readonly string[],
  env: Record<string, string> = {},
  cwd = '/',
  { input, times = {}, interrupted, onOutput }: CliOptions = {},
) {
  const output = { stdout: '', stderr: '' };
  const collect = (name: keyof typeof output) =>
    new Writable({
      write(chunk: Buffer, _encoding, done) {
        output[name] += chunk.toString();
        onOutput?.(name, chunk.toString());
        done();
      },
    });
  const words = typeof args === 'string' ? args.split(' ').filter((word) => word !== '') : args;
  const context = {
    stdin: Readable.from(input === undefined ? [] : [Buffer.from(input)]),
    stdout: collect('stdout'),
    stderr: collect('stderr'),
    env,
    cwd,
    colorDepth: 1,
    times: { pauseMs: 1, secondMs: 1, ...times },
    interrupted,
  };
  const code = await turns.execute(() => runCli(proxycall, words, context));
  return { code, ...output };
}
