import { createHash, randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Clock, Ids } from '../../ports/runtime.js';

export const systemClock: Clock = {
  now: () => Date.now(),
  sleep: (milliseconds) => sleep(milliseconds),
};

export const systemIds: Ids = {
  next: () => randomUUID(),
  random: () => Math.random(),
  digest: (text) => createHash('sha256').update(text).digest('base64url'),
};
