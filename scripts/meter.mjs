// Loaded by AVA before each test file. Where TEST_METER names a file, adds a line of JSON to it when the test file has ended: how
// long it took, in milliseconds, and how often fast-check ran its properties.
import { appendFileSync } from 'node:fs';

const meter = process.env.TEST_METER;
if (meter !== undefined) {
  const [{ default: test }, { default: fc }] = await Promise.all([import('ava'), import('fast-check')]);
  const start = performance.now();
  let runs = 0;
  fc.configureGlobal({
    reporter(details) {
      runs += details.numRuns;
      if (details.failed) throw new Error(fc.defaultReportMessage(details), { cause: details.errorInstance });
    },
  });
  process.on('exit', () => {
    const ms = Math.round(performance.now() - start);
    appendFileSync(meter, `${JSON.stringify({ file: test.meta.file, ms, runs })}\n`);
  });
}
