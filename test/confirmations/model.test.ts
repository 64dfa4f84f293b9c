import { createHmac } from 'node:crypto';
import test from 'ava';
import fc from 'fast-check';
import { answerCode, codeIn, isProved, sentCodes } from '../../src/domain/model/confirmation/answering.js';
import { DEFAULT_CONFIRMATION_SETTINGS } from '../../src/domain/model/confirmation/confirmation-settings.js';
import { PROOFS, PURPOSES, type Confirmation } from '../../src/domain/model/confirmation/confirmation.js';
import { count, mayHoldOneMore } from '../../src/domain/model/confirmation/counting.js';
import {
  actionOf,
  codeOf,
  entryIdIn,
  handleOf,
  keyOf,
  LINK_ACTIONS,
  linkToken,
  type CodeOf,
  type SecretHash,
} from '../../src/domain/model/confirmation/secrets.js';
import type { OutboxMessage, OutboxStatus } from '../../src/domain/model/outbox.js';
import { deliveriesOf, nextGeneration, sendFault, stepsFor } from '../../src/domain/model/confirmation/sending.js';
import { aConfirmation, fictionalMobile } from '../../src/entry/testing/index.js';

const hash: SecretHash = (purpose, text) => createHmac('sha256', purpose).update(text).digest('base64url');
const { limits, steps } = DEFAULT_CONFIRMATION_SETTINGS;
const sent = { sms: 1, voice: 0, email: 0 };
const source = { id: 'P-1', createdAt: 1, generation: 1 };
const sources = fc.record({ id: fc.string(), createdAt: fc.nat(), generation: fc.integer({ min: 1, max: 10 }) });

test('codes have their length, and each digit is about as frequent as any other in each place', (t) => {
  const digits = 6;
  const rounds = 6000;
  const counts = Array.from({ length: digits }, () => Array.from({ length: 10 }, () => 0));
  for (let index = 0; index < rounds; index += 1) {
    const code = codeOf(hash, { ...source, id: index.toString() }, 'phone', digits);
    t.regex(code, /^\d{6}$/);
    for (const [place, row] of counts.entries()) row[Number(code[place])] = (row[Number(code[place])] ?? 0) + 1;
  }
  const expected = rounds / 10;
  // The sum over all places has 54 degrees of freedom: above 120 comes by chance once in a million, and these are fixed inputs.
  const chi = counts.flat().reduce((sum, seen) => sum + (seen - expected) ** 2 / expected, 0);
  t.true(chi < 120, chi.toString());
  t.deepEqual(
    [6, 7, 8].map((length) => codeOf(hash, source, 'phone', length).length),
    [6, 7, 8],
  );
});

test('keys of the telephone are one digit, and all ten occur', (t) => {
  const keys = Array.from({ length: 300 }, (_, index) => keyOf(hash, `entry-${index.toString()}`));
  t.true(keys.every((key) => /^\d$/.test(key)));
  t.is(new Set(keys).size, 10);
});

test('whatever differs in a confirmation, its codes and links differ', (t) => {
  const all = new Set<string>();
  const variants = [
    source,
    { ...source, id: 'P-2' },
    { ...source, createdAt: 2 },
    { ...source, generation: 2 },
    // As text the same, side by side.
    { ...source, id: 'P-11', createdAt: 1 },
    { ...source, id: 'P-1', createdAt: 11 },
  ];
  for (const variant of variants) {
    for (const of of ['phone', 'former_phone'] as const) all.add(codeOf(hash, variant, of, 8));
    for (const action of LINK_ACTIONS)
      for (const entry of ['entry-1', 'entry-2']) all.add(linkToken(hash, variant, entry, action));
    all.add(handleOf(hash, { ...variant, createdAt: variant.createdAt + variant.generation * 1000 }));
  }
  t.is(all.size, variants.length * 7);
});

test('a link is recognised for what it is, and for nothing else', (t) => {
  fc.assert(
    fc.property(sources, sources, fc.uuid(), fc.constantFrom(...LINK_ACTIONS), (one, other, entry, action) => {
      const token = linkToken(hash, one, entry, action);
      t.is(entryIdIn(token), entry);
      t.is(actionOf(hash, one, entry, token), action);
      const isSame = one.id === other.id && one.createdAt === other.createdAt && one.generation === other.generation;
      if (!isSame) t.is(actionOf(hash, other, entry, token), undefined);
      t.regex(token, /^[\w.-]+$/);
    }),
    { numRuns: 50 },
  );
  for (const text of ['', '.', 'a.b', `${'a'.repeat(36)}.`, `../x.${'A'.repeat(43)}`, `abcdefgh.${'A'.repeat(44)}`]) {
    t.is(entryIdIn(text), undefined);
  }
});

const confirmations = fc
  .record({
    purpose: fc.constantFrom(...PURPOSES),
    proved: fc.uniqueArray(fc.constantFrom(...PROOFS)),
    attempts: fc.integer({ min: 0, max: 6 }),
    generationAt: fc.integer({ min: 0, max: 100 }).map((minutes) => minutes * 60_000),
    status: fc.constantFrom('pending', 'confirmed'),
  })
  .map((fields): Confirmation => aConfirmation('P-1', { sends: sent, ...fields }));

test('a code is looked at five times in a generation, in its time, and counted', (t) => {
  fc.assert(
    fc.property(
      confirmations,
      fc.nat({ max: 110 * 60_000 }),
      fc.constantFrom('right', 'former', 'wrong'),
      fc.subarray<CodeOf>(['phone', 'former_phone']),
      (each, now, which, allowed) => {
        const codes = {
          right: codeOf(hash, each, 'phone', 6),
          former: codeOf(hash, each, 'former_phone', 6),
          wrong: 'none',
        };
        const answer = answerCode(each, codes[which], { hash, limits, allowed }, now);
        if (each.attempts >= limits.attempts) return answer.kind === 'locked';
        if (each.status === 'pending' && now >= each.generationAt + limits.codeMs) return answer.kind === 'expired';
        const isRight = allowed.some((of) => (of === 'phone' ? which === 'right' : which === 'former'));
        if (!isRight)
          return (
            answer.kind === 'wrong' && answer.next.attempts === each.attempts + 1 && answer.left === 4 - each.attempts
          );
        return answer.kind === 'right' && (answer.next === undefined) === each.proved.includes(answer.proof);
      },
    ),
  );
  t.pass();
});

test('the mail alone confirms nothing but a mail address, and a new phone alone moves nobody', (t) => {
  const sets = Array.from({ length: 8 }, (_, bits) => PROOFS.filter((_each, place) => (bits >> place) % 2 === 1));
  const enough = (purpose: Confirmation['purpose']) =>
    sets.filter((proved) => isProved({ purpose, proved })).map(String);
  t.deepEqual(enough('change_phone'), ['phone,mail', 'phone,former_phone', 'phone,mail,former_phone']);
  t.true(enough('new_client').every((proved) => proved.includes('phone')));
  t.deepEqual(enough('reconfirm'), enough('new_client'));
  t.true(enough('change_mail').every((proved) => proved.includes('mail')));
});

test('only a code that was sent in this generation counts; where two phones have the same, it proves one and then the other', (t) => {
  const change = aConfirmation('P-1', { purpose: 'change_phone', sends: sent });
  const entry = (message: OutboxMessage, status: OutboxStatus = 'sent', generation = change.generation) => ({
    ...{ message, status, generation },
  });
  const { generation } = change;
  t.deepEqual(sentCodes(change, []), []);
  t.deepEqual(sentCodes(change, [entry('former_link'), entry('link'), entry('changed')]), []);
  t.deepEqual(sentCodes(change, [entry('code'), entry('former_code', 'refused')]), ['phone']);
  t.deepEqual(sentCodes(change, [entry('code', 'sent', generation - 1), entry('former_code', 'unknown')]), [
    'former_phone',
  ]);
  const allowed = sentCodes(change, [entry('code', 'pending'), entry('former_code', 'claimed'), entry('code')]);
  t.deepEqual(allowed, ['phone', 'former_phone']);
  const constant: SecretHash = () => 'A'.repeat(43);
  const one = answerCode(change, '000000', { hash: constant, limits, allowed }, 0);
  const both =
    one.kind === 'right' && one.next ? answerCode(one.next, '000000', { hash: constant, limits, allowed }, 0) : one;
  t.deepEqual(both.kind === 'right' && both.next?.proved, ['phone', 'former_phone']);
});

test('a text has a code where it has one group of as many digits', (t) => {
  fc.assert(
    fc.property(fc.array(fc.oneof(fc.nat({ max: 99_999_999 }).map(String), fc.constant('a'))), (words) => {
      const groups = words.filter((word) => /^\d{6}$/.test(word));
      return codeIn(words.join(' '), 6) === (groups.length === 1 ? groups[0] : undefined);
    }),
  );
  for (const text of ['12345', '1234567', '123 456', '١٢٣٤٥٦', '１２３４５６', '', '123456 654321'])
    t.is(codeIn(text, 6), undefined);
});

test('messages go to whoever has not proved anything yet, a mail has no code, and a landline is called', (t) => {
  const contacts = {
    phone: fictionalMobile(1),
    mail: 'ada@shop.example',
    formerPhone: fictionalMobile(2),
    proved: [],
  } as const;
  const of = (purpose: Confirmation['purpose'], channel: 'sms' | 'voice' | 'email', more = {}) =>
    deliveriesOf({ ...contacts, purpose, ...more }, channel).map(({ message, to }) => `${message} ${to}`);
  t.deepEqual(of('change_phone', 'sms'), [`code ${contacts.phone}`, `former_code ${contacts.formerPhone}`]);
  t.deepEqual(of('change_phone', 'sms', { proved: ['phone'] }), [`former_code ${contacts.formerPhone}`]);
  t.deepEqual(of('change_phone', 'email'), ['former_link ada@shop.example']);
  t.deepEqual(of('new_client', 'email', { mail: 'no address' }), []);
  t.deepEqual(of('change_mail', 'sms'), []);
  const landline = { phone: '+33199001234' };
  t.deepEqual(of('new_client', 'sms', landline), []);
  t.deepEqual(of('new_client', 'voice', landline), ['code +33199001234']);
  const channels = (origin: 'token' | 'public', phone = fictionalMobile(1)) =>
    stepsFor({ steps }, { phone, origin, purpose: 'new_client' }).map(({ channel }) => channel);
  t.deepEqual(channels('token'), ['sms', 'voice', 'email']);
  t.deepEqual(channels('public'), ['sms', 'voice']);
});

test('a new generation has attempts of its own, and there are three', (t) => {
  let each: Confirmation = aConfirmation('P-1', { attempts: 5, generation: 1, generationAt: 0, expiresAt: 86_400_000 });
  t.deepEqual(sendFault(each, 0, limits, 59_999), { kind: 'too_soon', waitMs: 1 });
  const fault = (now: number) => sendFault(each, each.generationAt, limits, now);
  for (let now = 60_000; fault(now) === undefined; now += 60_000) each = nextGeneration(each, now);
  t.like(each, { generation: 3, attempts: 0 });
  t.like(fault(86_000_000), { kind: 'used_up', waitMs: 400_000 });
});

test('no more is counted in a period than is allowed, and no less', (t) => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.nat({ max: 40 }), fc.integer({ min: 1, max: 3 }))),
      fc.integer({ min: 1, max: 9 }),
      (asked, most) => {
        let counter: Parameters<typeof count>[0];
        let now = 0;
        let inPeriod = 0;
        let until = 0;
        for (const [later, by] of asked) {
          now += later;
          if (now >= until) [inPeriod, until] = [0, now + 100];
          const isFree = inPeriod === 0;
          const counted = count(counter, { key: 'k', most, periodMs: 100 }, by, now);
          if ((counted.kind === 'counted') !== inPeriod + by <= most) return false;
          if (counted.kind === 'counted') {
            inPeriod += by;
            counter = counted.counter;
          } else if (isFree) until = 0;
        }
        return true;
      },
    ),
  );
  t.pass();
});

test('one number may be held, and of many one in five', (t) => {
  const held = (free: number) => {
    let some = 0;
    while (mayHoldOneMore({ free: free - some, held: some }, limits)) some += 1;
    return some;
  };
  t.deepEqual([0, 1, 4, 5, 9, 10, 14, 15, 100].map(held), [1, 1, 1, 1, 1, 2, 2, 3, 20]);
});
