import test from 'ava';
import { createMemoryMailer, createMemoryStore } from '../../src/adapters/memory/index.js';
import { createFakeClock } from '../../src/entry/testing/index.js';
import type { Mailer } from '../../src/ports/mailer.js';
import { setUp } from '../services/set-up.js';

// Two instances of which one has a wrong clock: both look after the pool, which is empty; two numbers are wanted.

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

function start() {
  const mailer = createMemoryMailer();
  const store = createMemoryStore();
  const clock = createFakeClock(Date.parse('2026-03-23T08:00:00Z'));
  /** @param aheadMs by how much its clock is wrong */
  const instance = (aheadMs: number, own: Mailer = mailer) => {
    const its = { ...clock, now: () => clock.now() + aheadMs };
    const settings = { alertMail: 'office@shop.example', poolAlert: 2, language: 'en' } as const;
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
    const count = subjects().length;
    t.true(count >= 3 && count <= 7, count.toString());
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
