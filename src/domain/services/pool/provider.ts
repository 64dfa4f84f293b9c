import type { NumberProvider, RentedNumber } from '../../../ports/number-provider.js';
import type { LogFields } from '../../../ports/runtime.js';
import type { Carrier } from '../../model/carrier.js';
import { ProxyCallError, isProxyCallError } from '../../model/errors.js';
import type { E164 } from '../../model/phone-number.js';
import type { NumberState, ProxyNumber } from '../../model/proxy-number.js';
import type { Ports } from '../ports.js';

/** The ports of use cases that need a provider. */
export interface ProviderPorts extends Ports {
  readonly provider: NumberProvider;
}

export function hasProvider(ports: Ports): ports is ProviderPorts {
  return ports.provider !== undefined;
}

/** @throws `provider_failed` when there is no provider */
export function requireProvider(ports: Ports): ProviderPorts {
  if (hasProvider(ports)) return ports;
  throw new ProxyCallError('provider_failed', 'no number provider is configured');
}

/** Whether the fault is the provider's: its message may be reported, and the rest of a batch may continue. */
export function isProviderFault(error: unknown): error is ProxyCallError {
  return (
    isProxyCallError(error, 'provider_failed') ||
    isProxyCallError(error, 'provider_unavailable') ||
    isProxyCallError(error, 'bundle_mismatch')
  );
}

/** What is logged of a failure at the provider: the words of others may repeat a name. */
export function failureFields(error: unknown): LogFields {
  if (isProxyCallError(error)) return { code: error.code };
  return { error: error instanceof Error ? error.name : typeof error };
}

/** A rented number as a record of the pool. */
export function poolNumber(rented: RentedNumber, carrier: Carrier, boughtAt: number, state: NumberState): ProxyNumber {
  const { number, country, type, capabilities, providerId, friendlyName } = rented;
  return { number, carrier, country, type, capabilities, providerId, friendlyName, boughtAt, state };
}

export function byNumber(rented: readonly RentedNumber[]): ReadonlyMap<E164, RentedNumber> {
  return new Map(rented.map((number) => [number.number, number]));
}
