import test from 'ava';
import { planCall, type CallContext } from '../../src/domain/model/call-plan.js';
import { planMessage, splitText, type MessageContext } from '../../src/domain/model/message.js';
import { phoneNumber } from '../../src/domain/model/phone-number.js';
import { ANNOUNCEMENTS, LANGUAGES, MEDIA_LOST } from '../../src/domain/model/phrases.js';
import { across, refuse, type Connection, type Route } from '../../src/domain/model/routing.js';
import { DEFAULT_SETTINGS, type Settings } from '../../src/domain/model/settings.js';
import {
  aNumber,
  anOpenSession,
  aPairedSession,
  aParticipant,
  fictionalMobile,
  personOf,
} from '../../src/entry/testing/records.js';

const proxy = fictionalMobile(1);
const client = personOf(9000).phone;
const courier = phoneNumber('+33199001234');
const limits = { ringSeconds: [5, 600], callSeconds: [60, 14_400], textParts: { longest: 1600 } } as const;
const can = { askCode: true, whisper: true, textInAnswer: true, placeCall: true };
const open = anOpenSession('s', { id: '1' }, proxy);
const toClient: Connection = {
  kind: 'connect',
  session: open,
  direction: 'to_client',
  to: client,
  callerId: proxy,
  lastCaller: undefined,
};
const settings: Settings = { ...DEFAULT_SETTINGS, language: 'en' };
const call: CallContext = {
  interactionId: 'i',
  dialled: proxy,
  attempt: 0,
  digits: undefined,
  byCode: false,
  settings,
  limits,
  can,
};

test('a call is connected as it was decided', (t) => {
  t.like(planCall(toClient, call), { kind: 'dial', to: client, callerId: proxy, interactionId: 'i' });
});

test('a refusal is spoken in the language of the settings', (t) => {
  for (const language of LANGUAGES) {
    const plan = planCall(refuse('withheld_refused', open), { ...call, settings: { ...settings, language } });
    t.like(plan, { kind: 'say', language, text: ANNOUNCEMENTS[language].withheld_refused });
  }
});

test('every language has its own words for every announcement', (t) => {
  for (const key of Object.keys(ANNOUNCEMENTS.fr) as (keyof typeof ANNOUNCEMENTS.fr)[]) {
    const said = LANGUAGES.map((language) => ANNOUNCEMENTS[language][key]);
    t.true(said.every((text) => text.length > 10));
    t.is(new Set(said).size, LANGUAGES.length);
  }
});

test('limits of a paired session are its own, of an open one those of the settings, within what the carrier accepts', (t) => {
  const long = { ...call, settings: { ...settings, maxCallSeconds: 86_400, ringSeconds: 20 } };
  t.like(planCall(toClient, long), { maxCallSeconds: 14_400, ringSeconds: 20 });
  const session = aPairedSession('p', { id: '1' }, { maxCallSeconds: 600, ringSeconds: 1 });
  t.like(planCall({ ...toClient, session }, long), { maxCallSeconds: 600, ringSeconds: 5 });
  t.like(planCall({ ...toClient, session: aPairedSession('p', { id: '1' }) }, long), {
    maxCallSeconds: 14_400,
    ringSeconds: undefined,
  });
  t.like(planCall(toClient, call), { maxCallSeconds: 3600 });
});

test('whoever picks up a call of a paired session is told, where that is wanted and the carrier can', (t) => {
  const session = aPairedSession('p', { id: '1' });
  const decided = across(session, aParticipant('c', session), settings);
  const whispered = (context: Partial<CallContext>) => {
    const plan = planCall(decided, { ...call, settings: { ...settings, whisper: true }, ...context });
    return plan.kind === 'dial' && plan.whisper !== undefined;
  };
  t.true(whispered({}));
  t.false(whispered({ can: { ...can, whisper: false } }));
  t.false(whispered({ settings }));
});

test('a code is asked for where the carrier can, and counted', (t) => {
  const ask: Route = { kind: 'ask_code', session: undefined };
  t.like(planCall(ask, call), {
    kind: 'ask_code',
    announcement: 'code_wanted',
    attempt: 1,
    otherwise: { kind: 'say' },
  });
  const answered = { ...call, attempt: 1 };
  t.like(planCall(ask, { ...answered, digits: '4711' }), { announcement: 'code_wrong', attempt: 2 });
  const long: Route = { ...ask, long: true };
  t.like(planCall(long, call), { announcement: 'long_code_wanted', attempt: 1 });
  t.like(planCall(long, { ...answered, digits: '4711' }), { announcement: 'long_code_wrong', attempt: 2 });
  const unable = planCall(ask, { ...call, can: { ...can, askCode: false } });
  t.like(unable, { kind: 'say', announcement: 'code_missing' });
});

test('a call asks three times, whatever was pressed, and no digit is not called wrong', (t) => {
  const ask: Route = { kind: 'ask_code', session: undefined };
  for (const pressed of [
    ['', '', ''],
    ['4711', '4711', '4711'],
    ['', '4711', ''],
  ]) {
    const asked = pressed.map((digits, index) => planCall(ask, { ...call, attempt: index + 1, digits }));
    t.like(asked[0], { announcement: pressed[0] === '' ? 'code_wanted' : 'code_wrong', attempt: 2 });
    t.like(asked[1], { announcement: pressed[1] === '' ? 'code_wanted' : 'code_wrong', attempt: 3 });
    t.like(asked[2], { kind: 'say', announcement: 'code_missing' });
  }
});

test('a fallback answers in place of a refusal that it is meant for', (t) => {
  const phone: Settings = { ...settings, fallback: { kind: 'phone', number: courier } };
  const message: Settings = { ...settings, fallback: { kind: 'message', text: 'Hello' } };
  const closed = refuse('order_closed', undefined);
  const legs = { kind: 'dial', to: courier, callerId: proxy, maxCallSeconds: 3600, ringSeconds: 30 } as const;
  t.like(planCall(closed, { ...call, settings: { ...phone, ringSeconds: 30 } }), legs);
  t.like(planCall(closed, { ...call, settings: message }), { kind: 'say', text: 'Hello' });
  t.like(planCall(closed, { ...call, settings: phone, dialled: undefined }), { kind: 'say' });
  t.like(planCall(refuse('not_in_service', undefined), { ...call, settings: phone }), { kind: 'say' });
});

// Texts

const text: MessageContext = {
  interactionId: 'i',
  to: proxy,
  from: { kind: 'number', number: courier },
  number: aNumber(proxy),
  language: 'en',
  limits,
};

test('a text is relayed from the proxy number', (t) => {
  const plan = planMessage(toClient, { body: 'hello', media: [] }, text);
  t.deepEqual(plan.messages, [{ from: proxy, to: client, body: 'hello', media: [] }]);
});

test('a named sender is named in the text', (t) => {
  const from = { kind: 'named', name: 'SHOP' } as const;
  t.is(planMessage(toClient, { body: 'sale', media: [] }, { ...text, from }).messages[0]?.body, 'SHOP: sale');
});

test('pictures are relayed where the number carries them, else the text says so', (t) => {
  const picture = { body: 'look', media: ['https://m.example/1'] };
  const able = aNumber(proxy, { capabilities: { voice: true, sms: true, mms: true } });
  t.deepEqual(planMessage(toClient, picture, { ...text, number: able }).messages[0]?.media, picture.media);
  const [told] = planMessage(toClient, picture, text).messages;
  t.deepEqual([told?.body, told?.media], [`look\n${MEDIA_LOST.en}`, []]);
  const [bare] = planMessage(toClient, { ...picture, body: '' }, text).messages;
  t.is(bare?.body, MEDIA_LOST.en);
});

test('a refused person gets the automatic reply, if there is one; a service and a withheld sender never do', (t) => {
  const refused = refuse('nobody_to_reach', open);
  const { messages } = planMessage(refused, { body: 'x', media: [] }, { ...text, reply: 'Nobody yet.' });
  t.deepEqual(messages, [{ from: proxy, to: courier, body: 'Nobody yet.', media: [] }]);
  t.deepEqual(planMessage(refused, { body: 'x', media: [] }, text).messages, []);
  for (const from of [{ kind: 'named', name: 'X' }, { kind: 'withheld' }] as const) {
    t.deepEqual(planMessage(refused, { body: 'x', media: [] }, { ...text, from, reply: 'x' }).messages, []);
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
