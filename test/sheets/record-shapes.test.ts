import test from 'ava';
import { entryText, readForwardedEntry } from '../../src/adapters/sheets/journal/entry.js';
import { fromJson, toJson } from '../../src/adapters/sheets/tabs/record-json.js';
import { isRecord } from '../../src/adapters/sheets/tabs/record-shapes.js';
import { KINDS, recordIdOf } from '../../src/domain/model/records.js';
import { sampleRecords } from '../../src/entry/testing/sample-records.js';

test('every record that we write is one that we read', (t) => {
  for (const { kind, value } of sampleRecords()) t.true(isRecord(kind, fromJson(toJson(value))), toJson(value));
});

test('a record with one field of another type, or without it, is none or the same one', (t) => {
  for (const { kind, value } of sampleRecords()) {
    if (kind !== 'client' && kind !== 'number' && kind !== 'participant' && kind !== 'session') continue;
    for (const [name, field] of Object.entries(value)) {
      if (field === undefined) continue;
      for (const other of [{}, [{}], 1e300, '']) {
        const isText = typeof field === 'string' && other === '';
        const isSame = typeof other === typeof field && Array.isArray(other) === Array.isArray(field);
        if (isText || isSame) continue;
        t.false(isRecord(kind, { ...value, [name]: other }), `${kind}.${name}: ${JSON.stringify(other)}`);
      }
    }
  }
});

for (const value of [
  '',
  '1',
  'null',
  'true',
  '"text"',
  '[]',
  '{}',
  '{"id":"1"}',
  '{"id":"1","realPhone":"+33639985001"}',
]) {
  test(`${value === '' ? 'nothing' : value} is no record`, (t) => {
    for (const kind of KINDS) t.false(isRecord(kind, value === '' ? undefined : fromJson(value)), kind);
  });
}

for (const phone of [
  '',
  '33639985001',
  '+',
  '+1',
  '+33 6 39 98 50 01',
  '+0639985001',
  '+336399850011234567',
  'anonymous',
  5,
]) {
  test(`a record with the phone ${JSON.stringify(phone)} is none: it would be dialled`, (t) => {
    for (const { kind, value } of sampleRecords()) {
      if (kind === 'client') t.false(isRecord(kind, { ...value, realPhone: phone }));
      if (kind === 'participant' && value.phone !== undefined) t.false(isRecord(kind, { ...value, phone }));
      if (kind === 'session' && value.closedAt === undefined && value.kind === 'open') {
        t.false(isRecord(kind, { ...value, lastCaller: phone }));
      }
    }
  });
}

test('an entry that was forwarded is read as it was written, and anything else is refused', (t) => {
  const records = sampleRecords().map((record) => ({ ...recordIdOf(record), value: record.value }));
  const entry = {
    records: [...records, { kind: 'order', key: 'gone', value: undefined } as const],
    lastCaller: undefined,
  };
  t.deepEqual(readForwardedEntry(entryText(entry)), entry);
  const [first] = records;
  for (const wrong of [
    ...[1, true, null, 'x', [], {}, { records: 1 }, { records: [1] }, { records: [{}] }],
    { records: [{ kind: 'unknown', key: 'x' }] },
    { records: [{ ...first, key: 'another' }] },
    { records: [{ kind: 'client', key: '1', value: { id: '1' } }] },
    { records: [], lastCaller: 'x' },
    { records: [], lastCaller: { sessionId: 's', phone: 'x' } },
  ]) {
    t.throws(() => readForwardedEntry(JSON.stringify(wrong)), undefined, JSON.stringify(wrong));
  }
});
