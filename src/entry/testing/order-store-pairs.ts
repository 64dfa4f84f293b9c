import assert from 'node:assert/strict';
import { closeLeg, releaseLeg } from '../../domain/model/leg.js';
import { closePair } from '../../domain/model/pair.js';
import { put, relyOn } from '../../domain/services/commit.js';
import type { OrderStore, Put } from '../../ports/order-store.js';
import type { Promises } from './contract.js';
import { assertConflict, found } from './order-store-assertions.js';
import { aClient, aLeg, aLockout, aNumber, anOrder, aPair, aSession, fictionalMobile as phone } from './records.js';

const client = aClient('1');
const pair = aPair('p', client, { code: '123456' });
const keysOf = (index: number) => ({ phone: phone(index), hash: `hash:${index.toString()}` });
const hide = (party: string) => `hash:${party.slice(-4)}`;

/** Shared numbers, from 1 up. */
function shared(count: number): Put[] {
  return Array.from({ length: count }, (_, index) =>
    put('number', phone(index + 1), aNumber(phone(index + 1), { state: { status: 'shared', since: 1 } })),
  );
}

const twoLegs = [aLeg('l1', pair, 'client'), aLeg('l2', pair, 'counterpart')];

async function open(store: OrderStore): Promise<void> {
  await store.commit({
    puts: [...shared(3), put('pair', pair.id, pair), ...twoLegs.map((leg) => put('leg', leg.id, leg))],
  });
}

const ids = (reads: readonly { readonly value: { readonly id: string } }[]) =>
  reads.map(({ value }) => value.id).sort();

/** What an OrderStore promises of paired sessions. */
export const pairPromises: Promises<OrderStore> = {
  'a paired session, its legs and a lockout are read back as they were written': async (store) => {
    const other = aPair('q', client, {
      clientPhone: undefined,
      counterpartPhone: undefined,
      textsStopped: ['client', 'counterpart'],
      maxCallSeconds: 600,
      ringSeconds: 20,
      closedAt: 7,
    });
    const legs = [
      ...twoLegs,
      aLeg('l3', pair, 'client', { isGuest: true, party: phone(77), number: phone(3), closedAt: 5 }),
      aLeg('l4', pair, 'counterpart', { party: 'hash:x', counterpart: 'hash:y', closedAt: 5, releasedAt: 6 }),
    ];
    const lockout = aLockout('number 1', { strikes: 2, level: 3, lastAt: 4, until: 5 });
    const order = anOrder('o', '1', {
      pairing: { sessionId: 'p', courierNumber: phone(2), code: '123456', expiresAt: 9 },
    });
    const session = aSession('s', client, phone(9), { textsStopped: [phone(5), phone(6)] });
    await store.commit({
      puts: [
        ...shared(3),
        put('pair', 'p', pair),
        put('pair', 'q', other),
        ...legs.map((leg) => put('leg', leg.id, leg)),
        put('lockout', lockout.key, lockout),
        put('order', 'o', order),
        put('session', 's', session),
      ],
    });
    assert.deepEqual((await store.record('pair', 'p'))?.value, pair);
    assert.deepEqual((await store.record('pair', 'q'))?.value, other);
    for (const leg of legs) assert.deepEqual((await store.record('leg', leg.id))?.value, leg);
    assert.deepEqual((await store.record('lockout', lockout.key))?.value, lockout);
    assert.deepEqual((await store.order('o'))?.value, order);
    assert.deepEqual((await store.liveSessionsOf('1'))[0]?.value, session);
    assert.equal((await store.records('leg', { limit: 10 })).length, 4);
  },

  'routing finds the leg of whoever calls, by phone or by hash, and its session': async (store) => {
    await open(store);
    const [read] = await store.legs({ parties: [phone(8000)] });
    const hidden = { ...(read?.value ?? aLeg('l2', pair, 'counterpart')), party: 'hash:8000' };
    await store.commit({ puts: [put('leg', 'l2', hidden, read)] });
    const byPhone = await store.routing(phone(1), keysOf(9000));
    assert.deepEqual([byPhone.number?.value.state.status, byPhone.leg?.value.id], ['shared', 'l1']);
    assert.deepEqual(byPhone.pair?.value, pair);
    assert.equal((await store.routing(phone(2), keysOf(8000))).leg?.value.id, 'l2');
    for (const nobody of [keysOf(8001), keysOf(9000), undefined]) {
      const read2 = await store.routing(phone(2), nobody);
      assert.deepEqual([read2.leg, read2.pair, read2.sessions], [undefined, undefined, []]);
    }
  },

  'legs are found by party, session, client, number and end, until they are released': async (store) => {
    await open(store);
    assert.deepEqual(ids(await store.legs({ parties: [phone(9000), 'hash:x'] })), ['l1']);
    assert.deepEqual(ids(await store.legs({ sessionId: 'p' })), ['l1', 'l2']);
    assert.deepEqual(ids(await store.legs({ clientId: '1' })), ['l1', 'l2']);
    assert.deepEqual(ids(await store.legs({ number: phone(2) })), ['l2']);
    assert.deepEqual(ids(await store.legs({ endedBy: 999_999, limit: 9 })), []);
    assert.deepEqual(ids(await store.legs({ endedBy: 1_000_000, limit: 9 })), ['l1', 'l2']);
    assert.equal((await store.legs({ endedBy: 1_000_000, limit: 1 })).length, 1);
    const leg = await found(store.record('leg', 'l1'));
    await store.commit({ puts: [put('leg', 'l1', closeLeg(leg.value, 5), leg)] });
    assert.deepEqual(ids(await store.legs({ endedBy: 5, limit: 9 })), ['l1']);
    assert.deepEqual(
      await store.loads([phone(1), phone(2)]),
      new Map([
        [phone(1), 1],
        [phone(2), 1],
      ]),
    );
    const closed = await found(store.record('leg', 'l1'));
    await store.commit({ puts: [put('leg', 'l1', releaseLeg(closed.value, 6, hide), closed)] });
    assert.deepEqual(ids(await store.legs({ sessionId: 'p' })), ['l2']);
    assert.deepEqual(await store.legs({ parties: [phone(9000), 'hash:9000'] }), []);
    assert.equal((await store.loads([phone(1)])).get(phone(1)) ?? 0, 0);
    assert.deepEqual(await store.loads([]), new Map());
  },

  'a party has one leg on a number, live or cooling, until it is released': async (store) => {
    await open(store);
    const rival = aLeg('r', aPair('q', client), 'client');
    await assertConflict(store, { puts: [put('leg', 'r', rival)] });
    const live = await found(store.record('leg', 'l1'));
    await store.commit({ puts: [put('leg', 'l1', closeLeg(live.value, 5), live)] });
    await assertConflict(store, { puts: [put('leg', 'r', rival)] });
    const other = aLeg('r', aPair('q', client), 'client', { number: phone(3) });
    await store.commit({ puts: [put('leg', 'r', other)] });
    const elsewhere = await found(store.record('leg', 'r'));
    await assertConflict(store, { puts: [put('leg', 'r', { ...other, number: phone(1) }, elsewhere)] });
    const closed = await found(store.record('leg', 'l1'));
    await store.commit({
      puts: [
        put('leg', 'l1', releaseLeg(closed.value, 6, hide), closed),
        put('leg', 'r', { ...other, number: phone(1) }, elsewhere),
      ],
    });
    assert.equal((await store.routing(phone(1), keysOf(9000))).leg?.value.id, 'r');
  },

  'legs lie on shared numbers, which stay shared until the last is released': async (store) => {
    await open(store);
    await store.commit({ puts: [put('number', phone(7), aNumber(phone(7)))] });
    await assertConflict(store, { puts: [put('leg', 'r', aLeg('r', pair, 'client', { number: phone(7) }))] });
    const number = await found(store.number(phone(1)));
    for (const state of [
      { status: 'available' },
      { status: 'assigned', to: '1', since: 2 },
      { status: 'released', since: 2 },
    ] as const) {
      await assertConflict(store, { puts: [put('number', phone(1), { ...number.value, state }, number)] });
    }
    const leg = await found(store.record('leg', 'l1'));
    await store.commit({
      puts: [put('leg', 'l1', releaseLeg(leg.value, 6, hide), leg)],
    });
    await store.commit({
      puts: [put('number', phone(1), { ...number.value, state: { status: 'available' } }, number)],
    });
    assert.equal((await store.number(phone(1)))?.value.state.status, 'available');
    await assertConflict(store, { puts: [put('leg', 'r', aLeg('r', pair, 'client', { party: phone(70) }))] });
  },

  'a code belongs to one open session, and is free again when it is closed': async (store) => {
    await open(store);
    assert.equal((await found(store.pairByCode('123456'))).value.id, 'p');
    assert.equal(await store.pairByCode('000000'), undefined);
    const rival = aPair('q', client, { code: '123456' });
    await assertConflict(store, { puts: [put('pair', 'q', rival)] });
    const read = await found(store.record('pair', 'p'));
    await store.commit({ puts: [put('pair', 'p', closePair(pair, 5), read), put('pair', 'q', rival)] });
    assert.equal((await found(store.pairByCode('123456'))).value.id, 'q');
  },

  'open paired sessions are found by their client and their end': async (store) => {
    await open(store);
    await store.commit({
      puts: [
        put('pair', 'q', aPair('q', aClient('2'), { expiresAt: 500 })),
        put('pair', 'r', aPair('r', client, { expiresAt: 500, closedAt: 4 })),
      ],
    });
    assert.deepEqual(ids(await store.openPairsOf('1')), ['p']);
    assert.deepEqual(ids(await store.expiredPairs({ now: 499, limit: 9 })), []);
    assert.deepEqual(ids(await store.expiredPairs({ now: 500, limit: 9 })), ['q']);
    assert.deepEqual(ids(await store.expiredPairs({ now: 1_000_000, limit: 9 })), ['p', 'q']);
    assert.equal((await store.expiredPairs({ now: 1_000_000, limit: 1 })).length, 1);
  },

  'shared numbers are listed by country, are not free, and are counted as what they are': async (store) => {
    await store.commit({
      puts: [
        ...shared(2),
        put('number', phone(8), aNumber(phone(8), { country: 'BE', state: { status: 'shared', since: 1 } })),
        put('number', phone(9), aNumber(phone(9))),
      ],
    });
    const numbers = (await store.sharedNumbers('FR')).map(({ value }) => value.number).sort();
    assert.deepEqual(numbers, [phone(1), phone(2)]);
    assert.deepEqual(
      (await store.freeNumbers({ country: 'FR', now: 9, limit: 9 })).map(({ value }) => value.number),
      [phone(9)],
    );
    assert.deepEqual(
      (await store.poolCounts(9)).map(({ country, owned, shared: count, available }) => [
        country,
        owned,
        count,
        available,
      ]),
      [
        ['BE', 1, 1, 0],
        ['FR', 3, 2, 1],
      ],
    );
  },

  'a decision that relied on a session is refused once the session changed': async (store) => {
    await open(store);
    const read = await found(store.record('pair', 'p'));
    await store.commit({ puts: [put('pair', 'p', { ...pair, textsStopped: ['client'] }, read)] });
    await assertConflict(store, {
      puts: [put('lockout', 'k', aLockout('k'))],
      guards: [relyOn('pair', 'p', read)],
    });
    assert.equal(await store.record('lockout', 'k'), undefined);
  },

  'closed sessions, released legs and old lockouts are forgotten': async (store) => {
    await open(store);
    await store.commit({
      puts: [
        put('pair', 'q', aPair('q', client, { closedAt: 5 })),
        put('leg', 'l9', aLeg('l9', pair, 'client', { party: 'hash:9', closedAt: 4, releasedAt: 5 })),
        put('lockout', 'old', aLockout('old', { lastAt: 1, until: 2 })),
        put('lockout', 'long', aLockout('long', { lastAt: 1, until: 50 })),
      ],
    });
    const before = { interactions: 0, plans: 0, requests: 0 };
    await store.forget({ ...before, sessions: 5, lockouts: 2 });
    assert.notEqual(await store.record('pair', 'q'), undefined);
    assert.notEqual(await store.record('lockout', 'old'), undefined);
    await store.forget({ ...before, sessions: 6, lockouts: 10 });
    assert.equal(await store.record('pair', 'q'), undefined);
    assert.equal(await store.record('leg', 'l9'), undefined);
    assert.equal(await store.record('lockout', 'old'), undefined);
    assert.notEqual(await store.record('lockout', 'long'), undefined);
    assert.deepEqual(ids(await store.legs({ sessionId: 'p' })), ['l1', 'l2']);
    assert.notEqual(await store.record('pair', 'p'), undefined);
  },
};
