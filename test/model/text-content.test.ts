import test from 'ava';
import fc from 'fast-check';
import { readContent } from '../../src/adapters/twiml/content.js';
import { planMessage, splitText, type IncomingContent, type MessageContext } from '../../src/domain/model/message.js';
import { CONTENT_LOST, LANGUAGES, MEDIA_LOST } from '../../src/domain/model/phrases.js';
import type { Connection } from '../../src/domain/model/routing.js';
import { aNumber, anOpenSession, fictionalMobile, personOf } from '../../src/entry/testing/records.js';

const proxy = fictionalMobile(1);
const PICTURE = 'https://m.example/1';
const connected: Connection = {
  kind: 'connect',
  session: anOpenSession('s', { id: '1' }, proxy),
  direction: 'to_client',
  to: personOf(9000).phone,
  callerId: proxy,
  lastCaller: undefined,
};
const context: MessageContext = {
  interactionId: 'i',
  to: proxy,
  from: { kind: 'number', number: personOf(8000).phone },
  number: aNumber(proxy),
  language: 'en',
  limits: { ringSeconds: [5, 600], callSeconds: [60, 14_400], textParts: { longest: 1600 } },
};
const carriesMedia = { ...context, number: aNumber(proxy, { capabilities: { voice: true, sms: true, mms: true } }) };
const named = { ...context, from: { kind: 'named', name: 'SHOP' } } as const;

function relayed(content: IncomingContent, where: MessageContext = context): readonly (readonly [string, number])[] {
  return planMessage(connected, content, where).messages.map(({ body, media }) => [body, media.length]);
}

for (const [what, body] of [
  ['nothing', ''],
  ['spaces', '  \n\t'],
  ['invisible characters', '\u200b\u2060'],
  ['no-break spaces', '\u00a0\u00a0'],
  ['spaces of more than a part', ' '.repeat(4000)],
] as const) {
  test(`nothing is sent for a text of ${what}, of a person or a named sender`, (t) => {
    for (const where of [context, carriesMedia, named]) t.deepEqual(relayed({ body, media: [] }, where), []);
  });
}

test('what came with a text and cannot be relayed is noted, never in an empty text', (t) => {
  const lost = { media: [], lost: 'picture' } as const;
  t.deepEqual(relayed({ body: '', ...lost }), [[MEDIA_LOST.en, 0]]);
  t.deepEqual(relayed({ body: ' ', ...lost }, carriesMedia), [[MEDIA_LOST.en, 0]]);
  t.deepEqual(relayed({ body: 'look', ...lost }), [[`look\n${MEDIA_LOST.en}`, 0]]);
  t.deepEqual(relayed({ body: '', media: [PICTURE], lost: 'picture' }, carriesMedia), [[MEDIA_LOST.en, 1]]);
  t.deepEqual(relayed({ body: '', media: [PICTURE] }, carriesMedia), [['', 1]], 'a picture alone is no empty text');
  t.deepEqual(relayed({ body: '', media: [], lost: 'other' }), [[CONTENT_LOST.en, 0]]);
  t.deepEqual(relayed({ body: '', media: [], lost: 'other' }, named), [[`SHOP: ${CONTENT_LOST.en}`, 0]]);
  t.is(new Set(LANGUAGES.map((language) => CONTENT_LOST[language])).size, LANGUAGES.length);
});

test('media that are no pictures are not called one, where the number carries none', (t) => {
  const film = { body: '', media: [PICTURE], mediaKind: 'other' } as const;
  t.deepEqual(relayed(film), [[CONTENT_LOST.en, 0]]);
  t.deepEqual(relayed(film, carriesMedia), [['', 1]]);
  t.deepEqual(relayed({ ...film, lost: 'other' }), [[CONTENT_LOST.en, 0]], 'said once');
  t.deepEqual(relayed({ ...film, mediaKind: 'picture' }), [[MEDIA_LOST.en, 0]]);
  t.deepEqual(relayed({ body: 'look', media: [PICTURE], lost: 'other' }), [
    [`look\n${MEDIA_LOST.en}\n${CONTENT_LOST.en}`, 0],
  ]);
});

test('no part of a long text is blank', (t) => {
  for (const body of [`${'a'.repeat(1600)} `, `${'a'.repeat(1600)}${' '.repeat(5000)}b`, `${' '.repeat(5000)}b`]) {
    for (const [part] of relayed({ body, media: [] })) t.regex(part, /\S/);
  }
});

const read = (params: Record<string, string>) => readContent((name) => params[name]);

for (const [what, params, expected] of [
  ['empty', {}, { body: '', media: [], lost: undefined }],
  ['a picture', { NumMedia: '1', MediaUrl0: PICTURE }, { body: '', media: [PICTURE], lost: undefined }],
  ['a picture without an address', { NumMedia: '1' }, { body: '', media: [], lost: 'picture' }],
  ['two pictures, one address', { NumMedia: '2', MediaUrl1: PICTURE }, { body: '', media: [PICTURE], lost: 'picture' }],
  ['an address of no web', { NumMedia: '1', MediaUrl0: 'file:///x' }, { body: '', media: [], lost: 'picture' }],
  ['no address at all', { NumMedia: '1', MediaUrl0: 'x' }, { body: '', media: [], lost: 'picture' }],
  ['a location', { NumMedia: '0', Latitude: '48.8', Longitude: '2.3' }, { body: '', media: [], lost: 'other' }],
  ['a place with a name', { Body: 'here', Label: 'Shop' }, { body: 'here', media: [], lost: 'other' }],
  ['counts that are none', { Body: 'x', NumMedia: 'many' }, { body: 'x', media: [], lost: undefined }],
  ['less than none', { Body: 'x', NumMedia: '-1' }, { body: 'x', media: [], lost: undefined }],
  ['a picture that is not counted', { MediaUrl0: PICTURE }, { body: '', media: [PICTURE], lost: undefined }],
  [
    'a picture counted in words',
    { NumMedia: 'one', MediaUrl0: PICTURE },
    { body: '', media: [PICTURE], lost: undefined },
  ],
  [
    'more pictures than counted',
    { NumMedia: '1', MediaUrl0: PICTURE, MediaUrl9: PICTURE },
    { body: '', media: [PICTURE, PICTURE], lost: undefined },
  ],
  [
    'an image',
    { NumMedia: '1', MediaUrl0: PICTURE, MediaContentType0: 'image/jpeg' },
    { body: '', media: [PICTURE], lost: undefined },
  ],
  [
    'an image without an address',
    { NumMedia: '1', MediaContentType0: 'Image/PNG' },
    { body: '', media: [], lost: 'picture' },
  ],
  [
    'a recording without an address',
    { NumMedia: '1', MediaContentType0: 'audio/amr' },
    { body: '', media: [], lost: 'other', mediaKind: 'other' },
  ],
  [
    'a film',
    { NumMedia: '1', MediaUrl0: PICTURE, MediaContentType0: 'video/mp4' },
    { body: '', media: [PICTURE], lost: undefined, mediaKind: 'other' },
  ],
  [
    'a picture and a document',
    { NumMedia: '2', MediaUrl0: PICTURE, MediaContentType0: 'image/png', MediaContentType1: 'application/pdf' },
    { body: '', media: [PICTURE], lost: 'other', mediaKind: 'other' },
  ],
  ['a picture and a place', { MediaUrl0: PICTURE, Label: 'Shop' }, { body: '', media: [PICTURE], lost: 'other' }],
  ['a sticker', { MessageType: 'sticker' }, { body: '', media: [], lost: 'other' }],
  ['a contact', { MessageType: 'Contacts', Body: 'call her' }, { body: 'call her', media: [], lost: 'other' }],
  ['a kind of tomorrow', { MessageType: 'hologram' }, { body: '', media: [], lost: 'other' }],
  ['an image that is nowhere', { MessageType: 'image' }, { body: '', media: [], lost: 'picture' }],
  [
    'an image that is there',
    { MessageType: 'image', NumMedia: '1', MediaUrl0: PICTURE },
    { body: '', media: [PICTURE], lost: undefined },
  ],
  ['the words of a button', { MessageType: 'button', Body: 'Yes' }, { body: 'Yes', media: [], lost: undefined }],
  ['a text that says so', { MessageType: 'text', Body: 'hi' }, { body: 'hi', media: [], lost: undefined }],
] as const) {
  test(`a webhook with ${what}`, (t) => {
    t.deepEqual(read(params), expected);
  });
}

// Parts

const WHOLE = ['🇫🇷', '👨‍👩‍👧‍👦', '👍🏽', 'e\u0301', '\r\n', 'क्षि', '각', '1\ufe0f\u20e3', '🏴\u{e0067}\u{e0062}\u{e007f}'];

for (const grapheme of WHOLE) {
  test(`never cut: ${JSON.stringify(grapheme)}`, (t) => {
    for (const offset of [0, 1, 2, 3]) {
      const text = 'a'.repeat(offset) + grapheme.repeat(1000);
      const parts = splitText(text, 100);
      t.is(parts.join(''), text);
      for (const part of parts) {
        t.true(part.length <= 100);
        t.is(part.replace(/^a+/, '').length % grapheme.length, 0, JSON.stringify(part));
      }
    }
  });
}

test('a grapheme that is longer than a part is cut between code points', (t) => {
  const long = `a${'\u0301'.repeat(250)}`;
  t.deepEqual(
    splitText(`${long}b`, 100).map(({ length }) => length),
    [100, 100, 52],
  );
  const family = `👩${'\u200d👩'.repeat(100)}`;
  for (const part of splitText(family, 7)) t.notRegex(part, /\p{Surrogate}/u);
});

test('an accent that follows a space is not cut from it', (t) => {
  const text = `${'a'.repeat(70)} \u0301${'b'.repeat(60)}`;
  t.false(splitText(text, 100).some((part) => part.startsWith('\u0301')));
});

test('parts are the text, no longer than the limit, and cut only where two graphemes meet', (t) => {
  const word = fc.oneof(fc.constantFrom(...WHOLE, ' ', '\n', 'word'), fc.string({ unit: 'grapheme' }));
  const segmenter = new Intl.Segmenter('und');
  fc.assert(
    fc.property(fc.array(word, { maxLength: 60 }), fc.integer({ min: 30, max: 60 }), (words, limit) => {
      const text = words.join('');
      const parts = splitText(text, limit);
      t.is(parts.join(''), text);
      const starts = new Set([...segmenter.segment(text)].map(({ index }) => index));
      const longest = Math.max(0, ...[...segmenter.segment(text)].map(({ segment }) => segment.length));
      let at = 0;
      for (const part of parts) {
        t.true(part.length <= limit);
        if (longest <= limit) t.true(starts.has(at) || text === '' || at === text.length);
        at += part.length;
      }
    }),
  );
});

test('no text takes long to split', (t) => {
  const began = performance.now();
  for (const piece of [' \u25cc\u0301', '👨‍👩‍👧‍👦', '\r\n', 'a', '\u0301', ' ']) {
    const text = piece.repeat(90_000 / piece.length);
    t.is(splitText(text, 1600).join(''), text);
  }
  t.true(performance.now() - began < 1000);
});
