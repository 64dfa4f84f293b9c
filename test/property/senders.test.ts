import test from 'ava';
import fc from 'fast-check';
import { createMemoryStore } from '../../src/adapters/memory/index.js';
import { createSimulatedCarrier } from '../../src/adapters/simulator/index.js';
import { sign } from '../../src/adapters/twiml/index.js';
import { createProxyCall } from '../../src/entry/library.js';
import { phoneNumber } from '../../src/domain/model/phone-number.js';
import { createRecordingLogger, fictionalMobile } from '../../src/entry/testing/index.js';

const BASE = 'http://shop.example';
/** Has a number of her own. */
const ADA = fictionalMobile(7);
/** Has an order with a courier, on shared numbers. */
const BOB = fictionalMobile(8);
const COURIER = phoneNumber('+33199008888');

const invisible = fc.constantFrom(
  ...['', '', '', '\u200b', '\u200e', '\u202a', '\u2060', '\u2069', '\ufeff', '\u0007', '\u180d', '\u2065', '\ufff3'],
);
const prefix = fc.constantFrom(
  ...['', '+', '00', ' ', 'whatsapp:', 'sip:', 'sips:+', 'tel:', 'rcs:', 'messenger:', 'client:', 'x-a:'],
  ...['Ada ', 'A', '%2B', '"Ada" <sip:+'],
);
const suffix = fc.constantFrom('', '@pbx.example', ';ext=1', '>', '>;tag=1', ' x5', '?a=b', '%20', 'Z', '#');
const separator = fc.constantFrom('', '', ' ', '-', '.', '\u2011');

const HAN = '〇一二三四五六七八九';
const KEYPAD = '01ADGJMPTW';
/** How digits are written: as digits, as those of other scripts, in words of Chinese, or as the last letters on a keypad. */
const script = fc.constantFrom<(digit: number, index: number) => string>(
  ...[String, String, String],
  (digit) => String.fromCodePoint(0x660 + digit),
  (digit) => HAN.charAt(digit),
  (digit, index) => (index < 5 ? digit.toString() : KEYPAD.charAt(digit)),
);

/** A number of France or the United States, or of one of the people above, written in some way. */
const spelling = fc
  .record({
    digits: fc.oneof(
      fc.integer({ min: 0, max: 9999 }).map((index) => `3319900${index.toString().padStart(4, '0')}`),
      fc.integer({ min: 100, max: 199 }).map((index) => `12025550${index.toString()}`),
      fc.constantFrom(ADA, BOB, COURIER).map((phone) => phone.slice(1)),
    ),
    wraps: fc.array(invisible, { minLength: 11, maxLength: 11 }),
    before: fc.array(prefix, { maxLength: 2 }),
    after: suffix,
    between: separator,
    write: script,
  })
  .map(({ digits, wraps, before, after, between, write }) => {
    const inside = Array.from(
      digits,
      (digit, index) => write(Number(digit), index) + (wraps[index] ?? '') + (index === 5 ? between : ''),
    );
    return { digits, written: before.join('') + inside.join('') + after };
  });

/** Texts of a document that a person sees or hears, and the numbers that the carrier alone uses. */
function readDocument(document: string) {
  const all = (pattern: RegExp) => [...document.matchAll(pattern)].map(([, found = '']) => found);
  const reached = [...all(/ to="([^"]*)"/g), ...all(/<Number[^>]*>([^<]*)<\/Number>/g)];
  const shown = [...all(/ from="([^"]*)"/g), ...all(/ callerId="([^"]*)"/g)];
  const rest = document.replace(/ to="[^"]*"/g, '').replace(/>[^<]*<\/Number>/g, '></Number>');
  const whispers = all(/<Number url="([^"]*)"/g).map((url) => url.replaceAll('&amp;', '&').slice(BASE.length));
  return { reached, shown, rest, whispers };
}

/** Digits of every script, and the letters of keypads and Chinese, as ASCII digits. */
function digitsIn(text: string): string {
  return text
    .replace(/[〇一二三四五六七八九]/gu, (digit) => HAN.indexOf(digit).toString())
    .replace(/[\u0660-\u0669]/gu, (digit) => (digit.charCodeAt(0) - 0x660).toString())
    .replace(/\D/g, '');
}

async function setUp() {
  const carrier = createSimulatedCarrier({ authToken: 'x', webhookBaseUrl: () => BASE });
  const logger = createRecordingLogger();
  const settings = { whisper: true } as const;
  const proxyCall = createProxyCall({ store: createMemoryStore(), ...carrier, logger, settings });
  const order = (id: string, clientRealPhone: typeof ADA) => ({
    ...{ orderId: `O-${id}`, clientId: id, clientName: 'Ada', clientMail: 'ada@shop.example', clientRealPhone },
  });
  const own = await proxyCall.createOrder(order('1', ADA));
  const shared = await proxyCall.createOrder({ ...order('2', BOB), courierPhone: COURIER });
  const numbers = [own.clientProxyNumber, shared.clientProxyNumber, shared.courierProxyNumber ?? ''];
  let sent = 0;
  const post = async (path: string, params: Record<string, string>): Promise<string> => {
    const sid = (sent += 1).toString();
    const all = { CallSid: `CA${sid}`, MessageSid: `SM${sid}`, ...params };
    const headers = { 'x-twilio-signature': sign('x', BASE + path, all) };
    const body = Buffer.from(new URLSearchParams(all).toString());
    const answer = await proxyCall.handle({ method: 'POST', target: path, headers, body });
    if (answer.status !== 200) throw new Error(`${path}: ${answer.status.toString()}`);
    return answer.body;
  };
  return { proxyCall, logger, numbers, post };
}

test('whoever sends a text or calls, in whatever spelling, nobody is shown a number that is not theirs to see', async (t) => {
  const { proxyCall, logger, numbers, post } = await setUp();
  const [own = ''] = numbers;
  const people = new Set<string>([ADA, BOB, COURIER]);
  let relayed = 0;
  let whispered = 0;

  /** What is wrong with a document, whoever it is for. */
  const check = async (document: string, about: string): Promise<void> => {
    const { reached, shown, rest, whispers } = readDocument(document);
    for (const number of reached) t.true(people.has(number), `${about} reaches ${number}`);
    for (const number of shown) t.true(numbers.includes(number), `${about} is shown ${number}`);
    const seen = digitsIn(rest);
    for (const person of people) t.false(seen.includes(person.slice(-8)), `${about}: ${document}`);
    for (const path of whispers) {
      const whisper = await post(path, { From: own, To: BOB });
      whispered += 1;
      t.false(readDocument(whisper).reached.length > 0);
      await check(whisper, `whisper, ${about}`);
    }
  };

  await fc.assert(
    fc.asyncProperty(
      spelling,
      fc.boolean(),
      fc.constantFrom(...numbers),
      async ({ digits, written }, isCall, number) => {
        people.add(`+${digits}`);
        const about = JSON.stringify({ written, isCall, number });
        const document = await post(isCall ? '/twilio/voice' : '/twilio/sms', {
          From: written,
          To: number,
          Body: 'hello',
        });
        await check(document, about);
        if (document.includes('<Body>hello</Body>')) relayed += 1;
        const { reached } = readDocument(document);
        t.false(isCall && reached.includes(`+${digits}`), `nobody is called by themselves: ${about}`);
        // Ada calls back: the person who was remembered, if any, and never herself.
        const back = await post('/twilio/voice', { From: ADA, To: own });
        await check(back, `call back, ${about}`);
        t.false(readDocument(back).reached.includes(ADA));
        const logged = digitsIn(JSON.stringify(logger.lines));
        for (const person of [`+${digits}`, ADA, BOB, COURIER]) t.false(logged.includes(person.slice(-8)), about);
        const { items } = await proxyCall.listInteractions({ limit: 2 });
        t.false(digitsIn(JSON.stringify(items)).includes(digits.slice(-8)));
      },
    ),
    // The courier as carriers write them: a whisper for certain.
    { numRuns: 500, examples: [[{ digits: COURIER.slice(1), written: COURIER }, true, numbers[2] ?? own]] },
  );
  t.true(relayed > 10 && whispered > 0, `what is checked has happened: ${relayed.toString()} ${whispered.toString()}`);
});
