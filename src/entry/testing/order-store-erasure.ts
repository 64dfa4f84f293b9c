import assert from 'node:assert/strict';
import { afterErasure, type Erasure } from '../../domain/model/erasure.js';
import { closeOrder } from '../../domain/model/order.js';
import type { PersonKey } from '../../domain/model/person.js';
import type { E164 } from '../../domain/model/phone-number.js';
import { put } from '../../domain/services/commit.js';
import type { OrderStore } from '../../ports/order-store.js';
import type { Promises } from './contract.js';
import { assertConflict, byId, changing, creating, everything, found } from './order-store-assertions.js';
import {
  aCallInteraction,
  aNumberThatIs,
  anOpenSession,
  anOrder,
  aTextInteraction,
  fictionalMobile as phone,
  personOf,
} from './records.js';
import { sampleRecords } from './sample-records.js';

const ERASED: Erasure = { clientId: '1' };

/** Erasures of people in the sample records. */
const ERASURES: Readonly<Record<string, Erasure>> = {
  'a client': ERASED,
  'a client with their phones': { clientId: '1', persons: [personOf(9000)], plansWith: { phones: [phone(66)] } },
  'a last caller': { persons: [personOf(7)] },
  'whoever texts were sent to': { persons: [personOf(2)] },
  'whoever calls were put through to': { persons: [personOf(3)] },
  'a tombstone': { persons: [personOf(70)] },
  'a guest who has a tombstone': { persons: [personOf(72)] },
  'whoever has a phone to be confirmed': { persons: [personOf(9100)] },
  'whoever is told that their phone is replaced': { persons: [personOf(9000)] },
  'a client who has no record yet': { clientId: '5' },
  'several people': { persons: [personOf(7), personOf(70), personOf(2)] },
  'the sender of a text': { plansWith: { phones: [phone(1234)] } },
  'a phone that the client had before': { plansWith: { phones: [phone(3)], exceptOf: '1' } },
  'a phone that another client had before': { plansWith: { phones: [phone(3)], exceptOf: '2' } },
  'nobody on record': { clientId: 'nobody', persons: [personOf(4711)] },
};

/** The promises about erasure. */
export const erasurePromises: Promises<OrderStore> = {
  'scrubbing a client takes from their orders, requests and interactions what the record rules say, and nothing else':
    async (store) => {
      const records = sampleRecords();
      await store.commit({ puts: creating(records) });
      await store.commit({ puts: [], scrub: ERASED });
      assert.deepEqual(await everything(store), byId(records.map((record) => afterErasure(record, ERASED))));
      const undelivered = (await found(store.record('interaction', 'text-undelivered'))).value;
      assert.deepEqual(undelivered, { ...undelivered, from: '', to: '', plan: undefined });
      assert.equal((await found(store.record('order', 'a'))).value.fingerprint, undefined);
      assert.notEqual((await found(store.record('order', 'd'))).value.fingerprint, undefined);
      assert.equal((await found(store.record('request', 'of-client'))).value.fingerprint, undefined);
      assert.notEqual((await found(store.record('request', 'key'))).value.fingerprint, undefined);
      await store.commit({ puts: [], scrub: { clientId: 'nobody' } });
    },

  ...Object.fromEntries(
    Object.entries(ERASURES).map(([who, erasure]) => [
      `erasing ${who} takes from all records what the model says, and nothing else`,
      async (store: OrderStore) => {
        const records = sampleRecords();
        await store.commit({ puts: creating(records) });
        await store.commit({ puts: [], scrub: erasure });
        const left = records.map((record) => afterErasure(record, erasure));
        assert.deepEqual(await everything(store), byId(left));
        await store.commit({ puts: [], scrub: erasure });
        assert.deepEqual(await everything(store), byId(left));
      },
    ]),
  ),

  'two spellings of one line are erased together': async (store) => {
    // Obviously artificial digits.
    const [written, other] = ['+5491100000000' as E164, '+541100000000' as E164];
    const session = anOpenSession('s', { id: '1' }, phone(1), { lastCaller: other });
    const message = { from: phone(1), to: other, body: 'hello', media: [] };
    const plan = { kind: 'texts', interactionId: 'i', messages: [message] } as const;
    await store.commit({
      puts: [
        put('number', aNumberThatIs('assigned', phone(1))),
        put('session', session),
        put('interaction', aTextInteraction('i', { plan })),
      ],
    });
    await store.commit({ puts: [], scrub: { persons: [{ phone: written, personKey: 'k' as PersonKey }] } });
    assert.deepEqual((await found(store.record('session', 's'))).value, { ...session, lastCaller: undefined });
    const { value } = await found(store.record('interaction', 'i'));
    assert.deepEqual(value, aTextInteraction('i'));
  },

  'what a change set writes of a client is scrubbed by the same change set': async (store) => {
    const order = anOrder('o', '1');
    await store.commit({ puts: [put('order', order)] });
    await store.commit({
      puts: [
        await changing(store, 'order', 'o', (was) => closeOrder(was, 5)),
        put('interaction', aCallInteraction('i', { clientId: '1', plan: { kind: 'hang_up' } })),
      ],
      scrub: ERASED,
    });
    assert.deepEqual((await found(store.record('order', 'o'))).value, {
      ...closeOrder(order, 5),
      fingerprint: undefined,
    });
    assert.deepEqual(
      (await store.interactions({ limit: 1 })).map(({ from, plan }) => [from, plan]),
      [['', undefined]],
    );
  },

  'a write that was decided before the scrub is refused': async (store) => {
    await store.commit({
      puts: [put('order', anOrder('o', '1')), put('interaction', aTextInteraction('i', { clientId: '1' }))],
    });
    const order = await found(store.record('order', 'o'));
    const interaction = await found(store.record('interaction', 'i'));
    await store.commit({ puts: [], scrub: ERASED });
    await assertConflict(store, { puts: [put('order', order.value, order)] });
    await assertConflict(store, { puts: [put('interaction', interaction.value, interaction)] });
  },

  'a change set that is refused scrubs nothing': async (store) => {
    const order = put('order', anOrder('o', '1'));
    await store.commit({ puts: [order] });
    await assertConflict(store, { puts: [order], scrub: ERASED });
    assert.notEqual((await found(store.record('order', 'o'))).value.fingerprint, undefined);
  },
};
