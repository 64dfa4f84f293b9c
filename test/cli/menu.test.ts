import test from 'ava';
import fc from 'fast-check';
import * as fields from '../../src/entry/http/fields.js';
import { MAIL_RULES, NAME_RULES, ID_RULES, type TextRule } from '../../src/domain/model/typed-text.js';
import { KEYS, onTerminal, type Step } from './terminal.js';

const { enter, down, backspace, ctrlC, ctrlD } = KEYS;
const env = { PROXYCALL_MODE: 'demo' };
const choose = (place: number): Step[] => [...Array.from({ length: place }, (): Step => [/./, down]), [/./, enter]];
const again = (wrong: string, fault: RegExp, right: string): Step[] => [
  [/◆/, `${wrong}${enter}`],
  [fault, `${backspace.repeat(wrong.length)}${right}${enter}`],
];

test('every answer of an order is checked where it is given, and asked again', async (t) => {
  const { code, text, unasked } = await onTerminal('', {
    env,
    steps: [
      ...choose(0),
      ...again('next-id', /reserved words/, 'O-7'),
      ...again('..', /reserved words/, '7'),
      ...again(' ', /must have 1 to 200 characters/, 'Ada'),
      ...again('ada@shop', /must be a mail address/, 'ada@shop.example'),
      ...again('06 39', /not a possible phone number/, '06.39.98.50.07'),
    ],
  });
  t.deepEqual([code, unasked], [0, []], text);
  t.true(text.includes('Read as +33 6 39 98 50 07 (France)'), text);
  t.true(
    text.includes(
      '$ proxycall order create --order-id=O-7 --client-id=7 --client-name=Ada --client-mail=ada@shop.example --client-real-phone=+33639985007',
    ),
    text,
  );
  t.regex(text, /proxy number +\+33/);
});

for (const [what, place, steps, line] of [
  [
    'a proxy number',
    2,
    again('12', /not_international|country code|not a possible/, '06 39 98 00 00'),
    'lookup --proxy=+33639980000',
  ],
  [
    'a call',
    3,
    [
      ...again('01 99', /not a possible/, '01\u00a099\u00a000\u00a012\u00a034'),
      ...again('x1', /digits, spaces/, '+33 (0)6 39 98 00 00'),
    ],
    'simulate-call --from=+33199001234 --to=+33639980000',
  ],
  [
    'a withheld call',
    3,
    [
      [/◆/, `anonymous${enter}`],
      [/◆/, `0033639980000${enter}`],
    ],
    'simulate-call --from=anonymous --to=+33639980000',
  ],
  [
    'a caller who is a word',
    3,
    [...again('banana', /must be a phone number, or anonymous/, 'masqué'), [/◆/, `0033639980000${enter}`]],
    "simulate-call '--from=masqué' --to=+33639980000",
  ],
  [
    'a purchase',
    5,
    [
      ...again('France', /two-letter ISO 3166/, 'fr'),
      ...again('0', /whole number from 1 to 100/, '1'),
      [/Buy 1 number/, enter],
    ],
    'pool provision --country=FR --batch-size=1',
  ],
] as const) {
  test(`numbers as people write them, and wrong answers asked again: ${what}`, async (t) => {
    const { text, unasked } = await onTerminal('', { env, steps: [...choose(place), ...steps] });
    t.deepEqual(unasked, [], text);
    t.true(text.includes(`$ proxycall ${line}\n`), text);
    t.notRegex(text, /: must/, 'the name of an option before what is wrong');
  });
}

test('an answer that is ended by Ctrl-J, as by a line that is pasted, is an answer', async (t) => {
  const { code, text, unasked } = await onTerminal('', {
    env,
    steps: [...Array.from({ length: 2 }, (): Step => [/./, down]), [/./, '\n'], [/◆/, '06 39 98 00 00\n']],
  });
  t.deepEqual([code, unasked], [0, []], text);
  t.true(text.includes('$ proxycall lookup --proxy=+33639980000\n'), text);
});

test('a confirmation that is refused is JSON with --json', async (t) => {
  for (const args of ['pool provision --country FR --json', 'init --json']) {
    const { code, stdout, unasked } = await onTerminal(args, { env, steps: [[/◆/, ctrlC]] });
    t.deepEqual([code, unasked], [0, []], args);
    t.deepEqual(JSON.parse(stdout), { cancelled: true });
  }
});

test('a country that is configured decides, in French', async (t) => {
  const { code, text } = await onTerminal('--lang fr', {
    env: { ...env, PROXYCALL_PHONE_COUNTRY: 'GB' },
    columns: 40,
    steps: [...choose(2), ...again('07700 9', /ce numéro n'est pas/, '07700 900123')],
  });
  t.is(code, 2, text);
  t.true(text.includes('Compris : +44 7700 900123 (Royaume-Uni)'), text);
  t.regex(text, /Que voulez-vous faire \? \(↑ ↓, puis/);
  t.notRegex(text, /navigate|confirm\b|Enter\b/);
});

for (const [options, shown] of [
  ['--mock', '--demo'],
  ['--demo --log-level WARNING', '--demo'],
  ['--lang fr --mock --verbose', '--demo --verbose'],
] as const) {
  test(`"${options}" alone opens the menu in that mode`, async (t) => {
    const { code, text } = await onTerminal(options, { steps: [...choose(4)] });
    t.is(code, 0, text);
    t.true(text.includes(`$ proxycall pool stats ${shown}\n`), text);
    t.regex(text, /mode : démonstration|mode: demo/);
  });
}

test('"--render" and "--live" alone open the menu in that mode, too', async (t) => {
  const remote = await onTerminal('--render', { env, steps: [...choose(4)] });
  t.true(remote.text.includes('$ proxycall pool stats --mode=remote\n'), remote.text);
  t.regex(remote.text, /PUBLIC_BASE_URL is not set/);
  const live = await onTerminal('--live', { env: { ...env, LOG_LEVEL: 'loud' }, steps: [...choose(4)] });
  t.regex(live.text, /pool stats --live\n[^]*LOG_LEVEL must be/);
  const init = await onTerminal('--mock', { steps: [...choose(7), [/./, ctrlC]] });
  t.true(init.text.includes('$ proxycall init\n'), init.text);
});

for (const [how, key] of [
  ['Ctrl-C', ctrlC],
  ['Ctrl-D', ctrlD],
  ['the end of the input', 'end'],
] as const) {
  test(`${how} ends the menu, a question and a confirmation, and nothing is done`, async (t) => {
    const menu = await onTerminal('', { env, steps: [[/What would/, key]] });
    const question = await onTerminal('', {
      env,
      steps: [
        ...choose(0),
        [/order id/, `O-1${key === 'end' ? '' : key}`],
        ...(key === 'end' ? [[/O-1/, key] as const] : []),
      ],
    });
    const confirmation = await onTerminal('pool provision --country FR', { env, steps: [[/Buy 1/, key]] });
    for (const { code, text, unasked } of [menu, question, confirmation]) {
      t.deepEqual([code, unasked], [0, []], text);
      t.regex(text, /Nothing was done\.\n$/);
      t.notRegex(text, /\$ proxycall/);
    }
  });
}

test('a long list on a small terminal scrolls', async (t) => {
  const { text, unasked } = await onTerminal('', {
    env,
    columns: 40,
    rows: 8,
    steps: [...Array.from({ length: 8 }, (): Step => [/./, down]), [/All commands/, enter]],
  });
  t.deepEqual(unasked, [], text);
  t.regex(text, /\.\.\./);
  t.regex(text, /\n {2}order create\n/);
});

/** What the menu lets pass, the API accepts, and the other way round. */
for (const [what, rules, schema, samples] of [
  [
    'an id',
    ID_RULES,
    fields.merchantId,
    ['', ' ', 'O-1', 'Next-ID', '.', '..', 'by-proxy', 'a\tb', '\ud800', 'x'.repeat(100), 'x'.repeat(101), '💶'],
  ],
  [
    'a name',
    NAME_RULES,
    fields.personName,
    ['', ' ', 'Ada', 'Ada\nL', 'x'.repeat(200), 'x'.repeat(201), '花子', 'Zoë 👩‍👩‍👧'],
  ],
  [
    'a mail address',
    MAIL_RULES,
    fields.mail,
    [
      '',
      'ada',
      'ada@shop',
      'ada@shop.example',
      'a.b+c@x-y.example',
      '.a@b.fr',
      'a..b@c.fr',
      'a@b.c',
      'a@-b.fr',
      "o'neil@b.fr",
      'a b@c.fr',
      'a@b.fr.',
      `${'x'.repeat(250)}@b.fr`,
    ],
  ],
] as const) {
  test(`${what} is checked in the menu as by the API`, (t) => {
    const holds = (text: string) => (rules as readonly TextRule[]).every((rule) => rule.holds(text.trim()));
    const agree = (text: string) => t.is(holds(text), schema.safeParse(text.trim()).success, JSON.stringify(text));
    for (const sample of samples) agree(sample);
    // Characters that the API drops from a name are typed by nobody.
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('a', '.', '@', '-', '+', ' ', 'é', '\n', '1') }),
        (text) => void agree(text),
      ),
    );
  });
}
