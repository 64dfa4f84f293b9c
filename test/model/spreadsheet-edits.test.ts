import test from 'ava';
import type { Client } from '../../src/domain/model/client.js';
import { NUMBER_STATUSES, type NumberState, type NumberStatus } from '../../src/domain/model/proxy-number.js';
import type { AnyRecord } from '../../src/domain/model/records.js';
import type { OpenedSession } from '../../src/domain/model/session.js';
import {
  clientEdited,
  editedNumberState,
  type ClientEdit,
  type NumberRow,
} from '../../src/domain/model/spreadsheet-edits.js';
import {
  aClient,
  aNumberThatIs,
  anOpenSession,
  aParticipant,
  fictionalMobile as phone,
  NUMBER_STATES,
  personKeyOf,
  personOf,
  TEST_CARRIER,
} from '../../src/entry/testing/records.js';
import { idOf, written } from './one-by-one.js';

const NOW = 1000;
const terms = { now: NOW, quarantineMs: 50, carrier: TEST_CARRIER };

// A row of the pool

const reserved = { status: 'reserved', token: 'from the row', by: '9', since: 3 } as const;
const row = (fields: Partial<NumberRow>): NumberRow => ({
  ...{ holder: undefined, isTaken: false, status: undefined, assignedAt: undefined, reserved },
  ...fields,
});
/** What a status means that was not known before, on a number that nobody has in their row. */
const entered: Readonly<Record<NumberStatus, NumberState>> = {
  available: { status: 'available' },
  reserved,
  assigned: { status: 'quarantined', until: NOW + 50 },
  shared: { status: 'shared', since: NOW },
  quarantined: { status: 'quarantined', until: NOW + 50 },
  held: { status: 'error', since: NOW },
  error: { status: 'error', since: NOW },
  released: { status: 'released', since: NOW },
};

for (const status of NUMBER_STATUSES) {
  test(`a row that says ${status} makes a number ${entered[status].status}, and changes nothing twice`, (t) => {
    t.deepEqual(editedNumberState(row({ status }), undefined, terms), entered[status]);
    for (const known of Object.values(NUMBER_STATES)) {
      // A number that was given back does not come back into the pool to be given to nobody.
      const isOut = status === 'error' || status === 'held';
      const isGivenBack = known.status === 'released' && isOut;
      const isSame = known.status === (isOut ? 'error' : status) && status !== 'assigned';
      const isKnown = isGivenBack || isSame || known.status === 'held';
      t.deepEqual(editedNumberState(row({ status }), known, terms), isKnown ? known : entered[status]);
    }
  });

  test(`a row with a word that is no status takes a number that is ${status} out of rotation, unless it was given back or is held`, (t) => {
    const known = NUMBER_STATES[status];
    const expected = status === 'error' || status === 'released' || status === 'held' ? known : entered.error;
    t.deepEqual(editedNumberState(row({}), known, terms), expected);
  });

  test(`a number in a client's row that cannot be read is given to nobody, even when it says ${status}`, (t) => {
    for (const known of [undefined, ...Object.values(NUMBER_STATES)]) {
      const { status: now } = editedNumberState(row({ status, isTaken: true }), known, terms);
      const isOut = status === 'error' || status === 'held';
      const isGivenBack = status === 'released' || (isOut && known?.status === 'released');
      t.is(now, known?.status === 'held' ? 'held' : isGivenBack ? 'released' : 'error');
    }
  });

  test(`whoever has the number in their row holds it, even when it says ${status}, unless it is kept for a confirmation`, (t) => {
    const held = { status: 'assigned', to: '7', since: NOW } as const;
    t.is(editedNumberState(row({ status, holder: '7' }), NUMBER_STATES.held, terms), NUMBER_STATES.held);
    for (const known of [undefined, ...Object.values(NUMBER_STATES)]) {
      if (known?.status === 'held') continue;
      t.deepEqual(editedNumberState(row({ status, holder: '7' }), known, terms), held);
      const since = editedNumberState(row({ status, holder: '7', assignedAt: 5 }), known, terms);
      t.deepEqual(since, { ...held, since: 5 });
    }
    const known = NUMBER_STATES.assigned;
    t.is(editedNumberState(row({ status, holder: known.to, assignedAt: 5 }), known, terms), known);
  });
}

test('a number that is new and whose row has a word that is no status is given to nobody', (t) => {
  t.deepEqual(editedNumberState(row({}), undefined, terms), entered.error);
});

// A row of a client

const assignedTo = (to: string, number: number) =>
  aNumberThatIs('assigned', phone(number), { state: { status: 'assigned', to, since: 2 } });
const openedBy = (id: string, number: number, person = personOf(9000)): OpenedSession => {
  const session = anOpenSession(`session ${id}`, { id }, phone(number), { lastCaller: phone(60) });
  return { session, client: aParticipant(`participant ${id}`, session, person) };
};
const rowOf = (fields: Partial<Client> = {}) => aClient('1', { proxyNumber: phone(1), ...fields });
const before = openedBy('1', 1);

function edit(fields: Partial<ClientEdit> & Pick<ClientEdit, 'client'>): ClientEdit {
  const { client } = fields;
  return {
    clientId: '1',
    person: client && { phone: client.realPhone, personKey: personKeyOf(client.realPhone) },
    open: undefined,
    formerNumber: undefined,
    number: undefined,
    occupant: undefined,
    newIds: { session: 'new session', participant: 'new participant' },
    ...fields,
  };
}

const recordsOf = (...opened: readonly (OpenedSession | undefined)[]): AnyRecord[] =>
  opened.flatMap((each): AnyRecord[] =>
    each === undefined
      ? []
      : [
          { kind: 'session', value: each.session },
          { kind: 'participant', value: each.client },
        ],
  );

/** What the store has after an edit of a client's row. */
function afterEdit(edited: ClientEdit): ReadonlyMap<string, AnyRecord['value']> {
  const { open, occupant, number, formerNumber } = edited;
  const known = [number, formerNumber].flatMap((value): AnyRecord[] => (value ? [{ kind: 'number', value }] : []));
  return written([...known, ...recordsOf(open, occupant)], clientEdited(edited, terms));
}

test('a client without a number has no session', (t) => {
  t.deepEqual(clientEdited(edit({ client: aClient('1') }), terms), []);
});

test('a number that comes into the row is assigned, and a session opened on it', (t) => {
  for (const status of ['available', 'quarantined', 'reserved'] as const) {
    const after = afterEdit(edit({ client: rowOf(), number: aNumberThatIs(status, phone(1)) }));
    t.like(after.get(`number ${phone(1)}`), { state: { status: 'assigned', to: '1', since: NOW } });
    t.like(after.get('session new session'), {
      proxyNumber: phone(1),
      clientId: '1',
      openedAt: NOW,
      closedAt: undefined,
    });
    t.like(after.get('participant new participant'), { ...personOf(9000), proxyNumber: phone(1) });
  }
  const writes = clientEdited(edit({ client: rowOf(), number: assignedTo('1', 1) }), terms);
  t.deepEqual(writes.map(idOf), ['session new session', 'participant new participant']);
});

test('another number in the row: the former one cools off, and its session is closed', (t) => {
  const client = rowOf({ proxyNumber: phone(2) });
  const number = aNumberThatIs('available', phone(2));
  const after = afterEdit(edit({ client, open: before, formerNumber: assignedTo('1', 1), number }));
  t.deepEqual([...after.keys()].sort(), [
    ...[`number ${phone(1)}`, `number ${phone(2)}`, 'participant new participant', 'participant participant 1'],
    ...['session new session', 'session session 1'],
  ]);
  t.like(after.get(`number ${phone(1)}`), { state: { status: 'quarantined', until: NOW + 50 } });
  t.like(after.get(`number ${phone(2)}`), { state: { status: 'assigned', to: '1' } });
  t.like(after.get('session session 1'), { closedAt: NOW });
  t.like(after.get('participant participant 1'), { releasedAt: NOW, phone: undefined });
  t.like(after.get('session new session'), { proxyNumber: phone(2), lastCaller: undefined });
});

test('a row that was removed, or lost its number: the session is closed, and the number cools off', (t) => {
  for (const client of [undefined, aClient('1')]) {
    const after = afterEdit(edit({ client, open: before, formerNumber: assignedTo('1', 1) }));
    t.like(after.get(`number ${phone(1)}`), { state: { status: 'quarantined', until: NOW + 50 } });
    t.like(after.get('session session 1'), { closedAt: NOW });
    t.like(after.get('participant participant 1'), { releasedAt: NOW });
    t.is(after.size, 3);
  }
});

test('a former number that is not the client’s any more is left alone', (t) => {
  for (const formerNumber of [undefined, aNumberThatIs('released', phone(1)), assignedTo('2', 1)]) {
    const writes = clientEdited(edit({ client: undefined, open: before, formerNumber }), terms);
    t.deepEqual(writes.map(idOf), ['participant participant 1', 'session session 1']);
  }
});

test('another name, phone or residency: the session follows, with what it knew', (t) => {
  const client = rowOf({ name: 'Bo', realPhone: phone(9001), residency: 'BE' });
  const optedOut = [personOf(9000).personKey];
  const open = { ...before, session: { ...before.session, optedOut } };
  const number = assignedTo('1', 1);
  const edited = edit({ client, open, number, formerNumber: number, occupant: open });
  t.deepEqual(clientEdited(edited, terms).map(idOf), ['session session 1', 'participant participant 1']);
  const after = afterEdit(edited);
  t.deepEqual(after.get('session session 1'), {
    ...before.session,
    ...{ maskedName: 'B***', homeCountry: 'BE', optedOut: [personOf(9001).personKey] },
  });
  t.deepEqual(after.get('participant participant 1'), { ...before.client, ...personOf(9001) });
  t.is(after.size, 3);
});

test('a number that comes from another client’s row: that client’s session is closed first', (t) => {
  const occupant = openedBy('2', 1, personOf(9002));
  const number = assignedTo('2', 1);
  const after = afterEdit(edit({ client: rowOf(), number, occupant }));
  t.like(after.get('session session 2'), { closedAt: NOW });
  t.like(after.get('participant participant 2'), { releasedAt: NOW });
  t.like(after.get(`number ${phone(1)}`), { state: { status: 'assigned', to: '1', since: NOW } });
  t.like(after.get('session new session'), { clientId: '1', proxyNumber: phone(1) });

  const moved = rowOf({ proxyNumber: phone(2) });
  const theirs = openedBy('2', 2, personOf(9002));
  const swapped = afterEdit(
    edit({
      client: moved,
      open: before,
      formerNumber: assignedTo('1', 1),
      number: assignedTo('2', 2),
      occupant: theirs,
    }),
  );
  t.like(swapped.get('session session 1'), { closedAt: NOW });
  t.like(swapped.get('session session 2'), { closedAt: NOW });
  t.like(swapped.get('session new session'), { proxyNumber: phone(2) });
});
