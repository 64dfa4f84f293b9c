import { once } from 'node:events';
import { Agent, request as httpRequest, type IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import test from 'ava';
import { createHttpServer } from '../../../src/entry/http/server.js';
import { startService } from '../../support.js';
import { nothingHappened, requestText, startWatched } from './raw.js';

test('connections are kept for longer than balancers keep them', async (t) => {
  const service = await startService();
  t.teardown(() => service.stop());
  const { server } = createHttpServer(
    () => Promise.resolve(),
    service.program,
    () => false,
  );
  const { keepAliveTimeout, headersTimeout, requestTimeout } = server;
  t.is(keepAliveTimeout, 120_000);
  t.true(headersTimeout > keepAliveTimeout);
  t.true(requestTimeout >= headersTimeout && requestTimeout <= 180_000);
});

test('a stop ends connections that nobody uses at once', async (t) => {
  const service = await startService();
  const port = Number(new URL(service.url).port);
  const agent = new Agent({ keepAlive: true });
  t.teardown(() => agent.destroy());
  const reply = await new Promise<IncomingMessage>((resolve) =>
    httpRequest({ port, path: '/healthz', agent }, resolve).end(),
  );
  reply.resume();
  await once(reply, 'end');
  t.regex(String(reply.headers['keep-alive']), /timeout=120/);
  // One that has not asked for anything yet.
  const silent = connect(port, '127.0.0.1');
  silent.on('error', () => undefined);
  await once(silent, 'connect');
  const started = Date.now();
  await service.stop();
  t.true(Date.now() - started < 2000, `${(Date.now() - started).toString()} ms`);
});

test('senders who go away leave no trace but a line at info', async (t) => {
  const service = await startWatched(t);
  const port = Number(new URL(service.url).port);
  const json = { 'Content-Type': 'application/json', 'Content-Length': '1000' };
  const form = { 'Content-Type': 'application/x-www-form-urlencoded', 'Content-Length': '1000' };
  for (const text of [
    requestText('POST', '/orders', { headers: json, body: '{"order_id":' }),
    requestText('POST', '/orders', { headers: { ...json, 'Content-Encoding': 'gzip' }, body: '\u001f' }),
    requestText('POST', '/twilio/voice', { headers: form, body: 'CallSid=' }),
    requestText('GET', '/docs/swagger-ui-bundle.js'),
    requestText('GET', '/metrics'),
    'GET /orders HTTP/1.1\r\nHost: x\r\nX-Half',
    'POST /orders HTTP/1.1\r\n',
    'x',
    '',
  ]) {
    for (let times = 0; times < 5; times += 1) {
      const socket = connect(port, '127.0.0.1');
      socket.on('error', () => undefined);
      await once(socket, 'connect');
      socket.write(text);
      await new Promise((resolve) => setImmediate(resolve));
      socket.resetAndDestroy();
    }
  }
  // Answered after all of them.
  for (let times = 0; times < 20; times += 1) t.is((await service.send('GET', '/healthz')).status, 200);
  await nothingHappened(t, service);
});
