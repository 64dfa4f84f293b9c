import type { Carrier } from './carrier.js';
import type { CountryCode } from './country.js';
import type { E164 } from './phone-number.js';
import type { NumberState, NumberType } from './proxy-number.js';

interface IntentBase {
  /** A number has one intent at a time at most. */
  readonly number: E164;
  readonly id: string;
  readonly carrier: Carrier;
  readonly at: number;
}

/** Written before a number is bought; removed when it is in the pool, or known not to be ours. */
export interface PurchaseIntent extends IntentBase {
  readonly action: 'buy';
  readonly country: CountryCode;
  readonly type: NumberType;
  /** The `Idempotency-Key` of the request that asked for it. */
  readonly requestKey: string | undefined;
  /** The label that it gets at the provider. With our webhooks, it tells our purchase from another's when the answer was lost. */
  readonly label: string;
}

/** Written before a number is given back; removed when the provider has taken it back, or has refused to. */
export interface ReleaseIntent extends IntentBase {
  readonly action: 'release';
  readonly providerId: string;
  /** The state that the number returns to when the provider refuses to take it back. */
  readonly otherwise: NumberState;
}

/** Written when a number gets another label here; removed when the provider has the same one, or rents the number to us no more. */
export interface RelabelIntent extends IntentBase {
  readonly action: 'relabel';
  readonly providerId: string;
}

/** An unfinished purchase, release or relabelling of a number at the provider. */
export type Intent = PurchaseIntent | ReleaseIntent | RelabelIntent;

/** Longer than all attempts of a purchase take together. */
const UNDER_WAY_MS = 10 * 60_000;

/** Whether a process may still be carrying it out. An older intent was abandoned, for instance by a process that ended. */
export function isUnderWay({ at }: Intent, now: number): boolean {
  return now < at + UNDER_WAY_MS;
}
