import assert from 'node:assert/strict';
import { closeParticipant, eraseParticipant, releaseParticipant } from '../../domain/model/participant.js';
import { closeOpenSession, closePairedSession } from '../../domain/model/session.js';
import { put } from '../../domain/services/commit.js';
import type { OrderStore } from '../../ports/order-store.js';
import type { Promises } from './contract.js';
import { assertConflict, assertInvariants, changing, found, idsOf, isConflict } from './order-store-assertions.js';
import {
  aClient,
  aNumberThatIs,
  anOpenSession,
  aPairedSession,
  aParticipant,
  fictionalMobile as phone,
  personOf,
} from './records.js';

const session = aPairedSession('s', { id: '1' });
const rivals = aPairedSession('rivals', { id: '2' });

/** Two sessions on shared numbers 1 to 3, of which the first has its two participants. */
async function open(store: OrderStore): Promise<void> {
  await store.commit({
    puts: [
      ...[1, 2, 3].map((index) => put('number', aNumberThatIs('shared', phone(index)))),
      ...[session, rivals].map((each) => put('session', each)),
      put('participant', aParticipant('client', session)),
      put('participant', aParticipant('courier', session, { role: 'counterpart' })),
    ],
  });
}

/** The promises about names that only one record may hold: see `claims` of the record rules. */
export const claimPromises: Promises<OrderStore> = {
  'a proxy number has one holder': async (store) => {
    await store.commit({ puts: [put('client', aClient('1', { proxyNumber: phone(1) }))] });
    const second = aClient('2', { proxyNumber: phone(1) });
    await assertConflict(store, { puts: [put('client', second)] });
    await store.commit({ puts: [put('client', aClient('3', { proxyNumber: phone(3) }))] });
    const takeOver = await changing(store, 'client', '3', (third) => ({ ...third, proxyNumber: phone(1) }));
    await assertConflict(store, { puts: [takeOver] });
    assert.equal((await found(store.clientByProxy(phone(1)))).value.id, '1');
    assert.equal((await found(store.clientByProxy(phone(3)))).value.id, '3');
    const { version } = await found(store.record('client', '1'));
    await store.commit({ puts: [], removals: [{ kind: 'client', key: '1', expected: version }] });
    await store.commit({ puts: [put('client', second)] });
    assert.equal((await found(store.clientByProxy(phone(1)))).value.id, '2');
  },

  'two records of one change set cannot claim the same thing': async (store) => {
    const twins = ['1', '2'].map((id) => put('client', aClient(id, { proxyNumber: phone(1) })));
    await assertConflict(store, { puts: twins });
    assert.deepEqual(await store.records('client', { limit: 9 }), []);
  },

  'in one change set one record gives up a claim and another takes it, whatever their keys': async (store) => {
    await store.commit({
      puts: [put('client', aClient('2', { proxyNumber: phone(1) })), put('client', aClient('1'))],
    });
    for (const [from, to] of [
      ['2', '1'],
      ['1', '2'],
    ] as const) {
      await store.commit({
        puts: [
          await changing(store, 'client', from, (was) => ({ ...was, proxyNumber: undefined })),
          await changing(store, 'client', to, (was) => ({ ...was, proxyNumber: phone(1) })),
        ],
      });
      assert.equal((await found(store.clientByProxy(phone(1)))).value.id, to);
    }
    const { version } = await found(store.record('client', '2'));
    await store.commit({
      puts: [await changing(store, 'client', '1', (was) => ({ ...was, proxyNumber: phone(1) }))],
      removals: [{ kind: 'client', key: '2', expected: version }],
    });
    assert.equal((await found(store.clientByProxy(phone(1)))).value.id, '1');
  },

  'a number and a client have one live open session, and any number of closed ones': async (store) => {
    const first = anOpenSession('b', { id: '1' }, phone(1));
    await store.commit({ puts: [put('session', first)] });
    const onTheNumber = anOpenSession('a', { id: '2' }, phone(1));
    const ofTheClient = anOpenSession('c', { id: '1' }, phone(2));
    await assertConflict(store, { puts: [put('session', onTheNumber)] });
    await assertConflict(store, { puts: [put('session', ofTheClient)] });
    await store.commit({
      puts: [
        await changing(store, 'session', 'b', () => closeOpenSession(first, 5)),
        put('session', closeOpenSession(anOpenSession('d', { id: '1' }, phone(1)), 4)),
        put('session', onTheNumber),
        put('session', ofTheClient),
        put('session', aPairedSession('e', { id: '1' })),
      ],
    });
    assert.equal((await store.routing(phone(1))).open, undefined);
    assert.deepEqual(idsOf(await store.liveSessionsOf('1')), ['c', 'e']);
    assert.deepEqual(idsOf(await store.liveSessionsOf('2')), ['a']);
  },

  'a code belongs to one live session, and is free again when that is closed': async (store) => {
    const first = aPairedSession('p', { id: '1' }, { code: '012345' });
    const second = aPairedSession('a', { id: '2' }, { code: '012345' });
    await store.commit({ puts: [put('session', first)] });
    await assertConflict(store, { puts: [put('session', second)] });
    const close = await changing(store, 'session', 'p', () => closePairedSession(first, 5));
    await store.commit({ puts: [close, put('session', second)] });
    assert.equal((await found(store.sessionByCode('012345'))).value.id, 'a');
  },

  'a person has one participant on a number, live, closed or erased, until it is released': async (store) => {
    await open(store);
    const rival = aParticipant('a-rival', rivals);
    await assertConflict(store, { puts: [put('participant', rival)] });
    await assertConflict(store, { puts: [put('participant', closeParticipant(rival, 5))] });
    for (const end of [closeParticipant, eraseParticipant] as const) {
      await store.commit({ puts: [await changing(store, 'participant', 'client', (was) => end(was, 5))] });
      await assertConflict(store, { puts: [put('participant', rival)] });
    }
    await store.commit({ puts: [put('participant', { ...rival, proxyNumber: phone(3) })] });
    const move = await changing(store, 'participant', 'a-rival', () => rival);
    await assertConflict(store, { puts: [move] });
    const release = await changing(store, 'participant', 'client', (was) => releaseParticipant(was, 6));
    await store.commit({ puts: [move, release] });
    const { caller } = await store.routing(phone(1), personOf(9000));
    assert.equal(caller?.participant.value.id, 'a-rival');
    await store.commit({
      puts: [put('participant', releaseParticipant(aParticipant('history', session), 6))],
    });
  },

  'a session has one live participant of each role that the order names, and guests beside them': async (store) => {
    await open(store);
    const another = aParticipant('another', session, { role: 'counterpart', proxyNumber: phone(3), ...personOf(50) });
    await assertConflict(store, { puts: [put('participant', another)] });
    for (const [index, role] of (['client', 'counterpart', 'counterpart'] as const).entries()) {
      const guest = { role, admittedBy: 'code', proxyNumber: phone(2), ...personOf(60 + index) } as const;
      await store.commit({ puts: [put('participant', aParticipant(`guest-${index.toString()}`, session, guest))] });
    }
    const named = await changing(store, 'participant', 'guest-1', (was) => ({ ...was, admittedBy: 'order' }));
    await assertConflict(store, { puts: [named] });
    const close = await changing(store, 'participant', 'courier', (was) => closeParticipant(was, 5));
    await store.commit({ puts: [close, put('participant', another)] });
    assert.deepEqual(idsOf(await store.participants({ by: 'session', sessionId: 's' })), [
      ...['another', 'client', 'courier', 'guest-0', 'guest-1', 'guest-2'],
    ]);
  },

  'of many who claim the same code, role and number at once, some get them, and no invariant is broken': async (
    store,
  ) => {
    await open(store);
    const outcomes = await Promise.allSettled(
      Array.from({ length: 10 }, (_, index) => {
        const own = aPairedSession(`own-${index.toString()}`, { id: '3' }, { code: 'the same' });
        const place = { proxyNumber: phone(3), ...personOf(70 + (index % 2)) } as const;
        const participant = aParticipant(`own-${index.toString()}`, index < 5 ? own : rivals, place);
        return store.commit({ puts: [...(index < 5 ? [put('session', own)] : []), put('participant', participant)] });
      }),
    );
    const winners = outcomes.filter(({ status }) => status === 'fulfilled').length;
    assert.ok(winners >= 1 && winners <= 2);
    assert.equal(outcomes.filter(isConflict).length, outcomes.length - winners);
    await assertInvariants(store);
  },
};
