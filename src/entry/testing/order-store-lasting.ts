import assert from 'node:assert/strict';
import { closePair } from '../../domain/model/pair.js';
import { closeSession } from '../../domain/model/session.js';
import { put, relyOn } from '../../domain/services/commit.js';
import type { OrderStore } from '../../ports/order-store.js';
import type { Promises } from './contract.js';
import { assertConflict, found } from './order-store-assertions.js';
import {
  aClient,
  aLeg,
  aLockout,
  aNumber,
  anInteraction,
  anOrder,
  aPair,
  aPurchaseIntent,
  aReleaseIntent,
  aSession,
  fictionalMobile as phone,
} from './records.js';

/** Where a store keeps its records. */
export interface Place {
  /** Opens a store there. */
  readonly open: () => Promise<OrderStore>;
}

const KINDS = [
  ...(['client', 'order', 'number', 'session', 'pair', 'leg', 'lockout'] as const),
  ...(['interaction', 'request', 'intent', 'lease'] as const),
] as const;

async function everything(store: OrderStore) {
  const all = await Promise.all(KINDS.map((kind) => store.records(kind, { limit: 1000 })));
  return all.map((records) => records.map(({ value }) => value));
}

/** A client with all that belongs to one, as use cases leave them. */
function aWorld() {
  const client = aClient('1', { residency: 'FR', proxyNumber: phone(1) });
  const plan = { kind: 'dial', to: phone(3), callerId: phone(1), interactionId: 'i' } as const;
  const before = aSession('s0', client, phone(2));
  const pair = aPair('p1', client, {
    clientNumber: phone(5),
    counterpartNumber: phone(5),
    code: '1234',
    textsStopped: ['client'],
    ringSeconds: 20,
  });
  return [
    put('client', '1', client),
    put('client', '2', aClient('2')),
    put('number', phone(1), aNumber(phone(1), { state: { status: 'assigned', to: '1', since: 5 } })),
    put('number', phone(2), aNumber(phone(2), { type: 'local', state: { status: 'quarantined', until: 9_000 } })),
    put('number', phone(3), aNumber(phone(3), { state: { status: 'reserved', by: '2', token: 't', since: 7 } })),
    put('number', phone(4), aNumber(phone(4), { country: 'BE', state: { status: 'released', since: 8 } })),
    put('session', 's0', closeSession(before, 4)),
    put('session', 's1', aSession('s1', client, phone(1), { homeCountry: 'FR', lastCaller: phone(7) })),
    put('number', phone(5), aNumber(phone(5), { state: { status: 'shared', since: 3 } })),
    put('pair', 'p0', closePair(aPair('p0', client, { clientNumber: phone(5) }), 4)),
    put('pair', 'p1', pair),
    put(
      'leg',
      'l0',
      aLeg('l0', pair, 'client', { party: 'hash:x', counterpart: 'hash:y', closedAt: 4, releasedAt: 5 }),
    ),
    put('leg', 'l1', aLeg('l1', pair, 'client')),
    put('leg', 'l2', aLeg('l2', pair, 'counterpart', { closedAt: 6 })),
    put('leg', 'l3', aLeg('l3', pair, 'counterpart', { isGuest: true, party: phone(66) })),
    put('lockout', 'caller x', aLockout('caller x')),
    put('order', 'a', anOrder('a', '1')),
    put(
      'order',
      'c',
      anOrder('c', '1', { pairing: { sessionId: 'p1', courierNumber: phone(5), code: '1234', expiresAt: 9 } }),
    ),
    put('order', 'b', anOrder('b', '1', { status: 'closed', closedAt: 6, fingerprint: undefined })),
    put('interaction', 'i', anInteraction('i', { clientId: '1', sessionId: 's1', direction: 'to_client', plan })),
    put('request', 'k', { key: 'k', fingerprint: 'f', at: 3, purchases: [phone(8)] }),
    put('intent', phone(8), aPurchaseIntent(phone(8), { requestKey: 'k' })),
    put('intent', phone(9), aReleaseIntent(phone(9))),
    put('lease', 'l', { key: 'l', holder: 'h', until: 9 }),
  ];
}

/** What holds where records outlive the store that wrote them. */
export const lastingPromises: Promises<Place> = {
  'what was committed is there when the store is opened again, to the last field': async ({ open }) => {
    const first = await open();
    await first.commit({ puts: aWorld() });
    const before = await everything(first);
    await first.close();
    const second = await open();
    assert.deepEqual(await everything(second), before);
    assert.deepEqual((await second.clientByProxy(phone(1)))?.value.id, '1');
    assert.equal((await second.routing(phone(1))).sessions[0]?.value.lastCaller, phone(7));
    const guest = await second.routing(phone(5), { phone: phone(66), hash: 'hash:z' });
    assert.deepEqual([guest.leg?.value.id, guest.pair?.value.id], ['l3', 'p1']);
  },

  'what was erased, noted or forgotten is so when the store is opened again': async ({ open }) => {
    const first = await open();
    await first.commit({ puts: aWorld() });
    const session = await found(first.record('session', 's1'));
    await first.commit({ puts: [put('interaction', 'j', anInteraction('j', { at: 50 }))] });
    await first.commit({
      puts: [],
      contact: { sessionId: 's1', clientPhone: session.value.clientPhone ?? phone(0), lastCaller: phone(6) },
    });
    const [intent, lease] = [await found(first.intent(phone(8))), await found(first.lease('l'))];
    await first.commit({
      puts: [],
      removals: [
        { kind: 'client', key: '2', expected: (await found(first.client('2'))).version },
        { kind: 'intent', key: phone(8), expected: intent.version },
        { kind: 'lease', key: 'l', expected: lease.version },
      ],
      scrub: '1',
    });
    await first.forget({ interactions: 10, plans: 10, requests: 10, sessions: 10, lockouts: 10 });
    await first.close();
    const second = await open();
    assert.equal((await found(second.record('session', 's1'))).value.lastCaller, phone(6));
    assert.deepEqual(
      [await second.client('2'), await second.intent(phone(8)), await second.lease('l')],
      [undefined, undefined, undefined],
    );
    assert.equal((await found(second.order('a'))).value.fingerprint, undefined);
    assert.deepEqual(
      (await second.interactions({ limit: 10 })).map(({ id }) => id),
      ['j'],
    );
    assert.equal(await second.request('k'), undefined);
    await second.commit({ puts: [put('client', '2', aClient('2', { name: 'another' }))] });
  },
};

/** What holds where several stores work on the same records. */
export const sharingPromises: Promises<Place> = {
  'of two stores each sees what the other committed, and neither overwrites it': async ({ open }) => {
    const [one, other] = [await open(), await open()];
    await one.commit({ puts: [put('client', '1', aClient('1'))] });
    const read = await found(other.client('1'));
    await other.commit({ puts: [put('client', '1', aClient('1', { name: 'second' }), read)] });
    await assertConflict(one, { puts: [put('client', '1', aClient('1', { name: 'third' }), read)] });
    await assertConflict(one, {
      puts: [put('order', '1', anOrder('1', '1'))],
      guards: [relyOn('client', '1', read)],
    });
    assert.equal((await found(one.client('1'))).value.name, 'second');
  },
};
