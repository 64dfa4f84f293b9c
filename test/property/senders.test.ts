import test from 'ava';
import fc from 'fast-check';
import { createMemoryStore } from '../../src/adapters/memory/index.js';
import { createSimulatedCarrier } from '../../src/adapters/simulator/index.js';
import { sign } from '../../src/adapters/twiml/index.js';
import { createProxyCall } from '../../src/entry/library.js';
import { createRecordingLogger, fictionalMobile } from '../../src/entry/testing/index.js';

const BASE = 'http://shop.example';
const ADA = fictionalMobile(7);

const invisible = fc.constantFrom('', '', '', '\u200b', '\u200e', '\u202a', '\u2060', '\u2069', '\ufeff', '\u0007');
const prefix = fc.constantFrom(
  ...[
    '',
    '+',
    '00',
    ' ',
    'whatsapp:',
    'sip:',
    'sips:+',
    'tel:',
    'rcs:',
    'messenger:',
    'client:',
    'x-a:',
    'Ada ',
    'A',
    '%2B',
    '"Ada" <sip:+',
  ],
);
const suffix = fc.constantFrom('', '@pbx.example', ';ext=1', '>', '>;tag=1', ' x5', '?a=b', '%20', 'Z', '#');
const separator = fc.constantFrom('', '', ' ', '-', '.', '\u2011');

/** A number of France or the United States, written in some way. */
const spelling = fc
  .record({
    digits: fc.oneof(
      fc.integer({ min: 0, max: 9999 }).map((index) => `3319900${index.toString().padStart(4, '0')}`),
      fc.integer({ min: 100, max: 199 }).map((index) => `12025550${index.toString()}`),
    ),
    wraps: fc.array(invisible, { minLength: 11, maxLength: 11 }),
    before: fc.array(prefix, { maxLength: 2 }),
    after: suffix,
    between: separator,
  })
  .map(({ digits, wraps, before, after, between }) => {
    const inside = [...digits.matchAll(/./g)].map(
      ([digit], index) => digit + (wraps[index] ?? '') + (index === 5 ? between : ''),
    );
    return { digits, written: before.join('') + inside.join('') + after };
  });

test('whoever sends a text or calls, in whatever spelling, nobody is shown a number that is not theirs to see', async (t) => {
  const carrier = createSimulatedCarrier({ authToken: 'x', webhookBaseUrl: () => BASE });
  const logger = createRecordingLogger();
  const proxyCall = createProxyCall({ store: createMemoryStore(), ...carrier, logger });
  const client = { clientId: '1', clientName: 'Ada', clientMail: 'ada@shop.example', clientRealPhone: ADA };
  const { clientProxyNumber: proxy } = await proxyCall.createOrder({ orderId: 'O', ...client });
  let sent = 0;
  const post = async (path: string, params: Record<string, string>): Promise<string> => {
    const sid = (sent += 1).toString();
    const all = { CallSid: `CA${sid}`, MessageSid: `SM${sid}`, To: proxy, ...params };
    const headers = { 'x-twilio-signature': sign('x', BASE + path, all) };
    const body = Buffer.from(new URLSearchParams(all).toString());
    const answer = await proxyCall.handle({ method: 'POST', target: path, headers, body });
    t.is(answer.status, 200);
    return answer.body;
  };

  await fc.assert(
    fc.asyncProperty(spelling, fc.boolean(), async ({ digits, written }, isCall) => {
      const document = await post(isCall ? '/twilio/voice' : '/twilio/sms', { From: written, Body: 'hello' });
      const own = isCall ? '' : `to="+${digits}"`;
      // What is left when the two addresses are taken away that the carrier needs: whom to reach, and the sender's own for an answer.
      const rest = document.replaceAll(ADA, '').replace(own, '');
      const shown = rest.replace(/\D/g, '').replaceAll(proxy.slice(1), '');
      t.false(shown.includes(digits.slice(-8)), `${written}: ${document}`);
      if (isCall && document.includes('<Number>')) t.true(document.includes(`<Dial callerId="${proxy}"`));
      for (const [, from] of document.matchAll(/ from="([^"]*)"/g)) t.is(from, proxy);
      if (document.includes(`to="${ADA}"`)) t.true(document.includes('<Body>hello</Body>'), `${written}: ${document}`);
      const logged = JSON.stringify(logger.lines).replace(/\D/g, '');
      t.false(logged.includes(digits.slice(-8)) || logged.includes(ADA.slice(1)));
      const { items } = await proxyCall.listInteractions({ limit: 1 });
      t.false(JSON.stringify(items).includes(digits.slice(-8)));
    }),
    { numRuns: 400 },
  );
});
