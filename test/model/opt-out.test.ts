import test from 'ava';
import { mayReply, replyText } from '../../src/domain/model/automatic-reply.js';
import { MOST_STRANGERS, readOptOut, withOptOut } from '../../src/domain/model/opt-out.js';
import { phoneNumber, type E164 } from '../../src/domain/model/phone-number.js';
import { ANNOUNCEMENTS, LANGUAGES } from '../../src/domain/model/phrases.js';
import type { RoutingState } from '../../src/domain/model/routing.js';
import { DEFAULT_SETTINGS } from '../../src/domain/model/settings.js';
import {
  aClient,
  aNumberThatIs,
  anOpenSession,
  aPairedSession,
  aParticipant,
  fictionalMobile,
  personOf,
} from '../../src/entry/testing/records.js';

const SPELLINGS = {
  stop: [
    ...[
      'STOP',
      'stop',
      'Stop.',
      ' stop ',
      'STOP !',
      'stop!!',
      '\tStop\n',
      '\u00a0STOP\u00a0',
      '\u200bSTOP\u2060',
      'ＳＴＯＰ',
    ],
    ...[
      'stopall',
      'Unsubscribe',
      'cancel.',
      'END',
      'Quit',
      'revoke',
      'OptOut',
      'STOP…',
      'stop,',
      'Stop?',
      '\u202aSTOP\u202c',
    ],
    ...['arret', 'ARRÊT', 'Arrêt', 'arre\u0302t', 'Arrêter', 'ARRÊTER !', 'arreter.', '\u3000STOP。'],
  ],
  start: ['START', 'start', 'Start!', ' unstop ', 'UnStop.', '\ufeffSTART'],
  help: ['HELP', 'help?', 'Aide', 'AIDE !', 'Help.', '\u200baide…', ' Help '],
} as const;

for (const [request, spellings] of Object.entries(SPELLINGS)) {
  for (const body of spellings) {
    test(`${JSON.stringify(body)} is a request to ${request}`, (t) => {
      t.is(readOptOut(body), request as keyof typeof SPELLINGS);
    });
  }
}

for (const body of [
  ...[
    '',
    ' ',
    '.',
    'YES',
    'yes',
    'OUI',
    'stop it',
    'please stop',
    'STOP ALL',
    'Arrêt de bus',
    'the end',
    'Infos ?',
    'INFO',
    'AIDEZ',
  ],
  ...[
    'help me',
    'S T O P',
    'stop stop',
    'STOPP',
    'non-stop',
    `STOP${'!'.repeat(40)}x`,
    'start now',
    '🛑',
    'STOP 🛑',
    '1',
  ],
]) {
  test(`${JSON.stringify(body)} is for the other person to read`, (t) => {
    t.is(readOptOut(body), undefined);
  });
}

const proxy = fictionalMobile(1);
const ada = aClient('1');
const keys = [1, 2, 3].map((index) => personOf(index).personKey);

test('an opt-out is remembered once, and removed by an opt-in', (t) => {
  const [first = personOf(1).personKey, second = first] = keys;
  const session = anOpenSession('s', ada, proxy, { optedOut: [first] });
  t.deepEqual(withOptOut(session, second, 'stop').optedOut, [first, second]);
  t.deepEqual(withOptOut(session, first, 'stop').optedOut, [first]);
  t.deepEqual(withOptOut(session, first, 'start').optedOut, []);
});

test('of strangers the newest requests are remembered; whom the session knows keeps theirs', (t) => {
  const [first = personOf(1).personKey] = keys;
  const strangers = Array.from({ length: MOST_STRANGERS + 5 }, (_, index) => personOf(100 + index).personKey);
  let session = anOpenSession('s', ada, proxy, { optedOut: [first] });
  for (const key of strangers) session = withOptOut(session, key, 'stop', [first]);
  t.deepEqual(session.optedOut, [first, ...strangers.slice(5)]);
  // START is about nobody else.
  session = withOptOut(session, strangers[7] ?? first, 'start', []);
  t.is(session.optedOut.length, MOST_STRANGERS);
  t.true(session.optedOut.includes(first));
});

const open = anOpenSession('s', ada, proxy);
const british = anOpenSession('s', ada, proxy, { homeCountry: 'GB' });
const state: RoutingState = {
  number: aNumberThatIs('assigned', proxy),
  open: { session: open, client: aParticipant('p', open) },
  caller: undefined,
  callerIsOurs: false,
};
const paired = aPairedSession('x', ada, { homeCountry: 'GB' });
const courier = { participant: aParticipant('c', paired, { role: 'counterpart' }), session: paired, other: undefined };
const terms = { ...DEFAULT_SETTINGS, now: 1 };
const everywhere = {
  ...terms,
  policy: { ...terms.policy, dialledCountries: new Set(['FR', 'US', 'GB', 'CU'] as const) },
};

// The numbers at special rates, of satellites and of Cuba are obviously made up: nobody keeps any for fiction.
for (const [from, on, by, expected] of [
  ['+33199001234', state, terms, true],
  ['+33199001234', { ...state, callerIsOurs: true }, terms, false],
  [proxy, state, terms, false],
  ['+33899123456', state, everywhere, false],
  ['+33820123456', state, terms, false],
  ['+979123456789', state, everywhere, false],
  ['+19005550123', state, everywhere, false],
  ['+8816123456789', state, everywhere, false],
  ['+447012345678', { ...state, caller: courier }, everywhere, false],
  ['+447700900123', state, terms, false],
  ['+447700900123', { ...state, open: { session: british, client: aParticipant('p', british) } }, terms, true],
  ['+5355555555', state, everywhere, false],
  ['+12025550123', state, everywhere, false],
  ['+12025550123', { ...state, open: undefined, caller: courier }, everywhere, true],
  ['+12025550123', { ...state, open: undefined, caller: courier }, terms, false],
  ['+447700900123', { ...state, open: undefined, caller: courier }, terms, true],
  ['+12025550123', { ...state, open: undefined }, terms, false],
] as const) {
  const who = on.callerIsOurs ? ', a number of ours,' : on.caller === undefined ? '' : ', a participant,';
  test(`${from}${who} ${expected ? 'may' : 'may not'} be replied to${by === terms ? '' : ' when its country is dialled'}`, (t) => {
    t.is(mayReply(on, proxy, { kind: 'number', number: from as E164 }, by), expected);
  });
}

test('a sender without a number is never replied to', (t) => {
  t.false(mayReply(state, proxy, { kind: 'named', name: 'SHOP' }, terms));
  t.false(mayReply(state, proxy, { kind: 'withheld' }, terms));
});

test('HELP says who this is and whom to ask, as far as the shop says', (t) => {
  for (const language of LANGUAGES) {
    const plain = { language, shopName: undefined, fallback: undefined } as const;
    const { texts_help: help } = ANNOUNCEMENTS[language];
    t.is(replyText('texts_help', plain), help);
    const named = {
      ...plain,
      shopName: 'Chez $& Ada',
      fallback: { kind: 'phone', number: phoneNumber('+33199001234') },
    } as const;
    t.regex(replyText('texts_help', named), /Chez \$& Ada\. .*\+33199001234\.$/);
    const message = { ...plain, fallback: { kind: 'message', text: 'Write to the shop.' } } as const;
    t.is(replyText('texts_help', message), `${help} Write to the shop.`);
    t.is(replyText('texts_stopped', named), ANNOUNCEMENTS[language].texts_stopped);
  }
});
