import test from 'ava';
import fc from 'fast-check';
import VoiceResponse from 'twilio/lib/twiml/VoiceResponse.js';
import { isBlank, isSayable, sayable, withoutInvisible } from '../../src/domain/model/characters.js';

for (const [what, text, left] of [
  ['a vertical tab', 'Porte\u000b B', 'Porte B'],
  ['a form feed, as GSM has it', 'Porte\f B', 'Porte B'],
  ['zero', 'a\u0000b', 'ab'],
  ['escape', '\u001b[31mred', '[31mred'],
  ['the first half of a pair', 'a\ud800b', 'ab'],
  ['the second half of a pair', '\udc00b', 'b'],
  ['two halves in the wrong order', 'a\udc00\ud800b', 'ab'],
  ['what is no character', 'a\ufffe\uffffb', 'ab'],
  ['nothing but such characters', '\u0001\u0002\ud83d', ''],
] as const) {
  test(`dropped: ${what}`, (t) => {
    t.is(sayable(text), left);
    t.false(isSayable(text));
  });
}

test('kept: line ends, tabs, every script, emoji with their joiners, characters of the private use area', (t) => {
  for (const text of ['a\tb\r\nc', 'é ñ ß', 'שלום', '你好', '👨‍👩‍👧 🇫🇷', '\u0085\u007f', '\ue000\ufffd', '']) {
    t.is(sayable(text), text);
    t.true(isSayable(text));
  }
});

test('whatever is left can be rendered', (t) => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.array(fc.integer({ min: 0, max: 0xffff })), (text, units) => {
      for (const each of [text, String.fromCharCode(...units)]) {
        const response = new VoiceResponse();
        response.say({}, sayable(each));
        t.notRegex(response.toString(), /\p{Surrogate}/u);
        t.is(isSayable(each), sayable(each) === each);
      }
    }),
  );
});

test('blank is what shows nothing', (t) => {
  for (const text of [
    '',
    ' ',
    '\n\r\n',
    '\u200b',
    '\u00a0\u2060',
    '\ufeff',
    '\u3164',
    '\u2800',
    '\u0001',
    '\u180b',
    '\u180f',
    '\u2065',
    '\ufff0',
    '\ufff8',
  ])
    t.true(isBlank(text), text);
  for (const text of ['.', ' a', '\u200bé', '🎁', '0']) t.false(isBlank(text), text);
});

test('invisible characters are dropped, visible ones and spaces stay', (t) => {
  const invisible =
    '\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff\u00ad\u061c\ufe0f\u0000\u0007\u000b\f\u180b\u180c\u180d\u180f\u2065\ufff0\ufff4\ufff8\u{e0020}\u{e01ef}';
  t.is(withoutInvisible(`+${invisible}33${invisible}`), '+33');
  for (const text of ['+33 1', '+33\t1', '+33\u20101', '+33\u00a01', '+33a']) t.is(withoutInvisible(text), text);
});
