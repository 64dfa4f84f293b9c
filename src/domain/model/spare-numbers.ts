import type { CountryCode } from './country.js';
import { thresholdOf, type PoolAlert } from './pool-alert.js';
import type { NumberType } from './proxy-number.js';

/** A kind of number, with how many there are and how many are needed. */
export interface PlannedKind {
  readonly country: CountryCode;
  readonly type: NumberType;
  readonly owned: number;
  readonly needed: number;
}

/**
 * How many of each kind are to be left over, as the next order has to wait for a purchase otherwise. A threshold for a country is for all of
 * its types together: it is met by what there is more than needed, of the type that is needed most first, and what is missing to it is of
 * that type.
 * @param preferred of types that are needed equally, this one first
 * @returns in the order of the kinds
 */
export function spareNumbers(
  kinds: readonly PlannedKind[],
  alert: PoolAlert,
  preferred: NumberType,
): readonly number[] {
  if (typeof alert === 'number') return kinds.map(() => alert);
  const spare = new Map<PlannedKind, number>();
  for (const country of new Set(kinds.map((kind) => kind.country))) {
    const own = kinds
      .filter((kind) => kind.country === country)
      .sort((a, b) => b.needed - a.needed || Number(b.type === preferred) - Number(a.type === preferred));
    let missing = thresholdOf(alert, country);
    for (const kind of own) {
      const kept = Math.min(missing, Math.max(0, kind.owned - kind.needed));
      spare.set(kind, kept);
      missing -= kept;
    }
    const [most] = own;
    if (most !== undefined) spare.set(most, (spare.get(most) ?? 0) + missing);
  }
  return kinds.map((kind) => spare.get(kind) ?? 0);
}
