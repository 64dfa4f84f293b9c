import test from 'ava';
import fc from 'fast-check';
import type { CountryCode } from '../../src/domain/model/country.js';
import { NUMBER_TYPES } from '../../src/domain/model/proxy-number.js';
import { spareNumbers, type PlannedKind } from '../../src/domain/model/spare-numbers.js';

const FR = 'FR' as CountryCode;
const GB = 'GB' as CountryCode;
const kinds = fc.uniqueArray(
  fc.record({
    country: fc.constantFrom(FR, GB),
    type: fc.constantFrom(...NUMBER_TYPES),
    owned: fc.nat(12),
    needed: fc.nat(12),
  }),
  { selector: ({ country, type }) => `${country} ${type}` },
);
const sum = (numbers: readonly number[]) => numbers.reduce((all, each) => all + each, 0);

test('a threshold for a country is left over once, whatever its types, and no more is bought for it than is missing', (t) => {
  fc.assert(
    fc.property(kinds, fc.nat(12), (all, threshold) => {
      const spare = spareNumbers(all, new Map([[FR, threshold]]), 'mobile');
      const own = all.map((kind, index) => ({ ...kind, spare: spare[index] ?? 0 }));
      const french = own.filter(({ country }) => country === FR);
      t.is(sum(french.map((kind) => kind.spare)), french.length === 0 ? 0 : threshold);
      t.true(own.every((kind) => kind.country === FR || kind.spare === 0));
      // By hand: each type has what it needs, and what is left of all of them makes up the threshold.
      const lacking = sum(french.map((kind) => Math.max(0, kind.needed - kind.owned)));
      const left = sum(french.map((kind) => Math.max(0, kind.owned - kind.needed)));
      const bought = sum(french.map((kind) => Math.max(0, kind.needed + kind.spare - kind.owned)));
      if (french.length > 0) t.is(bought, lacking + Math.max(0, threshold - left));
    }),
  );
});

test('what is left over is of the type that is needed most; one number for all is left over of each kind', (t) => {
  const kind = (type: PlannedKind['type'], owned: number, needed: number) => ({ country: FR, type, owned, needed });
  const ten = new Map([[FR, 10]]);
  t.deepEqual(spareNumbers([kind('local', 5, 5), kind('mobile', 8, 8)], ten, 'mobile'), [0, 10]);
  t.deepEqual(spareNumbers([kind('local', 5, 5), kind('mobile', 5, 5)], ten, 'mobile'), [0, 10]);
  t.deepEqual(spareNumbers([kind('local', 5, 5), kind('mobile', 5, 5)], ten, 'local'), [10, 0]);
  t.deepEqual(spareNumbers([kind('local', 25, 5), kind('mobile', 8, 10)], ten, 'mobile'), [10, 0]);
  t.deepEqual(spareNumbers([kind('local', 9, 5), kind('mobile', 13, 10)], ten, 'mobile'), [4, 6]);
  t.deepEqual(spareNumbers([kind('local', 9, 5), kind('mobile', 13, 10)], 3, 'mobile'), [3, 3]);
  t.deepEqual(spareNumbers([], ten, 'mobile'), []);
});
