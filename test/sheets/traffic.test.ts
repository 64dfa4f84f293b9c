import test from 'ava';
import { callsDuringEdits } from './traffic.js';

const SECONDS = process.env['SOAK_ROUNDS'] === undefined ? 10 : 60;

for (const latencyMs of process.env['SOAK_ROUNDS'] === undefined ? [150] : [150, 2000]) {
  test.serial(
    `200 calls a second during edits of the sheet, with a latency of ${latencyMs.toString()} ms`,
    async (t) => {
      t.timeout(600_000);
      t.log(await callsDuringEdits(t, { latencyMs, seconds: SECONDS, callsPerSecond: 200 }));
    },
  );
}
