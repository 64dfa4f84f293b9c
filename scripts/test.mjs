// Runs AVA on the compiled tests, shows each result as it comes, and ends with the plain line `N passed, N failed`.
// Fails when a test failed, when AVA itself failed, and when nothing was run.
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const ava = fileURLToPath(new URL('../node_modules/ava/entrypoints/cli.mjs', import.meta.url));
const child = spawn(process.execPath, [ava, '--tap', ...process.argv.slice(2)], {
  stdio: ['ignore', 'pipe', 'inherit'],
});

const counts = { passed: 0, failed: 0, skipped: 0 };
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
  console.log(`${{ passed: '✔', failed: '✖', skipped: '-' }[kind]} ${title}`);
}
const code = await new Promise((resolve) => child.once('close', resolve));

if (counts.passed + counts.failed === 0) console.log('Nothing was run.');
const skippedPart = counts.skipped > 0 ? `, ${counts.skipped} skipped` : '';
console.log(`${counts.passed} passed, ${counts.failed} failed${skippedPart}`);
process.exitCode = code !== 0 || counts.failed > 0 || counts.passed === 0 ? 1 : 0;
