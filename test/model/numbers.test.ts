import test from 'ava';
import fc from 'fast-check';
import { clientNumber, homeCountry } from '../../src/domain/model/client.js';
import { isProxyCallError } from '../../src/domain/model/errors.js';
import { phoneNumber } from '../../src/domain/model/phone-number.js';
import {
  NUMBER_STATUSES,
  NUMBER_TYPES,
  RESERVATION_MS,
  effectiveStatus,
  isFree,
  transition,
  type NumberEvent,
  type NumberState,
} from '../../src/domain/model/proxy-number.js';
import { chooseNumber, typesToTry } from '../../src/domain/model/selection.js';
import { aNumber, fictionalMobile } from '../../src/entry/testing/records.js';

const NOW = 1_000_000_000;
const states: Readonly<Record<string, NumberState>> = {
  available: { status: 'available' },
  reserved: { status: 'reserved', token: 't', by: 'c', since: NOW },
  lapsed: { status: 'reserved', token: 't', by: 'c', since: NOW - RESERVATION_MS },
  assigned: { status: 'assigned', to: 'c', since: NOW },
  shared: { status: 'shared', since: NOW },
  cooling: { status: 'quarantined', until: NOW + 1 },
  cooled: { status: 'quarantined', until: NOW },
  held: { status: 'held', by: 'confirmation', since: NOW },
  error: { status: 'error', since: NOW },
  released: { status: 'released', since: NOW },
};
const events: Readonly<Record<NumberEvent['type'], NumberEvent>> = {
  reserve: { type: 'reserve', token: 'new', by: 'd', at: NOW },
  confirm: { type: 'confirm', token: 't', at: NOW },
  cancel: { type: 'cancel', token: 't' },
  assign: { type: 'assign', to: 'd', at: NOW },
  share: { type: 'share', token: 't', at: NOW },
  unshare: { type: 'unshare' },
  quarantine: { type: 'quarantine', until: NOW + 5 },
  hold: { type: 'hold', by: 'new', token: 't', at: NOW },
  promote: { type: 'promote', by: 'confirmation', to: 'd', at: NOW },
  unhold: { type: 'unhold', by: 'confirmation', until: NOW + 5 },
  release: { type: 'release', at: NOW },
};
/** What each state lets happen, and where it leads. Everything else is refused. */
const allowed: Readonly<Record<string, Partial<Record<NumberEvent['type'], NumberState['status']>>>> = {
  available: { reserve: 'reserved', assign: 'assigned', share: 'shared', hold: 'held', release: 'released' },
  reserved: { confirm: 'assigned', cancel: 'available', share: 'shared', hold: 'held', release: 'released' },
  lapsed: {
    ...{ reserve: 'reserved', assign: 'assigned', cancel: 'available', share: 'shared' },
    ...{ hold: 'held', release: 'released' },
  },
  assigned: { quarantine: 'quarantined' },
  // Whether sessions are on it is for the store to know.
  shared: { unshare: 'available' },
  cooling: { release: 'released' },
  cooled: { reserve: 'reserved', assign: 'assigned', share: 'shared', hold: 'held', release: 'released' },
  held: { promote: 'assigned', unhold: 'quarantined' },
  error: { release: 'released' },
  released: {},
};

for (const [name, state] of Object.entries(states)) {
  for (const [type, event] of Object.entries(events)) {
    const next = allowed[name]?.[event.type];
    test(`a number that is ${name}: ${type} ${next === undefined ? 'is refused' : `makes it ${next}`}`, (t) => {
      const number = aNumber(fictionalMobile(1), { state });
      if (next === undefined) {
        t.true(
          isProxyCallError(
            t.throws(() => transition(number, event)),
            'number_state',
          ),
        );
      } else {
        t.is(transition(number, event).state.status, next);
      }
    });
  }
}

test('a reservation is confirmed by its own token only, and for whom it was made', (t) => {
  const reserved = aNumber(fictionalMobile(1), { state: { status: 'reserved', token: 't', by: 'c', since: NOW } });
  t.throws(() => transition(reserved, { type: 'confirm', token: 'other', at: NOW }));
  t.throws(() => transition(reserved, { type: 'cancel', token: 'other' }));
  t.throws(() => transition(reserved, { type: 'confirm', token: 't', at: NOW + RESERVATION_MS }));
  t.deepEqual(transition(reserved, { type: 'confirm', token: 't', at: NOW }).state, {
    status: 'assigned',
    to: 'c',
    since: NOW,
  });
});

test('what may be given out is reported as available', (t) => {
  for (const [name, state] of Object.entries(states)) {
    const number = aNumber(fictionalMobile(1), { state });
    const free = ['available', 'lapsed', 'cooled'].includes(name);
    t.is(isFree(number, NOW), free);
    t.is(effectiveStatus(number, NOW), free ? 'available' : state.status);
  }
  t.deepEqual(new Set(NUMBER_STATUSES), new Set(Object.values(states).map(({ status }) => status)));
});

test('the preferred type is tried first, every type once, and local next to national', (t) => {
  for (const type of NUMBER_TYPES) {
    t.is(typesToTry(type)[0], type);
    t.deepEqual([...typesToTry(type)].sort(), [...NUMBER_TYPES].sort());
  }
  t.is(typesToTry('national')[1], 'local');
});

test('a free number with voice is chosen whenever there is one, and any of them can be', (t) => {
  const number = fc.record({
    voice: fc.boolean(),
    state: fc.constantFrom(...Object.values(states)),
  });
  fc.assert(
    fc.property(
      fc.array(number, { maxLength: 8 }),
      fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
      (drafts, random) => {
        const candidates = drafts.map(({ voice, state }, index) => ({
          value: aNumber(fictionalMobile(index), { state, capabilities: { voice, sms: true, mms: false } }),
        }));
        const usable = candidates.filter(({ value }) => value.capabilities.voice && isFree(value, NOW));
        const chosen = chooseNumber(candidates, NOW, random);
        return usable.length === 0 ? chosen === undefined : chosen !== undefined && usable.includes(chosen);
      },
    ),
  );
  const four = [0, 1, 2, 3].map((index) => ({ value: aNumber(fictionalMobile(index)) }));
  t.is(new Set([0, 0.25, 0.5, 0.999].map((random) => chooseNumber(four, NOW, random))).size, 4);
});

test('a client belongs where they live, else where their phone does', (t) => {
  t.is(homeCountry({ residency: 'BE', realPhone: fictionalMobile(1) }), 'BE');
  t.is(homeCountry({ residency: undefined, realPhone: fictionalMobile(1) }), 'FR');
  t.is(homeCountry({ residency: undefined, realPhone: phoneNumber('+88213123456') }), undefined);
});

test('client ids that are whole numbers count', (t) => {
  for (const [id, number] of [
    ['0', 0],
    ['42', 42],
    ['007', undefined],
    ['1e3', undefined],
    ['-1', undefined],
    ['', undefined],
    ['9'.repeat(20), undefined],
  ] as const) {
    t.is(clientNumber(id), number);
  }
});

test('a number is held from a reservation by its own token only, and for nobody else once it is held', (t) => {
  const reserved = aNumber(fictionalMobile(1), { state: { status: 'reserved', token: 't', by: 'c', since: NOW } });
  t.throws(() => transition(reserved, { type: 'hold', by: 'x', token: 'other', at: NOW }));
  t.throws(() => transition(reserved, { type: 'hold', by: 'x', at: NOW }));
  const held = transition(reserved, { type: 'hold', by: 'x', token: 't', at: NOW });
  t.deepEqual(held.state, { status: 'held', by: 'x', since: NOW });
  t.throws(() => transition(held, { type: 'promote', by: 'y', to: 'd', at: NOW }));
  t.throws(() => transition(held, { type: 'unhold', by: 'y', until: NOW }));
  const promoted = transition(held, { type: 'promote', by: 'x', to: 'd', at: NOW + 1 });
  t.deepEqual(promoted.state, { status: 'assigned', to: 'd', since: NOW + 1 });
  t.deepEqual(transition(held, { type: 'unhold', by: 'x', until: NOW + 5 }).state, {
    status: 'quarantined',
    until: NOW + 5,
  });
});

const names = fc.constantFrom('x', 'y');
const moments = fc.nat({ max: 100 * RESERVATION_MS });
const anyEvent: fc.Arbitrary<NumberEvent> = fc.oneof(
  fc.record({ type: fc.constant('reserve' as const), token: names, by: names, at: moments }),
  fc.record({ type: fc.constant('confirm' as const), token: names, at: moments }),
  fc.record({ type: fc.constant('cancel' as const), token: names }),
  fc.record({ type: fc.constant('assign' as const), to: names, at: moments }),
  fc.record({ type: fc.constant('share' as const), token: names, at: moments }),
  fc.record({ type: fc.constant('unshare' as const) }),
  fc.record({ type: fc.constant('quarantine' as const), until: moments }),
  fc.record({
    type: fc.constant('hold' as const),
    by: names,
    token: fc.option(names, { nil: undefined }),
    at: moments,
  }),
  fc.record({ type: fc.constant('promote' as const), by: names, to: names, at: moments }),
  fc.record({ type: fc.constant('unhold' as const), by: names, until: moments }),
  fc.record({ type: fc.constant('release' as const), at: moments }),
);

test('whatever happens and however late, a held number leaves its confirmation by the end of that only', (t) => {
  let ends = 0;
  fc.assert(
    fc.property(fc.array(anyEvent, { maxLength: 60, size: 'max' }), (steps) => {
      let number = aNumber(fictionalMobile(1));
      for (const event of steps) {
        const { state } = number;
        if (state.status === 'held') t.false(isFree(number, Number.MAX_SAFE_INTEGER));
        try {
          number = transition(number, event);
        } catch (error) {
          t.true(isProxyCallError(error, 'number_state'));
          t.is(number.state, state);
          continue;
        }
        if (state.status !== 'held') continue;
        ends += 1;
        t.true((event.type === 'promote' || event.type === 'unhold') && event.by === state.by);
        t.true(['assigned', 'quarantined'].includes(number.state.status));
      }
    }),
  );
  t.true(ends > 0);
});
