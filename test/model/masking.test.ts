import test from 'ava';
import fc from 'fast-check';
import { isWholeToken, writeToken } from '../../src/domain/model/api-token.js';
import {
  hideCaller,
  hideCode,
  hideMail,
  hideName,
  hideNumber,
  hideNumbersIn,
  maskedFields,
} from '../../src/domain/model/masking.js';
import { parsePhoneNumber } from '../../src/domain/model/phone-number.js';
import { createSystemIds } from '../../src/adapters/system/index.js';

test('what is left of a number, a caller, a name, a mail and a code', (t) => {
  for (const [shown, expected] of [
    [hideNumber('+33639985054'), '+336••••••54'],
    [hideNumber('+447700900123'), '+447•••••••23'],
    [hideNumber('+290123'), '+2•••••'],
    [hideNumber('+1'), '+1•'],
    [hideCaller('+****1234'), '+••••34'],
    [hideCaller('withheld'), 'withheld'],
    [hideCaller(''), ''],
    [hideName('Ada Lovelace'), 'A•••'],
    [hideName(' 山田 '), '山•••'],
    [hideName('A'), '•••'],
    [hideName(''), '•••'],
    [hideMail('ada@shop.example'), 'a•••@•••'],
    [hideMail('a@shop.example'), '•••@•••'],
    [hideMail('none'), '•••@•••'],
    [hideCode('480213'), '••••••'],
    [hideNumbersIn('<Number>+33639985054</Number> %2B33199001234 12'), '<Number>+336••••••54</Number> +331••••••34 12'],
  ] as const) {
    t.is(shown, expected);
  }
});

test('of a number at least half its digits are hidden, and what is left is no number', (t) => {
  fc.assert(
    fc.property(fc.stringMatching(/^\+[1-9]\d{6,14}$/), (number) => {
      const hidden = hideNumber(number);
      t.is(hidden.length, number.length);
      t.true((hidden.match(/•/g) ?? []).length * 2 >= number.length - 1 - 2);
      t.false(parsePhoneNumber(hidden).ok);
    }),
  );
});

test('something masked is found in any field, at any depth', (t) => {
  const pointers = (value: unknown) => maskedFields(value).map(({ pointer }) => pointer);
  t.deepEqual(pointers({ clientName: 'A•••', clientMail: 'ada@shop.example', more: undefined, no: null }), [
    '/clientName',
  ]);
  t.deepEqual(pointers({ numbers: ['+33639980000', hideNumber('+33639985054')] }), ['/numbers/1']);
  t.deepEqual(pointers({ deep: { est: { mail: hideMail('ada@shop.example') } } }), ['/deep/est/mail']);
  t.deepEqual(pointers({ numbers: { '+33639985054': 'A•' } }), ['/numbers']);
  t.deepEqual(pointers('A•'), ['']);
  t.deepEqual(pointers(JSON.parse(`${'['.repeat(30_000)}"•"${']'.repeat(30_000)}`)), []);
  t.deepEqual(pointers({ clientName: 'Ada * · ● Lovelace', at: 4 }), []);
});

test('the checksum of a token is the CRC-32 of its secret, and every typing error of one character is noticed', (t) => {
  // CRC-32 of "123456789": 0xcbf43926, the check value of its definition. In base 62: 3jZRbw.
  t.regex(writeToken('123456789'), /^pc_123456789\w{6}$/);
  let value = 0;
  const digits = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
  for (const digit of writeToken('123456789').slice(-6)) value = value * 62 + digits.indexOf(digit);
  t.is(value, 0xcbf43926);
  const secret = (length: number) => createSystemIds().secret(length);
  t.regex(secret(32), /^[0-9A-Za-z]{32}$/);
  fc.assert(
    fc.property(fc.nat(40), fc.constantFrom(...digits.split('')), (place, digit) => {
      const token = writeToken(secret(32));
      t.true(isWholeToken(token));
      const other = token.slice(0, place) + digit + token.slice(place + 1);
      t.is(isWholeToken(other), other === token);
      t.false(isWholeToken(token.slice(0, -1)));
      t.false(isWholeToken(`${token} `));
    }),
  );
});
