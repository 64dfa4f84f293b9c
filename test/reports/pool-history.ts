import fc from 'fast-check';
import type { NumberState, NumberType, ProxyNumber } from '../../src/domain/model/proxy-number.js';
import type { NumberPrice } from '../../src/domain/model/settings.js';
import { aNumber, fictionalMobile, NUMBER_STATES } from '../../src/entry/testing/records.js';

const COUNTRIES = ['FR', 'GB', 'BE'] as const;
const TYPES = ['mobile', 'local'] as const satisfies readonly NumberType[];

/** The number of a client who has one. */
export function clientNumber(index: number): ProxyNumber {
  const state = { status: 'assigned', to: index.toString(), since: 2 } as const;
  return aNumber(fictionalMobile(100 + index), { state, type: index % 2 === 0 ? 'mobile' : 'local' });
}

/** Numbers in every status. Some quarantines and reservations have run out by the time, and some have not. */
export function numbers(time: number): fc.Arbitrary<readonly ProxyNumber[]> {
  const around = fc.integer({ min: time - 3_600_000, max: time + 40 * 86_400_000 });
  const { available, shared, error, released } = NUMBER_STATES;
  const state: fc.Arbitrary<NumberState> = fc.oneof(
    fc.constantFrom(available, shared, error, { ...released, since: time }),
    around.map((until) => ({ status: 'quarantined' as const, until })),
    around.map((since) => ({ status: 'reserved' as const, token: 'token', by: '1', since })),
  );
  const drawn = fc.record({ state, country: fc.constantFrom(...COUNTRIES), type: fc.constantFrom(...TYPES) });
  return fc
    .array(drawn, { maxLength: 10 })
    .map((pool) => pool.map((fields, index) => aNumber(fictionalMobile(200 + index), fields)));
}

/** Some kinds have none. */
export const prices: fc.Arbitrary<readonly NumberPrice[]> = fc.uniqueArray(
  fc.record({
    country: fc.constantFrom(...COUNTRIES),
    type: fc.constantFrom(...TYPES),
    monthly: fc.nat(3000).map((cents) => cents / 100),
  }),
  { maxLength: 4, selector: ({ country, type }) => country + type },
);
