import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import type { Confirmation } from '../../domain/model/confirmation/confirmation.js';
import { hasConfirmationMac, signConfirmation } from '../../domain/model/confirmation/confirmation-mac.js';
import { endConfirmation, refuseEntry } from '../../domain/model/confirmation/ending.js';
import { hasOutboxMac, signOutboxEntry } from '../../domain/model/outbox-mac.js';
import type { E164 } from '../../domain/model/phone-number.js';
import { NUMBER_STATUSES } from '../../domain/model/proxy-number.js';
import { put } from '../../domain/services/commit.js';
import type { ConfirmationQuery, OrderStore, Position, Put } from '../../ports/order-store.js';
import type { Promises } from './contract.js';
import { assertConflict, assertInvariants, changing, found, idsOf, isConflict } from './order-store-assertions.js';
import {
  aConfirmation,
  aCounter,
  aNumber,
  aNumberThatIs,
  anOutboxEntry,
  aWantedContact,
  fictionalMobile as phone,
  NUMBER_STATES,
  personOf,
} from './records.js';

const { personKey } = personOf(9100);
const hash = (_purpose: 'record', text: string) => createHash('sha256').update(text).digest('base64url');

function holding(id: string, heldNumber: E164, fields: Partial<Confirmation> = {}): Confirmation {
  return aConfirmation(id, { heldNumber, proxyNumber: heldNumber, wanted: aWantedContact(phone(9100)), ...fields });
}

const end = (was: Confirmation) => endConfirmation(was, 'cancelled', 5);

/** All the same writes in several orders. */
function orders(puts: readonly Put[]): readonly (readonly Put[])[] {
  return [puts, puts.toReversed()];
}

/** The promises about confirmations, and what is sent and counted for them. */
export const confirmationPromises: Promises<OrderStore> = {
  'confirmations are listed newest first, page by page, by client and by status': async (store) => {
    const all = [1, 2, 2, 3, 4].map((createdAt, index) =>
      aConfirmation(`c${index.toString()}`, { createdAt, clientId: index === 3 ? 'other' : undefined }),
    );
    const over = end(aConfirmation('c5', { createdAt: 5, clientId: 'other' }));
    await store.commit({ puts: [...all, over].map((each) => put('confirmation', each)) });
    const list = async (query: Partial<ConfirmationQuery>) =>
      (await store.confirmations({ limit: 100, ...query })).map(({ id }) => id);
    assert.deepEqual(await store.confirmations({ limit: 1 }), [over]);
    assert.deepEqual(await list({}), ['c5', 'c4', 'c3', 'c2', 'c1', 'c0']);
    assert.deepEqual(await list({ clientId: 'other' }), ['c5', 'c3']);
    assert.deepEqual(await list({ clientId: 'nobody' }), []);
    assert.deepEqual(await list({ status: 'cancelled' }), ['c5']);
    assert.deepEqual(await list({ clientId: 'other', status: 'pending' }), ['c3']);
    assert.deepEqual(await list({ status: 'pending', limit: 2, after: { at: 3, id: 'c3' } }), ['c2', 'c1']);
    const collected: string[] = [];
    let after: Position | undefined;
    do {
      const page = await store.confirmations({ limit: 2, after });
      collected.push(...page.map(({ id }) => id));
      const last = page.at(-1);
      after = last && { at: last.createdAt, id: last.id };
    } while (after !== undefined);
    assert.deepEqual(collected, ['c5', 'c4', 'c3', 'c2', 'c1', 'c0']);
  },

  'pending confirmations are found by client and by person, until they are over': async (store) => {
    const ofClient = { by: 'client', clientId: '1' } as const;
    const ofPerson = { by: 'person', personKey } as const;
    await store.commit({
      puts: [
        put('confirmation', aConfirmation('client', { clientId: '1', personKey })),
        put('confirmation', aConfirmation('person', { personKey })),
        put('confirmation', aConfirmation('nobody')),
        put('confirmation', { ...end(aConfirmation('over', { clientId: '1' })), personKey }),
      ],
    });
    assert.deepEqual(await store.liveConfirmations(ofClient), [await store.record('confirmation', 'client')]);
    assert.deepEqual(idsOf(await store.liveConfirmations(ofPerson)), ['client', 'person']);
    await store.commit({ puts: [await changing(store, 'confirmation', 'client', end)] });
    assert.deepEqual(await store.liveConfirmations(ofClient), []);
    assert.deepEqual(idsOf(await store.liveConfirmations(ofPerson)), ['person']);
    await store.commit({ puts: [], scrub: { persons: [personOf(9100)] } });
    assert.deepEqual(await store.liveConfirmations(ofPerson), []);
    assert.equal((await found(store.record('confirmation', 'person'))).value.status, 'pending');
  },

  'the outbox is read by confirmation, whatever became of its entries': async (store) => {
    const entries = [anOutboxEntry('a', 'c'), refuseEntry(anOutboxEntry('b', 'c'), 'no credit', 5)];
    await store.commit({ puts: [...entries, anOutboxEntry('d', 'other')].map((entry) => put('outbox', entry)) });
    const read = await store.outboxOf('c');
    assert.deepEqual(idsOf(read), ['a', 'b']);
    for (const each of read) assert.deepEqual(each, await store.record('outbox', each.value.id));
    assert.deepEqual(await store.outboxOf('nobody'), []);
  },

  'a number is held for one pending confirmation, and a client has one': async (store) => {
    await store.commit({
      puts: [
        put('number', aNumberThatIs('held', phone(1))),
        put('number', aNumberThatIs('held', phone(2))),
        put('confirmation', holding('first', phone(1), { clientId: '1' })),
      ],
    });
    await assertConflict(store, { puts: [put('confirmation', holding('second', phone(1)))] });
    await assertConflict(store, { puts: [put('confirmation', holding('second', phone(2), { clientId: '1' }))] });
    await assertConflict(store, { puts: [put('confirmation', aConfirmation('second', { clientId: '1' }))] });
    await store.commit({ puts: [put('confirmation', end(aConfirmation('over', { clientId: '1' })))] });
    // Of the one that ends and the one that takes its place, whatever their keys.
    for (const [from, to] of [
      ['first', 'a-second'],
      ['a-second', 'third'],
    ] as const) {
      const puts = [
        put('confirmation', holding(to, phone(1), { clientId: '1' })),
        await changing(store, 'confirmation', from, end),
      ];
      await store.commit({ puts });
      assert.deepEqual(idsOf(await store.liveConfirmations({ by: 'client', clientId: '1' })), [to]);
    }
  },

  'a pending confirmation needs its number to be held, and of its carrier': async (store) => {
    for (const [index, status] of NUMBER_STATUSES.entries()) {
      const number = phone(10 + index);
      await store.commit({ puts: [put('number', aNumberThatIs(status, number))] });
      const confirmation = put('confirmation', holding(status, number));
      if (status === 'held') await store.commit({ puts: [confirmation] });
      else await assertConflict(store, { puts: [confirmation] });
    }
    await assertConflict(store, { puts: [put('confirmation', holding('elsewhere', phone(99)))] });
    await store.commit({ puts: [put('confirmation', { ...end(holding('over', phone(99))), proxyNumber: phone(99) })] });
    const held = aNumberThatIs('held', phone(50));
    await store.commit({ puts: [put('number', held)] });
    await assertConflict(store, { puts: [put('confirmation', holding('c', phone(50), { carrier: 'another' }))] });
    await store.commit({ puts: [put('confirmation', holding('c', phone(50)))] });
    const moved = await changing(store, 'number', phone(50), (was) => ({ ...was, carrier: 'another' }));
    await assertConflict(store, { puts: [moved] });
  },

  'a number stays held as long as it is held for a confirmation, and leaves with it': async (store) => {
    await store.commit({ puts: [put('number', aNumber(phone(1))), put('number', aNumber(phone(2)))] });
    for (const index of [0, 1]) {
      const [number, id] = [phone(1 + index), `c${index.toString()}`];
      const begun = [
        await changing(store, 'number', number, (was) => ({ ...was, state: NUMBER_STATES.held })),
        put('confirmation', holding(id, number)),
      ];
      await store.commit({ puts: orders(begun)[index] ?? begun });
      for (const status of NUMBER_STATUSES.filter((each) => each !== 'held')) {
        const left = await changing(store, 'number', number, (was) => ({ ...was, state: NUMBER_STATES[status] }));
        await assertConflict(store, { puts: [left] });
      }
      const ended = [
        await changing(store, 'confirmation', id, (was) => endConfirmation(was, 'confirmed', 5)),
        await changing(store, 'number', number, (was) => ({ ...was, state: NUMBER_STATES.assigned })),
      ];
      await store.commit({ puts: orders(ended)[index] ?? ended });
      assert.equal((await found(store.record('number', number))).value.state.status, 'assigned');
    }
    await assertInvariants(store);
  },

  'of many confirmations that want one number or client at once, one gets it': async (store) => {
    await store.commit({ puts: [1, 2, 3].map((index) => put('number', aNumberThatIs('held', phone(index)))) });
    const outcomes = await Promise.allSettled(
      Array.from({ length: 9 }, (_, index) => {
        const clientId = index < 3 ? undefined : '1';
        const confirmation = holding(`c${index.toString()}`, phone(index < 6 ? 1 : index - 5), { clientId });
        return store.commit({ puts: [put('confirmation', confirmation)] });
      }),
    );
    const winners = outcomes.filter(({ status }) => status === 'fulfilled').length;
    assert.ok(winners >= 1 && winners <= 2);
    assert.equal(outcomes.filter(isConflict).length, outcomes.length - winners);
    await assertInvariants(store);
  },

  'confirmations and messages are genuine after the store has scrubbed them': async (store) => {
    const wanted = aWantedContact(phone(9100), { residency: 'BE' });
    const confirmation = signConfirmation(hash, aConfirmation('c', { clientId: '1', wanted, personKey }));
    const message = signOutboxEntry(hash, anOutboxEntry('m', 'c', { clientId: '1', to: phone(9100), digits: '00' }));
    await store.commit({ puts: [put('confirmation', confirmation), put('outbox', message)] });
    for (const scrub of [undefined, { persons: [personOf(9100)] }, { clientId: '1' }]) {
      await store.commit({ puts: [], scrub });
      const [read, sent] = [await store.record('confirmation', 'c'), await store.record('outbox', 'm')];
      assert.ok(hasConfirmationMac(hash, (await found(Promise.resolve(read))).value));
      assert.ok(hasOutboxMac(hash, (await found(Promise.resolve(sent))).value));
      assert.equal(read?.value.wanted === undefined, scrub !== undefined);
      assert.equal(sent?.value.to === undefined, scrub !== undefined);
    }
  },

  'of many that count at the same version, one does': async (store) => {
    await store.commit({ puts: [put('counter', aCounter('k'))] });
    const read = await found(store.record('counter', 'k'));
    const outcomes = await Promise.allSettled(
      Array.from({ length: 5 }, () => store.commit({ puts: [put('counter', aCounter('k', { count: 2 }), read)] })),
    );
    assert.equal(outcomes.filter(({ status }) => status === 'fulfilled').length, 1);
    assert.deepEqual((await found(store.record('counter', 'k'))).value, aCounter('k', { count: 2 }));
  },
};
