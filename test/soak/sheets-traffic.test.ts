import test from 'ava';
import { ROUNDS } from './rounds.js';
import { callsDuringEdits } from './sheets-traffic.js';

for (const [latencyMs, seconds] of ROUNDS === 1
  ? [[150, 10]]
  : [
      [150, 60],
      [2000, 60],
    ]) {
  test.serial(`200 calls a second during edits of the sheet, with a latency of ${String(latencyMs)} ms`, async (t) => {
    t.timeout(600_000);
    t.log(await callsDuringEdits(t, { latencyMs: latencyMs ?? 0, seconds: seconds ?? 0, callsPerSecond: 200 }));
  });
}
