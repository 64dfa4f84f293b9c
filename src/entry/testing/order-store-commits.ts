import assert from 'node:assert/strict';
import { KINDS, keyOf, type Kind, type Records } from '../../domain/model/records.js';
import { put, relyOn } from '../../domain/services/commit.js';
import type { OrderStore } from '../../ports/order-store.js';
import type { Promises } from './contract.js';
import { assertConflict, changing, creating, everything, found, isConflict } from './order-store-assertions.js';
import { aSignIn, aToken } from './access-records.js';
import {
  aClient,
  aLease,
  aLockout,
  aNumber,
  aNumberThatIs,
  anOpenSession,
  anOrder,
  aPairedSession,
  aParticipant,
  aPurchaseIntent,
  aReleaseIntent,
  fictionalMobile as phone,
} from './records.js';
import { SAMPLE_RECORDS, sampleRecords } from './sample-records.js';

const order1 = put('order', anOrder('1', '1'));

/** The promises about commits: versions, guards, and all or nothing. */
export const commitPromises: Promises<OrderStore> = {
  'a record is created once': async (store) => {
    await store.commit({ puts: [order1] });
    await assertConflict(store, { puts: [put('order', anOrder('1', '2'))] });
    assert.equal((await found(store.record('order', '1'))).value.clientId, '1');
  },

  'a write on an old version is refused': async (store) => {
    await store.commit({ puts: [put('client', aClient('1'))] });
    const read = await found(store.record('client', '1'));
    await store.commit({ puts: [put('client', aClient('1', { name: 'second' }), read)] });
    await assertConflict(store, { puts: [put('client', aClient('1', { name: 'third' }), read)] });
    const now = await found(store.record('client', '1'));
    assert.equal(now.value.name, 'second');
    assert.notEqual(now.version, read.version);
  },

  'a write on a version of a record that is not there is refused': async (store) => {
    const never = { value: aClient('1'), version: 1 };
    await assertConflict(store, { puts: [put('client', never.value, never)] });
    await assertConflict(store, { puts: [order1], guards: [relyOn('client', never)] });
    assert.equal((await everything(store)).size, 0);
  },

  'of every kind, a write of the same value is a change, to other writes and to whoever relied on it': async (
    store,
  ) => {
    await store.commit({ puts: creating(sampleRecords()) });
    for (const kind of KINDS) await assertVersioned(store, kind, SAMPLE_RECORDS[kind]);
  },

  'a decision that relied on a record stands until the record changes': async (store) => {
    await store.commit({ puts: [put('client', aClient('1'))] });
    const read = await found(store.record('client', '1'));
    const decided = { puts: [order1], guards: [relyOn('client', read)] };
    await store.commit({ puts: [put('client', aClient('1', { name: 'new' }), read)] });
    await assertConflict(store, decided);
    assert.equal(await store.record('order', '1'), undefined);
    const again = await found(store.record('client', '1'));
    await store.commit({ ...decided, guards: [relyOn('client', again)] });
    await store.commit({ puts: [put('client', aClient('1'), again)] });
  },

  'a decision that relied on a participant is refused once it was changed, closed or replaced': async (store) => {
    const session = aPairedSession('s', { id: '1' });
    const participant = aParticipant('p', session);
    await store.commit({
      puts: [
        put('number', aNumberThatIs('shared', phone(1))),
        put('session', session),
        put('participant', participant),
      ],
    });
    const read = await found(store.record('participant', 'p'));
    const guards = [relyOn('participant', read)];
    await store.commit({ puts: [put('lockout', aLockout('a'))], guards });
    await store.commit({ puts: [put('participant', { ...participant, contactKey: undefined }, read)] });
    await assertConflict(store, { puts: [put('lockout', aLockout('b'))], guards });
    assert.equal(await store.record('lockout', 'b'), undefined);
  },

  'a record is written once in a change set': async (store) => {
    const client = put('client', aClient('1'));
    await assertConflict(store, { puts: [client, client] });
    await store.commit({ puts: [client] });
    const read = await found(store.record('client', '1'));
    const again = put('client', aClient('1', { name: 'new' }), read);
    await assertConflict(store, { puts: [again, put('client', aClient('1', { name: 'newer' }), read)] });
    await assertConflict(store, { puts: [again], removals: [{ kind: 'client', key: '1', expected: read.version }] });
    assert.equal((await found(store.record('client', '1'))).value.name, aClient('1').name);
  },

  'a session is written together with its last caller': async (store) => {
    const session = anOpenSession('s', { id: '1' }, phone(1));
    await store.commit({
      puts: [put('number', aNumberThatIs('assigned', phone(1))), put('session', session)],
    });
    const read = await found(store.record('session', 's'));
    const puts = [put('session', { ...session, maskedName: 'B***' }, read)];
    await store.commit({ puts, lastCaller: { sessionId: 's', phone: phone(2) } });
    const { value } = await found(store.record('session', 's'));
    assert.deepEqual(value, { ...session, maskedName: 'B***', lastCaller: phone(2) });
  },

  'all of a change set is applied or nothing': async (store) => {
    await store.commit({ puts: [order1, put('lockout', aLockout('k'))] });
    const before = await everything(store);
    const lockout = await found(store.record('lockout', 'k'));
    const session = anOpenSession('s', { id: '1' }, phone(1));
    const puts = [
      put('client', aClient('1', { proxyNumber: phone(1) })),
      put('number', aNumberThatIs('assigned', phone(1))),
      put('session', session),
      put('participant', aParticipant('p', session)),
    ];
    const removals = [{ kind: 'lockout', key: 'k', expected: lockout.version } as const];
    await assertConflict(store, { puts: [...puts, order1], removals });
    await assertConflict(store, { puts: [order1, ...puts], removals });
    assert.deepEqual(await everything(store), before);
    assert.equal(await store.clientByProxy(phone(1)), undefined);
    assert.deepEqual(await store.liveSessionsOf('1'), []);
    assert.deepEqual(await store.participants({ by: 'session', sessionId: 's' }), []);
    assert.equal((await store.routing(phone(1))).number, undefined);
    await store.commit({ puts, removals });
  },

  'an erased record is gone, and one made in its place is another one': async (store) => {
    const records = [
      { kind: 'client', value: aClient('1', { proxyNumber: phone(1) }) },
      { kind: 'intent', value: aPurchaseIntent(phone(1)) },
      { kind: 'lease', value: aLease('l') },
      { kind: 'lockout', value: aLockout('k') },
      { kind: 'token', value: aToken('0011223344556677') },
      { kind: 'signin', value: aSignIn('0011223344556677') },
    ] as const;
    for (const { kind, value } of records) {
      await store.commit({ puts: [put<Kind>(kind, value)] });
      const read = await found<{ value: Records[Kind]; version: number }>(store.record(kind, keyOf<Kind>(kind, value)));
      const removals = [{ kind, key: keyOf<Kind>(kind, value), expected: read.version }];
      await assertConflict(store, {
        puts: [],
        removals: removals.map((one) => ({ ...one, expected: read.version + 1 })),
      });
      await store.commit({ puts: [], removals });
      assert.equal(await store.record(kind, keyOf<Kind>(kind, value)), undefined);
      await assertConflict(store, { puts: [], removals });
      await store.commit({ puts: [put<Kind>(kind, value)] });
      await assertConflict(store, { puts: [put<Kind>(kind, value, read)] });
      await assertConflict(store, { puts: [], removals });
      await assertConflict(store, { puts: [order1], guards: [relyOn<Kind>(kind, read)] });
    }
    const client = await found(store.clientByProxy(phone(1)));
    await store.commit({ puts: [], removals: [{ kind: 'client', key: '1', expected: client.version }] });
    assert.equal(await store.clientByProxy(phone(1)), undefined);
  },

  'there is one intent for a number, and one holder of a lease, until it is closed': async (store) => {
    const second = aReleaseIntent(phone(1), { id: 'second' });
    await store.commit({ puts: [put('intent', aPurchaseIntent(phone(1))), put('lease', aLease('l'))] });
    await assertConflict(store, { puts: [put('intent', second)] });
    await assertConflict(store, { puts: [put('lease', aLease('l', { holder: 'b' }))] });
    const { version } = await found(store.record('intent', phone(1)));
    const lease = await found(store.record('lease', 'l'));
    const removal = { kind: 'intent', key: phone(1), expected: version } as const;
    await store.commit({
      puts: [put('number', aNumber(phone(1)))],
      removals: [removal, { kind: 'lease', key: 'l', expected: lease.version }],
    });
    await assertConflict(store, { puts: [put('number', aNumber(phone(2)))], removals: [removal] });
    assert.equal(await store.record('number', phone(2)), undefined);
    await store.commit({ puts: [put('intent', second), put('lease', aLease('l', { holder: 'b' }))] });
  },

  'of many who want the same thing at once, one gets it': async (store) => {
    await store.commit({ puts: [put('number', aNumber(phone(0)))] });
    const outcomes = await Promise.allSettled(
      Array.from({ length: 20 }, async (_, index) => {
        const to = index.toString();
        const client = aClient(to, { proxyNumber: phone(0) });
        const assign = await changing(store, 'number', phone(0), (number) => ({
          ...number,
          state: { status: 'assigned', to, since: 1 },
        }));
        await store.commit({ puts: [put('client', client), assign] });
      }),
    );
    assert.equal(outcomes.filter(({ status }) => status === 'fulfilled').length, 1);
    assert.equal(outcomes.filter(isConflict).length, 19);
    const holder = await found(store.clientByProxy(phone(0)));
    assert.deepEqual((await found(store.record('number', phone(0)))).value.state, {
      status: 'assigned',
      to: holder.value.id,
      since: 1,
    });
  },
};

async function assertVersioned<K extends Kind>(store: OrderStore, kind: K, all: readonly Records[K][]): Promise<void> {
  for (const [index, value] of all.entries()) {
    const read = await found(store.record(kind, keyOf(kind, value)));
    const lockout = (name: string) => put('lockout', aLockout(`${kind} ${index.toString()} ${name}`));
    await store.commit({ puts: [lockout('before')], guards: [relyOn(kind, read)] });
    await store.commit({ puts: [put(kind, read.value, read)] });
    await assertConflict(store, { puts: [put(kind, read.value, read)] });
    await assertConflict(store, { puts: [lockout('after')], guards: [relyOn(kind, read)] });
  }
}
