import assert from 'node:assert/strict';
import type { CallInteraction } from '../../domain/model/interaction.js';
import { maskPhoneNumber } from '../../domain/model/phone-number.js';
import { closeOpenSession, closePairedSession } from '../../domain/model/session.js';
import { put } from '../../domain/services/commit.js';
import type { OrderStore, Retention } from '../../ports/order-store.js';
import type { Promises } from './contract.js';
import { found } from './order-store-assertions.js';
import {
  aCallInteraction,
  aNumberThatIs,
  anOpenSession,
  aPairedSession,
  aTextInteraction,
  fictionalMobile as phone,
} from './records.js';

const NOTHING: Retention = { history: 0, keys: 0, day: 0, month: 0, audit: 0, plans: 0 };
const LATER = Number.MAX_SAFE_INTEGER;

/** The promises about what sessions lose, and remember, when their calls and texts are forgotten. */
export const forgottenCallPromises: Promises<OrderStore> = {
  'a last caller is forgotten with the last call or text between them and the client, and not before': async (
    store,
  ) => {
    const sessions = [1, 2, 3].map((index) => ({
      session: anOpenSession(index.toString(), { id: index.toString() }, phone(index), {
        lastCaller: phone(index + 10),
      }),
      number: aNumberThatIs('assigned', phone(index)),
    }));
    const of = (index: number, at: number, more: Partial<CallInteraction>) =>
      aCallInteraction(`${index.toString()} at ${at.toString()}`, {
        ...{ at, clientId: index.toString(), sessionId: index.toString(), direction: 'to_client' },
        ...{ from: maskPhoneNumber(phone(index + 10)), ...more },
      });
    const interactions = [
      ...[of(1, 4, {}), of(1, 6, { from: maskPhoneNumber(phone(50)) })],
      ...[of(2, 3, {}), of(2, 4, {}), of(2, 6, { direction: 'to_counterpart', from: maskPhoneNumber(phone(2)) })],
      // The last caller may have been named by hand.
      of(3, 4, { from: maskPhoneNumber(phone(50)) }),
    ];
    await store.commit({
      puts: [
        ...sessions.flatMap(({ session, number }) => [put('number', number), put('session', session)]),
        ...interactions.map((interaction) => put('interaction', interaction)),
      ],
    });
    const left = () =>
      Promise.all(
        ['1', '2', '3'].map(async (id) => {
          const { value } = await found(store.record('session', id));
          return 'lastCaller' in value && value.lastCaller !== undefined;
        }),
      );
    await store.forget({ ...NOTHING, plans: LATER });
    await store.forget({ ...NOTHING, history: 4 });
    assert.deepEqual(await left(), [true, true, true]);
    const before = await found(store.record('session', '1'));
    await store.forget({ ...NOTHING, history: 5 });
    assert.deepEqual(await left(), [false, true, true]);
    const after = await found(store.record('session', '1'));
    assert.deepEqual(after.value, { ...before.value, lastCaller: undefined, hasForgottenCalls: true });
    assert.notEqual(after.version, before.version);
    await store.forget({ ...NOTHING, history: 7 });
    assert.deepEqual(await left(), [false, false, true]);
  },

  'a session remembers that calls of it that were put through are gone': async (store) => {
    const sessions = [
      ...['called', 'refused', 'texted', 'later'].map((id, index) => anOpenSession(id, { id }, phone(index))),
      closeOpenSession(anOpenSession('closed', { id: 'closed' }, phone(9)), 5),
      closePairedSession(aPairedSession('paired', { id: 'paired' }), 5),
    ];
    const of = (sessionId: string, at: number, outcome: CallInteraction['outcome']) =>
      aCallInteraction(`${sessionId} ${at.toString()}`, { sessionId, at, outcome });
    await store.commit({
      puts: [
        ...sessions.map((session) => put('session', session)),
        ...[of('called', 4, 'no_answer'), of('called', 6, 'answered'), of('refused', 4, 'country_refused')].map(
          (interaction) => put('interaction', interaction),
        ),
        ...[of('later', 5, 'answered'), of('closed', 4, 'connecting'), of('paired', 4, 'failed')].map((interaction) =>
          put('interaction', interaction),
        ),
        put('interaction', aTextInteraction('text', { sessionId: 'texted', at: 4 })),
      ],
    });
    const noted = async () => {
      const all = await store.records('session', { limit: 9 });
      return all.flatMap(({ value }) => (value.hasForgottenCalls ? [value.id] : [])).sort();
    };
    await store.forget({ ...NOTHING, plans: LATER });
    await store.forget({ ...NOTHING, history: 4 });
    assert.deepEqual(await noted(), []);
    const before = await found(store.record('session', 'called'));
    await store.forget({ ...NOTHING, history: 5 });
    assert.deepEqual(await noted(), ['called', 'closed', 'paired']);
    const after = await found(store.record('session', 'called'));
    assert.deepEqual(after.value, { ...before.value, hasForgottenCalls: true });
    assert.notEqual(after.version, before.version);
    await store.forget({ ...NOTHING, history: 6 });
    assert.deepEqual(await noted(), ['called', 'later']);
    assert.equal(await store.record('session', 'closed'), undefined);
  },
};
