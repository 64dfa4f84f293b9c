import test from 'ava';
import { lineOf, sameLine } from '../../src/domain/model/line.js';
import { phoneNumber, shownNumber, type E164 } from '../../src/domain/model/phone-number.js';
import { followClient } from '../../src/domain/model/session.js';
import { pseudonymizer } from '../../src/domain/services/persons.js';
import { createSystemIds } from '../../src/adapters/system/index.js';
import { aClient, anOpenSession, fictionalMobile, personOf } from '../../src/entry/testing/records.js';

// There are no ranges for fiction in these countries: the digits are as artificial as the plans allow.
const SPELLINGS = [
  ['Buenos Aires', '+5491122223333', '+541122223333'],
  ['Córdoba', '+5493512222333', '+543512222333'],
  ['an area code of four digits', '+5492982222333', '+542982222333'],
  ['Mexico City', '+5215522223333', '+525522223333'],
  ['Guadalajara', '+5213322223333', '+523322223333'],
  ['São Paulo', '+5511922223333', '+5511922223333'],
  ['São Paulo, before the ninth digit', '+5511982223333', '+551182223333'],
  ['Bahia, before the ninth digit', '+5571992223333', '+557192223333'],
  ['Rio, before the ninth digit', '+5521962223333', '+552162223333'],
] as const;

for (const [where, one, other] of SPELLINGS) {
  test(`one line: ${where}`, (t) => {
    t.true(sameLine(one as E164, other as E164));
    const key = pseudonymizer(createSystemIds('a hash key of a test'));
    t.is(key(one as E164), key(other as E164), 'and one person');
  });
}

for (const [what, one, other] of [
  ['two subscribers', '+5491122223333', '+5491122223334'],
  ['two area codes', '+5491122223333', '+5493522223333'],
  ['a fixed line of Brazil, and a mobile', '+551132223333', '+5511932223333'],
  ['a number of Mexico with a 1 of its own', '+521552222333', '+52552222333'],
  ['a 9 in another country', '+33699001234', '+3399001234'],
  ['a 1 in another country', '+5115522223333', '+515522223333'],
  ['Argentina and Brazil', '+541122223333', '+551122223333'],
] as const) {
  test(`two lines: ${what}`, (t) => {
    t.false(sameLine(one as E164, other as E164));
  });
}

test('what a carrier shows with a trunk zero, or with 15, is read as the same number before', (t) => {
  t.is(shownNumber('+330639981234', true), phoneNumber('+33639981234'));
  const mobile = shownNumber('+54111522223333', true);
  t.is(mobile && lineOf(mobile), '+541122223333' as E164);
});

test('a client is never their own last caller, in any spelling', (t) => {
  const [withNine, without] = ['+5491122223333', '+541122223333'] as [E164, E164];
  const session = anOpenSession('s', { id: '1' }, fictionalMobile(1), { lastCaller: without });
  const person = { ...personOf(1), phone: withNine };
  t.is(followClient(session, aClient('1', { realPhone: withNine }), person.personKey, person).lastCaller, undefined);
});
