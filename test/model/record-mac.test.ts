import test from 'ava';
import fc from 'fast-check';
import { canonicalJson, hasRecordMac, recordMac } from '../../src/domain/model/record-mac.js';
import { createSequentialIds } from '../../src/entry/testing/runtime.js';

const ids = createSequentialIds();
const keyedHash = (purpose: 'record', text: string) => ids.keyedHash(purpose, text);
const scalar = fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null));
const field = fc.oneof(scalar, fc.array(scalar, { maxLength: 3 }), fc.dictionary(fc.string(), scalar, { maxKeys: 3 }));
const values = fc.dictionary(
  fc.string().filter((name) => name !== 'mac'),
  field,
  { maxKeys: 5 },
);

test('the order of fields, fields that are undefined and the MAC itself do not count', (t) => {
  fc.assert(
    fc.property(values, fc.string(), (value, mac) => {
      const turned = Object.fromEntries(Object.entries(value).reverse());
      const expected = recordMac(keyedHash, 'reply', value);
      t.is(recordMac(keyedHash, 'reply', { ...turned, ' unknown': undefined, mac }), expected);
      t.true(hasRecordMac(keyedHash, 'reply', { ...value, mac: expected }));
    }),
  );
});

test('records that differ in a kind, a name or a value have different MACs, as their texts differ', (t) => {
  fc.assert(
    fc.property(values, values, (one, other) => {
      const [a, b] = [JSON.parse(JSON.stringify(one)) as object, JSON.parse(JSON.stringify(other)) as object];
      const equal = canonicalJson(a) === canonicalJson(b);
      t.is(recordMac(keyedHash, 'reply', a) === recordMac(keyedHash, 'reply', b), equal);
      t.not(recordMac(keyedHash, 'reply', a), recordMac(keyedHash, 'token', a));
    }),
  );
  const mac = recordMac(keyedHash, 'reply', { key: 'a', at: 1 });
  t.true(hasRecordMac(keyedHash, 'reply', { key: 'a', at: 1, mac } as { mac: string }));
  for (const changed of [{ key: 'a', at: 2 }, { key: 'b', at: 1 }, { key: 'a' }, { key: 'a', at: '1' }]) {
    t.false(hasRecordMac(keyedHash, 'reply', { ...changed, mac }), JSON.stringify(changed));
  }
});

const TEXTS: readonly [unknown, string][] = [
  [{ b: 1, a: { d: [{ z: 1, y: 2 }], c: undefined } }, '{"a":{"d":[{"y":2,"z":1}]},"b":1}'],
  [JSON.parse('{"__proto__":{"b":1,"a":2}}'), '{"__proto__":{"a":2,"b":1}}'],
  [[null, 'é', 0.5], '[null,"é",0.5]'],
];
for (const [value, text] of TEXTS) test(`one text for equal values: ${text}`, (t) => t.is(canonicalJson(value), text));
