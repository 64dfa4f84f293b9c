import { PassThrough, Writable } from 'node:stream';
import { runCli } from '../src/entry/cli/runtime/main.js';
import { proxycall } from '../src/entry/cli/runtime/program.js';

/**
 * Runs one command line in this process, isolated from its environment and working directory.
 * @param args words between spaces, or the words themselves
 */
export async function cli(args: string | readonly string[], env: Record<string, string> = {}, cwd = '/') {
  const output = { stdout: '', stderr: '' };
  const collect = (name: keyof typeof output) =>
    new Writable({
      write(chunk: Buffer, _encoding, done) {
        output[name] += chunk.toString();
        done();
      },
    });
  const words = typeof args === 'string' ? args.split(' ').filter((word) => word !== '') : args;
  const code = await runCli(proxycall, words, {
    stdin: new PassThrough(),
    stdout: collect('stdout'),
    stderr: collect('stderr'),
    env,
    cwd,
    colorDepth: 1,
    retryPauseMs: 1,
  });
  return { code, ...output };
}
