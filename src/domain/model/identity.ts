import { maskPhoneNumber, type E164 } from './phone-number.js';

/**
 * Who calls or sends a text, as far as the carrier tells. `withheld`: no number is shown. `named`: an alphanumeric sender or a
 * short code; texts only. Only a `number` can be called back.
 */
export type Identity =
  | { readonly kind: 'number'; readonly number: E164 }
  | { readonly kind: 'withheld' }
  | { readonly kind: 'named'; readonly name: string };

/** How an identity may be stored and shown: `+****1234`, or its kind. */
export function maskIdentity(identity: Identity): string {
  return identity.kind === 'number' ? maskPhoneNumber(identity.number) : identity.kind;
}
