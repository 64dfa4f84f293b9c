import { Metadata, type CountryCode, type PhoneNumber } from 'libphonenumber-js/max';
import { remember } from './remember.js';

/**
 * Kinds of number with which subscribers are reached at ordinary rates. A range of another kind, such as toll-free or UAN, lies in
 * a part of the numbering plan for special services.
 */
const SUBSCRIBERS = ['MOBILE', 'FIXED_LINE', 'VOIP'] as const;
const SPECIAL = ['PREMIUM_RATE', 'SHARED_COST', 'TOLL_FREE', 'PERSONAL_NUMBER', 'UAN', 'VOICEMAIL', 'PAGER'] as const;

/** 112, 118 712: short numbers of services, which no subscriber has. */
const SHORT_NUMBER = /^1\d{1,5}$/;

/** What libphonenumber has at run time and does not declare. */
interface NumberRange {
  pattern(): string | undefined;
  possibleLengths(): readonly number[] | undefined;
}
interface Plan extends Metadata {
  readonly metadata: { readonly country_calling_codes: Readonly<Record<string, readonly CountryCode[] | undefined>> };
  type(kind: string): NumberRange | undefined;
}

/**
 * Whether a number whose range libphonenumber does not know (numbering plans change, and ranges for fiction are in none) belongs to
 * a subscriber. Judged by its neighbours: the known ranges that begin with the same three national digits or, when there are none,
 * the same two, or one; with one digit in common only if no service begins with it. So a new block of mobile numbers counts as such, and an unlisted number among premium-rate ones does not.
 */
export function isAmongSubscribers({ countryCallingCode, nationalNumber }: PhoneNumber): boolean {
  if (SHORT_NUMBER.test(nationalNumber)) return false;
  for (const digits of [3, 2]) {
    const neighbours = neighboursOf(`${countryCallingCode} ${nationalNumber.slice(0, digits)}`);
    if (neighbours !== 'none') return neighbours !== 'services';
  }
  return neighboursOf(`${countryCallingCode} ${nationalNumber.slice(0, 1)}`) === 'subscribers';
}

/** Cached, as one takes milliseconds; there are a thousand prefixes to a calling code at most. */
const neighboursOf = remember((prefixed: string): 'subscribers' | 'services' | 'both' | 'none' => {
  const [callingCode = '', prefix = ''] = prefixed.split(' ');
  const plans = plansOf(callingCode);
  const isKnown = (kind: string) => plans.some((plan) => covers(plan.type(kind), prefix));
  const isSpecial = SPECIAL.some(isKnown);
  if (SUBSCRIBERS.some(isKnown)) return isSpecial ? 'both' : 'subscribers';
  return isSpecial ? 'services' : 'none';
});

/** More countries share +1 only. A caller waits, so the plan of its main country stands for all of them. */
const MOST_PLANS = 5;

const plansOf = remember((callingCode: string): readonly Plan[] => {
  const countries = (new Metadata() as Plan).metadata.country_calling_codes[callingCode] ?? [];
  const chosen = countries.length > MOST_PLANS ? countries.slice(0, 1) : countries;
  return chosen.map((country) => {
    const plan = new Metadata() as Plan;
    plan.selectNumberingPlan(country);
    return plan;
  });
});

/** Two digits after the prefix tell ranges apart; what follows them is mostly any digit. */
const NEXT_DIGITS = Array.from({ length: 100 }, (_, index) => index.toString().padStart(2, '0'));
const REST = ['0', '2', '5', '9'];

/** Whether some number that begins with the prefix is in the range. A pattern cannot be asked that, so numbers are tried. */
function covers(range: NumberRange | undefined, prefix: string): boolean {
  const pattern = range?.pattern();
  if (range === undefined || pattern === undefined) return false;
  const whole = new RegExp(`^(?:${pattern})$`);
  return (range.possibleLengths() ?? []).some((length) =>
    NEXT_DIGITS.some((next) =>
      REST.some((digit) => whole.test((prefix + next).padEnd(length, digit).slice(0, length))),
    ),
  );
}
