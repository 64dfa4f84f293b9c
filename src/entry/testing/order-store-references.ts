import assert from 'node:assert/strict';
import {
  closeParticipant,
  eraseParticipant,
  releaseParticipant,
  type Participant,
} from '../../domain/model/participant.js';
import { NUMBER_STATUSES } from '../../domain/model/proxy-number.js';
import { closeOpened, closePairedSession, type LiveSession } from '../../domain/model/session.js';
import { put } from '../../domain/services/commit.js';
import type { OrderStore, Put } from '../../ports/order-store.js';
import type { Promises } from './contract.js';
import { assertConflict, assertInvariants, changing, found, isConflict } from './order-store-assertions.js';
import {
  aNumber,
  aNumberThatIs,
  anOpenSession,
  aPairedSession,
  aParticipant,
  fictionalMobile as phone,
  NUMBER_STATES,
  personOf,
} from './records.js';

const paired = aPairedSession('paired', { id: '1' });
const open = anOpenSession('open', { id: '1' }, phone(2));
/** Each kind of session, on a number that is in the one status that it needs. */
const KINDS_OF_SESSION = [
  { session: paired, status: 'shared', number: phone(1) },
  { session: open, status: 'assigned', number: phone(2) },
] as const;

/** All the same writes in several orders. */
function orders(puts: readonly Put[]): readonly (readonly Put[])[] {
  return [puts, puts.toReversed(), [...puts.slice(1), ...puts.slice(0, 1)]];
}

async function admitted(store: OrderStore, session: LiveSession, status: 'shared' | 'assigned'): Promise<Participant> {
  const participant = aParticipant('p', session);
  const number = aNumberThatIs(status, participant.proxyNumber);
  await store.commit({ puts: [put('number', number), put('session', session), put('participant', participant)] });
  return participant;
}

/** The promises about records that rely on others: see `references` of the record rules. */
export const referencePromises: Promises<OrderStore> = {
  'a participant needs a number that is shared in a paired session, and assigned in an open one': async (store) => {
    await store.commit({ puts: [paired, open].map((session) => put('session', session)) });
    for (const [index, status] of NUMBER_STATUSES.entries()) {
      await store.commit({ puts: [put('number', aNumberThatIs(status, phone(10 + index)))] });
      for (const { session, status: needed } of KINDS_OF_SESSION) {
        const live = aParticipant(`${session.kind} ${status}`, session, { proxyNumber: phone(10 + index) });
        if (status === needed) await store.commit({ puts: [put('participant', live)] });
        else {
          await assertConflict(store, { puts: [put('participant', live)] });
          await assertConflict(store, { puts: [put('participant', eraseParticipant(live, 5))] });
        }
      }
    }
    for (const { session } of KINDS_OF_SESSION) {
      const elsewhere = aParticipant('elsewhere', session, { proxyNumber: phone(99) });
      await assertConflict(store, { puts: [put('participant', elsewhere)] });
      await store.commit({ puts: [put('participant', releaseParticipant({ ...elsewhere, id: session.kind }, 5))] });
    }
  },

  'a participant, their number and their session are of one carrier': async (store) => {
    const theirs = { carrier: 'another' } as const;
    for (const { session, status, number } of KINDS_OF_SESSION) {
      const participant = aParticipant(session.kind, session, { proxyNumber: number });
      const other = { ...session, ...theirs };
      const refused: readonly (readonly [LiveSession, Participant, object])[] = [
        [session, participant, theirs],
        [session, { ...participant, ...theirs }, {}],
        [session, { ...participant, ...theirs }, theirs],
        [other, participant, {}],
        [other, participant, theirs],
        [other, { ...participant, ...theirs }, {}],
        [session, closeParticipant({ ...participant, ...theirs }, 5), {}],
        [session, closeParticipant(participant, 5), theirs],
      ];
      for (const [itsSession, its, fields] of refused) {
        await assertConflict(store, {
          puts: [
            put('number', aNumberThatIs(status, number, fields)),
            put('session', itsSession),
            put('participant', its),
          ],
        });
      }
      await store.commit({
        puts: [
          put('number', aNumberThatIs(status, number, theirs)),
          put('session', other),
          put('participant', { ...participant, ...theirs }),
        ],
      });
      const moved = await changing(store, 'number', number, (was) => ({ ...was, carrier: 'simulated' }));
      await assertConflict(store, { puts: [moved] });
      const changed = await changing(store, 'session', session.id, (was) => ({ ...was, carrier: 'simulated' }));
      await assertConflict(store, { puts: [changed] });
    }
  },

  'a live participant needs the record of their session, which a tombstone does not': async (store) => {
    await store.commit({ puts: [put('number', aNumberThatIs('shared', phone(1)))] });
    const participant = aParticipant('p', paired);
    await assertConflict(store, { puts: [put('participant', participant)] });
    await store.commit({ puts: [put('participant', closeParticipant(participant, 5))] });
    const reopened = await changing(store, 'participant', 'p', () => participant);
    await assertConflict(store, { puts: [reopened] });
    await store.commit({ puts: [reopened, put('session', paired)] });
  },

  'a session closes before, with or after its participants': async (store) => {
    await admitted(store, paired, 'shared');
    await store.commit({ puts: [await changing(store, 'session', paired.id, () => closePairedSession(paired, 5))] });
    await store.commit({ puts: [await changing(store, 'participant', 'p', (was) => closeParticipant(was, 5))] });
    assert.equal((await found(store.record('participant', 'p'))).value.closedAt, 5);
  },

  'a number stays as it is needed until the last participant on it is released': async (store) => {
    for (const { session, status, number } of KINDS_OF_SESSION) {
      const participant = { ...aParticipant(session.kind, session), proxyNumber: number };
      await store.commit({
        puts: [put('number', aNumberThatIs(status, number)), put('session', session), put('participant', participant)],
      });
      const leaves = async () => {
        for (const other of NUMBER_STATUSES.filter((each) => each !== status)) {
          const put1 = await changing(store, 'number', number, (was) => ({ ...was, state: NUMBER_STATES[other] }));
          await assertConflict(store, { puts: [put1] });
        }
      };
      await leaves();
      await store.commit({
        puts: [await changing(store, 'number', number, (was) => ({ ...was, friendlyName: 'renamed' }))],
      });
      for (const end of [closeParticipant, eraseParticipant] as const) {
        await store.commit({ puts: [await changing(store, 'participant', session.kind, (was) => end(was, 5))] });
        await leaves();
      }
      await store.commit({
        puts: [await changing(store, 'participant', session.kind, (was) => releaseParticipant(was, 6))],
      });
      await store.commit({ puts: [await changing(store, 'number', number, () => aNumber(number))] });
      await assertConflict(store, { puts: [put('participant', { ...participant, ...personOf(50), id: 'late' })] });
    }
  },

  'a number leaves its status in the change set that releases its participants, whatever the order of writes': async (
    store,
  ) => {
    for (const index of [0, 1, 2]) {
      const session = anOpenSession(`s${index.toString()}`, { id: index.toString() }, phone(index));
      const client = aParticipant(`p${index.toString()}`, session);
      await store.commit({
        puts: [
          put('number', aNumberThatIs('assigned', phone(index))),
          put('session', session),
          put('participant', client),
        ],
      });
      const closed = closeOpened({ session, client }, 5);
      const puts = [
        await changing(store, 'number', phone(index), (was) => ({ ...was, state: NUMBER_STATES.quarantined })),
        await changing(store, 'session', session.id, () => closed.session),
        await changing(store, 'participant', client.id, () => closed.client),
      ];
      await store.commit({ puts: orders(puts)[index] ?? puts });
      assert.equal((await found(store.record('number', phone(index)))).value.state.status, 'quarantined');
    }
  },

  'a number gets its status in the change set that admits its participant, whatever the order of writes': async (
    store,
  ) => {
    for (const index of [0, 1, 2]) {
      await store.commit({ puts: [put('number', aNumberThatIs('available', phone(index)))] });
      const before = aPairedSession(`before${index.toString()}`, { id: '1' });
      const tombstone = closeParticipant(
        aParticipant(`before${index.toString()}`, before, { proxyNumber: phone(index), ...personOf(50) }),
        5,
      );
      const shared = [
        await changing(store, 'number', phone(index), (was) => ({ ...was, state: NUMBER_STATES.shared })),
        put('session', before),
        put('participant', tombstone),
      ];
      await store.commit({ puts: orders(shared)[index] ?? shared });

      const session = anOpenSession(`s${index.toString()}`, { id: index.toString() }, phone(index));
      const assigned = [
        await changing(store, 'number', phone(index), (was) => ({ ...was, state: NUMBER_STATES.assigned })),
        await changing(store, 'participant', tombstone.id, (was) => releaseParticipant(was, 6)),
        put('session', session),
        put('participant', aParticipant(`p${index.toString()}`, session)),
      ];
      await store.commit({ puts: orders(assigned)[index] ?? assigned });
      assert.equal((await found(store.record('number', phone(index)))).value.state.status, 'assigned');
    }
    await assertInvariants(store);
  },

  'of a number that stops being shared and somebody admitted to it at once, one wins': async (store) => {
    await store.commit({ puts: [put('session', paired)] });
    for (const index of [0, 1, 2, 3, 4]) {
      await store.commit({ puts: [put('number', aNumberThatIs('shared', phone(index)))] });
      const guest = { admittedBy: 'code', proxyNumber: phone(index) } as const;
      const outcomes = await Promise.allSettled([
        store.commit({ puts: [await changing(store, 'number', phone(index), ({ number }) => aNumber(number))] }),
        store.commit({ puts: [put('participant', aParticipant(index.toString(), paired, guest))] }),
      ]);
      assert.equal(outcomes.filter(({ status }) => status === 'fulfilled').length, 1);
      assert.equal(outcomes.filter(isConflict).length, 1);
    }
    await assertInvariants(store);
  },
};
