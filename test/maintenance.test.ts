import { mock } from 'node:test';
import test from 'ava';
import { scheduleMaintenance } from '../src/entry/http/maintenance.js';

/** Lets everything that has been resolved go on. */
const settled = () => new Promise((resolve) => setImmediate(resolve));

test.beforeEach(() => {
  mock.timers.enable({ apis: ['setInterval'] });
});
test.afterEach.always(() => {
  mock.timers.reset();
});

/** Work that lasts until it is told to end. */
function scheduled() {
  const begun = { maintenance: 0, seals: 0, notices: 0, advances: 0 };
  const errors: unknown[] = [];
  const ends: { resolve: () => void; reject: (error: Error) => void }[] = [];
  const maintenance = scheduleMaintenance({
    logger: { error: (_, error) => void errors.push(error) },
    services: {
      runMaintenance: () => Promise.resolve(void (begun.maintenance += 1)),
      sealAudit: () => Promise.resolve(void (begun.seals += 1)),
      sendNotices: () => Promise.resolve(void (begun.notices += 1)),
      advanceConfirmations: () => {
        begun.advances += 1;
        return new Promise<void>((resolve, reject) => ends.push({ resolve, reject }));
      },
    },
  });
  return { begun, errors, ends, maintenance };
}

test.serial(
  'confirmations are advanced every five seconds, also while earlier runs last, and faults are logged',
  async (t) => {
    const { begun, errors, ends, maintenance } = scheduled();
    t.deepEqual(begun, { maintenance: 1, seals: 0, notices: 0, advances: 0 });
    mock.timers.tick(4999);
    t.is(begun.advances, 0);
    mock.timers.tick(1);
    t.is(begun.advances, 1);
    mock.timers.tick(10_000);
    t.is(begun.advances, 3, 'the first has not ended');
    const fault = new Error('no store');
    ends[0]?.reject(fault);
    await settled();
    t.deepEqual(errors, [fault]);
    mock.timers.tick(3_600_000 - 15_000);
    t.deepEqual(begun, { maintenance: 2, seals: 60, notices: 60, advances: 720 });
    for (const end of ends) end.resolve();
    await maintenance.stop();
  },
);

test.serial('a stop waits for messages that are being sent, and begins nothing more', async (t) => {
  const { begun, ends, maintenance } = scheduled();
  mock.timers.tick(5000);
  let isStopped = false;
  const stopped = maintenance.stop().then(() => {
    isStopped = true;
  });
  await settled();
  t.false(isStopped);
  mock.timers.tick(3_600_000);
  ends[0]?.resolve();
  await stopped;
  t.deepEqual(begun, { maintenance: 1, seals: 0, notices: 0, advances: 1 });
  await maintenance.stop();
});
