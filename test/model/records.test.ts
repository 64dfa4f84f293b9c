import test from 'ava';
import fc from 'fast-check';
import { endConfirmation } from '../../src/domain/model/confirmation/ending.js';
import { brokenInvariant } from '../../src/domain/model/invariants.js';
import { closeOrder } from '../../src/domain/model/order.js';
import { closeParticipant, releaseParticipant } from '../../src/domain/model/participant.js';
import { RESERVATION_MS } from '../../src/domain/model/proxy-number.js';
import {
  KINDS,
  RECORD_RULES,
  keyOf,
  recordIdOf,
  rulesOf,
  type AnyRecord,
  type Kind,
} from '../../src/domain/model/records.js';
import { closePairedSession } from '../../src/domain/model/session.js';
import {
  anAuditEntry,
  aClient,
  aConfirmation,
  aNumberThatIs,
  anOpenSession,
  aPairedSession,
  aLockout,
  anOrder,
  aParticipant,
  fictionalMobile as phone,
} from '../../src/entry/testing/records.js';
import { SAMPLE_RECORDS, sampleRecords } from '../../src/entry/testing/sample-records.js';

const open = anOpenSession('open', { id: '1' }, phone(5));
const paired = aPairedSession('paired', { id: '1' }, { code: '012345' });
const client = aParticipant('client', paired);

/** Any record, of any kind. */
const anyRecord = fc.constantFrom(...sampleRecords());

test('every kind has records to test it with, each with a key of its own', (t) => {
  for (const kind of KINDS) {
    const keys = SAMPLE_RECORDS[kind].map((value) => keyOf<Kind>(kind, value));
    t.is(new Set(keys).size, keys.length, kind);
    t.true(keys.every((key) => key !== ''));
  }
  t.deepEqual(KINDS, Object.keys(RECORD_RULES));
});

/** Whether it is what is left of an interaction. */
function isRemembered(record: object): boolean {
  return 'channel' in record && record.channel === undefined;
}

test('of a call or text nothing is left but its id and its time', (t) => {
  const { retention } = rulesOf('interaction');
  for (const value of SAMPLE_RECORDS.interaction) {
    const left = retention?.leaves?.reduce(value);
    t.deepEqual(left, { channel: undefined, id: value.id, at: value.at });
    if (left !== undefined) t.is(retention?.leaves?.reduce(left), left, 'once is enough');
  }
  t.is(retention?.leaves?.period, 'keys');
});

test('the key is the one field that names a record', (t) => {
  t.is(keyOf('client', aClient('7')), '7');
  t.is(keyOf('number', aNumberThatIs('shared', phone(1))), phone(1));
  t.is(keyOf('intent', SAMPLE_RECORDS.intent[0]), SAMPLE_RECORDS.intent[0].number);
  t.is(keyOf('lockout', SAMPLE_RECORDS.lockout[0]), SAMPLE_RECORDS.lockout[0].key);
  t.deepEqual(recordIdOf({ kind: 'participant', value: client }), { kind: 'participant', key: 'client' });
});

test('scrubbing changes fields that are declared personal, and no others', (t) => {
  fc.assert(
    fc.property(anyRecord, ({ kind, value }) => {
      const { personal, key } = rulesOf<Kind>(kind);
      const scrubbed = personal?.scrub(value);
      if (personal === undefined || scrubbed === undefined) return;
      const personalFields = new Set<string>(personal.fields);
      for (const field of Object.keys({ ...value, ...scrubbed })) {
        const before: unknown = Reflect.get(value, field);
        if (!personalFields.has(field)) t.deepEqual(Reflect.get(scrubbed, field), before, `${kind}.${field}`);
      }
      t.is(key(scrubbed), key(value));
      t.deepEqual(personal.scrub(scrubbed), scrubbed);
    }),
    { numRuns: 500 },
  );
});

test('personal fields are fields of the kind, and every kind with a client names them', (t) => {
  for (const kind of KINDS) {
    const { personal } = rulesOf<Kind>(kind);
    const samples: readonly object[] = SAMPLE_RECORDS[kind];
    const fields: readonly string[] = personal?.fields ?? [];
    for (const field of fields) {
      const isThere = samples.every((sample) => field in sample || isRemembered(sample));
      t.true(isThere, `${kind}.${field}`);
    }
    if (samples.some((sample) => 'clientId' in sample)) t.not(personal, undefined, kind);
  }
});

test('a scrubbed order or interaction says nothing of phones', (t) => {
  for (const value of SAMPLE_RECORDS.interaction) {
    const scrubbed = rulesOf('interaction').personal?.scrub(value);
    t.deepEqual(scrubbed, isRemembered(value) ? value : { ...value, from: '', to: '', plan: undefined });
    t.notRegex(JSON.stringify(scrubbed), /\+\d|\*/);
  }
  for (const value of SAMPLE_RECORDS.order) {
    t.deepEqual(rulesOf('order').personal?.scrub(value), { ...value, fingerprint: undefined });
  }
});

test('nothing of an erased client is kept, and of other records nothing is erased with them', (t) => {
  for (const value of SAMPLE_RECORDS.client) t.is(rulesOf('client').personal?.scrub(value), undefined);
  for (const value of SAMPLE_RECORDS.session) t.deepEqual(rulesOf('session').personal?.scrub(value), value);
  for (const value of SAMPLE_RECORDS.participant) t.deepEqual(rulesOf('participant').personal?.scrub(value), value);
});

const writeOrder = ({ kind, value }: AnyRecord) => rulesOf<Kind>(kind).writeOrder(value);

test('sessions are written before released participants, those and ended confirmations before numbers, and others last', (t) => {
  const records: readonly AnyRecord[] = [
    { kind: 'session', value: paired },
    { kind: 'participant', value: releaseParticipant(client, 5) },
    { kind: 'confirmation', value: endConfirmation(aConfirmation('c'), 'expired', 5) },
    { kind: 'number', value: aNumberThatIs('shared', phone(1)) },
    { kind: 'client', value: aClient('1') },
    { kind: 'participant', value: client },
    { kind: 'confirmation', value: aConfirmation('c') },
  ];
  const order = records.map(writeOrder);
  t.deepEqual(
    order,
    [...new Set(order)].sort((a, b) => a - b),
  );
  t.deepEqual([writeOrder({ kind: 'participant', value: closeParticipant(client, 5) })], order.slice(-2, -1));
  const kinds = KINDS.filter((kind) => kind !== 'participant').map((kind) =>
    writeOrder({ kind, value: SAMPLE_RECORDS[kind][0] } as AnyRecord),
  );
  t.is(new Set([...kinds, ...order]).size, KINDS.length + 2, 'no two kinds share a place');
});

test('in that order records are written one by one, and no invariant is broken in between', (t) => {
  const records = sampleRecords().toSorted((a, b) => writeOrder(a) - writeOrder(b));
  for (const count of records.keys()) t.is(brokenInvariant(records.slice(0, count + 1)), undefined);
});

test('what maintenance has to do is due at its time', (t) => {
  const due = <K extends Kind>(kind: K, value: Parameters<ReturnType<typeof rulesOf<K>>['dueAt']>[0]) =>
    rulesOf(kind).dueAt(value);
  t.is(due('number', aNumberThatIs('reserved', phone(1))), 1 + RESERVATION_MS);
  t.is(due('number', aNumberThatIs('assigned', phone(1))), undefined);
  t.is(due('session', paired), paired.expiresAt);
  t.is(due('session', closePairedSession(paired, 5)), undefined);
  t.is(due('session', open), undefined);
  t.is(due('participant', client), paired.expiresAt);
  t.is(due('participant', closeParticipant(client, 5)), 5);
  t.is(due('participant', releaseParticipant(client, 5)), undefined);
  t.is(due('participant', aParticipant('p', open)), undefined);
  t.is(due('lockout', aLockout('k', { lastAt: 4, until: 5 })), 5);
  t.is(due('lockout', aLockout('k', { lastAt: 5, until: 5 })), undefined);
  t.is(due('confirmation', aConfirmation('c', { nextStepAt: 5, expiresAt: 9 })), 5);
  t.is(due('confirmation', aConfirmation('c', { nextStepAt: 9, expiresAt: 5 })), 5);
  t.is(due('confirmation', endConfirmation(aConfirmation('c'), 'blocked', 5)), undefined);
  t.is(due('audit', anAuditEntry('a', { at: 5 })), 5);
  t.is(due('audit', anAuditEntry('a', { at: 5, seal: 1, sealedAt: 6 })), undefined);
});

test('only what is over becomes history, and only leases and sign-ins are not copied', (t) => {
  const since = (record: AnyRecord) => rulesOf<Kind>(record.kind).retention?.since(record.value);
  t.is(since({ kind: 'session', value: paired }), undefined);
  t.is(since({ kind: 'session', value: closePairedSession(paired, 5) }), 5);
  t.is(since({ kind: 'participant', value: client }), undefined);
  t.is(since({ kind: 'participant', value: closeParticipant(client, 5) }), undefined);
  t.is(since({ kind: 'participant', value: releaseParticipant(client, 6) }), 6);
  t.is(since({ kind: 'order', value: anOrder('o', '1') }), undefined);
  t.is(since({ kind: 'order', value: closeOrder(anOrder('o', '1'), 7) }), 7);
  t.is(since({ kind: 'number', value: aNumberThatIs('assigned', phone(1)) }), undefined);
  t.is(since({ kind: 'number', value: aNumberThatIs('released', phone(1)) }), 7);
  t.is(since({ kind: 'lockout', value: { key: 'k', strikes: 0, level: 1, lastAt: 5, until: 9, weighsUntil: 0 } }), 9);
  t.deepEqual(
    KINDS.filter((kind) => !rulesOf(kind).copied),
    ['lease', 'signin'],
  );
});
