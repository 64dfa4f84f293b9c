import test from 'ava';
import { IDLE_MS, isSignedIn, SIGNED_IN_MS, type SignIn } from '../../src/domain/model/sign-in.js';
import { DAY_MS, MINUTE_MS } from '../../src/domain/model/time.js';

const NOW = Date.UTC(2026, 0, 1);

function signedIn(createdAt: number, lastSeenAt = createdAt, expiresAt = createdAt + SIGNED_IN_MS): SignIn {
  return { id: 'a', digest: 'b', credential: undefined, mac: 'c', createdAt, lastSeenAt, expiresAt };
}

test('a sign-in lasts twelve hours, and half an hour without anybody', (t) => {
  t.true(isSignedIn(signedIn(NOW), NOW));
  t.true(isSignedIn(signedIn(NOW), NOW + IDLE_MS - 1));
  t.false(isSignedIn(signedIn(NOW), NOW + IDLE_MS));
  const busy = signedIn(NOW, NOW + SIGNED_IN_MS - 1);
  t.true(isSignedIn(busy, NOW + SIGNED_IN_MS - 1));
  t.false(isSignedIn(busy, NOW + SIGNED_IN_MS));
  t.false(isSignedIn(signedIn(NOW, NOW, NOW + DAY_MS), NOW + SIGNED_IN_MS), 'whatever its end says');
});

test('clocks may differ a little, and one that was far ahead makes no sign-in that lasts', (t) => {
  t.true(isSignedIn(signedIn(NOW + MINUTE_MS), NOW));
  t.false(isSignedIn(signedIn(NOW + DAY_MS), NOW));
  t.false(isSignedIn(signedIn(NOW, NOW + DAY_MS), NOW));
});
