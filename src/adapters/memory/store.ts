import { randomBytes } from 'node:crypto';
import type { OrderStore } from '../../ports/order-store.js';
import { createRecordIndex } from './record-index.js';

/**
 * Creates a store in memory, for tests and experiments: its records end with the process. Its hash key is random.
 *
 * @example
 * ```ts
 * import { createProxyCall } from 'proxycall';
 * import { createMemoryStore } from 'proxycall/memory';
 * import { createSimulatedCarrier } from 'proxycall/simulator';
 *
 * const carrier = createSimulatedCarrier({ authToken: 'dev', webhookBaseUrl: () => 'http://127.0.0.1:8000' });
 * const proxyCall = createProxyCall({ store: createMemoryStore(), ...carrier });
 * console.log(await proxyCall.listOrders({})); // { items: [], nextCursor: undefined }
 * ```
 */
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
