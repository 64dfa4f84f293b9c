import test from 'ava';
import { startPostgres } from '../postgres.js';
import { fleetUnderFire } from './fleet.js';
import { ROUNDS } from './rounds.js';

// It restarts the server, so it has one of its own.
const postgres = await startPostgres({ ownServer: true });
test.after.always(() => postgres.stop());

test.serial(
  'four instances, killed at random, and the database restarted: everything acknowledged is there',
  async (t) => {
    t.timeout(600_000);
    t.log(await fleetUnderFire(t, postgres, Math.min(10_000, ROUNDS * 600)));
  },
);
