import type { Versioned } from '../../../ports/order-store.js';
import type { CountryCode } from '../../model/country.js';
import { isInPool, type ProxyNumber } from '../../model/proxy-number.js';
import { possibleNumbers } from '../../model/written-number.js';
import type { Ports } from '../ports.js';

// Numbers of the pool, as people write them. A text means the number that it may be and that we have: which one that is, the pool
// knows better than the digits.

/** What a text means. */
export type WrittenNumber =
  | { readonly kind: 'known'; readonly read: Versioned<ProxyNumber> }
  /** A number, but none that we have. */
  | { readonly kind: 'unknown' }
  | { readonly kind: 'unreadable' }
  /** Two numbers of the pool are written like this. */
  | { readonly kind: 'ambiguous' };

export type ReadWrittenNumber = (text: string) => Promise<WrittenNumber>;

/** The countries whose national numbers a number of the pool may be written as: those of the pool, and the default country. */
export async function countriesOfPool({ store, clock, settings }: Ports): Promise<readonly CountryCode[]> {
  const counts = await store.poolCounts(clock.now());
  return [...new Set([settings.defaultCountry, ...counts.map(({ country }) => country)])];
}

export async function readerOfWrittenNumbers(ports: Ports): Promise<ReadWrittenNumber> {
  const { store } = ports;
  const countries = await countriesOfPool(ports);
  return async (text) => {
    const candidates = possibleNumbers(text, countries);
    if (candidates.length === 0) return { kind: 'unreadable' };
    const found = await Promise.all(candidates.map((number) => store.record('number', number)));
    const known = found.filter((read) => read !== undefined);
    const pooled = known.filter(({ value }) => isInPool(value));
    const [meant, other] = pooled.length > 0 ? pooled : known;
    if (meant === undefined) return { kind: 'unknown' };
    return other === undefined ? { kind: 'known', read: meant } : { kind: 'ambiguous' };
  };
}
