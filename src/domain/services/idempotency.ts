import type { KeyedRequest, OrderStore, Put, Versioned } from '../../ports/order-store.js';
import type { Ids } from '../../ports/runtime.js';
import type { ClientId } from '../model/client.js';
import { ProxyCallError } from '../model/errors.js';
import { put } from './commit.js';
import type { Ports } from './ports.js';

/**
 * The earlier request with this `Idempotency-Key`, if there was one.
 * @throws `idempotency_key_reused` when that was a different request
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

/**
 * A keyed hash of a request, by which its repetition is recognised, whatever has happened since. Does not reveal whom it is about.
 */
export function fingerprintOf(ids: Pick<Ids, 'keyedHash'>, request: unknown): string {
  return ids.keyedHash('fingerprint', JSON.stringify(request));
}

/**
 * The write that binds the key to this request; none when there is no key or it is bound already.
 * @throws `idempotency_key_reused`
 */
export async function bindKey(
  { store, clock }: Ports,
  key: string | undefined,
  fingerprint: string,
  clientId: ClientId,
): Promise<readonly Put[]> {
  if (key === undefined || (await readKeyedRequest(store, key, fingerprint)) !== undefined) return [];
  return [put('request', { key, fingerprint, clientId, at: clock.now(), purchases: [] })];
}
