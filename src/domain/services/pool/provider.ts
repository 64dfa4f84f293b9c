import type { NumberProvider, RentedNumber } from '../../../ports/number-provider.js';
import type { Carrier } from '../../model/carrier.js';
import { ProxyCallError, isProxyCallError } from '../../model/errors.js';
import type { NumberState, ProxyNumber } from '../../model/proxy-number.js';
import type { Ports } from '../ports.js';

/** The provider, where the use case has nothing to do without one. */
export function providerOf({ provider }: Ports): NumberProvider {
  if (provider !== undefined) return provider;
  throw new ProxyCallError('provider_failed', 'no number provider is configured');
}

/** Whether the provider is to blame: what it said may be told, and the rest of a batch may go on without it. */
export function isProviderFault(error: unknown): error is ProxyCallError {
  return (
    isProxyCallError(error, 'provider_failed') ||
    isProxyCallError(error, 'provider_unavailable') ||
    isProxyCallError(error, 'bundle_mismatch')
  );
}

/** A rented number as a record of the pool. */
export function poolNumber(rented: RentedNumber, carrier: Carrier, boughtAt: number, state: NumberState): ProxyNumber {
  const { number, country, type, capabilities, providerId, friendlyName } = rented;
  return { number, carrier, country, type, capabilities, providerId, friendlyName, boughtAt, state };
}
