import test from 'ava';
import { planCall, type CallContext } from '../../src/domain/model/call-plan.js';
import { planMessage, splitText, type MessageContext } from '../../src/domain/model/message.js';
import type { Party } from '../../src/domain/model/party.js';
import { phoneNumber } from '../../src/domain/model/phone-number.js';
import { ANNOUNCEMENTS, LANGUAGES, MEDIA_LOST } from '../../src/domain/model/phrases.js';
import { describeRoute, route, type RoutingPolicy, type RoutingState } from '../../src/domain/model/routing.js';
import { DEFAULT_SETTINGS } from '../../src/domain/model/settings.js';
import type { OpenSession } from '../../src/domain/model/session.js';
import { aClient, aNumber, aSession, fictionalMobile } from '../../src/entry/testing/records.js';

const proxy = fictionalMobile(1);
const ada = aClient('1');
const courier = phoneNumber('+33199001234');
const { policy } = DEFAULT_SETTINGS;
const NOW = 1_000_000;
const nothing: RoutingState = { number: undefined, sessions: [], leg: undefined, pair: undefined };
const callContext: CallContext = {
  interactionId: 'i',
  dialled: proxy,
  attempt: 0,
  byCode: false,
  settings: DEFAULT_SETTINGS,
};

function state(session: Partial<OpenSession> = {}): RoutingState {
  return { ...nothing, number: aNumber(proxy), sessions: [aSession('s', ada, proxy, session)] };
}
function decide(from: Party | string, on: RoutingState = state(), by: RoutingPolicy = policy) {
  const party: Party = typeof from === 'string' ? { kind: 'number', number: phoneNumber(from) } : from;
  return route(on, proxy, party, { ...DEFAULT_SETTINGS, now: NOW, policy: by });
}
/** What came of it in a word: who is connected to whom, or why nobody is. */
function outcome(...args: Parameters<typeof decide>): string {
  const decided = decide(...args);
  if (decided.kind === 'ask_code') return decided.kind;
  return decided.kind === 'refuse' ? decided.reason : `${decided.direction} ${decided.to} as ${decided.callerId}`;
}

test('a courier reaches the client, who is shown the proxy number, and is remembered', (t) => {
  const decided = decide(courier);
  t.like(decided, { kind: 'connect', to: ada.realPhone, callerId: proxy, direction: 'to_client', lastCaller: courier });
});

test('a caller who is remembered already is not written again', (t) => {
  t.like(decide(courier, state({ lastCaller: courier })), { kind: 'connect', lastCaller: undefined });
});

test('the client reaches the last caller, who sees the proxy number', (t) => {
  t.is(outcome(ada.realPhone, state({ lastCaller: courier })), `to_counterpart ${courier} as ${proxy}`);
  t.is(outcome(ada.realPhone), 'nobody_to_reach');
});

test('a number of ours without a session is not in service; one that is not ours is not recognised', (t) => {
  t.is(outcome(courier, { ...nothing, number: aNumber(proxy) }), 'not_in_service');
  t.is(outcome(courier, nothing), 'not_recognised');
});

test('a closed session connects nobody', (t) => {
  t.is(outcome(courier, state({ closedAt: 5, clientPhone: undefined })), 'not_in_service');
});

test('withheld callers are refused, or connected and forgotten', (t) => {
  t.is(outcome({ kind: 'withheld' }), 'withheld_refused');
  const allowed = decide({ kind: 'withheld' }, state(), { ...policy, withheldCallers: 'allow' });
  t.like(allowed, { kind: 'connect', to: ada.realPhone, lastCaller: undefined });
});

for (const [caller, accepted] of [
  ['+33199001234', true],
  ['+352621123456', true],
  ['+358181234567', true],
  ['+262692123456', true],
  ['+590690123456', true],
  ['+3906698123456', true],
  ['+447700900123', false],
  ['+12025550123', false],
  ['+88213123456', false],
] as const) {
  test(`by default ${caller} ${accepted ? 'may' : 'may not'} call`, (t) => {
    t.is(outcome(caller), accepted ? `to_client ${ada.realPhone} as ${proxy}` : 'country_refused');
  });
}

test("the client's own country may always call: of residence, and of the phone", (t) => {
  t.is(outcome('+447700900123', state({ homeCountry: 'GB' })), `to_client ${ada.realPhone} as ${proxy}`);
  const british = phoneNumber('+447700900999');
  t.is(
    outcome('+447700900123', state({ clientPhone: british, homeCountry: 'FR' })),
    `to_client ${british} as ${proxy}`,
  );
});

test('a list of countries replaces the default', (t) => {
  const americans: RoutingPolicy = { ...policy, allowedCountries: new Set(['US']) };
  t.is(outcome('+12025550123', state({ homeCountry: undefined }), americans), `to_client ${ada.realPhone} as ${proxy}`);
  t.is(outcome('+4915123456789', state(), americans), 'country_refused');
});

test('premium-rate numbers are never dialled nor remembered, and the proxy is not its own caller', (t) => {
  t.like(decide('+33899123456'), { kind: 'connect', lastCaller: undefined });
  t.is(outcome(ada.realPhone, state({ lastCaller: phoneNumber('+33899123456') })), 'not_reachable');
  t.is(outcome(courier, state({ clientPhone: phoneNumber('+33899123456') })), 'not_reachable');
  t.like(decide(proxy), { kind: 'connect', lastCaller: undefined });
});

test('a plan dials or speaks the language it is told to', (t) => {
  t.deepEqual(planCall(decide(courier), callContext), {
    kind: 'dial',
    to: ada.realPhone,
    callerId: proxy,
    interactionId: 'i',
  });
  for (const language of LANGUAGES) {
    const plan = planCall(decide({ kind: 'withheld' }), {
      ...callContext,
      settings: { ...DEFAULT_SETTINGS, language },
    });
    t.like(plan, { kind: 'say', language, text: ANNOUNCEMENTS[language].withheld_refused });
  }
});

test('every language says everything, each in its own words', (t) => {
  for (const key of Object.keys(ANNOUNCEMENTS.fr) as (keyof typeof ANNOUNCEMENTS.fr)[]) {
    const said = LANGUAGES.map((language) => ANNOUNCEMENTS[language][key]);
    t.true(said.every((text) => text.length > 10));
    t.is(new Set(said).size, LANGUAGES.length);
  }
});

test('a decision in words names no number', (t) => {
  for (const decided of [
    decide(courier),
    decide(ada.realPhone, state({ lastCaller: courier })),
    decide(ada.realPhone),
  ]) {
    t.notRegex(describeRoute(decided), /\d/);
  }
});

// Texts

const context: MessageContext = {
  interactionId: 'i',
  to: proxy,
  from: { kind: 'number', number: courier },
  number: aNumber(proxy),
  language: 'en',
};

test('a text is relayed from the proxy number', (t) => {
  const plan = planMessage(decide(courier), { body: 'hello', media: [] }, context);
  t.deepEqual(plan.messages, [{ from: proxy, to: ada.realPhone, body: 'hello', media: [] }]);
});

test('a named sender is named in the text and never remembered', (t) => {
  const from = { kind: 'named', name: 'SHOP' } as const;
  const decided = decide(from);
  t.like(decided, { kind: 'connect', lastCaller: undefined });
  t.is(planMessage(decided, { body: 'sale', media: [] }, { ...context, from }).messages[0]?.body, 'SHOP: sale');
});

test('pictures are relayed where the number carries them, else the text says so', (t) => {
  const picture = { body: 'look', media: ['https://m.example/1'] };
  const able = aNumber(proxy, { capabilities: { voice: true, sms: true, mms: true } });
  t.deepEqual(planMessage(decide(courier), picture, { ...context, number: able }).messages[0]?.media, picture.media);
  const [told] = planMessage(decide(courier), picture, context).messages;
  t.deepEqual([told?.body, told?.media], [`look\n${MEDIA_LOST.en}`, []]);
  const [bare] = planMessage(decide(courier), { ...picture, body: '' }, context).messages;
  t.is(bare?.body, MEDIA_LOST.en);
});

test('a refused person is told why; a service, a withheld sender and the number itself are not', (t) => {
  const refused = decide('+12025550123');
  const from = { kind: 'number', number: phoneNumber('+12025550123') } as const;
  const { messages } = planMessage(refused, { body: 'x', media: [] }, { ...context, from });
  t.deepEqual(messages, [{ from: proxy, to: from.number, body: ANNOUNCEMENTS.en.country_refused, media: [] }]);
  for (const silent of [
    { kind: 'named', name: 'X' },
    { kind: 'withheld' },
    { kind: 'number', number: proxy },
  ] as const) {
    t.deepEqual(planMessage(refused, { body: 'x', media: [] }, { ...context, from: silent }).messages, []);
  }
});

test('long texts are split, between words where possible, never inside a character', (t) => {
  const words = 'word '.repeat(400);
  const parts = splitText(words, 1600);
  t.is(parts.join(''), words);
  t.true(parts.every((part) => part.length <= 1600 && part.endsWith(' ')) || parts.at(-1) === '');
  const emoji = splitText(`a${'🎁'.repeat(1000)}`, 1600);
  t.is(emoji.join(''), `a${'🎁'.repeat(1000)}`);
  t.true(emoji.every((part) => part.length <= 1600 && !/\p{Surrogate}/u.test(part)));
  t.deepEqual(splitText('', 10), ['']);
  t.deepEqual(splitText('1234567890', 10), ['1234567890']);
  t.deepEqual(splitText('12345678901', 10), ['1234567890', '1']);
});
