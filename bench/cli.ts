/**
 * How long the help takes, against what Node.js needs to start and do nothing. The programs take turns, and the fastest run of each
 * counts, as a busy machine only makes them slower. Fails when the complete package takes more than 2.5 times as long, or the light
 * one more than 1.5 times.
 */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const ROUNDS = 40;
const NOTHING = 'node -e 0';
const path = (name: string) => fileURLToPath(new URL(name, import.meta.url));
const PROGRAMS: readonly { readonly name: string; readonly args: readonly string[]; readonly limit: number }[] = [
  { name: NOTHING, args: ['-e', '0'], limit: 1 },
  { name: 'proxycall --help', args: [path('../src/entry/cli/bin.js'), '--help'], limit: 2.5 },
  { name: 'proxycall --help (light)', args: [path('../light/proxycall-cli.cjs'), '--help'], limit: 1.5 },
];

function milliseconds(args: readonly string[]): number {
  const began = performance.now();
  const { status, stderr } = spawnSync(process.execPath, args);
  if (status !== 0) throw new Error(stderr.toString());
  return performance.now() - began;
}

const fastest = new Map(PROGRAMS.map(({ name }) => [name, Infinity]));
for (let round = 0; round < ROUNDS; round += 1) {
  for (const { name, args } of PROGRAMS) fastest.set(name, Math.min(fastest.get(name) ?? Infinity, milliseconds(args)));
}

const unit = fastest.get(NOTHING) ?? NaN;
for (const { name, limit } of PROGRAMS) {
  const time = fastest.get(name) ?? NaN;
  const ratio = time / unit;
  process.stdout.write(
    `${name.padEnd(26)} ${time.toFixed(0).padStart(4)} ms  ${ratio.toFixed(2)} times (at most ${limit.toFixed(1)})\n`,
  );
  if (!(ratio <= limit)) process.exitCode = 1;
}
