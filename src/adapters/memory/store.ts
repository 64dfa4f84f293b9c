import type { OrderStore } from '../../ports/order-store.js';
import { createRecordsCopy } from '../records/index.js';

/** A store that forgets everything when the process ends: for tests, demonstrations and experiments. */
export function createMemoryStore(): OrderStore {
  const copy = createRecordsCopy();
  return {
    ...copy.reads,
    commit: (changes) =>
      new Promise((resolve) => {
        copy.apply(changes);
        resolve();
      }),
    forget: (before) =>
      new Promise((resolve) => {
        copy.forget(before);
        resolve();
      }),
    ping: () => Promise.resolve(),
    close: () => Promise.resolve(),
  };
}
