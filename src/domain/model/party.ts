import { toE164, type E164 } from './phone-number.js';

/** Who is on the line, as far as the carrier tells. Only a number is someone who can be called back. */
export type Party =
  | { readonly kind: 'number'; readonly number: E164 }
  | { readonly kind: 'withheld' }
  /** An alphanumeric sender or a short code: texts only. */
  | { readonly kind: 'named'; readonly name: string };

/**
 * What carriers put in the place of a withheld number: words, nothing, or the word typed on a phone's keypad
 * (266696687 spells ANONYMOUS), which a phone library takes for a foreign number.
 */
const WITHHELD: ReadonlySet<string> = new Set([
  '',
  ...['anonymous', 'restricted', 'unavailable', 'unknown', 'private', 'blocked'],
  ...['266696687', '7378742833', '2562533', '8656696', '86282452253'],
]);

function isWithheld(from: string): boolean {
  const bare = from.trim().toLowerCase();
  return WITHHELD.has(bare.startsWith('+') ? bare.slice(1) : bare);
}

/** A caller who shows no telephone number (a SIP address, for instance) cannot be told from one who withholds it. */
export function readCaller(from: string | undefined): Party {
  const number = isWithheld(from ?? '') ? undefined : toE164(from);
  return number === undefined ? { kind: 'withheld' } : { kind: 'number', number };
}

/** Carriers write the number of a person with `+`; anything else that is not empty names a service. */
export function readSender(from: string | undefined): Party {
  const caller = readCaller(from);
  const name = (from ?? '').trim();
  return caller.kind === 'number' || isWithheld(name) || name.startsWith('+') ? caller : { kind: 'named', name };
}
