import assert from 'node:assert/strict';
import { closeOpened } from '../../domain/model/session.js';
import { put, relyOn } from '../../domain/services/commit.js';
import type { ChangeSet, OrderStore } from '../../ports/order-store.js';
import type { Promises } from './contract.js';
import { assertConflict, found, isConflict } from './order-store-assertions.js';
import {
  aCallInteraction,
  aClient,
  aNumberThatIs,
  anOpenSession,
  aParticipant,
  fictionalMobile as phone,
} from './records.js';

const session = anOpenSession('s', { id: '1' }, phone(5));
const client = aParticipant('p', session);

async function populate(store: OrderStore): Promise<void> {
  await store.commit({
    puts: [
      put('client', aClient('1', { proxyNumber: phone(5) })),
      put('number', aNumberThatIs('assigned', phone(5))),
      put('session', session),
      put('participant', client),
    ],
  });
}

/** What a call to the client's number writes: an interaction, guarded by the client's participant, and the last caller. */
async function aCall(store: OrderStore, id: string, from: number): Promise<ChangeSet> {
  const read = await found(store.record('participant', 'p'));
  return {
    puts: [put('interaction', aCallInteraction(id, { sessionId: 's', clientId: '1', durationSeconds: 7 }))],
    guards: [relyOn('participant', read)],
    lastCaller: { sessionId: 's', phone: phone(from) },
  };
}

async function stateOf(store: OrderStore) {
  const open = (await store.routing(phone(5))).open?.session.value;
  const interactions = await store.interactions({ limit: 99 });
  return [open?.lastCaller, interactions.map(({ id }) => id).sort()];
}

/** The promises about the commit that a caller waits for. */
export const incomingPromises: Promises<OrderStore> = {
  'a call is written with who called last, to the last field': async (store) => {
    await populate(store);
    const call = await aCall(store, 'i', 60);
    await store.commit(call);
    assert.deepEqual(await stateOf(store), [phone(60), ['i']]);
    assert.deepEqual((await store.record('interaction', 'i'))?.value, call.puts[0]?.value);
    const { lastCaller: _, ...again } = await aCall(store, 'j', 60);
    await store.commit(again);
    assert.deepEqual(await stateOf(store), [phone(60), ['i', 'j']]);
  },

  'a call that was delivered before changes nothing, not even who called last': async (store) => {
    await populate(store);
    await store.commit(await aCall(store, 'i', 60));
    await store.commit(await aCall(store, 'j', 61));
    await assertConflict(store, await aCall(store, 'i', 60));
    assert.deepEqual(await stateOf(store), [phone(61), ['i', 'j']]);
  },

  'a call that was decided on another phone of the client is refused whole': async (store) => {
    await populate(store);
    const [noted, plain] = [await aCall(store, 'i', 60), await aCall(store, 'j', 60)];
    const read = await found(store.record('participant', 'p'));
    await store.commit({ puts: [put('participant', { ...client, phone: phone(62) }, read)] });
    await assertConflict(store, noted);
    await assertConflict(store, { ...plain, lastCaller: undefined });
    assert.deepEqual(await stateOf(store), [undefined, []]);
  },

  'a call of a session that is closed, or unknown, is refused whole': async (store) => {
    await populate(store);
    const call = await aCall(store, 'i', 60);
    await assertConflict(store, { ...call, lastCaller: { sessionId: 'unknown', phone: phone(60) } });
    const [readSession, readClient] = [
      await found(store.record('session', 's')),
      await found(store.record('participant', 'p')),
    ];
    const closed = closeOpened({ session, client }, 5);
    await store.commit({
      puts: [put('session', closed.session, readSession), put('participant', closed.client, readClient)],
    });
    await assertConflict(store, call);
    await assertConflict(store, await aCall(store, 'i', 60));
    assert.deepEqual(await stateOf(store), [undefined, []]);
  },

  'of calls at once every one is written, and none meets a conflict': async (store) => {
    await populate(store);
    const calls = await Promise.all(
      Array.from({ length: 20 }, (_, index) => aCall(store, index.toString(), 60 + index)),
    );
    await Promise.all(calls.map((call) => store.commit(call)));
    assert.equal((await store.interactions({ limit: 99 })).length, 20);
  },

  'of calls at once each meets its own conflict only, and the latest that is written is noted': async (store) => {
    await populate(store);
    await store.commit(await aCall(store, 'known', 59));
    const stale = { kind: 'participant', key: 'p', expected: -1 } as const;
    const calls = [
      await aCall(store, 'a', 60),
      await aCall(store, 'known', 61),
      await aCall(store, 'twice', 62),
      await aCall(store, 'twice', 63),
      { ...(await aCall(store, 'b', 64)), guards: [stale] },
      { ...(await aCall(store, 'c', 65)), lastCaller: { sessionId: 'unknown', phone: phone(65) } },
      { puts: [put('interaction', aCallInteraction('unguarded'))] },
    ];
    const outcomes = await Promise.allSettled(calls.map((call) => store.commit(call)));
    const haveConflict = [false, true, false, true, true, true, false];
    assert.deepEqual(outcomes.map(isConflict), haveConflict);
    assert.deepEqual(await stateOf(store), [phone(62), ['a', 'known', 'twice', 'unguarded']]);
  },
};
