import test from 'ava';
import fc from 'fast-check';
import { readCalled, readCaller, readSender } from '../../src/adapters/twiml/identities.js';
import type { Identity } from '../../src/domain/model/identity.js';
import type { E164 } from '../../src/domain/model/phone-number.js';

const NUMBER = '+33199001234';
const person: Identity = { kind: 'number', number: NUMBER as E164 };
const withheld: Identity = { kind: 'withheld' };

const ONE_PERSON = [
  ['as it should be', '+33199001234'],
  ['without +', '33199001234'],
  ['a blank for the +', ' 33199001234'],
  ['00', '0033199001234'],
  ['+00', '+0033199001234'],
  ['two +', '++33199001234'],
  ['spaces around', ' +33199001234\t'],
  ['spaces within', '+33 1 99 00 12 34'],
  ['dashes of all kinds', '+33-1\u201099\u201100\u201212\u201334\u2212'],
  ['a trunk zero', '+33(0)1.99.00.12.34'],
  ['zero width', '\u200b+33\u200c1990\u200d01234\u2060'],
  ['direction marks', '\u202a+33199001234\u202c'],
  ['isolates', '\u2066+33199001234\u2069'],
  ['a byte order mark', '\ufeff+33199001234'],
  ['control characters', '+33199\u000700\u001f1234'],
  ['wide digits', '＋３３１９９００１２３４'],
  ['Arabic digits', '+٣٣١٩٩٠٠١٢٣٤'],
  ['Persian digits', '+۳۳۱۹۹۰۰۱۲۳۴'],
  ['Devanagari digits', '+३३१९९००१२३४'],
  ['keycaps', '+3\ufe0f\u20e33\ufe0f\u20e3199001234'],
  ['WhatsApp', 'whatsapp:+33199001234'],
  ['WhatsApp without +', 'whatsapp:33199001234'],
  ['WhatsApp in capitals', 'WhatsApp: +33199001234'],
  ['SIP', 'sip:+33199001234@pbx.example'],
  ['SIP without +', 'sip:33199001234@pbx.example'],
  ['SIP with 00', 'sip:0033199001234@pbx.example'],
  ['SIP with a port and parameters', 'sip:+33199001234@pbx.example:5061;user=phone;transport=tls'],
  ['SIP with a password', 'sip:+33199001234:secret@pbx.example'],
  ['SIP, parameters before the host', 'sip:+33199001234;phone-context=+33@pbx.example'],
  ['SIPS', 'sips:+33199001234@pbx.example'],
  ['a SIP address with a name', '"Ada" <sip:+33199001234@pbx.example>;tag=1'],
  ['percent-encoded', 'sip:%2B33199001234@pbx.example'],
  ['percent-encoded twice', 'sip:%252B33199001234@pbx.example'],
  ['percent-encoded digits', '%2B%33%33199001234'],
  ['tel', 'tel:+33199001234'],
  ['tel with an extension', 'tel:+33199001234;ext=1'],
  ['tel with separators', 'tel:+33-1-99-00-12-34'],
  ['RCS', 'rcs:+33199001234'],
  ['SMS', 'sms:+33199001234?body=x'],
  ['Messenger', 'messenger:+33199001234'],
  ['a channel of tomorrow', 'x-new.channel+1:+33199001234'],
  ['one channel in another', 'whatsapp:tel:+33199001234'],
  ['a URL', 'sip://+33199001234@pbx.example'],
] as const;

for (const [what, written] of ONE_PERSON) {
  test(`one person, as caller and sender: ${what}`, (t) => {
    t.deepEqual(readCaller(written), person);
    t.deepEqual(readSender(written), person);
    t.is(readCalled(written), NUMBER as E164, 'and as the number that is called');
  });
}

for (const written of [
  ...['messenger:1234567890123456', 'messenger:33199001234', 'client:ada', 'client:33199001234', 'rcs:agent_x'],
  ...['whatsapp:ada', 'sip:ada@pbx.example', 'sip:100@pbx.example', 'sip:anonymous@anonymous.invalid', 'tel:36184'],
  ...['"Ada" <sip:ada@pbx.example>', 'Ada <client:ada>', 'SIP:ada', 'https://shop.example/a', 'Ada <ada@shop.example>'],
  ...[
    '三三一九九〇〇一二三四',
    '零一九九零零一二三四',
    '叁叁壹玖玖零零壹贰叁肆',
    'Ada 三三一九九〇〇一二三四',
    '+3३1九9০0一2３4',
  ],
  ...[
    '1800FLOWERS',
    '1-800-FLOWERS',
    '+1 800 flowers',
    '800FLOWERS',
    'Call 1800FLOWERS',
    '0033199FLOWER',
    '+33639FLOWER',
  ],
  ...['331990012345', 'a'.repeat(257), `+33199001234${' '.repeat(256)}`, `sip:+33199001234@${'a'.repeat(256)}`],
  ...['0199001234', '01 99 00 12 34', '38200123', 'Ada +33199001234', 'Ada0199001234', 'call ٠١٩٩٠٠١٢٣٤'],
  ...['+1800FLOWERS', 'ada@shop.example', '12', '+1', '🎁', '+', '%', '\u200b', ':'],
  ...['Ａnonymous', '\u200banonymous', 'PRIVATE', '+7748283', '00266696687', 'tel:+266696687', '❶❷❸❹❺❻❼ x'],
]) {
  test(`withheld, as caller and sender: ${JSON.stringify(written)}`, (t) => {
    t.deepEqual(readCaller(written), withheld);
    t.deepEqual(readSender(written), withheld);
  });
}

// Digits with the shape of E.164 that no numbering plan has today.
for (const written of ['+9991234567', '+331990012345', '+3363998', '+442079460', '+2101234567']) {
  test(`a number that the metadata does not know is a person: ${written}`, (t) => {
    t.deepEqual(readCaller(written), { kind: 'number', number: written as E164 });
    t.deepEqual(readSender(written), { kind: 'number', number: written as E164 });
  });
}

const invisible = fc.constantFrom(
  '',
  '\u200b',
  '\u200f',
  '\u202e',
  '\u2060',
  '\u2068',
  '\ufeff',
  '\u00ad',
  '\ufe0f',
  '\u0001',
);
const number = fc.integer({ min: 0, max: 9999 }).map((index) => `3319900${index.toString().padStart(4, '0')}`);

// French numbers without their 0, German and American ones: somebody may have some of these digits elsewhere. They are artificial.
for (const [country, digits] of [
  ['FR', '493012345'],
  ['FR', '465712345'],
  ['FR', '612345678'],
  ['DE', '4915112345678'],
  ['US', '2025550123'],
  ['ES', '612345678'],
] as const) {
  test(`digits alone that are a national number are nobody's: ${digits} in ${country}`, (t) => {
    for (const written of [
      digits,
      ` ${digits}`,
      `\u202a${digits}`,
      `sip:${digits}@pbx.example`,
      `tel:${digits};ext=1`,
    ]) {
      t.deepEqual(readCaller(written, country), withheld, written);
      t.deepEqual(readSender(written, country), withheld, written);
    }
    for (const written of [`+${digits}`, `00${digits}`, `sip:+${digits}@pbx.example`]) {
      t.is(readCaller(written, country).kind, 'number', written);
    }
  });
}

test('digits alone that are an international number only are a person', (t) => {
  for (const country of ['FR', 'BE', 'GB', 'US', 'ES'] as const) {
    t.deepEqual(readCaller('33199001234', country), person);
    t.deepEqual(readSender('whatsapp:33199001234', country), person);
    t.is(readCaller('447700900123', country).kind, 'number');
  }
});

test('a number that is called need be no more than possible: it is one of ours, or nobody is reached', (t) => {
  for (const digits of ['493012345', '465712345', '33199001234']) t.is(readCalled(digits), `+${digits}` as E164);
});

test('a number in any wrapping is that person or withheld, and never a name that shows it', (t) => {
  const prefixes = [
    '',
    '+',
    '00',
    ' ',
    'whatsapp:',
    'sip:',
    'sips:+',
    'tel:+',
    'rcs:+',
    'messenger:',
    'Ada ',
    'x:',
    'A',
    '%2B',
    '"A" <',
    '(0',
  ];
  const suffixes = ['', '@pbx.example', ';ext=1', '>', ' x5', '?a=b', '%20', 'Z', ')', '#', '/1'];
  fc.assert(
    fc.property(
      number,
      fc.array(invisible, { minLength: 11, maxLength: 11 }),
      fc.constantFrom('', ' ', '-', '.', '\u2011'),
      fc.array(fc.constantFrom(...prefixes), { maxLength: 3 }),
      fc.constantFrom(...suffixes),
      (digits, wraps, separator, before, after) => {
        const inside = digits
          .replace(/\d/g, (digit) => digit + (wraps.shift() ?? ''))
          .replace(/(?<=^.{6})/su, separator);
        const written = before.join('') + inside + after;
        for (const identity of [readSender(written), readCaller(written)]) {
          t.not(identity.kind, 'named', written);
          if (identity.kind === 'number') t.is(identity.number, `+${digits}` as E164, written);
        }
      },
    ),
    { numRuns: 2000 },
  );
});
