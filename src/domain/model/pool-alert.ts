import type { CountryCode } from './country.js';
import type { NumberType } from './proxy-number.js';

interface Group {
  readonly country: CountryCode;
  readonly type: NumberType;
  readonly available: number;
}

/** The kinds of number of which fewer are available than the merchant wants to have. */
export function runningLow<T extends Group>(counts: readonly T[], threshold: number): readonly T[] {
  return counts.filter(({ available }) => available < threshold);
}
