import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import type { Settings } from '../../src/domain/model/settings.js';
import { put } from '../../src/domain/services/commit.js';
import { aNumber, fictionalMobile } from '../../src/entry/testing/index.js';
import type { OutgoingMail } from '../../src/ports/mailer.js';
import {
  Killed,
  startInstance,
  type Instance,
  type Outside,
  type StorePlace,
  type Time,
} from '../confirmations/instance.js';
import { emptyDatabase, startPostgres } from '../postgres.js';
import { temporaryFolder } from '../support.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const SETTINGS: Partial<Settings> = {
  alertMail: 'office@shop.example',
  poolAlert: new Map([['FR', 4]]) as never,
  language: 'en',
};

const postgres = await startPostgres();
test.after.always(() => postgres.stop());

/** A mail server that outlives the instances, and a clock. */
function createWorld() {
  const mails: OutgoingMail[] = [];
  let now = Date.parse('2026-03-18T12:00:00Z');
  const outside: Outside = (port, method, args) => {
    if (port !== 'mailer') return Promise.resolve({ fault: `${port} ${method} is not part of this` });
    mails.push(args[0] as OutgoingMail);
    return Promise.resolve({ result: { kind: 'accepted' } });
  };
  const time: Time = { now: () => now, reach: (later) => (now = Math.max(now, later)) };
  const advance = (milliseconds: number) => (now += milliseconds);
  return { mails, outside, time, advance };
}

const addNumbers = (instance: Instance, from: number, count: number) =>
  instance.do.commit(
    Array.from({ length: count }, (_, index) => put('number', aNumber(fictionalMobile(8000 + from + index)))),
  );

/**
 * Few numbers, then enough: of both mails, an instance is killed at one place, and another one goes on.
 * @param killAt from 1; 0 for never
 * @returns the places of the first mail
 */
async function run(
  t: ExecutionContext,
  store: StorePlace,
  second: Instance,
  killAt: number,
): Promise<readonly string[]> {
  const world = createWorld();
  const places: string[] = [];
  second.serve(world.outside, world.time);
  await second.do.open({ store, settings: SETTINGS });
  for (const [subject, count] of [
    ['ProxyCall: few numbers left (FR)', 3],
    ['ProxyCall: enough numbers again (FR)', 6],
  ] as const) {
    await addNumbers(second, count - 3, 3);
    const before = world.mails.length;
    const first = startInstance();
    try {
      first.serve(world.outside, world.time);
      await first.do.open({ store, settings: SETTINGS });
      await first.do.arm(killAt);
      if (killAt > 0) await t.throwsAsync(first.do.runMaintenance(), { instanceOf: Killed });
      else {
        await first.do.runMaintenance();
        places.push(...(await first.do.places()));
      }
    } finally {
      await first.kill();
    }
    for (const later of [0, MINUTE, 15 * MINUTE, HOUR]) {
      world.advance(later);
      await second.do.runMaintenance();
    }
    const sent = world.mails.slice(before);
    t.true(sent.length >= 1 && sent.every((mail) => mail.subject === subject), subject);
    // Where nobody can tell whether it left, it is the same mail again.
    t.true(sent.length <= (killAt > 0 ? 2 : 1));
    t.is(new Set(sent.map((mail) => JSON.stringify(mail))).size, 1);
  }
  world.advance(24 * HOUR);
  await second.do.runMaintenance();
  t.is(new Set(world.mails.map(({ messageId }) => messageId)).size, 2);
  await second.do.close();
  return places.slice(0, places.length / 2);
}

for (const kind of ['sqlite', 'postgres'] as const) {
  test(`kill -9 at every step of the mails that few numbers are left, and enough again, on ${kind}`, async (t) => {
    t.timeout(600_000);
    const url = kind === 'postgres' ? await postgres.createDatabase() : undefined;
    const second = startInstance();
    const within = async (place: number) => {
      const folder = temporaryFolder();
      try {
        if (url !== undefined) await emptyDatabase(url);
        const store: StorePlace =
          url === undefined ? { kind: 'sqlite', path: join(folder.path, 'alert.db') } : { kind: 'postgres', url };
        return await run(t, store, second, place);
      } catch (error) {
        throw new Error(`killed at ${place.toString()}`, { cause: error });
      } finally {
        folder.remove();
      }
    };
    try {
      const places = await within(0);
      t.log(places.join('; '));
      t.true(places.findIndex((label) => label.startsWith('send')) >= 2, 'it is claimed before it is sent');
      for (const [index, label] of places.entries()) {
        // Of SQLite there is nothing between before and after.
        if (kind === 'postgres' || label !== 'commit, during') await within(index + 1);
      }
    } finally {
      await second.kill();
    }
  });
}
