import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Clock } from '../../../src/ports/runtime.js';
import { createFakeClock, type FakeClock } from '../../../src/entry/testing/index.js';
import { startService, temporaryFolder } from '../../support.js';
import { eventually } from '../../watch/collect.js';
import { createToken } from '../access/scene.js';
import { testInTurn } from '../in-turn.js';
import { openStream, type Stream } from './scene.js';

/** Goes on by half a second at a time until the stream has ended. @returns whether that was within so many milliseconds */
async function endsWithin(milliseconds: number, stream: Stream, clock: FakeClock): Promise<boolean> {
  for (let passed = 0; passed < milliseconds && !stream.isOver(); passed += 500) {
    clock.advance(500);
    await pause(30);
  }
  // It is on its way.
  await eventually('the end', stream.isOver).catch(() => undefined);
  return stream.isOver();
}

const secretOf = (reply: { readonly json: Record<string, unknown> }) => String(reply.json['token']);

testInTurn('a stream ends when its token is revoked on another instance', async (t) => {
  const folder = temporaryFolder();
  t.teardown(folder.remove);
  const clock = createFakeClock();
  const start = async () => {
    const service = await startService({ store: { kind: 'sqlite', path: join(folder.path, 'p.db') } }, clock);
    t.teardown(() => service.stop());
    return service;
  };
  const [here, there] = [await start(), await start()];
  const made = await createToken(there, 'wall screen', 'viewer');
  clock.advance(2_000);
  const stream = await openStream(t, here, { token: secretOf(made) });
  t.is(stream.response.status, 200);
  const other = await openStream(t, here);
  clock.advance(500);
  await pause(50);
  t.false(stream.isOver());
  t.is((await there.send('DELETE', `/tokens/${String(made.json['id'])}`)).status, 200);
  t.true(await endsWithin(5_000, stream, clock));
  t.regex(here.log(), /stream\.ended.*not_allowed|not_allowed.*stream\.ended/);
  t.false(other.isOver(), 'those of others go on');
  t.is((await openStream(t, here, { token: secretOf(made) })).response.status, 403);
});

testInTurn('a stream ends when its token expires, and when the first token closes an open API', async (t) => {
  const clock = createFakeClock();
  const service = await startService({ apiTokens: [] }, clock);
  t.teardown(() => service.stop());
  const anyone = await openStream(t, service, { token: '' });
  const expires = { expires_at: new Date(clock.now() + 60_000).toISOString() };
  const made = await createToken(service, 'office', 'admin', expires);
  t.is(made.status, 200, made.text);
  t.true(await endsWithin(5_000, anyone, clock));
  const stream = await openStream(t, service, { token: secretOf(made) });
  clock.advance(40_000);
  t.false(stream.isOver());
  clock.advance(20_000);
  t.true(await endsWithin(5_000, stream, clock));
});

testInTurn('a stream whose token cannot be checked ends', async (t) => {
  const clock = createFakeClock();
  const service = await startService({}, clock);
  t.teardown(() => service.stop());
  const made = await createToken(service, 'office', 'viewer');
  for (const [fault, within] of [
    [() => Promise.reject(new Error('gone')), 5_000],
    // The check is waited for.
    [() => new Promise<never>(() => undefined), 7_000],
  ] as const) {
    const stream = await openStream(t, service, { token: secretOf(made) });
    const { store } = service.program.ports;
    const records = store.records.bind(store);
    clock.advance(5_000);
    store.records = fault;
    t.true(await endsWithin(within, stream, clock));
    t.regex(service.log(), /unchecked/);
    store.records = records;
    clock.advance(60_000);
    // Another reading begins when the one before it has not ended.
    await eventually('it can be read again', async () => {
      clock.advance(5_000);
      const { status } = await service.send('GET', '/interactions', undefined, {
        authorization: `Bearer ${secretOf(made)}`,
      });
      return status === 200;
    });
  }
});

testInTurn('a stop ends all streams at once, and does not wait for them', async (t) => {
  const service = await startService();
  const streams = [await openStream(t, service), await openStream(t, service)];
  const started = performance.now();
  await service.stop();
  await Promise.all(streams.map(({ over }) => over));
  // Requests in progress have ten seconds.
  t.true(performance.now() - started < 5_000);
  await t.throwsAsync(openStream(t, service));
});

testInTurn('so many streams of a token, and places of those that ended are free again', async (t) => {
  const clock: Clock = createFakeClock();
  const service = await startService({}, clock);
  t.teardown(() => service.stop());
  const { json } = await createToken(service, 'wall screen', 'viewer');
  const token = String(json['token']);
  const open = () => openStream(t, service, { token });
  const streams = await Promise.all(Array.from({ length: 20 }, open));
  t.true(streams.every(({ response }) => response.status === 200));
  const refused = await fetch(`${service.url}/interactions/stream`, { headers: { authorization: `Bearer ${token}` } });
  t.is(refused.status, 429);
  t.is(refused.headers.get('retry-after'), '10');
  t.is(refused.headers.get('content-type'), 'application/problem+json');
  t.like(await refused.json(), { code: 'too_many_streams' });
  t.is((await openStream(t, service)).response.status, 200, 'another token has its own');
  streams[0]?.leave();
  await eventually('a free place', async () => {
    const stream = await open();
    return stream.response.status === 200;
  });
});

testInTurn('a client that leaves takes everything with it', async (t) => {
  const clock = createFakeClock();
  const service = await startService({}, clock);
  t.teardown(() => service.stop());
  let reads = 0;
  const { store } = service.program.ports;
  const interactions = store.interactions.bind(store);
  store.interactions = (query) => {
    reads += 1;
    return interactions(query);
  };
  const stream = await openStream(t, service);
  clock.advance(2_000);
  await eventually('a reading', () => reads === 2);
  stream.leave();
  await eventually('the end', () => service.log().includes('stream.ended'));
  clock.advance(2_000);
  clock.advance(2_000);
  t.is((await service.send('GET', '/healthz')).status, 200);
  t.is(reads, 2);
  t.notRegex(service.log(), /stream\.failed|connection\.failed/);
});
