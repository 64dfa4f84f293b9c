import assert from 'node:assert/strict';
import { closeParticipant, eraseParticipant, releaseParticipant } from '../../domain/model/participant.js';
import { NUMBER_STATUSES } from '../../domain/model/proxy-number.js';
import { closeOpened, closePairedSession } from '../../domain/model/session.js';
import { put, relyOn } from '../../domain/services/commit.js';
import type { OrderStore } from '../../ports/order-store.js';
import type { Promises } from './contract.js';
import { assertConflict, changing, creating, found } from './order-store-assertions.js';
import {
  aClient,
  aLockout,
  aNumberThatIs,
  anOpenSession,
  aPairedSession,
  aParticipant,
  aTextInteraction,
  fictionalMobile as phone,
  personOf,
} from './records.js';

const open = anOpenSession('open', { id: '1' }, phone(5));
const paired = aPairedSession('paired', { id: '1' });
const other = aPairedSession('other', { id: '2' });
const client = personOf(9000);
const courier = personOf(8000);
const guest = personOf(70);
const unknown = personOf(60);

/** The client's own number 5; shared numbers 1 and 2 of a paired session with a guest; another session all on 3. */
async function populate(store: OrderStore): Promise<void> {
  const on3 = { proxyNumber: phone(3) } as const;
  await store.commit({
    puts: [
      put('client', aClient('1', { proxyNumber: phone(5) })),
      put('number', aNumberThatIs('assigned', phone(5))),
      ...[1, 2, 3].map((index) => put('number', aNumberThatIs('shared', phone(index)))),
      ...[open, paired, other].map((session) => put('session', session)),
      put('participant', aParticipant('open-client', open)),
      put('participant', aParticipant('client', paired)),
      put('participant', aParticipant('courier', paired, { role: 'counterpart' })),
      put('participant', aParticipant('guest', paired, { role: 'counterpart', admittedBy: 'code', ...guest })),
      put('participant', aParticipant('client-3', other, { ...on3, ...personOf(9003) })),
      put('participant', aParticipant('courier-3', other, { ...on3, role: 'counterpart' })),
      put('participant', aParticipant('guest-3', other, { ...on3, admittedBy: 'code', ...guest })),
    ],
  });
}

async function callerOf(store: OrderStore, ...call: Parameters<OrderStore['routing']>) {
  const { caller } = await store.routing(...call);
  return caller && [caller.participant.value.id, caller.session?.value.id, caller.other?.value.id];
}

/** The promises about the read that calls and texts are routed by, and about the last caller. */
export const routingPromises: Promises<OrderStore> = {
  'of a number that the pool does not have, nothing is known': async (store) => {
    await populate(store);
    const nothing = { number: undefined, open: undefined, caller: undefined, callerIsOurs: false };
    assert.deepEqual(await store.routing(phone(99)), nothing);
    assert.deepEqual(await store.routing(phone(99), client), nothing);
  },

  'of a number of any status, the number itself is read': async (store) => {
    for (const [index, status] of NUMBER_STATUSES.entries()) {
      await store.commit({ puts: [put('number', aNumberThatIs(status, phone(index)))] });
      const number = await found(store.record('number', phone(index)));
      const expected = { number, open: undefined, caller: undefined, callerIsOurs: false };
      assert.deepEqual(await store.routing(phone(index), unknown), expected);
    }
  },

  'whoever calls a number with an open session, the session and its client are read as they stand': async (store) => {
    await populate(store);
    const session = await found(store.record('session', 'open'));
    const participant = await found(store.record('participant', 'open-client'));
    const number = await found(store.record('number', phone(5)));
    const read = { number, open: { session, client: participant }, callerIsOurs: false };
    for (const nobody of [undefined, unknown, courier, guest]) {
      assert.deepEqual(await store.routing(phone(5), nobody), { ...read, caller: undefined });
    }
    const itself = { ...read, caller: { participant, session, other: undefined } };
    assert.deepEqual(await store.routing(phone(5), client), itself);
  },

  'a closed open session is not read, nor its client': async (store) => {
    await populate(store);
    const closed = closeOpened({ session: open, client: aParticipant('open-client', open) }, 5);
    await store.commit({
      puts: [
        await changing(store, 'session', 'open', () => closed.session),
        await changing(store, 'participant', 'open-client', () => closed.client),
      ],
    });
    const { open: read, caller } = await store.routing(phone(5), client);
    assert.deepEqual([read, caller], [undefined, undefined]);
  },

  'a caller of a shared number is found with their session and whom the order names for the other role': async (
    store,
  ) => {
    await populate(store);
    const session = await found(store.record('session', 'paired'));
    const participant = await found(store.record('participant', 'client'));
    const counterpart = await found(store.record('participant', 'courier'));
    const number = await found(store.record('number', phone(1)));
    assert.deepEqual(await store.routing(phone(1), client), {
      ...{ number, open: undefined, callerIsOurs: false },
      caller: { participant, session, other: counterpart },
    });
    assert.deepEqual(await callerOf(store, phone(2), courier), ['courier', 'paired', 'client']);
    assert.deepEqual(await callerOf(store, phone(2), guest), ['guest', 'paired', 'client']);
    assert.deepEqual(await callerOf(store, phone(3), personOf(9003)), ['client-3', 'other', 'courier-3']);
    assert.deepEqual(await callerOf(store, phone(3), courier), ['courier-3', 'other', 'client-3']);
    assert.deepEqual(await callerOf(store, phone(3), guest), ['guest-3', 'other', 'courier-3']);
  },

  'a caller is found by their key on the very number they called, and by nothing else': async (store) => {
    await populate(store);
    for (const [number, caller] of [
      [2, client],
      [1, courier],
      [1, unknown],
      [3, client],
      [2, undefined],
    ] as const) {
      assert.equal(await callerOf(store, phone(number), caller), undefined);
    }
    const otherPhone = { phone: phone(61), personKey: client.personKey };
    assert.deepEqual(await callerOf(store, phone(1), otherPhone), ['client', 'paired', 'courier']);
    assert.equal(await callerOf(store, phone(1), { phone: client.phone, personKey: unknown.personKey }), undefined);
  },

  'a tombstone is found until it is released, with its session while that is kept': async (store) => {
    await populate(store);
    await store.commit({
      puts: [
        await changing(store, 'session', 'paired', () => closePairedSession(paired, 5)),
        await changing(store, 'participant', 'client', (was) => closeParticipant(was, 5)),
        await changing(store, 'participant', 'courier', (was) => eraseParticipant(was, 5)),
        await changing(store, 'participant', 'guest', (was) => releaseParticipant(was, 5)),
      ],
    });
    assert.deepEqual(await callerOf(store, phone(1), client), ['client', 'paired', undefined]);
    assert.deepEqual(await callerOf(store, phone(2), courier), ['courier', 'paired', undefined]);
    assert.equal(await callerOf(store, phone(2), guest), undefined);
    const { caller } = await store.routing(phone(2), courier);
    assert.deepEqual(caller?.session, await store.record('session', 'paired'));
    assert.equal(caller?.participant.value.phone, undefined);
  },

  'whoever was erased or replaced is not the other one any more': async (store) => {
    await populate(store);
    await store.commit({
      puts: [await changing(store, 'participant', 'courier', (was) => eraseParticipant(was, 5))],
    });
    assert.deepEqual(await callerOf(store, phone(1), client), ['client', 'paired', undefined]);
    assert.deepEqual(await callerOf(store, phone(2), courier), ['courier', 'paired', 'client']);
    const next = aParticipant('next', paired, { role: 'counterpart', ...personOf(50) });
    await store.commit({ puts: [put('participant', next)] });
    assert.deepEqual(await callerOf(store, phone(1), client), ['client', 'paired', 'next']);
    assert.deepEqual(await callerOf(store, phone(2), personOf(50)), ['next', 'paired', 'client']);
  },

  'a caller that is a number of the pool is told from others, unless it was released': async (store) => {
    await populate(store);
    for (const [index, status] of NUMBER_STATUSES.entries()) {
      await store.commit({ puts: [put('number', aNumberThatIs(status, phone(20 + index)))] });
      for (const called of [5, 1, 99]) {
        const { callerIsOurs } = await store.routing(phone(called), personOf(20 + index));
        assert.equal(callerIsOurs, status !== 'released');
      }
    }
    assert.equal((await store.routing(phone(5), personOf(5))).callerIsOurs, true);
  },

  'of several who reach a client at once the latest is noted, without conflict': async (store) => {
    await populate(store);
    const read = await found(store.record('session', 'open'));
    const note = (index: number) => ({
      puts: [put('interaction', aTextInteraction(index.toString()))],
      lastCaller: { sessionId: 'open', phone: phone(index) },
    });
    for (const index of [60, 61, 60]) await store.commit({ ...note(index), puts: [] });
    const after = await found(store.record('session', 'open'));
    assert.deepEqual(after.value, { ...open, lastCaller: phone(60) });
    assert.deepEqual((await store.routing(phone(5))).open?.session, after);
    await assertConflict(store, { puts: [put('session', { ...open, homeCountry: 'BE' }, read)] });
    await assertConflict(store, { puts: [put('lockout', aLockout('k'))], guards: [relyOn('session', read)] });

    const many = Array.from({ length: 10 }, (_, index) => 70 + index);
    await Promise.all(many.map((index) => store.commit(note(index))));
    const { lastCaller } = (await found(store.routing(phone(5)).then((routing) => routing.open))).session.value;
    assert.ok(many.some((index) => phone(index) === lastCaller));
    assert.equal((await store.interactions({ limit: 100 })).length, many.length);
  },

  'nobody is noted on a session that was closed, or is not there, or by a decision on an old client': async (store) => {
    await populate(store);
    const participant = await found(store.record('participant', 'open-client'));
    const interaction = creating([{ kind: 'interaction', value: aTextInteraction('i') }]);
    const lastCaller = { sessionId: 'open', phone: phone(60) };
    await assertConflict(store, { puts: interaction, lastCaller: { ...lastCaller, sessionId: 'none' } });

    const moved = { ...aParticipant('open-client', open), ...personOf(9001) };
    await store.commit({ puts: [put('participant', moved, participant)] });
    const guards = [relyOn('participant', participant)];
    await assertConflict(store, { puts: interaction, lastCaller, guards });

    const closed = closeOpened({ session: open, client: moved }, 5);
    await store.commit({
      puts: [
        await changing(store, 'session', 'open', () => closed.session),
        await changing(store, 'participant', 'open-client', () => closed.client),
      ],
    });
    await assertConflict(store, { puts: interaction, lastCaller });
    assert.equal(await store.record('interaction', 'i'), undefined);
    assert.deepEqual((await found(store.record('session', 'open'))).value, closed.session);
  },
};
