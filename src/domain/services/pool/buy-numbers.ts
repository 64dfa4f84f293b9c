import type { NumberOffer } from '../../../ports/number-provider.js';
import type { CountryCode } from '../../model/country.js';
import { ProxyCallError, isProxyCallError } from '../../model/errors.js';
import type { E164 } from '../../model/phone-number.js';
import type { Capabilities, NumberState, NumberType } from '../../model/proxy-number.js';
import { isProviderFault, type ProviderPorts } from './provider.js';
import { PreconditionFailed, beginPurchase, carryOutPurchase, type Precondition } from './purchase.js';

export interface PurchaseBatch {
  readonly country: CountryCode;
  /** Best first. The next one is tried when there are none for sale, or the account's bundle does not fit the type. */
  readonly types: readonly NumberType[];
  readonly require: Partial<Capabilities>;
  /** How many numbers, at most. */
  readonly count: number;
  /** How many offers to have for the last number, as others may buy some of them first. */
  readonly candidates: number;
  readonly precondition: Precondition;
  readonly requestKey?: string | undefined;
  /** The state in which the number that is bought as the `index`-th enters the pool: available when absent. */
  readonly stateOf?: (index: number) => NumberState | undefined;
}

export interface Bought {
  readonly numbers: readonly E164[];
  /** Why there are no more. */
  readonly faults: readonly ProxyCallError[];
}

/** Buys numbers one after the other until there are enough, the provider fails, or nothing is left for sale. */
export async function buyNumbers(ports: ProviderPorts, batch: PurchaseBatch): Promise<Bought> {
  const numbers: E164[] = [];
  const faults: ProxyCallError[] = [];
  try {
    for (const type of batch.types) {
      await buyOfType(type).catch((error: unknown) => {
        if (!isProxyCallError(error, 'bundle_mismatch')) throw error;
        faults.push(error);
      });
      // All numbers of a batch have one type: if it runs short, the rest is left to a later batch.
      if (numbers.length > 0) break;
    }
  } catch (error) {
    if (isProviderFault(error)) faults.push(error);
    else if (!(error instanceof PreconditionFailed)) throw error;
    return { numbers, faults };
  }
  if (numbers.length < batch.count && faults.length === 0) faults.push(soldOut(batch.country, numbers.length));
  return { numbers, faults };

  async function buyOfType(type: NumberType): Promise<void> {
    const { country, require, count, candidates, precondition, requestKey, stateOf } = batch;
    const offers = await ports.provider.search({ country, type, require, limit: count - 1 + candidates });
    for (const offer of offers.toSorted(textsFirst)) {
      if (numbers.length === count) return;
      const intent = await beginPurchase(ports, offer, precondition, requestKey);
      if (intent !== undefined && (await carryOutPurchase(ports, intent, stateOf?.(numbers.length)))) {
        numbers.push(offer.number);
      }
    }
  }
}

function textsFirst(a: NumberOffer, b: NumberOffer): number {
  return Number(b.capabilities.sms) - Number(a.capabilities.sms);
}

function soldOut(country: CountryCode, bought: number): ProxyCallError {
  const none = bought === 0 ? 'no number' : 'no more numbers';
  return new ProxyCallError('pool_exhausted', `the provider has ${none} of this kind for sale in ${country}`, {
    retryable: true,
  });
}
