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

/** Of a client's number: the client's id, which the merchant has chosen, unless it says who the client is. */
export function labelFor(client: Pick<Client, 'id' | 'name' | 'mail' | 'realPhone'>): string {
  return saysWho(client) ? NEUTRAL_LABEL : client.id.slice(0, LONGEST_LABEL);
}

/** The number once its client was erased. A label that a purchase has left says nothing about anybody. */
export function withoutLabel(number: ProxyNumber): ProxyNumber {
  const { friendlyName } = number;
  const isOurs = friendlyName === NEUTRAL_LABEL || PURCHASED.test(friendlyName);
  return isOurs ? number : { ...number, friendlyName: NEUTRAL_LABEL };
}

/** See `poolLabel`. */
const PURCHASED = /^Pool-[A-Z]{2}-\d+$/;

/** As many digits of a phone as nobody writes by chance. */
const TELLING_DIGITS = 8;

/** When in doubt, it does: the neutral label harms nobody. */
function saysWho({ id, name, mail, realPhone }: Parameters<typeof labelFor>[0]): boolean {
  const [user = ''] = mail.split('@');
  const names = wordsOf(name);
  const whole = [names.join(''), names.toReversed().join('')];
  const words = wordsOf(id);
  if ([...names, ...whole, ...wordsOf(user)].some((word) => isNamed(word, words))) return true;
  if (mail !== '' && plain(id).includes(plain(mail))) return true;
  return id.replaceAll(/\D/g, '').includes(realPhone.slice(-TELLING_DIGITS));
}

/** A number, of "Shop 12", or one letter names nobody. A short word such as "Li" is in too many others; in Chinese, it is a name. */
function isNamed(word: string, words: readonly string[]): boolean {
  if (!/\p{L}/u.test(word)) return false;
  const isLong = word.length >= 3 || /[^\p{ASCII}]/u.test(word);
  return isLong ? words.join('').includes(word) : word.length === 2 && words.includes(word);
}

/** Without case and accents; ß is ss. */
function plain(text: string): string {
  return text.normalize('NFKD').replaceAll(/\p{M}/gu, '').toUpperCase().toLowerCase().trim();
}

function wordsOf(text: string): readonly string[] {
  return plain(text)
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');
}
