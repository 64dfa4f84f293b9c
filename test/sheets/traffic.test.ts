import test from 'ava';
import { callsWhilePeopleWork } from './traffic.js';

const SECONDS = process.env['SOAK_ROUNDS'] === undefined ? 10 : 60;

for (const latencyMs of process.env['SOAK_ROUNDS'] === undefined ? [150] : [150, 2000]) {
  test.serial(`200 calls a second while people work in the sheet, ${latencyMs.toString()} ms away`, async (t) => {
    t.timeout(600_000);
    t.log(await callsWhilePeopleWork(t, { latencyMs, seconds: SECONDS, callsPerSecond: 200 }));
  });
}
