import test from 'ava';
import { getCountries, getCountryCallingCode } from 'libphonenumber-js/max';
import { isAllowedBy, isAtHome, parseCountry, type CountryCode } from '../../src/domain/model/country.js';
import { phoneNumber } from '../../src/domain/model/phone-number.js';
import { route } from '../../src/domain/model/routing.js';
import { DEFAULT_SETTINGS } from '../../src/domain/model/settings.js';
import { anOpenSession, aParticipant, aNumberThatIs, fictionalMobile } from '../../src/entry/testing/records.js';

const DEPENDENCIES: Readonly<Record<string, readonly CountryCode[]>> = {
  GB: ['GG', 'IM', 'JE'],
  FI: ['AX'],
  NO: ['SJ'],
  AU: ['CC', 'CX'],
  US: ['AS', 'GU', 'MP', 'PR', 'VI'],
  GP: ['BL', 'MF'],
  RE: ['YT'],
  SH: ['TA'],
  MA: ['EH'],
};

for (const [country, dependencies] of Object.entries(DEPENDENCIES)) {
  test(`${country} covers ${dependencies.join(', ')}`, (t) => {
    const home = parseCountry(country);
    if (home === undefined) return t.fail();
    for (const dependency of dependencies) {
      t.is(getCountryCallingCode(dependency), getCountryCallingCode(home), 'under one calling code');
      t.true(isAtHome(home, dependency) && isAtHome(dependency, home));
      t.true(isAllowedBy(new Set([home]), dependency));
      t.false(isAllowedBy(new Set([dependency]), home), 'a dependency that is allowed does not open the whole country');
    }
  });
}

test('no other country is at home in another, whatever calling code they share', (t) => {
  const covered = new Set(
    Object.entries(DEPENDENCIES).flatMap(([home, list]) => list.map((each) => `${home} ${each}`)),
  );
  const areOne = (one: CountryCode, other: CountryCode) =>
    covered.has(`${one} ${other}`) ||
    covered.has(`${other} ${one}`) ||
    Object.values(DEPENDENCIES).some((list) => list.includes(one) && list.includes(other));
  for (const one of getCountries()) {
    for (const other of getCountries())
      t.is(isAtHome(one, other), one === other || areOne(one, other), `${one} ${other}`);
  }
  t.false(isAtHome(undefined, 'FR'));
});

const proxy = fictionalMobile(1);

// There is no range for fiction on the islands: the digits are artificial.
for (const [home, phone, caller, isAccepted] of [
  ['GB', '+447700900123', '+447797700000', true],
  ['GB', '+447700900123', '+441534000000', true],
  ['GB', '+447700900123', '+447624000000', true],
  ['GB', '+447700900123', '+447781000000', true],
  ['JE', '+447797700000', '+447700900123', true],
  ['US', '+12025550123', '+16135550123', false],
  ['US', '+12025550123', '+17875550123', true],
  ['GB', '+447700900123', '+12025550123', false],
] as const) {
  test(`a client in ${home} ${isAccepted ? 'is reached' : 'is not reached'} by ${caller}`, (t) => {
    const session = anOpenSession('s', { id: '1' }, proxy, { homeCountry: home });
    const client = aParticipant('p', session, { phone: phoneNumber(phone) });
    const number = aNumberThatIs('assigned', proxy);
    const state = { number, open: { session, client }, caller: undefined, callerIsOurs: false };
    const from = { kind: 'number', number: phoneNumber(caller) } as const;
    const decided = route(state, proxy, from, { ...DEFAULT_SETTINGS, now: 1 });
    t.is(decided.kind, isAccepted ? 'connect' : 'refuse');
  });
}
