import test from 'ava';
import { nobodyIsMoved } from '../confirmations/campaign.js';
import { ROUNDS } from './rounds.js';

test('memory: whatever people, programs and strangers do, nobody is confirmed or moved who has not shown it', async (t) => {
  t.timeout(ROUNDS * 600_000);
  await nobodyIsMoved(t, {}, 60 * ROUNDS);
});

test('sqlite, mails over SMTP: whatever people, programs and strangers do, nobody is confirmed or moved who has not shown it', async (t) => {
  t.timeout(ROUNDS * 600_000);
  await nobodyIsMoved(t, { store: 'sqlite', mail: 'smtp' }, 20 * ROUNDS);
});
