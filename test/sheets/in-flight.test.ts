import test from 'ava';
import { createRecordIndex } from '../../src/adapters/memory/index.js';
import { entryText, readEntry } from '../../src/adapters/sheets/journal/entry.js';
import { rebase, valuesBefore } from '../../src/adapters/sheets/batches/rebase.js';
import { isProxyCallError } from '../../src/domain/model/errors.js';
import { closeParticipant, releaseParticipant } from '../../src/domain/model/participant.js';
import { recordIdOf, type AnyRecord } from '../../src/domain/model/records.js';
import { closeOpenSession } from '../../src/domain/model/session.js';
import {
  aNumber,
  aNumberThatIs,
  anOpenSession,
  aPairedSession,
  aParticipant,
  personOf,
} from '../../src/entry/testing/index.js';
import { sampleRecords } from '../../src/entry/testing/sample-records.js';
import type { Put } from '../../src/ports/order-store.js';
import { createWorld, phone, proxy, until } from './world.js';

/** The value of a record after a change set took effect, if calls changed the record while the change set was written. */
function outcome(before: AnyRecord, sent: AnyRecord, meanwhile: AnyRecord): AnyRecord['value'] | undefined {
  const index = createRecordIndex();
  index.write({ kind: 'number', value: aNumberThatIs('shared', proxy(1)) });
  index.write(before);
  const { kind, key } = recordIdOf(before);
  const changes = { puts: [{ ...sent, expected: index.get(kind, key)?.version ?? null } as Put] };
  const known = valuesBefore(changes, index);
  index.write(meanwhile);
  index.apply(rebase(changes, known, index));
  return index.get(kind, key)?.value;
}

test('what calls and texts changed in a session while a batch was written is kept', (t) => {
  const open = anOpenSession('s', { id: '1' }, proxy(1), { lastCaller: phone(1), optedOut: [personOf(1).personKey] });
  const renamed = { ...open, maskedName: 'B***' };
  const called = { ...open, lastCaller: phone(2) };
  const optedOut = { ...open, optedOut: [personOf(3).personKey] };
  const session = (value: typeof open) => ({ kind: 'session', value }) as const;
  t.deepEqual(outcome(session(open), session(renamed), session(called)), { ...renamed, lastCaller: phone(2) });
  t.deepEqual(outcome(session(open), session(renamed), session(optedOut)), {
    ...renamed,
    optedOut: optedOut.optedOut,
  });
  const closed = { kind: 'session', value: closeOpenSession(open, 5) } as const;
  t.deepEqual(outcome(session(open), closed, session(called)), closed.value);

  const paired = aPairedSession('s', { id: '1' });
  const following = { kind: 'session', value: { ...paired, maskedName: 'B***' } } as const;
  const stopped = { kind: 'session', value: { ...paired, optedOut: optedOut.optedOut } } as const;
  t.deepEqual(outcome({ kind: 'session', value: paired }, following, stopped), {
    ...stopped.value,
    maskedName: 'B***',
  });
});

test('a tombstone that was released meanwhile stays released', (t) => {
  const value = closeParticipant(aParticipant('p', aPairedSession('s', { id: '1' }), { proxyNumber: proxy(1) }), 5);
  const sent = { kind: 'participant', value: { ...value, contactKey: undefined } } as const;
  const released = { kind: 'participant', value: releaseParticipant(value, 6) } as const;
  t.deepEqual(outcome({ kind: 'participant', value }, sent, released), released.value);
  t.deepEqual(outcome({ kind: 'participant', value }, sent, { kind: 'participant', value }), sent.value);
});

test('a change that a call made impossible while it was written is refused, and the sheet gets its former value again', async (t) => {
  const world = await createWorld(t, { numbers: 0 });
  const { store, log } = await world.open();
  const session = aPairedSession('s', { id: '1' });
  const shared = aNumberThatIs('shared', proxy(1));
  await store.commit({
    puts: [
      { kind: 'number', expected: null, value: shared },
      { kind: 'session', expected: null, value: session },
    ],
  });
  const admitted = aParticipant('guest', session, { admittedBy: 'code', proxyNumber: proxy(1) });
  let admission: Promise<void> | undefined;
  world.standIn.beforeWrite = (requests) => {
    if (!JSON.stringify(requests).includes('available')) return;
    admission ??= store.commit({ puts: [{ kind: 'participant', expected: null, value: admitted }] });
  };
  const read = await store.record('number', proxy(1));
  const unshared = { kind: 'number', expected: read?.version ?? 0, value: aNumber(proxy(1)) } as const;
  const error = await t.throwsAsync(store.commit({ puts: [unshared] }));
  t.true(isProxyCallError(error, 'conflict'));
  await admission;
  t.true(log.some(({ event }) => event === 'sheets.change_not_applied'));
  t.deepEqual((await store.record('number', proxy(1)))?.value, shared);
  await until('the sheet shows shared', () => world.shown('TwilioPools')[0]?.['status'] === 'shared');
});

test('an entry of the journal is read back with every field', (t) => {
  const records = sampleRecords().map((record) => ({ ...recordIdOf(record), value: record.value }));
  for (const entry of [
    { records, lastCaller: undefined },
    { records: [{ kind: 'lockout', key: 'k', value: undefined }], lastCaller: { sessionId: 's', phone: phone(1) } },
  ] as const) {
    t.deepEqual(readEntry(entryText(entry)), entry);
  }
});
