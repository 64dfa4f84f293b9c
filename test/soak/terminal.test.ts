import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { stripVTControlCharacters } from 'node:util';
import test from 'ava';
import { cleanEnvironment } from '../programs.js';

const BIN = fileURLToPath(new URL('../../src/entry/cli/bin.js', import.meta.url));

/** A pseudo terminal: `script` of util-linux makes one. The scripts of other systems have other options. */
const hasScript = process.platform === 'linux' && spawnSync('script', ['--version']).status === 0;

/** Answers each question when it is on the screen. */
async function onPseudoTerminal(args: string, size: string, steps: readonly (readonly [RegExp, string])[]) {
  const command = `stty ${size}; exec ${process.execPath} ${BIN} ${args}`;
  const child = spawn('script', ['-qec', command, '/dev/null'], {
    env: cleanEnvironment({ PROXYCALL_MODE: 'demo', TERM: 'xterm', SHELL: '/bin/sh' }),
  });
  let [all, sinceLastKey] = ['', ''];
  const pending = [...steps];
  child.stdout.on('data', (data: Buffer) => {
    all += data.toString();
    sinceLastKey += data.toString();
    const [next] = pending;
    if (next?.[0].test(stripVTControlCharacters(sinceLastKey)) !== true) return;
    pending.shift();
    sinceLastKey = '';
    child.stdin.write(next[1]);
  });
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, text: stripVTControlCharacters(all).replaceAll('\r', ''), unasked: pending.length };
}

const onLinux = hasScript ? test : test.skip;

onLinux('on a real terminal a wrong answer is asked again, and the terminal works afterwards', async (t) => {
  const { code, text, unasked } = await onPseudoTerminal('--lang fr', 'cols 40 rows 12', [
    [/Que voulez-vous/, '\u001b[B'],
    [/● Lister/, '\u001b[B'],
    [/● Trouver/, '\r'],
    [/Le numéro relais/, '06 39\r'],
    [/n'est pas valide/, `${'\u007f'.repeat(5)}06.39.98.00.00\r`],
  ]);
  t.deepEqual([code, unasked], [0, 0], text);
  t.true(text.includes('Compris : +33 6 39 98 00 00 (France)'), text);
  t.regex(text, /nom +Ada/);
});

for (const [name, key] of [
  ['Ctrl-C', '\u0003'],
  ['Ctrl-D', '\u0004'],
] as const) {
  onLinux(`on a real terminal ${name} ends a question`, async (t) => {
    const { code, text } = await onPseudoTerminal('', 'cols 80 rows 24', [
      [/What would/, '\r'],
      [/order id/, key],
    ]);
    t.is(code, 0, text);
    t.regex(text, /Nothing was done\.\n$/);
  });
}
