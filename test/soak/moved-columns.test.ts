import test from 'ava';
import fc from 'fast-check';
import { checkCase } from '../sheets/moved-columns.js';
import { cases } from '../sheets/moved-columns-cases.js';
import { repetitions } from './rounds.js';

for (const round of repetitions(1)) {
  test.serial(`columns are moved between a look and a write, round ${(round + 1).toString()}`, async (t) => {
    t.timeout(600_000);
    await fc.assert(
      fc.asyncProperty(cases, (tried) => checkCase(t, tried)),
      { numRuns: 120, includeErrorInReport: true },
    );
  });
}
