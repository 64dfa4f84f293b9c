import test from 'ava';
import fc from 'fast-check';
import type { CountryCode } from '../../src/domain/model/country.js';
import { alertKey, clearLevel, watched, type PoolAlert } from '../../src/domain/model/pool-alert.js';
import type { NoticeFate } from '../../src/domain/model/notice-tries.js';
import { claimAlert, lookAtPool, settleAlert } from '../../src/domain/model/pool-alert-news.js';
import { formatAlertState, knownTo, NO_ALERTS, parseAlertState } from '../../src/domain/model/pool-alert-state.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const FR = 'FR' as CountryCode;
const GB = 'GB' as CountryCode;
const ADDRESS = 'a digest';
const START = Date.parse('2026-03-18T12:00:00Z');

/** What happens after some time: how many there are then, undefined when the kind is gone, and what becomes of a mail that is sent. */
const step = fc.record({
  wait: fc.integer({ min: 1, max: 5 * HOUR }),
  fr: fc.nat(8),
  gb: fc.option(fc.nat(8), { nil: undefined }),
  fate: fc.oneof(
    { weight: 3, arbitrary: fc.constant('sent' as const) },
    fc.constantFrom(
      'deferred',
      'refused',
      'unknown: it left',
      'unknown: it did not',
      'crash: it left',
      'crash: it did not',
    ),
  ),
});
type Step = (typeof step extends fc.Arbitrary<infer T> ? T : never) | { readonly isQuiet: true };

interface Delivered {
  readonly id: number;
  readonly contents: string;
  readonly at: number;
  readonly low: readonly string[];
  readonly cleared: readonly string[];
}

/** Instances that look every few minutes; the state is read from its text each time. */
function simulate(alert: PoolAlert, steps: readonly Step[]) {
  const settings = { poolAlert: alert, defaultCountry: FR, numberType: 'mobile' } as const;
  const delivered: Delivered[] = [];
  let [text, now]: [string | undefined, number] = [undefined, START];
  const countsOf = (fr: number, gb: number | undefined) => [
    { country: FR, type: 'mobile' as const, available: fr },
    ...(gb === undefined ? [] : [{ country: GB, type: 'mobile' as const, available: gb }]),
  ];
  let counts = countsOf(8, 8);
  const look = (fate: Exclude<Step, { isQuiet: true }>['fate']) => {
    const stored = parseAlertState(text);
    const all = watched(counts, settings, knownTo(stored));
    const { state: before, news } = lookAtPool(stored, all, now, ADDRESS);
    text = formatAlertState(before);
    if (news === undefined) return;
    const contents = JSON.stringify(news);
    const state = claimAlert(before, news, { digest: contents, address: ADDRESS }, now);
    text = formatAlertState(state);
    if (fate === 'sent' || fate.endsWith('it left')) {
      const low = news.low.map(alertKey);
      delivered.push({ id: state.sequence, contents, at: now, low, cleared: news.cleared.map(alertKey) });
    }
    if (fate.startsWith('crash')) return;
    const kind = fate.startsWith('unknown') ? 'unknown' : (fate as NoticeFate);
    const settled = settleAlert(parseAlertState(text), { before, state, news }, kind, now);
    if (settled !== undefined) text = formatAlertState(settled);
  };
  look('sent');
  for (const each of steps) {
    if ('isQuiet' in each) {
      // Long enough for every pause, and for what has to last.
      for (let quarters = 0; quarters < 48; quarters += 1) {
        now += 15 * MINUTE;
        look('sent');
      }
      continue;
    }
    counts = countsOf(each.fr, each.gb);
    for (const share of [1, 2, 3]) {
      now += Math.ceil(each.wait / 3) + share;
      look(each.fate);
    }
  }
  return { delivered, counts, state: parseAlertState(text) };
}

/** What somebody believes who has read all of the mails. */
function believedLow(delivered: readonly Delivered[]): ReadonlySet<string> {
  const low = new Set<string>();
  for (const mail of delivered) {
    for (const key of mail.low) low.add(key);
    for (const key of mail.cleared) low.delete(key);
  }
  return low;
}

const alert = fc.oneof(
  fc.constantFrom<PoolAlert>(1, 4),
  fc.constant<PoolAlert>(
    new Map([
      [FR, 4],
      [GB, 2],
    ]),
  ),
);

test('whatever became of the mails, the shop knows in the end what is low and what is not', (t) => {
  fc.assert(
    fc.property(alert, fc.array(step, { maxLength: 12 }), (threshold, steps) => {
      const { delivered, counts } = simulate(threshold, [...steps, { isQuiet: true }]);
      const believed = believedLow(delivered);
      const key = (country: CountryCode) => (typeof threshold === 'number' ? `${country} mobile` : country);
      for (const country of [FR, GB]) {
        const available = counts.find((count) => count.country === country)?.available;
        const least = typeof threshold === 'number' ? threshold : (threshold.get(country) ?? 0);
        t.is(believed.has(key(country)), (available ?? 0) < least, JSON.stringify({ country, delivered }));
      }
    }),
    { numRuns: 500 },
  );
});

test('one id is of one content', (t) => {
  fc.assert(
    fc.property(alert, fc.array(step, { maxLength: 12 }), (threshold, steps) => {
      const { delivered } = simulate(threshold, [...steps, { isQuiet: true }]);
      const contents = new Map<number, string>();
      for (const { id, contents: text } of delivered) {
        t.is(contents.get(id) ?? text, text);
        contents.set(id, text);
      }
    }),
    { numRuns: 300 },
  );
});

test('however it goes up and down, there are at most five mails in eight hours about one country', (t) => {
  const upsAndDowns = fc.array(fc.record({ wait: fc.integer({ min: 1, max: 2 * HOUR }), fr: fc.nat(8) }), {
    minLength: 10,
    maxLength: 60,
  });
  fc.assert(
    fc.property(upsAndDowns, fc.integer({ min: 1, max: 6 }), (changes, threshold) => {
      const steps = changes.map((change) => ({ ...change, gb: 8, fate: 'sent' as const }));
      const { delivered } = simulate(new Map([[FR, threshold]]), steps);
      for (const { at } of delivered) {
        t.true(delivered.filter((other) => other.at >= at && other.at < at + 8 * HOUR).length <= 5);
      }
      const low = delivered.filter((mail) => mail.low.length > 0).length;
      const cleared = delivered.filter((mail) => mail.cleared.length > 0).length;
      t.true(cleared <= low);
    }),
    { numRuns: 300 },
  );
});

test('the all-clear needs a fifth more than the threshold, and one more at least', (t) => {
  t.deepEqual([1, 2, 5, 6, 10, 1000].map(clearLevel), [2, 3, 6, 8, 12, 1200]);
});

test('before anything was told nothing is remembered of a pool that has enough but its kinds', (t) => {
  const settings = { poolAlert: 2, defaultCountry: FR, numberType: 'mobile' } as const;
  const all = watched([{ country: GB, type: 'local', available: 2 }], settings, knownTo(NO_ALERTS));
  const { state, news } = lookAtPool(NO_ALERTS, all, START, ADDRESS);
  t.deepEqual(
    news?.low.map((each) => ({ key: alertKey(each), presence: each.presence })),
    [{ key: 'FR mobile', presence: 'absent' }],
  );
  t.deepEqual([state.kinds, state.told], [['GB local'], {}]);
});
