import type { KeyedRequest, OrderStore, Versioned } from '../../ports/order-store.js';
import { ProxyCallError } from '../model/errors.js';

/**
 * What an `Idempotency-Key` was used for before, if it was.
 * @throws `idempotency_key_reused` when that was another request
 */
export async function readKeyedRequest(
  store: OrderStore,
  key: string,
  fingerprint: string,
): Promise<Versioned<KeyedRequest> | undefined> {
  const earlier = await store.record('request', key);
  if (earlier === undefined || earlier.value.fingerprint === fingerprint) return earlier;
  throw new ProxyCallError('idempotency_key_reused', 'this Idempotency-Key was used for another request');
}
