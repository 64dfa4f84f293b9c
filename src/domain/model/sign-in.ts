import { HOUR_MS, MINUTE_MS } from './time.js';

/** Somebody who is signed in to the console. Whoever reads the store cannot use it, and whoever writes there cannot make one. */
export interface SignIn {
  /** The beginning of the digest, in hexadecimal. */
  readonly id: string;
  /** A keyed hash of the secret in the cookie. */
  readonly digest: string;
  /** The digest of the token with which they signed in; undefined for the one-time link of an installation without tokens. */
  readonly credential: string | undefined;
  /** Milliseconds since the epoch, as the times below. */
  readonly createdAt: number;
  readonly expiresAt: number;
  /** Written once a minute at most. */
  readonly lastSeenAt: number;
  /** See `recordMac`. One whose MAC is wrong is none. */
  readonly mac: string;
}

/** However busy they are. */
export const SIGNED_IN_MS = 12 * HOUR_MS;
/** Without a request that somebody made: a page that is left open on a screen is everybody's. */
export const IDLE_MS = 30 * MINUTE_MS;
/** So often, at most, it is written that somebody is there. */
export const SEEN_MS = MINUTE_MS;

/** In letters and digits: 256 bits. */
export const SIGN_IN_SECRET_LENGTH = 43;

/** So much the clocks of two instances may differ. */
const CLOCKS_DIFFER_MS = 5 * MINUTE_MS;

export function isSignedIn({ createdAt, expiresAt, lastSeenAt }: SignIn, now: number): boolean {
  // What is further in the future was written by a clock that was wrong, and must not last until that time has come.
  if (Math.max(createdAt, lastSeenAt) > now + CLOCKS_DIFFER_MS) return false;
  return now < Math.min(expiresAt, createdAt + SIGNED_IN_MS) && now < lastSeenAt + IDLE_MS;
}
