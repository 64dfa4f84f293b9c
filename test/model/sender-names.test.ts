import test from 'ava';
import fc from 'fast-check';
import { readCalled, readCaller, readSender } from '../../src/adapters/twiml/identities.js';
import { sayable, withoutInvisible } from '../../src/domain/model/characters.js';
import type { Identity } from '../../src/domain/model/identity.js';

const withheld: Identity = { kind: 'withheld' };

for (const [written, name] of [
  ['SHOP', 'SHOP'],
  [' La Poste ', 'La Poste'],
  ['H&M', 'H&M'],
  ['Taxi 3600', 'Taxi 3600'],
  ['Магазин', 'Магазин'],
  ['SH\u200bOP\u202e', 'SHOP'],
  ['SH\u000bOP', 'SHOP'],
  ['SH\u0000OP', 'SHOP'],
  ['\u001bSHOP\ud800', 'SHOP'],
  ['SHOP\uffff\ufff5\u2065', 'SHOP'],
  ['Chez\nAda', 'Chez Ada'],
  ['+SHOP', '+SHOP'],
  ['+ACME', '+ACME'],
  ['+Amazon24', '+Amazon24'],
  ['Shop: News', 'Shop: News'],
  ['Shop:News', 'Shop:News'],
  ['aaa:', 'aaa:'],
  ['Amazon=', 'Amazon='],
  ['A<B', 'A<B'],
  ['A>B;C', 'A>B;C'],
  ['<Shop>', '<Shop>'],
  ['McDo@Work', 'McDo@Work'],
  ['50% Shop', '50% Shop'],
  ['H&M 24', 'H&M 24'],
  ['3Suisses', '3Suisses'],
  ['24Sevres', '24Sevres'],
  ['123Fleurs', '123Fleurs'],
  ['1001Pneus', '1001Pneus'],
  ['360Learning', '360Learning'],
  ['118218 Info', '118218 Info'],
  ['三一重工', '三一重工'],
  ['七十一', '七十一'],
  ['Ada 312345', 'Ada 312345'],
  ['The shop with the longest name of all', 'The shop with the longest'],
  ['x'.repeat(256), 'x'.repeat(30)],
  ['36-184', '36184'],
  ['36 184', '36184'],
  ['+ 36184', '36184'],
  ['(36) 184', '36184'],
  ['3 6 1.8\u20114', '36184'],
  ['３６１８４', '36184'],
  ['36184', '36184'],
  ['+36184', '36184'],
  ['336', '336'],
  ['382001', '382001'],
  [' \u200e+36184', '36184'],
] as const) {
  test(`named, and only as a sender: ${JSON.stringify(written)}`, (t) => {
    t.deepEqual(readSender(written), { kind: 'named', name });
    t.deepEqual(readCaller(written), withheld);
  });
}

test('letters that spell a national number of the default country are no name', (t) => {
  for (const [written, country] of [
    ['0800FLOWER', 'FR'],
    ['0800 FLOWER', 'FR'],
    ['02079FLOWER', 'GB'],
  ] as const) {
    t.deepEqual(readSender(written, country), withheld, written);
    t.is(readSender(written, 'PT').kind, 'named', 'where nobody has it, it is a name');
  }
});

/** Pieces of addresses, which random text seldom holds. */
const piece = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 6 }),
  fc.constantFrom(
    'sip:',
    'tel:',
    '<',
    '>',
    '@',
    '%',
    '%2B',
    '+',
    '00',
    '1800',
    'FLOWERS',
    '三三一',
    ';',
    '="',
    '\ud800',
    '\uffff',
  ),
  fc.integer({ min: 0, max: 99_999 }).map(String),
);

test('whatever a carrier sends, a sender is a number in E.164, withheld, or a name that can be shown', (t) => {
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
      const written = pieces.join('');
      const sender = readSender(written, 'FR');
      switch (sender.kind) {
        case 'number':
          t.regex(sender.number, /^\+[1-9]\d{6,14}$/);
          t.deepEqual(readCaller(written, 'FR'), sender);
          return;
        case 'withheld':
          t.deepEqual(readCaller(written, 'FR'), withheld);
          return;
        case 'named':
          t.deepEqual(readCaller(written, 'FR'), withheld, 'names do not call');
          // Of a long name the part that is shown may have no letter.
          t.true(sender.name.length > 15 || /^\d{3,6}$|\p{L}/u.test(sender.name), sender.name);
          t.true(sender.name.length <= 30);
          t.true((sender.name.match(/[\p{N}〇零一二三四五六七八九]/gu)?.length ?? 0) < 7, sender.name);
          t.is(sender.name, sayable(withoutInvisible(sender.name)).trim());
      }
    }),
    { numRuns: 3000 },
  );
});

test('no address takes long to read', (t) => {
  const began = performance.now();
  for (const part of ['a:', '+', '<', '1', '٣', '%25', 'x '.repeat(3), '𝟗', '三']) {
    const written = part.repeat(60_000 / part.length);
    t.deepEqual(
      [readSender(written, 'FR'), readCaller(written, 'FR'), readCalled(written)],
      [withheld, withheld, undefined],
    );
    readSender(part.repeat(256 / part.length), 'FR');
  }
  t.true(performance.now() - began < 1000);
});
