import type { NumberOffer, NumberProvider } from '../../../ports/number-provider.js';
import type { CountryCode } from '../../model/country.js';
import { ProxyCallError, isProxyCallError } from '../../model/errors.js';
import type { E164 } from '../../model/phone-number.js';
import type { Capabilities, NumberState, NumberType } from '../../model/proxy-number.js';
import { PreconditionFailed, type Precondition, type Purchase } from './purchase.js';
import { isProviderFault } from './provider.js';

export interface PurchaseBatch {
  readonly country: CountryCode;
  /** Best first. The next one is tried when one is not sold, or the account's bundle does not fit it. */
  readonly types: readonly NumberType[];
  readonly require: Partial<Capabilities>;
  /** How many numbers, at most. */
  readonly count: number;
  /** How many offers the last number may be chosen from: others may buy some of them first. */
  readonly candidates: number;
  readonly precondition: Precondition;
  readonly requestKey?: string | undefined;
  /** What the number bought as the `index`-th is to be in the pool. */
  readonly stateOf?: (index: number) => NumberState | undefined;
}

export interface Bought {
  readonly numbers: readonly E164[];
  /** Why there are not more. */
  readonly faults: readonly ProxyCallError[];
}

/** Buys numbers one after the other until there are enough, the provider fails, or nothing is left for sale. */
export async function buyNumbers(provider: NumberProvider, purchase: Purchase, batch: PurchaseBatch): Promise<Bought> {
  const numbers: E164[] = [];
  const faults: ProxyCallError[] = [];
  try {
    for (const type of batch.types) {
      await buyOfType(type).catch((error: unknown) => {
        if (!isProxyCallError(error, 'bundle_mismatch')) throw error;
        faults.push(error);
      });
      // All of one type: if the first type runs short, the rest is left to a later batch.
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
    const offers = await provider.search({ country, type, require, limit: count - 1 + candidates });
    for (const offer of offers.toSorted(textsFirst)) {
      if (numbers.length === count) return;
      const intent = await purchase.begin(offer, precondition, requestKey);
      if (intent !== undefined && (await purchase.carryOut(intent, stateOf?.(numbers.length)))) {
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
