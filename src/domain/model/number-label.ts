import type { Client } from './client.js';
import type { CountryCode } from './country.js';
import type { ProxyNumber } from './proxy-number.js';

// The label of a number (its friendly name) is shown at the provider, who keeps it, and in the spreadsheet.

/** Longest label that providers accept. */
const LONGEST_LABEL = 64;

/** The label of a number that is nobody's any more. */
export const NEUTRAL_LABEL = 'ProxyCall';

/** The label of a number that is bought for the pool: `Pool-FR-1`. People read it; two numbers may have the same. */
export function poolLabel(country: CountryCode, index: number): string {
  return `Pool-${country}-${index.toString()}`;
}

/** Of a client's number: the label that was wanted or, without one or where it says who the client is, the client's id. */
export function labelFor(client: Pick<Client, 'id' | 'name' | 'mail' | 'realPhone'>, wanted?: string): string {
  if (wanted !== undefined && wanted !== '' && !names(client, wanted)) return wanted;
  return names(client, client.id) ? NEUTRAL_LABEL : client.id.slice(0, LONGEST_LABEL);
}

/** The number once its client was erased. A label that a purchase has left says nothing about anybody. */
export function withoutLabel(number: ProxyNumber): ProxyNumber {
  const { friendlyName } = number;
  const isOurs = friendlyName === NEUTRAL_LABEL || PURCHASED.test(friendlyName);
  return isOurs ? number : { ...number, friendlyName: NEUTRAL_LABEL };
}

/** See `poolLabel`. */
const PURCHASED = /^Pool-[A-Z]{2}-\d+$/;

/** Shorter words, such as "de", are in too many labels. */
const SHORTEST_WORD = 3;
/** As many digits of a phone as nobody writes by chance. */
const TELLING_DIGITS = 8;

function names({ name, mail, realPhone }: Pick<Client, 'name' | 'mail' | 'realPhone'>, label: string): boolean {
  const written = plain(label);
  const words = new Set(wordsOf(written));
  if (plain(name) !== '' && written === plain(name)) return true;
  const parts = wordsOf(plain(name)).filter((word) => word !== '');
  if (parts.some((word) => (word.length >= SHORTEST_WORD || parts.length === 1) && words.has(word))) return true;
  // "JeanDupont", and names in scripts without spaces.
  const whole = parts.join('');
  if (whole.length >= SHORTEST_WORD && wordsOf(written).join('').includes(whole)) return true;
  if (mail !== '' && written.includes(plain(mail))) return true;
  return label.replaceAll(/\D/g, '').includes(realPhone.slice(-TELLING_DIGITS));
}

/** Without case and accents; ß is ss. */
function plain(text: string): string {
  return text.normalize('NFKD').replaceAll(/\p{M}/gu, '').toUpperCase().toLowerCase().trim();
}

function wordsOf(text: string): readonly string[] {
  return text.split(/[^\p{L}\p{N}]+/u);
}
