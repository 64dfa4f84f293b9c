/**
 * How long the help takes, against what Node.js needs to start and do nothing. The programs take turns; what counts is the median of
 * their ratios in each round, as a busy machine slows all of a round. Fails when the complete package takes more than 2.5 times as
 * long, or the light one more than 1.5 times.
 */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const ROUNDS = 40;
const path = (name: string) => fileURLToPath(new URL(name, import.meta.url));
const PROGRAMS: readonly { readonly name: string; readonly args: readonly string[]; readonly limit: number }[] = [
  { name: 'proxycall --help', args: [path('../src/entry/cli/bin.js'), '--help'], limit: 2.5 },
  { name: 'proxycall --help (light)', args: [path('../light/proxycall-cli.cjs'), '--help'], limit: 1.5 },
];

function milliseconds(args: readonly string[]): number {
  const began = performance.now();
  const { status, stderr } = spawnSync(process.execPath, args);
  if (status !== 0) throw new Error(stderr.toString());
  return performance.now() - began;
}

const rounds = Array.from({ length: ROUNDS }, () => {
  const nothing = milliseconds(['-e', '0']);
  return PROGRAMS.map(({ args }) => milliseconds(args) / nothing);
});

for (const [index, { name, limit }] of PROGRAMS.entries()) {
  const ratios = rounds.map((round) => round[index] ?? NaN).sort((one, other) => one - other);
  const median = ratios[Math.floor(ROUNDS / 2)] ?? NaN;
  process.stdout.write(`${name.padEnd(26)} ${median.toFixed(2)} times "node -e 0" (at most ${limit.toFixed(1)})\n`);
  if (!(median <= limit)) process.exitCode = 1;
}
