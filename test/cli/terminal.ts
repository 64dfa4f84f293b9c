import { PassThrough, Writable } from 'node:stream';
import { stripVTControlCharacters } from 'node:util';
import { runCli } from '../../src/entry/cli/runtime/main.js';
import { proxycall } from '../../src/entry/cli/runtime/program.js';

/** What is waited for on the screen, and the keys that are pressed then. */
export type Step = readonly [shown: RegExp, keys: string];

export const KEYS = {
  enter: '\r',
  down: '\u001b[B',
  backspace: '\u007f',
  ctrlC: '\u0003',
  ctrlD: '\u0004',
  end: 'end',
} as const;

/** Runs one command line in this process, on something that behaves as a terminal. */
export async function onTerminal(
  args: string | readonly string[],
  options: { columns?: number; rows?: number; env?: Record<string, string>; steps?: readonly Step[] } = {},
) {
  const { columns = 80, rows = 24, env = {}, steps = [] } = options;
  const stdin = Object.assign(new PassThrough(), { isTTY: true, setRawMode: () => stdin });
  const screen = { all: '', sinceLastKey: '', stdout: '' };
  const pending = [...steps];
  const answer = () => {
    const [next] = pending;
    if (next?.[0].test(stripVTControlCharacters(screen.sinceLastKey)) !== true) return;
    pending.shift();
    screen.sinceLastKey = '';
    // After the question has been drawn completely.
    setImmediate(() => (next[1] === KEYS.end ? stdin.end() : stdin.write(next[1])));
  };
  const stream = (isOutput: boolean) =>
    Object.assign(
      new Writable({
        write(chunk: Buffer, _encoding, done) {
          screen.all += chunk.toString();
          screen.sinceLastKey += chunk.toString();
          if (isOutput) screen.stdout += chunk.toString();
          answer();
          done();
        },
      }),
      { isTTY: true, columns, rows },
    );
  const words = typeof args === 'string' ? args.split(' ').filter((word) => word !== '') : args;
  const output = { stdout: stream(true), stderr: stream(false) };
  const code = await runCli(proxycall, words, {
    stdin,
    ...output,
    env,
    cwd: '/',
    colorDepth: 1,
    times: { pauseMs: 1, secondMs: 1 },
  });
  const text = stripVTControlCharacters(screen.all);
  return { code, text, raw: screen.all, stdout: screen.stdout, unasked: pending.map(([shown]) => shown.source) };
}
