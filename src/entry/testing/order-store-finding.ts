import assert from 'node:assert/strict';
import { releaseParticipant } from '../../domain/model/participant.js';
import type { E164 } from '../../domain/model/phone-number.js';
import { effectiveStatus, POOL_STATUSES, RESERVATION_MS } from '../../domain/model/proxy-number.js';
import { HOUR_MS } from '../../domain/model/time.js';
import { put } from '../../domain/services/commit.js';
import type { InteractionSift, OrderStore, PoolNumberQuery, Position } from '../../ports/order-store.js';
import type { Promises } from './contract.js';
import { changing, idsOf, keysOf } from './order-store-assertions.js';
import {
  aCallInteraction,
  aClient,
  aNumber,
  aNumberThatIs,
  aPairedSession,
  aParticipant,
  aTextInteraction,
  fictionalMobile as phone,
  personOf,
} from './records.js';

/** The promises about what people look for: clients by phone, the newest participants, the pool, and calls and texts. */
export const findingPromises: Promises<OrderStore> = {
  'clients are found by their phone, in whatever spelling, the newest first, as long as it is theirs': async (
    store,
  ) => {
    // A mobile of Buenos Aires, as it is called at home and from abroad.
    const [atHome, abroad] = ['+541122223333' as E164, '+5491122223333' as E164];
    await store.commit({
      puts: [
        put('client', aClient('a', { realPhone: phone(1), createdAt: 2 })),
        put('client', aClient('b', { realPhone: phone(1), createdAt: 3 })),
        put('client', aClient('c', { realPhone: phone(1), createdAt: 3 })),
        put('client', aClient('d', { realPhone: phone(2) })),
        put('client', aClient('e', { realPhone: atHome })),
        put('client', aClient('f', { realPhone: abroad, createdAt: 9 })),
      ],
    });
    const ids = async (wanted: E164, limit = 9) =>
      (await store.clientsByPhone(wanted, limit)).map(({ value }) => value.id);
    assert.deepEqual(await ids(phone(1)), ['b', 'c', 'a']);
    assert.deepEqual(await ids(phone(1), 2), ['b', 'c']);
    assert.deepEqual(await ids(phone(3)), []);
    for (const spelling of [atHome, abroad]) assert.deepEqual(await ids(spelling), ['f', 'e']);
    assert.deepEqual(await store.clientsByPhone(phone(2), 1), [await store.record('client', 'd')]);
    await store.commit({ puts: [await changing(store, 'client', 'b', (was) => ({ ...was, realPhone: phone(2) }))] });
    assert.deepEqual(await ids(phone(1)), ['c', 'a']);
    assert.deepEqual(await ids(phone(2)), ['b', 'd']);
    const { version: expected } = (await store.record('client', 'c')) ?? { version: 0 };
    await store.commit({ puts: [], removals: [{ kind: 'client', key: 'c', expected }], scrub: { clientId: 'c' } });
    assert.deepEqual(await ids(phone(1)), ['a']);
  },

  'of many participants, the newest are answered': async (store) => {
    const session = aPairedSession('s', { id: '1' });
    const on = (index: number, openedAt: number) =>
      aParticipant(`p${index.toString()}`, session, {
        ...{ admittedBy: 'code', role: 'counterpart', proxyNumber: phone(1), openedAt },
        ...personOf(index),
      });
    await store.commit({
      puts: [
        put('number', aNumberThatIs('shared', phone(1))),
        put('session', session),
        ...[on(1, 5), on(2, 9), on(3, 5), on(4, 1)].map((each) => put('participant', each)),
      ],
    });
    const newest = async (count: number) =>
      (await store.participants({ by: 'number', proxyNumber: phone(1), newest: count })).map(({ value }) => value.id);
    assert.deepEqual(await newest(9), ['p2', 'p3', 'p1', 'p4']);
    assert.deepEqual(await newest(2), ['p2', 'p3']);
    const { personKey } = personOf(4);
    assert.deepEqual(idsOf(await store.participants({ by: 'person', personKey, newest: 1 })), ['p4']);
    await store.commit({ puts: [await changing(store, 'participant', 'p2', (was) => releaseParticipant(was, 6))] });
    assert.deepEqual(await newest(1), ['p3']);
  },

  'the pool is listed in the order of the numbers, page by page, by what each is at the time': async (store) => {
    const now = 100 * 60_000;
    const reserved = { status: 'reserved', token: 't', by: '1' } as const;
    const numbers = [
      aNumber(phone(0)),
      aNumberThatIs('assigned', phone(1)),
      aNumber(phone(2), { state: { status: 'quarantined', until: now } }),
      aNumber(phone(3), { state: { status: 'quarantined', until: now + 1 } }),
      aNumber(phone(4), { state: { ...reserved, since: now - RESERVATION_MS } }),
      aNumber(phone(5), { state: { ...reserved, since: now - RESERVATION_MS + 1 } }),
      aNumberThatIs('released', phone(6)),
      aNumber(phone(7), { type: 'local' }),
      aNumber(phone(8), { country: 'BE' }),
      aNumberThatIs('shared', phone(9)),
      aNumberThatIs('held', phone(10)),
      aNumberThatIs('error', phone(11)),
    ];
    await store.commit({ puts: numbers.toReversed().map((number) => put('number', number)) });
    const list = async (query: Partial<PoolNumberQuery>) =>
      (await store.poolNumbers({ now, limit: 99, ...query })).map(({ value }) => value.number);
    const pool = numbers.filter(({ state }) => state.status !== 'released');
    assert.deepEqual(
      await list({}),
      pool.map(({ number }) => number),
    );
    for (const status of POOL_STATUSES) {
      const expected = pool.filter((number) => effectiveStatus(number, now) === status).map(({ number }) => number);
      assert.deepEqual(await list({ status }), expected, status);
    }
    assert.deepEqual(await list({ type: 'local' }), [phone(7)]);
    assert.deepEqual(await list({ country: 'BE', status: 'available' }), [phone(8)]);
    assert.deepEqual(await list({ country: 'BE', status: 'assigned' }), []);
    assert.deepEqual(await list({ limit: 2, after: phone(4) }), [phone(5), phone(7)]);
    assert.deepEqual(await list({ status: 'available', after: phone(2), limit: 1 }), [phone(4)]);
    assert.deepEqual(keysOf(await store.poolNumbers({ now, limit: 1 }), 'number'), [phone(0)]);
  },

  'interactions are sifted by outcome, channel, direction and session, among the next ones': async (store) => {
    const calls = Array.from({ length: 9 }, (_, index) =>
      aCallInteraction(`i${index.toString()}`, {
        ...{ at: 10 + index, outcome: index % 4 === 0 ? 'busy' : 'answered', clientId: index < 5 ? 'c' : undefined },
        direction: index === 2 ? 'to_client' : 'to_counterpart',
        sessionId: index === 8 ? undefined : `s${(index % 3).toString()}`,
      }),
    );
    for (const each of [...calls, aTextInteraction('t', { at: 13 })])
      await store.commit({ puts: [put('interaction', each)] });
    await store.commit({ puts: [put('interaction', { channel: undefined, id: 'gone', at: 12 })] });
    const sift = async (query: Partial<InteractionSift>) => {
      const { found, lookedUpTo } = await store.siftInteractions({ limit: 99, among: 99, ...query });
      return [found.map(({ id }) => id).join(' '), lookedUpTo?.id];
    };
    assert.deepEqual(await sift({ outcome: 'busy' }), ['i8 i4 i0', undefined]);
    assert.deepEqual(await sift({ channel: 'message' }), ['t', undefined]);
    assert.deepEqual(await sift({ direction: 'to_client' }), ['i2', undefined]);
    assert.deepEqual(await sift({ outcome: 'busy', direction: 'to_client' }), ['', undefined]);
    assert.deepEqual(await sift({ outcome: 'busy', clientId: 'c' }), ['i4 i0', undefined]);
    assert.deepEqual(await sift({ outcome: 'busy', from: 11, until: 17 }), ['i4', undefined]);
    assert.deepEqual(await sift({ outcome: 'busy', limit: 2 }), ['i8 i4', undefined]);
    assert.deepEqual(await sift({ sessionId: 's0' }), ['i6 i3 i0', undefined]);
    assert.deepEqual(await sift({ sessionId: 's1', clientId: 'c', outcome: 'busy' }), ['i4', undefined]);
    assert.deepEqual(await sift({ sessionId: 's2', among: 5 }), ['i5', 'i4']);
    assert.deepEqual(await sift({ sessionId: 'none' }), ['', undefined]);
    assert.deepEqual(await sift({ outcome: 'busy', among: 4 }), ['i8', 'i5']);
    assert.deepEqual(await sift({ channel: 'message', among: 3 }), ['', 'i6']);
    const position = (id: string, at: number): Position => ({ id, at });
    assert.deepEqual(await sift({ outcome: 'busy', among: 4, after: position('i5', 15) }), ['i4', 'i2']);
    // The last one was looked at, or nobody knows: then there is another page, without anything.
    assert.deepEqual(await sift({ outcome: 'busy', among: 9, after: position('t', 13) }), ['i0', undefined]);
    assert.deepEqual((await store.siftInteractions({ limit: 1, among: 9, outcome: 'busy' })).found, calls.slice(-1));
  },

  'interactions are counted by hour, channel and outcome, without remembered deliveries': async (store) => {
    const at = (hour: number, millisecond: number) => hour * HOUR_MS + millisecond;
    const all = [
      aCallInteraction('a', { at: at(1, 0), outcome: 'busy' }),
      aCallInteraction('b', { at: at(1, HOUR_MS - 1), outcome: 'busy' }),
      aCallInteraction('c', { at: at(2, 0), outcome: 'busy' }),
      aCallInteraction('d', { at: at(2, 5), outcome: 'answered' }),
      aTextInteraction('e', { at: at(2, 5), outcome: 'delivered' }),
    ];
    for (const each of all) await store.commit({ puts: [put('interaction', each)] });
    await store.commit({ puts: [put('interaction', { channel: undefined, id: 'f', at: at(2, 5) })] });
    const count = async (from: number, until: number) =>
      (await store.interactionCounts({ from, until }))
        .map(({ hour, channel, outcome, count: found }) => [hour / HOUR_MS, channel, outcome, found].join(' '))
        .sort();
    const [busy, later] = ['1 call busy 2', ['2 call answered 1', '2 call busy 1', '2 message delivered 1']];
    assert.deepEqual(await count(0, at(9, 0)), [busy, ...later]);
    assert.deepEqual(await count(at(1, 1), at(2, 0)), ['1 call busy 1', '2 call busy 1']);
    assert.deepEqual(await count(at(2, 6), at(9, 0)), []);
    const [first] = await store.interactionCounts({ from: 0, until: at(1, 0) });
    assert.deepEqual(first, { hour: HOUR_MS, channel: 'call', outcome: 'busy', count: 1 });
  },
};
