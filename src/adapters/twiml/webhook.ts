import type { Carrier } from '../../domain/model/carrier.js';
import type { CarrierEvent } from '../../domain/model/carrier-event.js';
import { isBlank, sayable } from '../../domain/model/characters.js';
import type { CountryCode } from '../../domain/model/country.js';
import type { FormParams } from './signature.js';

/** A webhook whose signature was checked. */
export interface Webhook {
  readonly carrier: Carrier;
  readonly params: FormParams;
  /** The part of the target behind `?`. */
  readonly query: string;
  readonly country: CountryCode | undefined;
}

/**
 * Returns `status_only` when nothing is to be done, `incomplete` when it is not said who calls or texts which number, and
 * undefined when the id of the call or message is missing.
 */
export type Reader = (webhook: Webhook) => CarrierEvent | 'status_only' | 'incomplete' | undefined;

export function isMissing(value: string | null | undefined): value is '' | null | undefined {
  return value === null || value === undefined || isBlank(value);
}

/** The value of a parameter that is given exactly once and is not empty, without what cannot be stored or rendered. */
export function text(params: FormParams, name: string): string | undefined {
  const value = params[name];
  return typeof value === 'string' ? sayable(value) || undefined : undefined;
}
