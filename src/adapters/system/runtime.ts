import { createHash, createHmac, hkdfSync, randomBytes, randomInt, randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { remember } from '../../domain/model/remember.js';
import type { Clock, Every, HashPurpose, Ids } from '../../ports/runtime.js';

/** The clock of this computer. */
export const systemClock: Clock = {
  now: () => Date.now(),
  sleep: (milliseconds) => sleep(milliseconds),
};

/** The timers of this computer. */
export const systemEvery: Every = (milliseconds, work) => {
  const timer = setInterval(() => void work(), milliseconds);
  return () => {
    clearInterval(timer);
  };
};

const LETTERS_AND_DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/**
 * Creates UUIDs, cryptographically random order codes, SHA-256 digests and keyed hashes.
 * @param hashKey the key of keyed hashes. Default: a random one, which ends with the process
 */
export function createSystemIds(hashKey: string = randomBytes(32).toString('base64url')): Ids {
  return {
    next: () => randomUUID(),
    random: () => Math.random(),
    code: (digits) =>
      randomInt(10 ** digits)
        .toString()
        .padStart(digits, '0'),
    secret: (length) => Array.from({ length }, () => LETTERS_AND_DIGITS[randomInt(LETTERS_AND_DIGITS.length)]).join(''),
    digest: (text) => createHash('sha256').update(text).digest('base64url'),
    keyedHash: createKeyedHash(hashKey),
  };
}

/**
 * Creates the keyed hash of `Ids`: HMAC-SHA-256 in base64url, under a key that is derived from the hash key for each purpose
 * (HKDF, RFC 5869).
 */
export function createKeyedHash(hashKey: string): Ids['keyedHash'] {
  const keyFor = remember((purpose: HashPurpose) =>
    Buffer.from(hkdfSync('sha256', hashKey, '', `proxycall ${purpose}`, 32)),
  );
  const hash = (purpose: HashPurpose, text: string) =>
    createHmac('sha256', keyFor(purpose)).update(text).digest('base64url');
  // Cached, because every call needs the person key of its caller.
  const personKey = remember((phone: string) => hash('person', phone));
  return (purpose, text) => (purpose === 'person' ? personKey(text) : hash(purpose, text));
}
