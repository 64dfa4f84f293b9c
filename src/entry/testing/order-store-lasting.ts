import assert from 'node:assert/strict';
import { put, relyOn } from '../../domain/services/commit.js';
import type { OrderStore } from '../../ports/order-store.js';
import type { Promises } from './contract.js';
import {
  assertConflict,
  assertInvariants,
  byId,
  changing,
  creating,
  everything,
  found,
  isConflict,
} from './order-store-assertions.js';
import {
  aClient,
  aLockout,
  anOpenSession,
  anOrder,
  aPairedSession,
  aParticipant,
  aTextInteraction,
  aNumberThatIs,
  fictionalMobile as phone,
  personOf,
} from './records.js';
import { sampleRecords } from './sample-records.js';

/** Where a store keeps its records: a file or a database, for instance. */
export interface Place {
  /** Opens a store there. */
  readonly open: () => Promise<OrderStore>;
}

/** The promises of stores whose records outlive the process. */
export const lastingPromises: Promises<Place> = {
  'what was committed is there when the store is opened again, to the last field': async ({ open }) => {
    const first = await open();
    await first.commit({ puts: creating(sampleRecords()) });
    await first.close();
    const second = await open();
    assert.deepEqual(await everything(second), byId(sampleRecords()));
    assert.equal((await found(second.clientByProxy(phone(1)))).value.id, '1');
    assert.equal((await found(second.sessionByCode('012345'))).value.id, 'paired');
    const client = await second.routing(phone(1), personOf(9000));
    assert.deepEqual([client.open?.session.value.lastCaller, client.open?.client.value.id], [phone(7), 'client-open']);
    const guest = await second.routing(phone(3), personOf(66));
    assert.deepEqual([guest.caller?.participant.value.id, guest.caller?.other?.value.id], ['guest', 'client-paired']);
    const late = await second.routing(phone(3), personOf(71));
    assert.deepEqual([late.caller?.participant.value.id, late.caller?.session], ['tombstone-erased', undefined]);
  },

  'claims and references hold when the store is opened again': async ({ open }) => {
    const first = await open();
    await first.commit({ puts: creating(sampleRecords()) });
    await first.close();
    const second = await open();
    const paired = aPairedSession('paired', { id: '1' });
    await assertConflict(second, { puts: [put('client', aClient('9', { proxyNumber: phone(1) }))] });
    await assertConflict(second, { puts: [put('session', anOpenSession('new', { id: '9' }, phone(1)))] });
    await assertConflict(second, { puts: [put('session', { ...paired, id: 'new', code: '012345' })] });
    const again = aParticipant('new', paired, { admittedBy: 'code', proxyNumber: phone(3) });
    await assertConflict(second, { puts: [put('participant', again)] });
    for (const number of [phone(1), phone(3)]) {
      const leaving = await changing(second, 'number', number, (was) => ({ ...was, state: { status: 'available' } }));
      await assertConflict(second, { puts: [leaving] });
    }
    await second.commit({ puts: [put('participant', { ...again, ...personOf(50) })] });
  },

  'a version that was read before is the version when the store is opened again, or is refused': async ({ open }) => {
    const first = await open();
    await first.commit({ puts: [put('client', aClient('1'))] });
    const old = await found(first.record('client', '1'));
    await first.commit({ puts: [put('client', aClient('1', { name: 'second' }), old)] });
    await first.close();
    const second = await open();
    await assertConflict(second, { puts: [put('client', aClient('1', { name: 'third' }), old)] });
    assert.equal((await found(second.record('client', '1'))).value.name, 'second');
  },

  'what was erased, noted or forgotten is so when the store is opened again': async ({ open }) => {
    const routed = { clientId: '1', sessionId: 'open', direction: 'to_counterpart' } as const;
    const first = await open();
    await first.commit({ puts: creating(sampleRecords()) });
    await first.commit({
      puts: [put('interaction', aTextInteraction('late', { ...routed, at: 50 }))],
      lastCaller: { sessionId: 'open', phone: phone(6) },
    });
    const removals = await Promise.all(
      [
        { kind: 'client', key: 'a-3' } as const,
        { kind: 'intent', key: phone(20) } as const,
        { kind: 'lease', key: 'lease' } as const,
        { kind: 'lockout', key: 'caller x' } as const,
      ].map(async ({ kind, key }) => ({
        kind,
        key,
        expected: (await found<{ version: number }>(first.record(kind, key))).version,
      })),
    );
    await first.commit({ puts: [], removals, scrub: { clientId: '1' } });
    await first.forget({ history: 10, keys: 0, day: 10, month: 0, audit: 0, plans: 10 });
    const before = await everything(first);
    await first.close();
    const second = await open();
    assert.deepEqual(await everything(second), before);
    const session = await found(second.record('session', 'open'));
    assert.equal(
      session.value.closedAt === undefined && session.value.kind === 'open' && session.value.lastCaller,
      phone(6),
    );
    for (const { kind, key } of removals) assert.equal(await second.record(kind, key), undefined);
    assert.equal((await found(second.record('order', 'a'))).value.fingerprint, undefined);
    assert.deepEqual(
      (await second.interactions({ limit: 100 })).map(({ id }) => id),
      ['late'],
    );
    assert.equal(await second.record('request', 'key'), undefined);
    await second.commit({ puts: [put('client', aClient('a-3', { name: 'another' }))] });
  },
};

/** The promises of stores that several processes may open at the same time. */
export const sharingPromises: Promises<Place> = {
  'of two stores each sees what the other committed, and neither overwrites it': async ({ open }) => {
    const [one, other] = [await open(), await open()];
    await one.commit({ puts: [put('client', aClient('1'))] });
    const read = await found(other.record('client', '1'));
    await other.commit({ puts: [put('client', aClient('1', { name: 'second' }), read)] });
    await assertConflict(one, { puts: [put('client', aClient('1', { name: 'third' }), read)] });
    await assertConflict(one, { puts: [put('order', anOrder('1', '1'))], guards: [relyOn('client', read)] });
    assert.equal((await found(one.record('client', '1'))).value.name, 'second');
  },

  'of two stores neither breaks an invariant by what it does not see of the other': async ({ open }) => {
    const stores = [await open(), await open()] as const;
    const [one] = stores;
    const session = aPairedSession('s', { id: '1' });
    await one.commit({ puts: [put('session', session)] });
    for (let round = 0; round < 8; round += 1) {
      const number = phone(round);
      await one.commit({ puts: [put('number', aNumberThatIs('shared', number))] });
      const unshare = await changing(one, 'number', number, (was) => ({ ...was, state: { status: 'available' } }));
      const guest = aParticipant(`guest ${round.toString()}`, session, { admittedBy: 'code', proxyNumber: number });
      const outcomes = await Promise.allSettled(
        stores.flatMap((store, index) => [
          store.commit({
            puts: [put('client', aClient(`${round.toString()}-${index.toString()}`, { proxyNumber: number }))],
          }),
          store.commit({ puts: index === round % 2 ? [unshare] : [put('participant', guest)] }),
        ]),
      );
      assert.equal(outcomes.filter(({ status }) => status === 'fulfilled').length, 2);
      assert.equal(outcomes.filter(isConflict).length, 2);
    }
    await assertInvariants(one);
  },

  'of two stores both may note a caller at once': async ({ open }) => {
    const stores = [await open(), await open()] as const;
    const [one] = stores;
    await one.commit({ puts: [put('session', anOpenSession('s', { id: '1' }, phone(1)))] });
    const notes = [60, 61, 62, 63].flatMap((index) =>
      stores.map((store) => store.commit({ puts: [], lastCaller: { sessionId: 's', phone: phone(index) } })),
    );
    await Promise.all(notes);
    const read = await found(one.record('session', 's'));
    await assertConflict(one, {
      puts: [put('lockout', aLockout('k'))],
      guards: [{ ...relyOn('session', read), expected: read.version - 1 }],
    });
    assert.equal((await one.liveSessionsOf('1')).length, 1);
  },
};
