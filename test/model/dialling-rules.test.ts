import test from 'ava';
import { diallingFault, isDialable, type DiallingTerms } from '../../src/domain/model/dialling-rules.js';
import { phoneNumber, type E164 } from '../../src/domain/model/phone-number.js';
import { DEFAULT_SETTINGS } from '../../src/domain/model/settings.js';

// No regulator keeps premium-rate, satellite or personal numbers for fiction: the digits of these are obviously made up.

const NEVER = {
  'premium rate': ['+33899123456', '+33894000000', '+33830123456', '+19005550123', '+358700123456', '+46939123456'],
  'premium rate, in a range that libphonenumber does not know': [
    ...['+19001550123', '+33870123456', '+33850000000', '+4990011234', '+41901123', '+34903123456', '+448212345678'],
  ],
  'pay per call in any area': ['+12029765555', '+14159760123', '+12129760123'],
  'shared cost': ['+33820123456', '+33810123456', '+491371234567', '+448431234567', '+34901123456'],
  personal: ['+447012345678', '+447000000000', '+4970012345678', '+15005550123', '+15335550123', '+34700123456'],
  'personal, in another length': ['+39178123456', '+49700123456'],
  satellite: ['+870776123456', '+8816123456789', '+8810123456789', '+61147123456', '+61145123456'],
  'international network': ['+88213123456', '+88216123456', '+883510012345678', '+878101234567890'],
  'international premium rate, freephone and shared cost': ['+979123456789', '+80012345678', '+80812345678'],
  'pager or voicemail': ['+447660123456', '+447612345678'],
  'short number of a service': ['+33118712', '+4911833', '+4411850'],
  'premium rate, with digits too many': ['+338991234567', '+3389912345678', '+190055501234', '+4484312345678'],
  'special rate, which libphonenumber counts as UAN': [
    ...['+3586061234567', '+3587071234567', '+358100123456', '+358200123456', '+358300123456', '+358601123456'],
    ...['+31841234567', '+31871234567', '+351707123456', '+3640123456', '+38562123456', '+4781512345'],
  ],
  'in no known part of the numbering plan': ['+491901234567', '+49121123456', '+43710123456', '+43718123456'],
  'no subscriber': ['+17005550123', '+17105550123', '+16005550123', '+16225550123'],
} as const;

for (const [kind, numbers] of Object.entries(NEVER)) {
  test(`never dialled: ${kind}`, (t) => {
    for (const number of numbers) t.false(isDialable(number as E164), number);
  });
}

const ORDINARY = {
  'a range for fiction': ['+33199001234', '+33639981234', '+447700900123', '+12025550123'],
  mobile: ['+352621123456', '+491771234567', '+393780000000', '+447624123456', '+590690123456'],
  'fixed line': ['+3906698123456', '+4930123456', '+358181234567'],
  'a range newer than the metadata': ['+33700123456', '+33656000000', '+15554567890'],
  'numbers longer than the metadata knows': ['+331990012345', '+3363998123456', '+4477009001234'],
  'a company (UAN)': ['+443301234567', '+31881234567', '+41581234567', '+33806123456', '+353818123456', '+35829123456'],
  'VoIP and freephone': ['+33940123456', '+493212345678', '+33800123456'],
} as const;

for (const [kind, numbers] of Object.entries(ORDINARY)) {
  test(`may be dialled: ${kind}`, (t) => {
    for (const number of numbers) t.true(isDialable(number as E164), number);
  });
}

const DEFAULTS: DiallingTerms = DEFAULT_SETTINGS;
const LISTED: DiallingTerms = {
  ...DEFAULTS,
  policy: { ...DEFAULTS.policy, dialledCountries: new Set(['FR', 'GB']) },
};
const british = { homeCountry: 'GB', phone: phoneNumber('+33639981234') } as const;
const americanPhone = { homeCountry: 'FR', phone: phoneNumber('+12025550199') } as const;

for (const [number, terms, client, expected] of [
  ['+33199001234', DEFAULTS, undefined, undefined],
  ['+4930123456', DEFAULTS, undefined, undefined],
  ['+447700900123', DEFAULTS, undefined, 'country_not_dialled'],
  ['+447700900123', DEFAULTS, british, undefined],
  ['+12025550123', DEFAULTS, british, 'country_not_dialled'],
  ['+12025550123', DEFAULTS, americanPhone, undefined],
  ['+18765550123', DEFAULTS, americanPhone, 'country_not_dialled'],
  ['+447700900123', { ...DEFAULTS, defaultCountry: 'GB' }, undefined, undefined],
  ['+447700900123', LISTED, undefined, undefined],
  ['+447797123456', LISTED, undefined, undefined],
  ['+447797123456', DEFAULTS, british, undefined],
  ['+447781123456', { ...DEFAULTS, defaultCountry: 'GB' }, undefined, undefined],
  ['+447624123456', DEFAULTS, undefined, 'country_not_dialled'],
  ['+4930123456', LISTED, undefined, 'country_not_dialled'],
  ['+12025550123', LISTED, americanPhone, 'country_not_dialled'],
  ['+33899123456', LISTED, undefined, 'not_dialable'],
  ['+8816123456789', DEFAULTS, american('+8816123456789'), 'not_dialable'],
] as const) {
  const of = client === undefined ? '' : `, for a client of ${client.homeCountry} and ${client.phone.slice(0, 4)}`;
  const by = terms.policy.dialledCountries === undefined ? `default ${terms.defaultCountry}` : 'FR and GB listed';
  test(`${number} with ${by}${of}: ${expected ?? 'dialled'}`, (t) => {
    t.is(diallingFault(number as E164, terms, client), expected);
  });
}

function american(phone: string) {
  return { homeCountry: 'US', phone: phone as E164 } as const;
}
