import test from 'ava';
import { createMemoryMailer, createMemoryStore } from '../../src/adapters/memory/index.js';
import { createFakeClock } from '../../src/entry/testing/index.js';
import type { Mailer } from '../../src/ports/mailer.js';
import { setUp } from '../services/set-up.js';

// Two instances of which one has a wrong clock: both look after the pool, which is empty; two numbers are wanted.

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

function start(poolAlert = 2) {
  const mailer = createMemoryMailer();
  const store = createMemoryStore();
  const clock = createFakeClock(Date.parse('2026-03-23T08:00:00Z'));
  /** @param aheadMs by how much its clock is wrong */
  const instance = (aheadMs: number, own: Mailer = mailer) => {
    const its = { ...clock, now: () => clock.now() + aheadMs };
    const settings = { alertMail: 'office@shop.example', poolAlert, language: 'en' } as const;
    return setUp({ store, clock: its, mailer: own, settings }).proxyCall;
  };
  const subjects = () => mailer.mails.map(({ subject }) => subject.split(' ')[1]);
  return { mailer, clock, instance, subjects };
}

test('an instance whose clock was a year ahead stops no alert of the others', async (t) => {
  const { clock, instance, subjects } = start();
  await instance(365 * DAY).runMaintenance();
  const right = instance(0);
  for (let time = 0; time < 6; time += 1) {
    clock.advance(8 * HOUR);
    await right.runMaintenance();
  }
  t.deepEqual(subjects(), Array<string>(7).fill('few'));
});

test('nor does one that has claimed an alert, and stopped', async (t) => {
  const { mailer, clock, instance, subjects } = start();
  const off = { ...mailer, send: () => Promise.reject(new Error('the power is off')) };
  await t.throwsAsync(instance(365 * DAY, off).runMaintenance());
  const right = instance(0);
  await right.runMaintenance();
  t.deepEqual(subjects(), ['few']);
  clock.advance(HOUR);
  await right.runMaintenance();
  t.is(mailer.mails.length, 1);
});

for (const wrong of [365 * DAY, -365 * DAY]) {
  test(`while both run, each tells as often as it would alone (${(wrong / DAY).toString()} days)`, async (t) => {
    const { clock, instance, subjects } = start();
    const both = [instance(wrong), instance(0)];
    for (let minutes = 0; minutes < 24 * 60; minutes += 5) {
      for (const each of both) await each.runMaintenance();
      clock.advance(5 * MINUTE);
    }
    t.is(subjects().length, 6);
  });
}

for (const wrong of [-7 * HOUR, -HOUR, -20 * MINUTE, 20 * MINUTE, HOUR, 7 * HOUR]) {
  for (const isFirst of [true, false]) {
    const which = isFirst ? 'which looks first' : 'which looks last';
    test(`an instance with a clock that is ${(wrong / MINUTE).toString()} minutes ahead, ${which}, repeats nothing`, async (t) => {
      const { clock, instance, subjects } = start();
      const both = [instance(wrong), instance(0)];
      if (!isFirst) both.reverse();
      const counts = [];
      for (let minutes = 0; minutes < 24 * 60; minutes += 5) {
        for (const each of both) await each.runMaintenance();
        if (minutes === 30) counts.push(subjects().length);
        clock.advance(5 * MINUTE);
      }
      t.deepEqual(counts, [1], 'the first alert is told once');
      const count = subjects().length;
      // Every eight hours, or somewhat later by the clock that is right.
      t.true(count >= 2 && count <= 4, count.toString());
    });
  }
}

for (const wrong of [-365 * DAY, -9 * HOUR, -HOUR, HOUR, 6 * HOUR]) {
  test(`one look by a clock that is ${(wrong / HOUR).toString()} hours ahead brings no all-clear before its time, and keeps none back`, async (t) => {
    const { clock, instance, subjects } = start(10);
    const right = instance(0);
    const buy = (batchSize: number) =>
      right.provisionNumbers({
        ...({ countryIso: 'FR', numberType: 'mobile', batchSize, candidatesLimit: 20 } as const),
        ...{ requireSmsCapability: true, requireVoiceCapability: true },
      });
    await buy(9);
    await right.runMaintenance();
    clock.advance(HOUR);
    // As many as the threshold: it is enough when it has lasted for eight hours.
    await buy(1);
    await right.runMaintenance();
    await instance(wrong).runMaintenance();
    for (let minutes = 0; minutes < 6 * 60; minutes += 5) {
      clock.advance(5 * MINUTE);
      await right.runMaintenance();
    }
    t.deepEqual(subjects(), ['few']);
    for (let minutes = 0; minutes < 3 * 60; minutes += 5) {
      clock.advance(5 * MINUTE);
      await right.runMaintenance();
    }
    t.deepEqual(subjects(), ['few', 'enough']);
  });
}

test('the all-clear of the others comes, whatever the clock said that was wrong', async (t) => {
  const { clock, instance, subjects } = start();
  await instance(365 * DAY).runMaintenance();
  const right = instance(0);
  await right.provisionNumbers({
    ...({ countryIso: 'FR', numberType: 'mobile', batchSize: 6, candidatesLimit: 10 } as const),
    ...{ requireSmsCapability: true, requireVoiceCapability: true },
  });
  clock.advance(MINUTE);
  await right.runMaintenance();
  t.deepEqual(subjects(), ['few', 'enough']);
});
