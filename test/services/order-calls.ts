import test from 'ava';
import { put } from '../../src/domain/services/commit.js';
import { aCallInteraction, fictionalMobile } from '../../src/entry/testing/index.js';
import { setUp } from './set-up.js';

test('interactions: the calls of a paired order are on its pages, however many of the same client are of other orders', async (t) => {
  const { proxyCall, order, store, clock } = setUp();
  await order(1, { courierPhone: fictionalMobile(8100) });
  const session = (await store.liveSessionsOf('1')).find(({ value }) => value.kind === 'paired')?.value;
  const all = Array.from({ length: 7000 }, (_, index) =>
    aCallInteraction(`i${index.toString().padStart(5, '0')}`, {
      ...{ at: clock.now() + index, clientId: '1' },
      sessionId: index === 5 || index === 900 || index === 6000 ? session?.id : 'another',
    }),
  );
  await store.commit({ puts: all.map((each) => put('interaction', each)) });
  const first = await proxyCall.listInteractions({ orderId: '1', limit: 1 });
  t.deepEqual(
    first.items.map(({ id }) => id),
    ['i06000'],
  );
  // So many were looked at.
  t.is(first.nextCursor, `${(clock.now() + 2000).toString()}.i02000`);
  const second = await proxyCall.listInteractions({ orderId: '1', cursor: first.nextCursor });
  t.deepEqual(
    second.items.map(({ id }) => id),
    ['i00900', 'i00005'],
  );
  t.is(second.nextCursor, undefined);
});
