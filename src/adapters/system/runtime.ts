import { createHash, createHmac, randomBytes, randomInt, randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Clock, Ids } from '../../ports/runtime.js';

export const systemClock: Clock = {
  now: () => Date.now(),
  sleep: (milliseconds) => sleep(milliseconds),
};

/** @param hashKey for keyed hashes; where absent, one that ends with the process */
export function createSystemIds(hashKey: string = randomBytes(32).toString('hex')): Ids {
  return {
    next: () => randomUUID(),
    random: () => Math.random(),
    code: (digits) =>
      randomInt(10 ** digits)
        .toString()
        .padStart(digits, '0'),
    digest: (text) => createHash('sha256').update(text).digest('base64url'),
    keyedHash: (text) => createHmac('sha256', hashKey).update(text).digest('base64url'),
  };
}
