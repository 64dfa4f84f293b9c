import assert from 'node:assert/strict';
import { isProxyCallError } from '../../domain/model/errors.js';
import { closeSession } from '../../domain/model/session.js';
import { put, relyOn } from '../../domain/services/commit.js';
import type { OrderStore } from '../../ports/order-store.js';
import type { Promises } from './contract.js';
import { assertConflict, found } from './order-store-assertions.js';
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

/** What an OrderStore promises of its commits: versions, laws, and all or nothing. */
export const commitPromises: Promises<OrderStore> = {
  'a record is created once': async (store) => {
    await store.commit({ puts: [put('order', '1', anOrder('1', '1'))] });
    await assertConflict(store, { puts: [put('order', '1', anOrder('1', '2'))] });
    assert.equal((await store.order('1'))?.value.clientId, '1');
  },

  'a write on an old version is refused': async (store) => {
    await store.commit({ puts: [put('client', '1', aClient('1'))] });
    const read = await found(store.client('1'));
    await store.commit({ puts: [put('client', '1', aClient('1', { name: 'second' }), read)] });
    await assertConflict(store, { puts: [put('client', '1', aClient('1', { name: 'third' }), read)] });
    const now = await found(store.client('1'));
    assert.equal(now.value.name, 'second');
    assert.notEqual(now.version, read.version);
  },

  'a write of the same value counts as a change': async (store) => {
    await store.commit({ puts: [put('client', '1', aClient('1'))] });
    const read = await found(store.client('1'));
    await store.commit({ puts: [put('client', '1', read.value, read)] });
    await assertConflict(store, { puts: [put('client', '1', read.value, read)] });
  },

  'a decision that relied on a changed record is refused': async (store) => {
    await store.commit({ puts: [put('client', '1', aClient('1'))] });
    const read = await found(store.client('1'));
    const decided = { puts: [put('order', '1', anOrder('1', '1'))], guards: [relyOn('client', '1', read)] };
    await store.commit({ puts: [put('client', '1', aClient('1', { name: 'new' }), read)] });
    await assertConflict(store, decided);
    assert.equal(await store.order('1'), undefined);
    const again = await found(store.client('1'));
    await store.commit({ ...decided, guards: [relyOn('client', '1', again)] });
    await store.commit({ puts: [put('client', '1', aClient('1'), again)] });
  },

  'all of a change set is applied or nothing': async (store) => {
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
    assert.deepEqual(await store.routing(phone(1)), {
      number: undefined,
      sessions: [],
      leg: undefined,
      pair: undefined,
    });
    assert.deepEqual(await store.liveSessionsOf('1'), []);
  },

  'an erased record is gone, and one made in its place is another one': async (store) => {
    await store.commit({ puts: [put('client', '1', aClient('1', { proxyNumber: phone(1) }))] });
    const read = await found(store.client('1'));
    await store.commit({ puts: [], removals: [{ kind: 'client', key: '1', expected: read.version }] });
    assert.equal(await store.client('1'), undefined);
    assert.equal(await store.clientByProxy(phone(1)), undefined);
    await assertConflict(store, { puts: [], removals: [{ kind: 'client', key: '1', expected: read.version }] });
    await store.commit({ puts: [put('client', '1', aClient('1'))] });
    await assertConflict(store, { puts: [put('client', '1', aClient('1'), read)] });
  },

  'there is one intent for a number, and one holder of a lease, until it is closed': async (store) => {
    const [first, second] = [aPurchaseIntent(phone(1), { id: 'first' }), aReleaseIntent(phone(1), { id: 'second' })];
    await store.commit({
      puts: [put('intent', phone(1), first), put('lease', 'l', { key: 'l', holder: 'a', until: 1 })],
    });
    await assertConflict(store, { puts: [put('intent', phone(1), second)] });
    await assertConflict(store, { puts: [put('lease', 'l', { key: 'l', holder: 'b', until: 1 })] });
    const [intent, lease] = [await found(store.intent(phone(1))), await found(store.lease('l'))];
    await store.commit({
      puts: [put('number', phone(1), aNumber(phone(1)))],
      removals: [
        { kind: 'intent', key: phone(1), expected: intent.version },
        { kind: 'lease', key: 'l', expected: lease.version },
      ],
    });
    assert.deepEqual([await store.intents(), await store.lease('l')], [[], undefined]);
    await assertConflict(store, {
      puts: [put('number', phone(2), aNumber(phone(2)))],
      removals: [{ kind: 'intent', key: phone(1), expected: intent.version }],
    });
    assert.equal(await store.number(phone(2)), undefined);
    await store.commit({ puts: [put('intent', phone(1), second)] });
  },

  'a proxy number has one holder': async (store) => {
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
  },

  'a proxy number has one live open session, and any number of closed ones': async (store) => {
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
  },

  'of several who reach a client at once the latest is noted, without conflict': async (store) => {
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
  },

  'nobody is noted on a session that ended or whose client has another phone by now': async (store) => {
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
    const late = { sessionId: 's', clientPhone: aClient('1').realPhone, lastCaller: phone(5) };
    await assertConflict(store, { puts: [put1], contact: late });
    assert.equal(await store.interaction('i'), undefined);
  },

  'scrubbing a client leaves what happened and takes who it was': async (store) => {
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
  },

  'what is old enough is forgotten': async (store) => {
    const plan = { kind: 'hang_up' } as const;
    await store.commit({
      puts: [
        ...[1, 2, 3].map((at) => put('interaction', at.toString(), anInteraction(at.toString(), { at, plan }))),
        ...[1, 2].map((at) =>
          put('request', at.toString(), { key: at.toString(), fingerprint: 'f', at, purchases: [] }),
        ),
      ],
    });
    await store.forget({ interactions: 2, plans: 3, requests: 2, sessions: 0, lockouts: 0 });
    assert.equal(await store.interaction('1'), undefined);
    assert.equal((await found(store.interaction('2'))).value.plan, undefined);
    assert.deepEqual((await found(store.interaction('3'))).value.plan, plan);
    assert.equal(await store.request('1'), undefined);
    assert.notEqual(await store.request('2'), undefined);
  },

  'of many who want the same thing at once, one gets it': async (store) => {
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
  },
};
