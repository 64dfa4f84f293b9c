import test from 'ava';
import fc from 'fast-check';
import { anOrderBody, startService } from '../../support.js';

/** Characters that mean something somewhere on the way: in URLs, in JSON, in spreadsheets, in Unicode. */
const ODD = [
  ...'./\\%?#&=+;:@!$\'"()*,[]{}|^~`<> \t-_0aA'.split(''),
  '\u0000',
  '\u007f',
  '\u00a0',
  '\u200b',
  '\ufeff',
  '\u2028',
  '\ud800',
  '\udfff',
  '\ufffd',
  '\uffff',
  'é',
  'e\u0301',
  'ß',
  'İ',
  '😀',
  '%2e',
  '__proto__',
  'constructor',
  '%2F',
  '%00',
  '..',
  'next-id',
  'by-proxy',
  'close',
  'courier',
];

const anId = fc.oneof(
  fc.array(fc.constantFrom(...ODD), { minLength: 1, maxLength: 6 }).map((parts) => parts.join('')),
  fc.string({ unit: 'binary', minLength: 1, maxLength: 20 }),
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 }),
  fc.constantFrom(...ODD, 'x'.repeat(100), 'x'.repeat(101), '😀'.repeat(50), 'NEXT-ID', 'By-Proxy'),
  fc.nat(),
);

test('an id that is accepted can be read, listed and erased; one that is not has left nothing', async (t) => {
  const service = await startService();
  t.teardown(() => service.stop());
  let accepted = 0;
  let index = 0;
  await fc.assert(
    fc.asyncProperty(anId, anId, async (orderId, clientId) => {
      index = (index + 1) % 3000;
      const fields = { order_id: orderId, client_id: clientId };
      const created = await service.send('POST', '/orders', anOrderBody(index, fields));
      const { order_id: order, client_id: client } = created.json as { order_id: string; client_id: string };
      // The same order id or the same phone may have been used before.
      if (created.status !== 200) {
        t.true([400, 409].includes(created.status), created.text);
        return;
      }
      accepted += 1;
      const [orderPath, clientPath] = [
        `/orders/${encodeURIComponent(order)}`,
        `/clients/${encodeURIComponent(client)}`,
      ];
      t.is((await service.send('GET', orderPath)).json['order_id'], order);
      t.is((await service.send('GET', clientPath)).json['client_id'], client);
      const listed = await service.send('GET', `/orders?client_id=${encodeURIComponent(client)}`);
      t.true((listed.json['items'] as { order_id: string }[]).some((each) => each.order_id === order));
      t.is((await service.send('POST', `${orderPath}/close`)).status, 200);
      const erased = await service.send('DELETE', clientPath);
      t.deepEqual([erased.status, erased.json['client_id']], [200, client]);
      t.is((await service.send('GET', clientPath)).status, 404);
      t.is((await service.send('GET', orderPath)).status, 200);
    }),
    { numRuns: 150 },
  );
  t.true(accepted > 30, accepted.toString());
});
