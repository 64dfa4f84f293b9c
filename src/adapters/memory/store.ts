import { randomBytes } from 'node:crypto';
import type { OrderStore } from '../../ports/order-store.js';
import { createRecordIndex } from './record-index.js';

/** A store that forgets everything when the process ends: for tests, demonstrations and experiments. */
export function createMemoryStore(): OrderStore {
  const index = createRecordIndex();
  return {
    ...index.reads,
    hashKey: randomBytes(32).toString('base64url'),
    commit: (changes) =>
      new Promise((resolve) => {
        index.apply(changes);
        resolve();
      }),
    forget: (before) =>
      new Promise((resolve) => {
        index.forget(before);
        resolve();
      }),
    ping: () => Promise.resolve(),
    close: () => Promise.resolve(),
  };
}
