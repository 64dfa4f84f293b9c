import type { E164 } from './phone-number.js';

declare const personKey: unique symbol;
/**
 * Recognises a person without their phone: an HMAC of it under this installation's hash key. Equal for equal phones, and
 * meaningless without the key.
 */
export type PersonKey = string & { readonly [personKey]: true };

/** Somebody whose phone is known. */
export interface Person {
  readonly phone: E164;
  readonly personKey: PersonKey;
}

export type Pseudonymize = (phone: E164) => PersonKey;
