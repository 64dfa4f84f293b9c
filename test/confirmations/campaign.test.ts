import test from 'ava';
import { nobodyIsMoved } from './campaign.js';

/** `npm run soak` runs many more: test/soak/confirmations.test.ts. */
test('memory: whatever people, programs and strangers do, nobody is confirmed or moved who has not shown it', async (t) => {
  await nobodyIsMoved(t, {}, 3);
});

test('sqlite, mails over SMTP: whatever people, programs and strangers do, nobody is confirmed or moved who has not shown it', async (t) => {
  await nobodyIsMoved(t, { store: 'sqlite', mail: 'smtp' }, 1);
});
