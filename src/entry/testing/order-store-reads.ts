import assert from 'node:assert/strict';
import { KINDS, keyOf, recordIdOf, rulesOf, type Kind, type Records } from '../../domain/model/records.js';
import { put } from '../../domain/services/commit.js';
import type { OrderStore } from '../../ports/order-store.js';
import type { Promises } from './contract.js';
import { byId, creating, everything, found, idsOf } from './order-store-assertions.js';
import { aClient, anOrder, fictionalMobile as phone, personOf } from './records.js';
import { SAMPLE_RECORDS, sampleRecords } from './sample-records.js';

async function assertDue<K extends Kind>(store: OrderStore, kind: K, all: readonly Records[K][]): Promise<void> {
  const dueAt = (value: Records[K]) => rulesOf(kind).dueAt(value) ?? Infinity;
  const times = [...new Set(all.map(dueAt).filter(Number.isFinite))];
  for (const by of [...times.flatMap((at) => [at - 1, at]), Number.MAX_SAFE_INTEGER]) {
    const due = await store.due(kind, { by, limit: 100 });
    assert.deepEqual(
      due.map(({ value }) => keyOf(kind, value)).sort(),
      all
        .filter((value) => dueAt(value) <= by)
        .map((value) => keyOf(kind, value))
        .sort(),
    );
    for (const read of due) assert.deepEqual(await store.record(kind, keyOf(kind, read.value)), read);
  }
}

/** The promises about any kind of record, read by its key, as a list, or because it is due. */
export const readPromises: Promises<OrderStore> = {
  'what was never written is not there': async (store) => {
    for (const kind of KINDS) {
      assert.equal(await store.record(kind, '1'), undefined);
      assert.deepEqual(await store.records(kind, { limit: 10 }), []);
      assert.deepEqual(await store.due(kind, { by: Number.MAX_SAFE_INTEGER, limit: 10 }), []);
    }
    assert.equal(await store.clientByProxy(phone(1)), undefined);
    assert.equal(await store.highestClientNumber(), 0);
    assert.deepEqual(await store.orders({ limit: 10 }), []);
    assert.deepEqual(await store.openOrdersOf('1'), []);
    assert.deepEqual(await store.freeNumbers({ now: 0, limit: 10 }), []);
    assert.deepEqual(await store.sharedNumbers('FR'), []);
    assert.deepEqual(await store.numbers(), []);
    assert.deepEqual(await store.poolCounts(0), []);
    assert.deepEqual(await store.liveSessionsOf('1'), []);
    assert.equal(await store.sessionByCode('1'), undefined);
    assert.deepEqual(await store.participants({ by: 'person', personKey: personOf(1).personKey }), []);
    assert.deepEqual(await store.confirmations({ limit: 10 }), []);
    assert.deepEqual(await store.liveConfirmations({ by: 'client', clientId: '1' }), []);
    assert.deepEqual(await store.outboxOf('1'), []);
    assert.deepEqual(await store.interactions({ limit: 10 }), []);
    await store.ping();
  },

  'every kind of record is read back as it was written, to the last field, in all of its variants': async (store) => {
    const records = sampleRecords();
    await store.commit({ puts: creating(records) });
    assert.deepEqual(await everything(store), byId(records));
    for (const record of records) {
      const { kind, key } = recordIdOf(record);
      const read = await found(store.record<Kind>(kind, key));
      assert.deepEqual(read.value, record.value);
      assert.ok(Number.isSafeInteger(read.version));
    }
  },

  'a change may fill and clear every field': async (store) => {
    const write = async <K extends Kind>(kind: K, value: Records[K]) => {
      const read = await store.record(kind, keyOf(kind, value));
      await store.commit({ puts: [put(kind, value, read)] });
      assert.deepEqual((await found(store.record(kind, keyOf(kind, value)))).value, value);
    };
    const both = <T>(variants: readonly T[]) => [...variants, ...variants.toReversed()];
    for (const client of both(SAMPLE_RECORDS.client)) await write('client', { ...client, id: '1' });
    for (const order of both(SAMPLE_RECORDS.order)) await write('order', { ...order, id: 'o' });
    for (const number of both(SAMPLE_RECORDS.number)) await write('number', { ...number, number: phone(1) });
    for (const intent of both(SAMPLE_RECORDS.intent)) await write('intent', { ...intent, number: phone(1) });
    for (const one of both(SAMPLE_RECORDS.confirmation)) {
      await write('confirmation', { ...one, id: 'c', heldNumber: undefined });
    }
    for (const entry of both(SAMPLE_RECORDS.outbox)) await write('outbox', { ...entry, id: 'e' });
    for (const request of both(SAMPLE_RECORDS.request)) await write('request', { ...request, key: 'k' });
    for (const interaction of both(SAMPLE_RECORDS.interaction)) {
      await write('interaction', { ...interaction, id: interaction.channel ?? 'message' });
    }
  },

  'all records of a kind are listed by their keys, page by page': async (store) => {
    const ids = ['b', 'a', 'd', 'c', 'e'];
    await store.commit({ puts: ids.map((id) => put('order', anOrder(id, '1'))) });
    const page = async (after?: string) =>
      (await store.records('order', { limit: 2, after })).map(({ value }) => value.id);
    assert.deepEqual(await page(), ['a', 'b']);
    assert.deepEqual(await page('b'), ['c', 'd']);
    assert.deepEqual(await page('d'), ['e']);
    assert.deepEqual(await page('e'), []);
    const [first] = await store.records('order', { limit: 1 });
    assert.deepEqual(await store.record('order', 'a'), first);
  },

  'whatever the keys look like, every record is on one page': async (store) => {
    const ids = ['b', 'A', 'a', 'é', 'É', '10', '9', '_', '-', 'a b', 'ab', '山', '😀', 'ﬁ'];
    await store.commit({ puts: ids.map((id) => put('order', anOrder(id, '1'))) });
    const listed: string[] = [];
    for (let after: string | undefined; ; after = listed.at(-1)) {
      const page = await store.records('order', { limit: 3, after });
      if (page.length === 0) break;
      listed.push(...page.map(({ value }) => value.id));
      assert.ok(listed.length <= ids.length, 'no record is listed twice');
    }
    assert.deepEqual([...listed].sort(), [...ids].sort());
  },

  'a number, a live paired session, a participant, a lock, a confirmation and a message are due at their time, and nothing else is':
    async (store) => {
      await store.commit({ puts: creating(sampleRecords()) });
      for (const kind of KINDS) await assertDue(store, kind, SAMPLE_RECORDS[kind]);
      const never = Number.MAX_SAFE_INTEGER;
      assert.equal((await store.due('participant', { by: never, limit: 2 })).length, 2);
      assert.equal((await store.due('session', { by: never, limit: 1 })).length, 1);
      assert.deepEqual(await store.due('number', { by: never, limit: 0 }), []);
    },

  'the highest client number counts whole numbers only': async (store) => {
    for (const id of ['9', '10', 'x11', '12a', '007', '1e3', '-5']) {
      await store.commit({ puts: [put('client', aClient(id))] });
    }
    assert.equal(await store.highestClientNumber(), 10);
  },

  'a client is found by the number they hold, for as long as they hold it': async (store) => {
    await store.commit({ puts: [put('client', aClient('1', { proxyNumber: phone(1) })), put('client', aClient('2'))] });
    const read = await found(store.clientByProxy(phone(1)));
    assert.deepEqual(read, await store.record('client', '1'));
    await store.commit({ puts: [put('client', aClient('1', { proxyNumber: phone(2) }), read)] });
    assert.equal(await store.clientByProxy(phone(1)), undefined);
    assert.equal((await found(store.clientByProxy(phone(2)))).value.id, '1');
    assert.deepEqual(idsOf(await store.records('client', { limit: 9 })), ['1', '2']);
  },
};
