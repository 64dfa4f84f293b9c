import test from 'ava';
import type { Identity } from '../../src/domain/model/identity.js';
import { closeParticipant, eraseParticipant, type LiveParticipant } from '../../src/domain/model/participant.js';
import { phoneNumber } from '../../src/domain/model/phone-number.js';
import { describeRoute, route, type RoutingPolicy, type RoutingState } from '../../src/domain/model/routing.js';
import { DEFAULT_SETTINGS } from '../../src/domain/model/settings.js';
import { closePairedSession, type LiveOpenSession } from '../../src/domain/model/session.js';
import {
  aClient,
  aNumber,
  aNumberThatIs,
  anOpenSession,
  aPairedSession,
  aParticipant,
  fictionalMobile,
  personKeyOf,
} from '../../src/entry/testing/records.js';

const proxy = fictionalMobile(1);
const ada = aClient('1');
const courier = phoneNumber('+33199001234');
const premium = phoneNumber('+33899123456');
const { policy } = DEFAULT_SETTINGS;
const NOW = 1_000_000;
const nothing: RoutingState = { number: undefined, open: undefined, caller: undefined, callerIsOurs: false };
const number = aNumberThatIs('assigned', proxy);

/** Somebody calls a number with an open session. */
function unknownCaller(session: Partial<LiveOpenSession> = {}, client: Partial<LiveParticipant> = {}): RoutingState {
  const open = anOpenSession('s', ada, proxy, session);
  return { ...nothing, number, open: { session: open, client: aParticipant('p', open, client) } };
}

/** The client of the open session calls it. */
function itsClient(session: Partial<LiveOpenSession> = {}): RoutingState {
  const state = unknownCaller(session);
  const { open } = state;
  if (open === undefined) return state;
  return { ...state, caller: { participant: open.client, session: open.session, other: undefined } };
}

const session = aPairedSession('s', ada, { expiresAt: 2 * NOW });
const client = aParticipant('client', session);
const counterpart = aParticipant('counterpart', session, {
  role: 'counterpart',
  phone: courier,
  personKey: personKeyOf(courier),
});
const shared: RoutingState = { ...nothing, number: aNumberThatIs('shared', proxy) };
const pairedCaller = (caller: Partial<NonNullable<RoutingState['caller']>>): RoutingState => ({
  ...shared,
  caller: { participant: client, session, other: counterpart, ...caller },
});

function decide(from: Identity | string, on: RoutingState = unknownCaller(), by: RoutingPolicy = policy, now = NOW) {
  const identity: Identity = typeof from === 'string' ? { kind: 'number', number: phoneNumber(from) } : from;
  return route(on, proxy, identity, { ...DEFAULT_SETTINGS, now, policy: by });
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
  t.like(decide(courier, unknownCaller({ lastCaller: courier })), { kind: 'connect', lastCaller: undefined });
});

test('the client reaches the last caller, who sees the proxy number', (t) => {
  t.is(outcome(ada.realPhone, itsClient({ lastCaller: courier })), `to_counterpart ${courier} as ${proxy}`);
  t.is(outcome(ada.realPhone, itsClient()), 'nobody_to_reach');
  t.like(decide(ada.realPhone, itsClient({ lastCaller: courier })), { lastCaller: undefined });
});

test('a number of ours without a session is not in service; one that is not ours is not recognised', (t) => {
  t.is(outcome(courier, { ...nothing, number: aNumber(proxy) }), 'not_in_service');
  t.is(outcome(courier, nothing), 'not_recognised');
});

test('withheld callers are refused, or connected and forgotten', (t) => {
  t.is(outcome({ kind: 'withheld' }), 'withheld_refused');
  const allowed = decide({ kind: 'withheld' }, unknownCaller(), { ...policy, withheldCallers: 'allow' });
  t.like(allowed, { kind: 'connect', to: ada.realPhone, lastCaller: undefined });
});

test('a named sender is connected and never remembered', (t) => {
  t.like(decide({ kind: 'named', name: 'SHOP' }), { kind: 'connect', to: ada.realPhone, lastCaller: undefined });
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
  t.is(outcome('+447700900123', unknownCaller({ homeCountry: 'GB' })), `to_client ${ada.realPhone} as ${proxy}`);
  const british = phoneNumber('+447700900999');
  t.is(outcome('+447700900123', unknownCaller({}, { phone: british })), `to_client ${british} as ${proxy}`);
});

test('a list of countries replaces the default', (t) => {
  const americans: RoutingPolicy = { ...policy, allowedCountries: new Set(['US']) };
  t.is(outcome('+12025550123', unknownCaller(), americans), `to_client ${ada.realPhone} as ${proxy}`);
  t.is(outcome('+4915123456789', unknownCaller(), americans), 'country_refused');
});

test('premium-rate numbers are never dialled nor remembered', (t) => {
  t.like(decide(premium), { kind: 'connect', lastCaller: undefined });
  t.is(outcome(ada.realPhone, itsClient({ lastCaller: premium })), 'not_reachable');
  t.is(outcome(courier, unknownCaller({}, { phone: premium })), 'not_reachable');
  t.is(outcome(ada.realPhone, pairedCaller({ other: { ...counterpart, phone: premium } })), 'not_reachable');
});

test('a number of the pool reaches nobody: a phone that diverts its calls to us, or a forgery', (t) => {
  const states = {
    open: unknownCaller(),
    itsClient: itsClient({ lastCaller: courier }),
    paired: pairedCaller({}),
    closed: pairedCaller({ participant: closeParticipant(client, NOW) }),
    shared,
    idle: { ...nothing, number: aNumber(proxy) },
  };
  for (const [name, state] of Object.entries(states)) {
    for (const from of [proxy, fictionalMobile(77)]) {
      const decided = decide(from, { ...state, callerIsOurs: true });
      t.like(decided, { kind: 'refuse', reason: 'not_reachable', session: undefined }, name);
    }
  }
});

test('the last caller is called back as the countries allow: those of the client, of the merchant and the allowed ones', (t) => {
  const [british, american] = [phoneNumber('+447700900123'), phoneNumber('+12025550123')];
  const back = (lastCaller: typeof courier, home: 'FR' | 'GB', by: RoutingPolicy = policy) =>
    outcome(ada.realPhone, itsClient({ lastCaller, homeCountry: home }), by);
  t.is(back(british, 'GB'), `to_counterpart ${british} as ${proxy}`);
  t.is(back(british, 'FR'), 'not_reachable');
  t.is(back(american, 'GB'), 'not_reachable');
  const listed: RoutingPolicy = { ...policy, dialledCountries: new Set(['US', 'FR']) };
  t.is(back(american, 'GB', listed), `to_counterpart ${american} as ${proxy}`);
  t.is(back(british, 'GB', listed), 'not_reachable');
  // The client is called by the same rule.
  t.is(outcome(courier, unknownCaller({}, { phone: british })), `to_client ${british} as ${proxy}`);
  t.is(outcome(courier, unknownCaller({}, { phone: british }), listed), 'not_reachable');
  // Who may call and may not be called back is connected, and not remembered.
  t.like(decide(british, unknownCaller({ homeCountry: 'GB' }), listed), { kind: 'connect', lastCaller: undefined });
  t.like(decide(british, unknownCaller({ homeCountry: 'GB' })), { kind: 'connect', lastCaller: british });
});

test('a courier who may not be called any more cannot be reached, and reaches the client', (t) => {
  const far = { ...counterpart, phone: phoneNumber('+12025550123') };
  t.is(outcome(ada.realPhone, pairedCaller({ other: far })), 'not_reachable');
  t.is(
    outcome(far.phone, pairedCaller({ participant: far, other: client })),
    `to_client ${ada.realPhone} as ${client.proxyNumber}`,
  );
  const american = { ...session, homeCountry: 'US' } as const;
  const callerId = counterpart.proxyNumber;
  t.is(
    outcome(ada.realPhone, pairedCaller({ session: american, other: far })),
    `to_counterpart ${far.phone} as ${callerId}`,
  );
  for (const satellite of ['+8816123456789', '+870776123456', '+447012345678'] as const) {
    const other = { ...counterpart, phone: phoneNumber(satellite) };
    t.is(outcome(ada.realPhone, pairedCaller({ session: american, other })), 'not_reachable', satellite);
  }
});

test('the participants of a paired session reach each other, each shown their own proxy number', (t) => {
  const [ownOfClient, ownOfCourier] = [client.proxyNumber, counterpart.proxyNumber];
  t.not(ownOfClient, ownOfCourier);
  t.is(outcome(ada.realPhone, pairedCaller({})), `to_counterpart ${courier} as ${ownOfCourier}`);
  const fromCourier = pairedCaller({ participant: counterpart, other: client });
  t.is(outcome(courier, fromCourier), `to_client ${ada.realPhone} as ${ownOfClient}`);
  t.like(decide(courier, fromCourier), { session: { id: 's' }, lastCaller: undefined });
});

test('a guest reaches whom the order names for the other role, from any country', (t) => {
  const guest = aParticipant('guest', session, { role: 'counterpart', admittedBy: 'code' });
  const state = pairedCaller({ participant: guest, other: client });
  t.is(outcome('+12025550123', state), `to_client ${ada.realPhone} as ${client.proxyNumber}`);
});

test('when the other participant was erased or replaced there is nobody to connect', (t) => {
  t.is(outcome(ada.realPhone, pairedCaller({ other: undefined })), 'order_closed');
});

test('a session that has expired is over before maintenance has recorded it', (t) => {
  t.is(
    outcome(courier, pairedCaller({}), policy, 2 * NOW - 1),
    `to_counterpart ${courier} as ${counterpart.proxyNumber}`,
  );
  t.is(outcome(courier, pairedCaller({}), policy, 2 * NOW), 'order_closed');
});

test('a tombstone hears that the order is closed while it cools off, and is an unknown caller afterwards', (t) => {
  const { hardCoolingMs, softCoolingMs } = DEFAULT_SETTINGS;
  const closed = { session: closePairedSession(session, NOW), other: undefined };
  for (const participant of [closeParticipant(client, NOW), eraseParticipant(client, NOW)]) {
    for (const known of [closed, { ...closed, session: undefined }]) {
      const state = pairedCaller({ ...known, participant });
      for (const after of [0, hardCoolingMs, softCoolingMs - 1]) {
        t.is(outcome(ada.realPhone, state, policy, NOW + after), 'order_closed');
      }
      t.is(outcome(ada.realPhone, state, policy, NOW + softCoolingMs), 'ask_code');
    }
  }
});

test('one who was replaced is a tombstone while the session goes on', (t) => {
  const replaced = { participant: closeParticipant(counterpart, NOW), session, other: client };
  t.is(outcome(courier, pairedCaller(replaced)), 'order_closed');
});

test('on a shared number an unknown caller is asked for the code of the order', (t) => {
  for (const from of [courier, '+12025550123'] as const) t.is(outcome(from, shared), 'ask_code');
  t.is(outcome({ kind: 'withheld' }, shared), 'ask_code');
});

test('a decision in words names no number', (t) => {
  for (const decided of [
    decide(courier),
    decide(ada.realPhone, itsClient({ lastCaller: courier })),
    decide(ada.realPhone, itsClient()),
    decide(ada.realPhone, pairedCaller({})),
    decide(courier, pairedCaller({ participant: counterpart, other: client })),
    decide(courier, shared),
  ]) {
    t.notRegex(describeRoute(decided), /\d/);
  }
});
