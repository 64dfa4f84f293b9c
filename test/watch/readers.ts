import test from 'ava';
import type { InteractionView } from '../../src/ports/proxycall-api.js';
import { isoTime } from '../../src/domain/model/time.js';
import { createWatcher, MOST_PENDING } from '../../src/domain/services/interactions/watcher.js';
import { collect, eventually, inShort } from './collect.js';
import { call, setUp } from '../services/set-up.js';

const view = (id: string, outcome = 'connecting') =>
  ({ id, at: isoTime(0), channel: 'call', outcome, from: '+****0001', to: '+****0002' }) as InteractionView;

test('whoever reads slowly gets the newest state of the newest, and is told of the others', async (t) => {
  let ends = 0;
  const watcher = createWatcher(() => (ends += 1));
  for (let index = 0; index < MOST_PENDING + 50; index += 1) watcher.offer(view(index.toString()), isoTime(index));
  watcher.offer(view('60', 'answered'), isoTime(9_000));
  watcher.offerOlder(view('60', 'connecting'), isoTime(9_001));
  const events = watcher.events[Symbol.asyncIterator]();
  const all: string[] = [];
  let before = '';
  for (let index = 0; index <= MOST_PENDING; index += 1) {
    const result = await events.next();
    if (result.done === true) break;
    const { value } = result;
    all.push(inShort(value));
    t.true(value.seenAt >= before, 'never before the one before it');
    before = value.seenAt;
  }
  t.deepEqual(all.slice(0, 2), ['missed', '50 connecting']);
  t.is(all.length, MOST_PENDING + 1);
  t.true(all.includes('60 answered'));
  t.is(new Set(all).size, all.length);
  // Nothing is left, so this one waits; whoever leaves does not wait for it.
  const waiting = events.next();
  t.deepEqual(await events.return?.(), { done: true, value: undefined });
  t.true((await waiting).done);
  watcher.offer(view('later'), isoTime(0));
  t.true((await events.next()).done);
  watcher.end();
  t.is(ends, 1);
});

test('somebody who never reads delays no call', async (t) => {
  const { proxyCall, order } = setUp();
  const { clientProxyNumber } = await order(1);
  const slow = await proxyCall.watchInteractions({});
  const quick = collect(await proxyCall.watchInteractions({}));
  for (let index = 0; index < 3; index += 1) await call(proxyCall, '+33199001234', clientProxyNumber);
  t.is((await quick.until(3)).length, 3);
  await proxyCall.close();
  await quick.over;
  for await (const event of slow) t.fail(`${event.kind} after the end`);
});

test('calls and texts are delivered as they are listed, masked as the role is shown them', async (t) => {
  const { proxyCall, order, clock } = setUp();
  const { clientProxyNumber } = await order(1);
  const desk = proxyCall.as({ name: 'desk', role: 'viewer' });
  const all = collect(await proxyCall.watchInteractions({}));
  const masked = collect(await desk.watchInteractions({}));
  await t.throwsAsync(proxyCall.as({ name: 'web shop', role: 'shop' }).watchInteractions({}), { code: 'not_allowed' });
  await call(proxyCall, '+33199001234', clientProxyNumber);
  await all.until(1);
  await masked.until(1);
  const interactionsOf = async (api: typeof desk) => (await api.listInteractions({})).items;
  t.deepEqual(
    all.events.map((event) => (event.kind === 'interaction' ? event.interaction : undefined)),
    [...(await interactionsOf(proxyCall))],
  );
  t.deepEqual(
    masked.events.map((event) => (event.kind === 'interaction' ? event.interaction : undefined)),
    [...(await interactionsOf(desk))],
  );
  t.notDeepEqual(masked.events, all.events);
  // Whoever was erased is nobody any more for those who watch, too.
  await proxyCall.eraseClient('1');
  clock.advance(2_000);
  await eventually('the erasure', () => all.events.length === 2);
  const [, erased] = all.events;
  t.like(erased, { interaction: { from: '', to: '' } });
});

test('whoever leaves the loop watches no more', async (t) => {
  const { proxyCall, order } = setUp();
  const { clientProxyNumber } = await order(1);
  await call(proxyCall, '+33199001234', clientProxyNumber);
  const desk = proxyCall.as({ name: 'desk', role: 'viewer' });
  for (const api of [proxyCall, desk]) {
    const events = await api.watchInteractions({});
    await call(proxyCall, '+33199001234', clientProxyNumber);
    for await (const event of events) {
      t.is(event.kind, 'interaction');
      break;
    }
    for await (const event of events) t.fail(event.kind);
    // One that waits for an event is let go too.
    const waiting = (await api.watchInteractions({}))[Symbol.asyncIterator]();
    const next = waiting.next();
    await waiting.return?.();
    t.true((await next).done);
  }
});
