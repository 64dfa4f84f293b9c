import type { E164 } from './phone-number.js';

declare const personKey: unique symbol;
/**
 * Recognises a person without their phone: the HMAC of their line (`lineOf`) under this installation's hash key (HMAC-SHA-256,
 * in base64url). Equal for all spellings of a phone.
 */
export type PersonKey = string & { readonly [personKey]: true };

/** Somebody whose phone is known. */
export interface Person {
  readonly phone: E164;
  readonly personKey: PersonKey;
}

/** Computes the person key of a phone. */
export type Pseudonymize = (phone: E164) => PersonKey;
