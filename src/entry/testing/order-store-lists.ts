import assert from 'node:assert/strict';
import { closeParticipant, releaseParticipant } from '../../domain/model/participant.js';
import { RESERVATION_MS } from '../../domain/model/proxy-number.js';
import { closePairedSession } from '../../domain/model/session.js';
import { put } from '../../domain/services/commit.js';
import type { AuditQuery, OrderStore, Position } from '../../ports/order-store.js';
import type { Promises } from './contract.js';
import { changing, found, idsOf, keysOf } from './order-store-assertions.js';
import {
  anAuditEntry,
  aCallInteraction,
  aNumber,
  aNumberThatIs,
  anOpenSession,
  anOrder,
  aPairedSession,
  aParticipant,
  aTextInteraction,
  fictionalMobile as phone,
  personOf,
} from './records.js';

const NO_NUMBERS = { available: 0, assigned: 0, shared: 0, reserved: 0, quarantined: 0, held: 0, error: 0 } as const;

/** The promises about lists. */
export const listPromises: Promises<OrderStore> = {
  'free numbers are the available, the cooled-off and the lapsed ones of that country and type': async (store) => {
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
    await store.commit({ puts: numbers.map((number) => put('number', number)) });
    const free = async (query: Partial<Parameters<OrderStore['freeNumbers']>[0]>) =>
      keysOf(await store.freeNumbers({ now, limit: 100, ...query }), 'number');
    assert.deepEqual(await free({ country: 'FR', type: 'mobile' }), [phone(0), phone(2), phone(4)]);
    assert.deepEqual(await free({ country: 'FR' }), [phone(0), phone(2), phone(4), phone(7)]);
    assert.deepEqual(await free({ type: 'local' }), [phone(7)]);
    assert.deepEqual(await free({}), [phone(0), phone(2), phone(4), phone(7), phone(8)]);
    assert.equal((await free({ limit: 2 })).length, 2);
    assert.deepEqual(await free({ country: 'DE' }), []);
    assert.deepEqual(
      keysOf(await store.numbers(), 'number'),
      numbers.map(({ number }) => number).filter((number) => number !== phone(6)),
    );
    assert.deepEqual(await store.poolCounts(now), [
      { ...NO_NUMBERS, country: 'BE', type: 'mobile', owned: 1, available: 1 },
      { ...NO_NUMBERS, country: 'FR', type: 'local', owned: 1, available: 1 },
      {
        ...{ country: 'FR', type: 'mobile', owned: 9 },
        ...{ available: 3, assigned: 1, shared: 1, reserved: 1, quarantined: 1, held: 1, error: 1 },
      },
    ]);
  },

  'shared numbers are listed by country, for as long as they are shared': async (store) => {
    await store.commit({
      puts: [
        put('number', aNumberThatIs('shared', phone(1))),
        put('number', aNumberThatIs('shared', phone(2), { type: 'local' })),
        put('number', aNumberThatIs('shared', phone(3), { country: 'BE' })),
        put('number', aNumber(phone(4))),
      ],
    });
    assert.deepEqual(keysOf(await store.sharedNumbers('FR'), 'number'), [phone(1), phone(2)]);
    assert.deepEqual(await store.sharedNumbers('DE'), []);
    await store.commit({ puts: [await changing(store, 'number', phone(1), ({ number }) => aNumber(number))] });
    assert.deepEqual(await store.sharedNumbers('FR'), [await store.record('number', phone(2))]);
  },

  'orders are listed newest first, page by page, by client and by status': async (store) => {
    const orders = [1, 2, 2, 3, 5, 5, 5].map((createdAt, index) =>
      anOrder(`o${index.toString()}`, index % 2 === 0 ? 'even' : 'odd', {
        createdAt,
        ...(index === 6 ? { status: 'closed' as const, closedAt: 6 } : {}),
      }),
    );
    await store.commit({ puts: orders.map((order) => put('order', order)) });
    const list = async (query: Partial<Parameters<OrderStore['orders']>[0]>) =>
      (await store.orders({ limit: 100, ...query })).map(({ id }) => id);
    assert.deepEqual(await list({}), ['o6', 'o5', 'o4', 'o3', 'o2', 'o1', 'o0']);
    assert.deepEqual(await list({ clientId: 'odd' }), ['o5', 'o3', 'o1']);
    assert.deepEqual(await list({ status: 'closed' }), ['o6']);
    assert.deepEqual(await list({ clientId: 'even', status: 'open', limit: 2 }), ['o4', 'o2']);
    assert.deepEqual(await list({ limit: 2, after: { at: 5, id: 'o5' } }), ['o4', 'o3']);
    assert.deepEqual(idsOf(await store.openOrdersOf('even')), ['o0', 'o2', 'o4']);
  },

  'interactions are listed newest first, page by page, by client and by time, without remembered deliveries': async (
    store,
  ) => {
    const all = [1, 2, 2, 3, 4].map((at, index) => {
      const fields = { at, clientId: index === 3 ? undefined : 'c' };
      const id = `i${index.toString()}`;
      return index % 2 === 0 ? aCallInteraction(id, fields) : aTextInteraction(id, fields);
    });
    for (const interaction of all) await store.commit({ puts: [put('interaction', interaction)] });
    await store.commit({ puts: [put('interaction', { channel: undefined, id: 'i9', at: 2 })] });
    const list = async (query: Partial<Parameters<OrderStore['interactions']>[0]>) =>
      (await store.interactions({ limit: 100, ...query })).map(({ id }) => id);
    assert.deepEqual(await store.interactions({ limit: 1 }), all.slice(-1));
    assert.deepEqual(await list({}), ['i4', 'i3', 'i2', 'i1', 'i0']);
    assert.deepEqual(await list({ clientId: 'c' }), ['i4', 'i2', 'i1', 'i0']);
    assert.deepEqual(await list({ from: 2, until: 3 }), ['i3', 'i2', 'i1']);
    assert.deepEqual(await list({ clientId: 'c', from: 2, limit: 1, after: { at: 4, id: 'i4' } }), ['i2']);
    const collected: string[] = [];
    let after: Position | undefined;
    do {
      const page = await store.interactions({ limit: 2, after });
      collected.push(...page.map(({ id }) => id));
      after = page.at(-1);
    } while (after !== undefined);
    assert.deepEqual(collected, ['i4', 'i3', 'i2', 'i1', 'i0']);
  },

  'live sessions are found by their client, and a paired one by its code, until they are closed': async (store) => {
    const open = anOpenSession('open', { id: '1' }, phone(1));
    const paired = aPairedSession('paired', { id: '1' }, { code: '012345' });
    const other = aPairedSession('other', { id: '2' });
    await store.commit({ puts: [open, paired, other].map((session) => put('session', session)) });
    assert.deepEqual(idsOf(await store.liveSessionsOf('1')), ['open', 'paired']);
    assert.deepEqual(await store.liveSessionsOf('2'), [await store.record('session', 'other')]);
    const read = await found(store.sessionByCode('012345'));
    assert.deepEqual(read.value, paired);
    for (const code of ['12345', '0', '']) assert.equal(await store.sessionByCode(code), undefined);
    await store.commit({ puts: [put('session', closePairedSession(paired, 5), read)] });
    assert.equal(await store.sessionByCode('012345'), undefined);
    assert.deepEqual(idsOf(await store.liveSessionsOf('1')), ['open']);
  },

  'the audit trail is listed newest first, page by page, by time, actor and record': async (store) => {
    const entries = [
      anAuditEntry('c', { at: 2, records: ['order:o', 'client:1'] }),
      anAuditEntry('a', { at: 2, actor: 'CLI', records: ['order:O', 'client:11'] }),
      anAuditEntry('b', { at: 3, records: ['order:order:o', 'number:"client:1"'], seal: 1, sealedAt: 4 }),
      anAuditEntry('d', { at: 1, actor: 'spreadsheet', records: [] }),
    ];
    await store.commit({ puts: entries.map((entry) => put('audit', entry)) });
    const ids = async (query: Partial<AuditQuery>) =>
      (await store.auditEntries({ limit: 9, ...query })).map(({ id }) => id).join('');
    const [, , newest] = entries;
    assert.deepEqual(await store.auditEntries({ limit: 1 }), [newest]);
    assert.equal(await ids({}), 'bcad');
    assert.equal(await ids({ limit: 2, after: { at: 3, id: 'b' } }), 'ca');
    assert.equal(await ids({ after: { at: 2, id: 'b' } }), 'ad');
    assert.equal(await ids({ from: 2 }), 'bca');
    assert.equal(await ids({ until: 2 }), 'cad');
    assert.equal(await ids({ from: 2, until: 2, actor: 'cli' }), 'c');
    assert.equal(await ids({ record: 'order:o' }), 'c');
    assert.equal(await ids({ record: 'client:1' }), 'c');
    assert.equal(await ids({ record: 'client' }), '');
    assert.equal(await ids({ record: '%' }), '');
  },

  'participants are found by person, session, client and number until they are released': async (store) => {
    const session = aPairedSession('s', { id: '1' });
    const other = aPairedSession('other', { id: '2' });
    await store.commit({
      puts: [
        ...[1, 2, 3].map((index) => put('number', aNumberThatIs('shared', phone(index)))),
        ...[session, other].map((each) => put('session', each)),
        put('participant', aParticipant('client', session)),
        put('participant', aParticipant('courier', session, { role: 'counterpart' })),
        put('participant', aParticipant('same-courier', other, { role: 'counterpart', proxyNumber: phone(3) })),
      ],
    });
    const courier = { by: 'person', personKey: personOf(8000).personKey } as const;
    const ids = async (query: Parameters<OrderStore['participants']>[0]) => idsOf(await store.participants(query));
    assert.deepEqual(await ids(courier), ['courier', 'same-courier']);
    assert.deepEqual(await ids({ by: 'session', sessionId: 's' }), ['client', 'courier']);
    assert.deepEqual(await ids({ by: 'client', clientId: '2' }), ['same-courier']);
    assert.deepEqual(await ids({ by: 'number', proxyNumber: phone(2) }), ['courier']);
    await store.commit({ puts: [await changing(store, 'participant', 'courier', (was) => closeParticipant(was, 5))] });
    assert.deepEqual(await store.participants({ by: 'number', proxyNumber: phone(2) }), [
      await store.record('participant', 'courier'),
    ]);
    await store.commit({
      puts: [await changing(store, 'participant', 'courier', (was) => releaseParticipant(was, 6))],
    });
    assert.deepEqual(await ids(courier), ['same-courier']);
    assert.deepEqual(await ids({ by: 'session', sessionId: 's' }), ['client']);
    assert.deepEqual(await ids({ by: 'client', clientId: '1' }), ['client']);
    assert.deepEqual(await ids({ by: 'number', proxyNumber: phone(2) }), []);
  },

  'the load of a number is how many participants of paired sessions are on it, live or cooling': async (store) => {
    const session = aPairedSession('s', { id: '1' });
    const open = anOpenSession('open', { id: '1' }, phone(4));
    const on1 = (index: number) => ({ admittedBy: 'code', proxyNumber: phone(1), ...personOf(index) }) as const;
    await store.commit({
      puts: [
        ...[1, 2, 3].map((index) => put('number', aNumberThatIs('shared', phone(index)))),
        put('number', aNumberThatIs('assigned', phone(4))),
        ...[session, open].map((each) => put('session', each)),
        put('participant', aParticipant('open', open)),
        put('participant', aParticipant('a', session)),
        put('participant', aParticipant('b', session, on1(50))),
        put('participant', closeParticipant(aParticipant('c', session, on1(51)), 5)),
        put('participant', releaseParticipant(aParticipant('d', session, on1(52)), 6)),
        put('participant', aParticipant('e', session, { role: 'counterpart' })),
      ],
    });
    const loads = await store.loads([phone(1), phone(2), phone(3), phone(4), phone(9)], 9);
    assert.deepEqual(
      [1, 2, 3, 4, 9].map((index) => loads.get(phone(index)) ?? 0),
      [3, 1, 0, 0, 0],
    );
    const counted = await store.loads([phone(1), phone(2)], 2);
    assert.ok((counted.get(phone(1)) ?? 0) >= 2);
    assert.equal(counted.get(phone(2)), 1);
    assert.equal((await store.loads([], 9)).size, 0);
  },
};
