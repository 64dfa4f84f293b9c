import test from 'ava';
import { fromWire, fromWireDeep, toWire } from '../../../src/entry/wire.js';

test('wire names are converted both ways', (t) => {
  const value = { clientId: '1', nested: [{ realPhone: undefined, nothing: null }], plain: 0 };
  t.deepEqual(toWire(value), { client_id: '1', nested: [{ real_phone: null, nothing: null }], plain: 0 });
  t.deepEqual(fromWireDeep({ client_id: '1', nested: [{ real_phone: null }] }), {
    clientId: '1',
    nested: [{ realPhone: undefined }],
  });
  t.deepEqual(fromWire({ client_real_phone: 'x' }), { clientRealPhone: 'x' });
});
