import assert from 'node:assert/strict';
import { sealKey } from '../../domain/model/audit.js';
import { endConfirmation, refuseEntry } from '../../domain/model/confirmation/ending.js';
import { rememberDelivery } from '../../domain/model/interaction.js';
import { noteForgottenCalls } from '../../domain/model/forgotten-calls.js';
import { forgetLastCaller } from '../../domain/model/last-caller.js';
import { closeOrder, type OrderSession } from '../../domain/model/order.js';
import { closeParticipant, releaseParticipant } from '../../domain/model/participant.js';
import type { NumberState } from '../../domain/model/proxy-number.js';
import { recordOf, rulesOf, type AnyRecord, type Kind } from '../../domain/model/records.js';
import { closePairedSession } from '../../domain/model/session.js';
import { put } from '../../domain/services/commit.js';
import type { OrderStore, Retention } from '../../ports/order-store.js';
import type { Promises } from './contract.js';
import { assertConflict, byId, changing, creating, everything, found } from './order-store-assertions.js';
import { aSignIn, aToken } from './access-records.js';
import {
  anAuditEntry,
  aCallInteraction,
  aConfirmation,
  aCounter,
  aKeyedRequest,
  aLockout,
  aNumber,
  aNumberThatIs,
  aPairedSession,
  aParticipant,
  aSeal,
  aTextInteraction,
  anOrder,
  anOutboxEntry,
  fictionalMobile as phone,
  NUMBER_STATES,
  personOf,
} from './records.js';
import { sampleRecords } from './sample-records.js';

const NOTHING: Retention = { history: 0, keys: 0, day: 0, month: 0, audit: 0, plans: 0 };
const LATER = Number.MAX_SAFE_INTEGER;
const SESSION: OrderSession = {
  sessionId: 's',
  courierProxyNumber: phone(3),
  codes: { code: '012345', codeSuffix: '0067' },
  expiresAt: 1_000_000,
};

/** The promises about retention. */
export const upkeepPromises: Promises<OrderStore> = {
  'each kind is forgotten by its own period, a moment after its time and not before': async (store) => {
    await store.commit({ puts: [put('number', aNumberThatIs('shared', phone(1)))] });
    const session = aPairedSession('s', { id: '1' });
    const records = (at: number): readonly (AnyRecord & { readonly key: string })[] => {
      const key = at.toString();
      const participant = aParticipant(key, session, { ...personOf(at) });
      return [
        { key, kind: 'session', value: closePairedSession(aPairedSession(key, { id: '1' }), at) },
        { key, kind: 'order', value: closeOrder(anOrder(key, '1'), at) },
        { key, kind: 'confirmation', value: endConfirmation(aConfirmation(key), 'expired', at) },
        { key: phone(at), kind: 'number', value: aNumber(phone(at), { state: { status: 'released', since: at } }) },
        { key, kind: 'participant', value: releaseParticipant(closeParticipant(participant, 1), at) },
        { key, kind: 'request', value: aKeyedRequest(key, { at }) },
        { key, kind: 'reply', value: { key, at } },
        { key, kind: 'signin', value: aSignIn(key, { lastSeenAt: at }) },
        { key, kind: 'counter', value: aCounter(key, { until: at }) },
        { key, kind: 'outbox', value: refuseEntry(anOutboxEntry(key, 'c'), 'no credit', at) },
        { key, kind: 'lockout', value: aLockout(key, { lastAt: at, until: 0 }) },
        { key: `locked ${key}`, kind: 'lockout', value: aLockout(`locked ${key}`, { lastAt: 1, until: at }) },
        { key: `expired ${key}`, kind: 'token', value: aToken(`expired ${key}`, { expiresAt: at }) },
        { key, kind: 'audit', value: anAuditEntry(key, { seal: 1, sealedAt: at }) },
        { key: sealKey({ sequence: at }), kind: 'seal', value: aSeal(at, { supersededAt: at }) },
      ];
    };
    await store.commit({
      puts: creating([4, 5, 6].flatMap(records).map(({ kind, value }) => recordOf<Kind>(kind, value))),
    });
    const kept = async () => {
      const all = await everything(store);
      return [4, 5, 6].map((at) => records(at).map(({ kind, key }) => all.has(`${kind} ${key}`)));
    };
    /** All but this many of the fifteen. */
    const without = (gone: number) => Array.from({ length: 15 }, (_, index) => index >= gone);
    await store.forget({ ...NOTHING, plans: LATER });
    assert.deepEqual(await kept(), [without(0), without(0), without(0)]);
    await store.forget({ ...NOTHING, history: 5 });
    assert.deepEqual(await kept(), [without(5), without(0), without(0)]);
    await store.forget({ ...NOTHING, day: 5 });
    assert.deepEqual(await kept(), [without(9), without(0), without(0)]);
    await store.forget({ ...NOTHING, history: 6, day: 6, month: 6 });
    assert.deepEqual(await kept(), [without(13), without(13), without(0)]);
    await store.forget({ ...NOTHING, audit: 5 });
    assert.deepEqual(await kept(), [without(15), without(13), without(0)]);
  },

  'an entry of the audit trail is kept until it is sealed, and the newest seal for ever': async (store) => {
    await store.commit({ puts: [put('audit', anAuditEntry('a')), put('seal', aSeal(1))] });
    await store.forget({ history: LATER, keys: LATER, day: LATER, month: LATER, audit: LATER, plans: LATER });
    assert.deepEqual([...(await everything(store)).keys()], ['audit a', `seal ${sealKey({ sequence: 1 })}`]);
  },

  'of orders only the closed ones are forgotten, and of numbers only the released ones': async (store) => {
    const states: readonly NumberState[] = Object.values(NUMBER_STATES);
    const numbers = states.map((state, index) => aNumber(phone(index), { state }));
    const orders = [anOrder('open', '1'), anOrder('with-session', '1', { session: SESSION })];
    await store.commit({
      puts: [
        ...numbers.map((number) => put('number', number)),
        ...orders.map((order) => put('order', order)),
        ...orders.map((order) => put('order', { ...closeOrder(order, 4), id: `${order.id} closed` })),
      ],
    });
    await store.forget({ history: LATER, keys: LATER, day: LATER, month: LATER, audit: LATER, plans: LATER });
    const kept = numbers.filter(({ state }) => state.status !== 'released');
    assert.deepEqual(
      await everything(store),
      byId([...kept.map((number) => recordOf('number', number)), ...orders.map((order) => recordOf('order', order))]),
    );
  },

  'a call or text leaves its id and its time, which are forgotten later': async (store) => {
    const interactions = [4, 5, 6].flatMap((at) => [
      aCallInteraction(`call-${at.toString()}`, { at, clientId: '1', sessionId: 's', plan: { kind: 'hang_up' } }),
      aTextInteraction(`text-${at.toString()}`, { at, clientId: '1', messageId: `SM${at.toString()}` }),
    ]);
    await store.commit({ puts: interactions.map((interaction) => put('interaction', interaction)) });
    const expectLeft = async (whole: number, remembered: number) => {
      const left: readonly AnyRecord[] = interactions.flatMap((value): AnyRecord[] => {
        if (value.at >= whole) return [recordOf('interaction', value)];
        return value.at < remembered ? [] : [recordOf('interaction', rememberDelivery(value))];
      });
      assert.deepEqual(await everything(store), byId(left));
      const listed = (await store.interactions({ limit: 9 })).map(({ id }) => id).sort();
      assert.deepEqual(listed, interactions.flatMap(({ id, at }) => (at >= whole ? [id] : [])).sort());
    };
    await store.forget({ ...NOTHING, keys: LATER });
    await expectLeft(0, 0);
    await store.forget({ ...NOTHING, history: 5 });
    await expectLeft(5, 0);
    // It is still there, so that the same delivery is not taken for a new one.
    await assertConflict(store, { puts: [put('interaction', aCallInteraction('call-4'))] });
    const remembered = await found(store.record('interaction', 'call-4'));
    await store.forget({ ...NOTHING, history: 5, plans: LATER });
    assert.deepEqual(await found(store.record('interaction', 'call-4')), remembered);
    await store.commit({ puts: [], scrub: { clientId: '1' } });
    assert.deepEqual((await found(store.record('interaction', 'call-4'))).value, remembered.value);
    await store.forget({ ...NOTHING, history: LATER, keys: 6 });
    assert.deepEqual(
      await everything(store),
      byId(['call-6', 'text-6'].map((id) => recordOf('interaction', { channel: undefined, id, at: 6 }))),
    );
  },

  'what is not history is not forgotten, however old': async (store) => {
    const records = sampleRecords();
    await store.commit({ puts: creating(records) });
    await store.forget({ history: LATER, keys: LATER, day: LATER, month: LATER, audit: LATER, plans: LATER });
    const interactions = records.flatMap((record) => (record.kind === 'interaction' ? [record.value] : []));
    const current = records
      .filter(({ kind, value }) => rulesOf<Kind>(kind).retention?.since(value) === undefined)
      .map((record) =>
        record.kind === 'session'
          ? recordOf(
              'session',
              forgetLastCaller(noteForgottenCalls(record.value, interactions, LATER), interactions, LATER),
            )
          : record,
      );
    assert.deepEqual(await everything(store), byId(current));
  },

  'plans are dropped from interactions before the interactions themselves': async (store) => {
    const texts = { kind: 'texts', interactionId: 'i', messages: [] } as const;
    const calls = [2, 3].map((at) => aCallInteraction(`call-${at.toString()}`, { at, plan: { kind: 'hang_up' } }));
    const messages = [2, 3].map((at) => aTextInteraction(`text-${at.toString()}`, { at, plan: texts }));
    await store.commit({ puts: [...calls, ...messages].map((interaction) => put('interaction', interaction)) });
    await store.forget({ ...NOTHING, plans: 3 });
    for (const interaction of [...calls, ...messages]) {
      const { value } = await found(store.record('interaction', interaction.id));
      assert.deepEqual(value, interaction.at < 3 ? { ...interaction, plan: undefined } : interaction);
    }
  },

  'a tombstone stays when the record of its session is forgotten': async (store) => {
    const session = aPairedSession('s', { id: '1' });
    await store.commit({
      puts: [
        put('number', aNumberThatIs('shared', phone(1))),
        put('session', closePairedSession(session, 5)),
        put('participant', closeParticipant(aParticipant('p', session), 5)),
      ],
    });
    await store.forget({ ...NOTHING, history: LATER });
    assert.equal(await store.record('session', 's'), undefined);
    const { caller } = await store.routing(phone(1), personOf(9000));
    assert.deepEqual([caller?.participant.value.id, caller?.session, caller?.other], ['p', undefined, undefined]);
    await store.commit({ puts: [await changing(store, 'participant', 'p', (was) => releaseParticipant(was, 9))] });
  },
};
