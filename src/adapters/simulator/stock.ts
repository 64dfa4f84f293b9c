import { getExampleNumber } from 'libphonenumber-js/max';
import examples from 'libphonenumber-js/mobile/examples';
import type { CountryCode } from '../../domain/model/country.js';
import { toE164, type E164 } from '../../domain/model/phone-number.js';
import type { NumberType } from '../../domain/model/proxy-number.js';
import type { NumberOffer } from '../../ports/number-provider.js';

/** Consecutive numbers: a prefix, followed by a counter of this many digits. */
interface Range {
  readonly prefix: string;
  readonly digits: number;
}

/** Ranges that regulators reserve for fiction, so that no simulated number belongs to anybody. */
const FICTION: Partial<Record<CountryCode, Partial<Record<NumberType, readonly Range[]>>>> = {
  // ARCEP decision 2018-0881, annex: numbers for audiovisual works.
  FR: { mobile: [{ prefix: '+3363998', digits: 4 }], local: [{ prefix: '+3319900', digits: 4 }] },
  // Ofcom: telephone numbers for use in TV and radio drama programmes.
  GB: { mobile: [{ prefix: '+447700900', digits: 3 }] },
  // ATIS-0300115: 555-0100 to 555-0199 in any area code.
  US: {
    local: ['202', '212', '303', '404', '512', '617', '702', '808'].map((area) => ({
      prefix: `+1${area}55501`,
      digits: 2,
    })),
  },
};

/** All numbers of this country and type, in order. */
export function* numbersOf(country: CountryCode, type: NumberType): Generator<E164> {
  for (const { prefix, digits } of rangesOf(country, type)) {
    for (let index = 0; index < 10 ** digits; index += 1) {
      const number = toE164(prefix + index.toString().padStart(digits, '0'));
      if (number !== undefined) yield number;
    }
  }
}

/** For other countries: mobile numbers around libphonenumber's example number. */
function rangesOf(country: CountryCode, type: NumberType): readonly Range[] {
  const reserved = FICTION[country];
  if (reserved !== undefined) return reserved[type] ?? [];
  const example = type === 'mobile' ? getExampleNumber(country, examples)?.number : undefined;
  return example === undefined ? [] : [{ prefix: example.slice(0, -3), digits: 3 }];
}

export function offerOf(number: E164, country: CountryCode, type: NumberType): NumberOffer {
  return { number, country, type, capabilities: { voice: true, sms: true, mms: country === 'US' || country === 'CA' } };
}
