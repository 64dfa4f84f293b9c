import { connect } from 'node:net';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:http';
import { once } from 'node:events';
import Koa from 'koa';
import type { ExecutionContext } from 'ava';
import { createEventStreams, type StreamEvent } from '../../../src/entry/http/event-stream.js';
import { createFakeClock, createRecordingLogger } from '../../../src/entry/testing/index.js';
import { eventually } from '../../watch/collect.js';
import { testInTurn } from '../in-turn.js';

/** A server of one stream, whose events are large and never end, and a client that takes none of them. */
async function startSlow(t: ExecutionContext) {
  const clock = createFakeClock();
  const logger = createRecordingLogger();
  const streams = createEventStreams({ every: clock.every, logger, proxyHops: 0 });
  const state = { taken: 0, isAborted: false };
  async function* endless(signal: AbortSignal): AsyncGenerator<StreamEvent> {
    for (;;) {
      if (signal.aborted) {
        state.isAborted = true;
        return;
      }
      state.taken += 1;
      yield { event: 'interaction', data: 'x'.repeat(256 * 1024) };
      await new Promise((resolve) => setImmediate(resolve));
    }
  }
  const app = new Koa();
  app.use((ctx) =>
    streams.serve(ctx, {
      who: 'somebody',
      isStillAllowed: () => Promise.resolve(true),
      open: (signal) => Promise.resolve(endless(signal)),
    }),
  );
  const server = createServer((request, response) => void app.callback()(request, response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
  socket.on('error', () => undefined);
  socket.pause();
  socket.write('GET / HTTP/1.1\r\nhost: a\r\n\r\n');
  t.teardown(() => {
    socket.destroy();
    server.closeAllConnections();
    server.close();
  });
  // Until the buffers of both ends are full.
  let before = -1;
  await eventually('it waits', async () => {
    const isWaiting = state.taken > 0 && state.taken === before;
    before = state.taken;
    await new Promise((resolve) => setTimeout(resolve, 50));
    return isWaiting;
  });
  return { clock, logger, streams, state, socket, server };
}

testInTurn('a client that takes nothing is sent no more than fits, and is given up after a minute', async (t) => {
  const { clock, logger, state, server } = await startSlow(t);
  const { taken } = state;
  // The buffers of a connection have some megabytes.
  t.true(taken < 100, taken.toString());
  clock.advance(20_000);
  clock.advance(20_000);
  t.false(state.isAborted);
  clock.advance(20_000);
  await eventually('it is given up', () => state.isAborted);
  t.is(state.taken, taken);
  t.deepEqual(
    logger.lines.map(({ level, event, fields }) => [level, event, fields['reason']]),
    [['debug', 'stream.ended', 'stalled']],
  );
  await eventually('its connection is closed', async () => {
    const count = await new Promise((resolve) => {
      server.getConnections((_, found) => {
        resolve(found);
      });
    });
    return count === 0;
  });
});

testInTurn('a stop does not wait for a client that takes nothing', async (t) => {
  const { streams, state, server } = await startSlow(t);
  streams.stop();
  await eventually('it has ended', () => state.isAborted);
  await new Promise((resolve) => {
    server.close(resolve);
  });
  t.pass();
});
