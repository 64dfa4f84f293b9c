import assert from 'node:assert/strict';
import { put } from '../../domain/services/commit.js';
import type { OrderStore, Position } from '../../ports/order-store.js';
import type { Promises } from './contract.js';
import {
  aClient,
  aNumber,
  anInteraction,
  anOrder,
  aPurchaseIntent,
  aReleaseIntent,
  aSession,
  fictionalMobile as phone,
} from './records.js';

/** What an OrderStore promises of its reads. */
export const readPromises: Promises<OrderStore> = {
  'what was never written is not there': async (store) => {
    assert.equal(await store.client('1'), undefined);
    assert.equal(await store.clientByProxy(phone(1)), undefined);
    assert.equal(await store.order('1'), undefined);
    assert.equal(await store.number(phone(1)), undefined);
    assert.equal(await store.interaction('1'), undefined);
    assert.equal(await store.request('1'), undefined);
    assert.equal(await store.intent(phone(1)), undefined);
    assert.deepEqual(await store.intents(), []);
    assert.equal(await store.lease('1'), undefined);
    assert.equal(await store.highestClientNumber(), 0);
    assert.deepEqual(await store.orders({ limit: 10 }), []);
    assert.deepEqual(await store.interactions({ limit: 10 }), []);
    assert.deepEqual(await store.numbers(), []);
    assert.deepEqual(await store.poolCounts(0), []);
    assert.deepEqual(await store.routing(phone(1)), {
      number: undefined,
      sessions: [],
      leg: undefined,
      pair: undefined,
    });
    assert.deepEqual(await store.liveSessionsOf('1'), []);
    assert.deepEqual(await store.openOrdersOf('1'), []);
    await store.ping();
  },

  'every kind of record is read back as it was written, whatever is left out': async (store) => {
    for (const client of [aClient('1'), aClient('2', { residency: 'FR', proxyNumber: phone(2) })]) {
      await store.commit({ puts: [put('client', client.id, client)] });
      assert.deepEqual((await store.client(client.id))?.value, client);
    }
    for (const order of [
      anOrder('1', '1'),
      anOrder('2', '1', { status: 'closed', closedAt: 5, fingerprint: undefined }),
    ]) {
      await store.commit({ puts: [put('order', order.id, order)] });
      assert.deepEqual((await store.order(order.id))?.value, order);
    }
    const states = [
      { status: 'available' },
      { status: 'reserved', token: 't', by: '1', since: 1 },
      { status: 'assigned', to: '1', since: 2 },
      { status: 'shared', since: 6 },
      { status: 'quarantined', until: 3 },
      { status: 'released', since: 4 },
    ] as const;
    for (const [index, state] of states.entries()) {
      const number = aNumber(phone(index), { state });
      await store.commit({ puts: [put('number', number.number, number)] });
      assert.deepEqual((await store.number(number.number))?.value, number);
    }
    const session = aSession('s', aClient('1'), phone(1), { lastCaller: phone(7), homeCountry: 'FR' });
    await store.commit({ puts: [put('session', 's', session)] });
    assert.deepEqual((await store.liveSessionsOf('1'))[0]?.value, session);
    const interactions = [
      anInteraction('i'),
      anInteraction('j', {
        channel: 'message',
        clientId: '1',
        sessionId: 's',
        direction: 'to_client',
        outcome: 'undelivered',
        endedAt: 9,
        durationSeconds: 0,
        failedParts: [0, 2],
        plan: {
          interactionId: 'j',
          messages: [{ from: phone(1), to: phone(2), body: 'Ünïcode 🎁\n"', media: ['https://x.example/1'] }],
        },
      }),
    ];
    for (const interaction of interactions) {
      await store.commit({ puts: [put('interaction', interaction.id, interaction)] });
      assert.deepEqual((await store.interaction(interaction.id))?.value, interaction);
    }
    for (const purchases of [[], [phone(1), phone(2)]]) {
      const request = { key: purchases.length.toString(), fingerprint: 'f', at: 3, purchases };
      await store.commit({ puts: [put('request', request.key, request)] });
      assert.deepEqual((await store.request(request.key))?.value, request);
    }
    const intents = [
      aPurchaseIntent(phone(1)),
      aPurchaseIntent(phone(2), { requestKey: 'k' }),
      aReleaseIntent(phone(3)),
      aReleaseIntent(phone(4), { otherwise: { status: 'quarantined', until: 7 } }),
    ];
    for (const intent of intents) {
      await store.commit({ puts: [put('intent', intent.number, intent)] });
      assert.deepEqual((await store.intent(intent.number))?.value, intent);
    }
    assert.deepEqual(
      (await store.intents()).map(({ value }) => value.number).sort(),
      intents.map(({ number }) => number),
    );
    const lease = { key: 'l', holder: 'h', until: 9 };
    await store.commit({ puts: [put('lease', 'l', lease)] });
    assert.deepEqual((await store.lease('l'))?.value, lease);
  },

  'free numbers are the available, the cooled-off and the lapsed ones of that country and type': async (store) => {
    const now = 100 * 60_000;
    const numbers = [
      aNumber(phone(0)),
      aNumber(phone(1), { state: { status: 'assigned', to: '1', since: 0 } }),
      aNumber(phone(2), { state: { status: 'quarantined', until: now } }),
      aNumber(phone(3), { state: { status: 'quarantined', until: now + 1 } }),
      aNumber(phone(4), { state: { status: 'reserved', token: 't', by: '1', since: now - 10 * 60_000 } }),
      aNumber(phone(5), { state: { status: 'reserved', token: 't', by: '1', since: now - 10 * 60_000 + 1 } }),
      aNumber(phone(6), { state: { status: 'released', since: 0 } }),
      aNumber(phone(7), { type: 'local' }),
      aNumber(phone(8), { country: 'BE' }),
    ];
    await store.commit({ puts: numbers.map((number) => put('number', number.number, number)) });
    const free = async (query: Partial<Parameters<OrderStore['freeNumbers']>[0]>) =>
      (await store.freeNumbers({ now, limit: 100, ...query })).map(({ value }) => value.number).sort();
    assert.deepEqual(await free({ country: 'FR', type: 'mobile' }), [phone(0), phone(2), phone(4)]);
    assert.deepEqual(await free({ country: 'FR' }), [phone(0), phone(2), phone(4), phone(7)]);
    assert.deepEqual(await free({}), [phone(0), phone(2), phone(4), phone(7), phone(8)]);
    assert.equal((await free({ limit: 2 })).length, 2);
    assert.deepEqual(await free({ country: 'DE' }), []);
    assert.equal((await store.numbers()).length, 8);
    assert.deepEqual(await store.poolCounts(now), [
      { country: 'BE', type: 'mobile', owned: 1, available: 1, assigned: 0, shared: 0, reserved: 0, quarantined: 0 },
      { country: 'FR', type: 'local', owned: 1, available: 1, assigned: 0, shared: 0, reserved: 0, quarantined: 0 },
      { country: 'FR', type: 'mobile', owned: 6, available: 3, assigned: 1, shared: 0, reserved: 1, quarantined: 1 },
    ]);
  },

  'the highest client number counts whole numbers only': async (store) => {
    for (const id of ['9', '10', 'x11', '12a', '007', '1e3', '-5']) {
      await store.commit({ puts: [put('client', id, aClient(id))] });
    }
    assert.equal(await store.highestClientNumber(), 10);
  },

  'orders are listed newest first, page by page, by client and by status': async (store) => {
    const orders = [1, 2, 2, 3, 5, 5, 5].map((createdAt, index) =>
      anOrder(`o${index.toString()}`, index % 2 === 0 ? 'even' : 'odd', {
        createdAt,
        ...(index === 6 ? { status: 'closed' as const, closedAt: 6 } : {}),
      }),
    );
    await store.commit({ puts: orders.map((order) => put('order', order.id, order)) });
    const list = async (query: Partial<Parameters<OrderStore['orders']>[0]>) =>
      (await store.orders({ limit: 100, ...query })).map(({ id }) => id);
    assert.deepEqual(await list({}), ['o6', 'o5', 'o4', 'o3', 'o2', 'o1', 'o0']);
    assert.deepEqual(await list({ clientId: 'odd' }), ['o5', 'o3', 'o1']);
    assert.deepEqual(await list({ status: 'closed' }), ['o6']);
    assert.deepEqual(await list({ limit: 2, after: { at: 5, id: 'o5' } }), ['o4', 'o3']);
    assert.deepEqual((await store.openOrdersOf('even')).map(({ value }) => value.id).sort(), ['o0', 'o2', 'o4']);
  },

  'interactions are listed newest first, page by page, by client and by time': async (store) => {
    const all = [1, 2, 2, 3, 4].map((at, index) =>
      anInteraction(`i${index.toString()}`, { at, clientId: index === 3 ? undefined : 'c' }),
    );
    for (const interaction of all) await store.commit({ puts: [put('interaction', interaction.id, interaction)] });
    const list = async (query: Partial<Parameters<OrderStore['interactions']>[0]>) =>
      (await store.interactions({ limit: 100, ...query })).map(({ id }) => id);
    assert.deepEqual(await list({}), ['i4', 'i3', 'i2', 'i1', 'i0']);
    assert.deepEqual(await list({ clientId: 'c' }), ['i4', 'i2', 'i1', 'i0']);
    assert.deepEqual(await list({ from: 2, until: 3 }), ['i3', 'i2', 'i1']);
    const collected: string[] = [];
    let after: Position | undefined;
    do {
      const page = await store.interactions({ limit: 2, after });
      collected.push(...page.map(({ id }) => id));
      after = page.at(-1);
    } while (after !== undefined);
    assert.deepEqual(collected, ['i4', 'i3', 'i2', 'i1', 'i0']);
  },

  'all records of a kind are listed by their keys, page by page': async (store) => {
    const ids = ['b', 'a', 'd', 'c', 'e'];
    await store.commit({
      puts: ids.map((id) => put('session', id, aSession(id, aClient(id), phone(ids.indexOf(id))))),
    });
    const page = async (after?: string) =>
      (await store.records('session', { limit: 2, after })).map(({ value }) => value.id);
    assert.deepEqual(await page(), ['a', 'b']);
    assert.deepEqual(await page('b'), ['c', 'd']);
    assert.deepEqual(await page('d'), ['e']);
    assert.deepEqual(await page('e'), []);
    assert.deepEqual(await store.records('lease', { limit: 2 }), []);
    const [first] = await store.records('session', { limit: 1 });
    assert.deepEqual(await store.record('session', 'a'), first);
    assert.equal(await store.record('session', 'z'), undefined);
  },
};
