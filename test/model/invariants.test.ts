import test from 'ava';
import { brokenInvariant, claimsOf, factOf, referencesOf } from '../../src/domain/model/invariants.js';
import {
  closeParticipant,
  eraseParticipant,
  releaseParticipant,
  type Participant,
} from '../../src/domain/model/participant.js';
import type { AnyRecord } from '../../src/domain/model/records.js';
import { closeOpenSession, closePairedSession } from '../../src/domain/model/session.js';
import {
  aClient,
  aNumberThatIs,
  anOpenSession,
  aPairedSession,
  aParticipant,
  fictionalMobile as phone,
  personOf,
} from '../../src/entry/testing/records.js';
import { sampleRecords } from '../../src/entry/testing/sample-records.js';

const open = anOpenSession('open', { id: '1' }, phone(5));
const paired = aPairedSession('paired', { id: '1' }, { code: '012345' });
const client = aParticipant('client', paired);
const guest = aParticipant('guest', paired, { admittedBy: 'code', ...personOf(70) });
const { personKey } = personOf(9000);

const claims: readonly (readonly [string, AnyRecord, readonly string[]])[] = [
  ['a client without a number', { kind: 'client', value: aClient('1') }, []],
  [
    'a client with a number',
    { kind: 'client', value: aClient('1', { proxyNumber: phone(1) }) },
    [`holder of ${phone(1)}`],
  ],
  ['a live open session', { kind: 'session', value: open }, [`open session on ${phone(5)}`, 'open session of 1']],
  ['a closed open session', { kind: 'session', value: closeOpenSession(open, 5) }, []],
  ['a live paired session', { kind: 'session', value: paired }, ['order code 012345']],
  ['a closed paired session', { kind: 'session', value: closePairedSession(paired, 5) }, []],
  ['a live participant', { kind: 'participant', value: client }, [`${personKey} on ${phone(1)}`, 'client of paired']],
  ['a guest', { kind: 'participant', value: guest }, [`${personOf(70).personKey} on ${phone(1)}`]],
  ['a tombstone', { kind: 'participant', value: closeParticipant(client, 5) }, [`${personKey} on ${phone(1)}`]],
  [
    'an erased participant',
    { kind: 'participant', value: eraseParticipant(client, 5) },
    [`${personKey} on ${phone(1)}`],
  ],
  ['a released participant', { kind: 'participant', value: releaseParticipant(client, 5) }, []],
];
for (const [name, record, expected] of claims) {
  test(`${name} claims ${expected.length === 0 ? 'nothing' : `${expected.length.toString()} names`}`, (t) => {
    t.deepEqual(claimsOf(record), expected);
  });
}

const onShared = { kind: 'number', key: phone(1), fact: 'shared simulated' } as const;
const onAssigned = { kind: 'number', key: phone(5), fact: 'assigned simulated' } as const;
const itsSession = { kind: 'session', key: 'paired', fact: 'simulated' } as const;

test('participants refer to their number, and to their session while they are live', (t) => {
  const references = (value: Participant) => referencesOf({ kind: 'participant', value });
  t.deepEqual(references(client), [onShared, itsSession]);
  t.deepEqual(references(guest), [onShared, itsSession]);
  t.deepEqual(references(closeParticipant(client, 5)), [onShared]);
  t.deepEqual(references(eraseParticipant(client, 5)), [onShared]);
  t.deepEqual(references(releaseParticipant(client, 5)), []);
  t.deepEqual(references(aParticipant('p', open)), [onAssigned, { ...itsSession, key: 'open' }]);
  t.is(factOf({ kind: 'number', value: aNumberThatIs('shared', phone(1)) }), onShared.fact);
  t.is(factOf({ kind: 'number', value: aNumberThatIs('assigned', phone(5)) }), onAssigned.fact);
  for (const session of [paired, open, closePairedSession(paired, 5)]) {
    t.is(factOf({ kind: 'session', value: session }), itsSession.fact);
  }
});

test('no other kind refers to a record', (t) => {
  for (const record of sampleRecords()) {
    if (record.kind !== 'participant' && record.kind !== 'confirmation') t.deepEqual(referencesOf(record), []);
  }
});

const number = (status: Parameters<typeof aNumberThatIs>[0], carrier?: string): AnyRecord => ({
  kind: 'number',
  value: aNumberThatIs(status, phone(1), carrier === undefined ? {} : { carrier }),
});
const session: AnyRecord = { kind: 'session', value: paired };
const participant = (value: Participant): AnyRecord => ({
  kind: 'participant',
  value,
});
const invariants: readonly (readonly [string, boolean, readonly AnyRecord[]])[] = [
  ['a participant with number and session', true, [participant(client), number('shared'), session]],
  ['a participant on an assigned number', false, [participant(client), number('assigned'), session]],
  ['a participant on a number of another carrier', false, [participant(client), number('shared', 'x'), session]],
  ['a participant without a number', false, [participant(client), session]],
  ['a live participant without a session', false, [participant(client), number('shared')]],
  ['a tombstone without a session', true, [participant(closeParticipant(client, 5)), number('shared')]],
  ['a tombstone without a number', false, [participant(closeParticipant(client, 5))]],
  ['a released participant', true, [participant(releaseParticipant(client, 5))]],
  [
    'two holders of one number',
    false,
    ['1', '2'].map((id): AnyRecord => ({ kind: 'client', value: aClient(id, { proxyNumber: phone(1) }) })),
  ],
  ['two sessions with one code', false, [session, { kind: 'session', value: { ...paired, id: 'other' } }]],
];
for (const [name, holds, records] of invariants) {
  test(`${name} ${holds ? 'is allowed' : 'breaks an invariant, which is told without personal data'}`, (t) => {
    for (const list of [records, records.toReversed()]) {
      const broken = brokenInvariant(list);
      t.is(broken === undefined, holds);
      t.notRegex(broken ?? '', /\d/);
    }
  });
}
