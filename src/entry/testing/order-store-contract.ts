import assert from 'node:assert/strict';
import { isProxyCallError } from '../../domain/model/errors.js';
import { closeSession } from '../../domain/model/session.js';
import { put, relyOn } from '../../domain/services/commit.js';
import type { ChangeSet, OrderStore, Position } from '../../ports/order-store.js';
import type { ContractCase } from './contract.js';
import { aClient, aNumber, anInteraction, anOrder, aSession, fictionalMobile as phone } from './records.js';

export interface OrderStoreContractOptions {
  /** Opens a store with nothing in it. The case that asked closes it. */
  readonly open: () => Promise<OrderStore>;
}

/** Every promise of the OrderStore port. A store is one when all of these hold. */
export function orderStoreContract({ open }: OrderStoreContractOptions): readonly ContractCase[] {
  const cases: ContractCase[] = [];
  function promise(name: string, check: (store: OrderStore) => Promise<void>): void {
    cases.push({
      name,
      async run() {
        const store = await open();
        try {
          await check(store);
        } finally {
          await store.close();
        }
      },
    });
  }

  promise('what was never written is not there', async (store) => {
    assert.equal(await store.client('1'), undefined);
    assert.equal(await store.clientByProxy(phone(1)), undefined);
    assert.equal(await store.order('1'), undefined);
    assert.equal(await store.number(phone(1)), undefined);
    assert.equal(await store.interaction('1'), undefined);
    assert.equal(await store.request('1'), undefined);
    assert.equal(await store.highestClientNumber(), 0);
    assert.deepEqual(await store.orders({ limit: 10 }), []);
    assert.deepEqual(await store.interactions({ limit: 10 }), []);
    assert.deepEqual(await store.numbers(), []);
    assert.deepEqual(await store.poolCounts(0), []);
    assert.deepEqual(await store.routing(phone(1)), { number: undefined, sessions: [] });
    assert.deepEqual(await store.liveSessionsOf('1'), []);
    assert.deepEqual(await store.openOrdersOf('1'), []);
    await store.ping();
  });

  promise('every kind of record is read back as it was written, whatever is left out', async (store) => {
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
    const request = { key: 'k', fingerprint: 'f', at: 3 };
    await store.commit({ puts: [put('request', 'k', request)] });
    assert.deepEqual((await store.request('k'))?.value, request);
  });

  promise('a record is created once', async (store) => {
    await store.commit({ puts: [put('order', '1', anOrder('1', '1'))] });
    await assertConflict(store, { puts: [put('order', '1', anOrder('1', '2'))] });
    assert.equal((await store.order('1'))?.value.clientId, '1');
  });

  promise('a write on an old version is refused', async (store) => {
    await store.commit({ puts: [put('client', '1', aClient('1'))] });
    const read = await found(store.client('1'));
    await store.commit({ puts: [put('client', '1', aClient('1', { name: 'second' }), read)] });
    await assertConflict(store, { puts: [put('client', '1', aClient('1', { name: 'third' }), read)] });
    const now = await found(store.client('1'));
    assert.equal(now.value.name, 'second');
    assert.notEqual(now.version, read.version);
  });

  promise('a write of the same value counts as a change', async (store) => {
    await store.commit({ puts: [put('client', '1', aClient('1'))] });
    const read = await found(store.client('1'));
    await store.commit({ puts: [put('client', '1', read.value, read)] });
    await assertConflict(store, { puts: [put('client', '1', read.value, read)] });
  });

  promise('a decision that relied on a changed record is refused', async (store) => {
    await store.commit({ puts: [put('client', '1', aClient('1'))] });
    const read = await found(store.client('1'));
    const decided = { puts: [put('order', '1', anOrder('1', '1'))], guards: [relyOn('client', '1', read)] };
    await store.commit({ puts: [put('client', '1', aClient('1', { name: 'new' }), read)] });
    await assertConflict(store, decided);
    assert.equal(await store.order('1'), undefined);
    const again = await found(store.client('1'));
    await store.commit({ ...decided, guards: [relyOn('client', '1', again)] });
    await store.commit({ puts: [put('client', '1', aClient('1'), again)] });
  });

  promise('all of a change set is applied or nothing', async (store) => {
    await store.commit({ puts: [put('order', '2', anOrder('2', '1'))] });
    await assertConflict(store, {
      puts: [
        put('client', '1', aClient('1', { proxyNumber: phone(1) })),
        put('number', phone(1), aNumber(phone(1))),
        put('session', 's', aSession('s', aClient('1'), phone(1))),
        put('order', '2', anOrder('2', '1')),
      ],
    });
    assert.equal(await store.client('1'), undefined);
    assert.equal(await store.clientByProxy(phone(1)), undefined);
    assert.deepEqual(await store.routing(phone(1)), { number: undefined, sessions: [] });
    assert.deepEqual(await store.liveSessionsOf('1'), []);
  });

  promise('an erased record is gone, and one made in its place is another one', async (store) => {
    await store.commit({ puts: [put('client', '1', aClient('1', { proxyNumber: phone(1) }))] });
    const read = await found(store.client('1'));
    await store.commit({ puts: [], removals: [{ kind: 'client', key: '1', expected: read.version }] });
    assert.equal(await store.client('1'), undefined);
    assert.equal(await store.clientByProxy(phone(1)), undefined);
    await assertConflict(store, { puts: [], removals: [{ kind: 'client', key: '1', expected: read.version }] });
    await store.commit({ puts: [put('client', '1', aClient('1'))] });
    await assertConflict(store, { puts: [put('client', '1', aClient('1'), read)] });
  });

  promise('a proxy number has one holder', async (store) => {
    await store.commit({ puts: [put('client', '1', aClient('1', { proxyNumber: phone(1) }))] });
    await assertConflict(store, { puts: [put('client', '2', aClient('2', { proxyNumber: phone(1) }))] });
    await store.commit({ puts: [put('client', '3', aClient('3', { proxyNumber: phone(3) }))] });
    const third = await found(store.client('3'));
    await assertConflict(store, { puts: [put('client', '3', aClient('3', { proxyNumber: phone(1) }), third)] });
    assert.equal((await store.clientByProxy(phone(1)))?.value.id, '1');
    assert.equal((await store.clientByProxy(phone(3)))?.value.id, '3');
    const first = await found(store.client('1'));
    await store.commit({
      puts: [put('client', '1', aClient('1'), first), put('client', '2', aClient('2', { proxyNumber: phone(1) }))],
    });
    assert.equal((await store.clientByProxy(phone(1)))?.value.id, '2');
  });

  promise('a proxy number has one live open session, and any number of closed ones', async (store) => {
    const first = aSession('a', aClient('1'), phone(1));
    await store.commit({ puts: [put('session', 'a', first)] });
    const second = aSession('b', aClient('2'), phone(1));
    await assertConflict(store, { puts: [put('session', 'b', second)] });
    const [read] = (await store.routing(phone(1))).sessions;
    assert.deepEqual(read?.value, first);
    await store.commit({ puts: [put('session', 'a', closeSession(first, 5), read), put('session', 'b', second)] });
    assert.deepEqual(
      (await store.routing(phone(1))).sessions.map(({ value }) => value.id),
      ['b'],
    );
    assert.deepEqual(await store.liveSessionsOf('1'), []);
    assert.equal((await store.liveSessionsOf('2')).length, 1);
  });

  promise('of several who reach a client at once the latest is noted, without conflict', async (store) => {
    const client = aClient('1');
    await store.commit({ puts: [put('session', 's', aSession('s', client, phone(1)))] });
    const contact = { sessionId: 's', clientPhone: client.realPhone };
    const read = await found(store.routing(phone(1)).then(({ sessions }) => sessions[0]));
    await store.commit({ puts: [], contact: { ...contact, lastCaller: phone(5) } });
    await store.commit({ puts: [], contact: { ...contact, lastCaller: phone(6) } });
    await store.commit({ puts: [], contact: { ...contact, lastCaller: undefined } });
    const [after] = (await store.routing(phone(1))).sessions;
    assert.equal(after?.value.lastCaller, phone(6));
    await assertConflict(store, { puts: [put('session', 's', { ...read.value, homeCountry: 'BE' }, read)] });
  });

  promise('nobody is noted on a session that ended or whose client has another phone by now', async (store) => {
    const session = aSession('s', aClient('1'), phone(1));
    await store.commit({ puts: [put('session', 's', session)] });
    const put1 = put('interaction', 'i', anInteraction('i'));
    for (const lastCaller of [phone(5), undefined]) {
      const contact = { sessionId: 's', clientPhone: phone(99), lastCaller };
      await assertConflict(store, { puts: [put1], contact });
      await assertConflict(store, { puts: [put1], contact: { ...contact, sessionId: 'none' } });
    }
    const read = await found(store.liveSessionsOf('1').then(([first]) => first));
    await store.commit({ puts: [put('session', 's', closeSession(session, 5), read)] });
    const late = { sessionId: 's', clientPhone: session.clientPhone, lastCaller: phone(5) };
    await assertConflict(store, { puts: [put1], contact: late });
    assert.equal(await store.interaction('i'), undefined);
  });

  promise(
    'free numbers are the available, the cooled-off and the lapsed ones of that country and type',
    async (store) => {
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
        { country: 'BE', type: 'mobile', owned: 1, available: 1, assigned: 0, reserved: 0, quarantined: 0 },
        { country: 'FR', type: 'local', owned: 1, available: 1, assigned: 0, reserved: 0, quarantined: 0 },
        { country: 'FR', type: 'mobile', owned: 6, available: 3, assigned: 1, reserved: 1, quarantined: 1 },
      ]);
    },
  );

  promise('the highest client number counts whole numbers only', async (store) => {
    for (const id of ['9', '10', 'x11', '12a', '007', '1e3', '-5']) {
      await store.commit({ puts: [put('client', id, aClient(id))] });
    }
    assert.equal(await store.highestClientNumber(), 10);
  });

  promise('orders are listed newest first, page by page, by client and by status', async (store) => {
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
  });

  promise('interactions are listed newest first, page by page, by client and by time', async (store) => {
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
  });

  promise('scrubbing a client leaves what happened and takes who it was', async (store) => {
    const plan = { kind: 'dial', to: phone(1), callerId: phone(2), interactionId: 'i' } as const;
    await store.commit({
      puts: [
        put('interaction', 'i', anInteraction('i', { clientId: 'c', plan })),
        put('interaction', 'j', anInteraction('j', { clientId: 'other', plan })),
        put('order', 'o', anOrder('o', 'c')),
        put('order', 'p', anOrder('p', 'other')),
      ],
    });
    await store.commit({ puts: [], scrub: 'c' });
    const scrubbed = (await found(store.interaction('i'))).value;
    assert.deepEqual([scrubbed.from, scrubbed.to, scrubbed.plan, scrubbed.clientId], ['', '', undefined, 'c']);
    assert.deepEqual((await found(store.interaction('j'))).value.plan, plan);
    assert.equal((await found(store.order('o'))).value.fingerprint, undefined);
    assert.notEqual((await found(store.order('p'))).value.fingerprint, undefined);
  });

  promise('what is old enough is forgotten', async (store) => {
    const plan = { kind: 'hang_up' } as const;
    await store.commit({
      puts: [
        ...[1, 2, 3].map((at) => put('interaction', at.toString(), anInteraction(at.toString(), { at, plan }))),
        ...[1, 2].map((at) => put('request', at.toString(), { key: at.toString(), fingerprint: 'f', at })),
      ],
    });
    await store.forget({ interactions: 2, plans: 3, requests: 2 });
    assert.equal(await store.interaction('1'), undefined);
    assert.equal((await found(store.interaction('2'))).value.plan, undefined);
    assert.deepEqual((await found(store.interaction('3'))).value.plan, plan);
    assert.equal(await store.request('1'), undefined);
    assert.notEqual(await store.request('2'), undefined);
  });

  promise('of many who want the same thing at once, one gets it', async (store) => {
    await store.commit({ puts: [put('number', phone(0), aNumber(phone(0)))] });
    const read = await found(store.number(phone(0)));
    const outcomes = await Promise.allSettled(
      Array.from({ length: 20 }, (_, index) => {
        const to = index.toString();
        const assigned = aNumber(phone(0), { state: { status: 'assigned', to, since: 1 } });
        const client = aClient(to, { proxyNumber: phone(0) });
        return store.commit({ puts: [put('client', to, client), put('number', phone(0), assigned, read)] });
      }),
    );
    assert.equal(outcomes.filter(({ status }) => status === 'fulfilled').length, 1);
    for (const outcome of outcomes) {
      if (outcome.status === 'rejected') assert.ok(isProxyCallError(outcome.reason, 'conflict'));
    }
    const holder = await found(store.clientByProxy(phone(0)));
    assert.deepEqual((await found(store.number(phone(0)))).value.state, {
      status: 'assigned',
      to: holder.value.id,
      since: 1,
    });
  });

  return cases;
}

async function found<T>(read: Promise<T | undefined>): Promise<T> {
  const value = await read;
  assert.ok(value !== undefined, 'the record is there');
  return value;
}

async function assertConflict(store: OrderStore, changes: ChangeSet): Promise<void> {
  await assert.rejects(store.commit(changes), (error: unknown) => isProxyCallError(error, 'conflict'));
}
