import { createServer } from 'node:http';
import { once } from 'node:events';
import { join } from 'node:path';
import type { AddressInfo } from 'node:net';
import test, { type ExecutionContext } from 'ava';
import { readServerSentEvents } from '../../src/entry/cli/runtime/server-sent-events.js';
import { createRemoteApi } from '../../src/entry/cli/runtime/remote-api.js';
import { cli } from '../command-line.js';
import { COURIER, TOKEN, anOrderBody, startService, temporaryFolder, type Service } from '../support.js';
import { collect, eventually } from '../watch/collect.js';
import { createToken } from '../http/access/scene.js';

/** A command that runs until it is interrupted, or ends by itself. */
function tail(t: ExecutionContext, env: Record<string, string>, more = '', times = {}) {
  const interrupt = new AbortController();
  t.teardown(() => {
    interrupt.abort();
  });
  const output = { stdout: '', stderr: '' };
  const done = cli(`interaction tail --lang en ${more}`, env, '/', {
    interrupted: interrupt.signal,
    times,
    onOutput: (name, text) => void (output[name] += text),
  });
  const lines = () => output.stdout.split('\n').slice(0, -1);
  return {
    output,
    lines,
    done,
    says: (words: RegExp) => eventually(`${String(words)} in ${output.stderr}`, () => words.test(output.stderr)),
    until: async (count: number) => {
      await eventually(`${count.toString()} lines`, () => lines().length >= count);
      return lines();
    },
    interrupt: () => {
      interrupt.abort();
      return done;
    },
  };
}

async function withClient(t: ExecutionContext, service: Service) {
  t.teardown(() => service.stop());
  const { json } = await service.send('POST', '/orders', anOrderBody(1));
  const to = String(json['client_proxy_number']);
  return {
    to,
    env: { PUBLIC_BASE_URL: service.url, PROXYCALL_API_TOKEN: TOKEN },
    call: () => service.send('POST', '/calls/simulate', { from: COURIER, to }),
  };
}

test('a line for each call and each change of it, until it is interrupted', async (t) => {
  const service = await startService();
  const { env, to } = await withClient(t, service);
  const courier = service.carrier.phone(COURIER);
  const text = tail(t, env);
  const json = tail(t, env, '--json');
  await Promise.all([text.says(/Waiting for calls and texts/), json.says(/Waiting/)]);
  await courier.call(to);
  const [begun = '', ended = ''] = await text.until(2);
  t.regex(begun, /^\d{4}-\d\d-\d\d \d\d:\d\d {2}call {5}\+\*{4}1234 {3}connecting$/);
  t.regex(ended, /answered {2}\d+ s$/);
  const [, line] = await json.until(2);
  const [item] = (await service.send('GET', '/interactions')).json['items'] as object[];
  t.deepEqual(JSON.parse(line ?? '') as object, item);
  for (const running of [text, json]) t.is((await running.interrupt()).code, 0);
  t.regex(text.output.stderr, /mode: remote/);
});

test('it connects again, says so, and shows nothing twice', async (t) => {
  const service = await startService();
  const { call } = await withClient(t, service);
  // A proxy on the way, which cuts connections off.
  const cut = new Set<() => void>();
  const state = { status: 200, connections: 0 };
  const proxy = createServer((request, response) => {
    state.connections += 1;
    if (state.status !== 200) {
      response.writeHead(state.status).end();
      return;
    }
    const { authorization = '', 'last-event-id': last } = request.headers;
    const headers = { authorization, ...(last === undefined ? {} : { 'last-event-id': String(last) }) };
    const stop = new AbortController();
    const leave = () => {
      stop.abort();
      response.destroy();
    };
    cut.add(leave);
    fetch(service.url + String(request.url), { headers, signal: stop.signal })
      .then(async (answer) => {
        response.writeHead(answer.status, { 'content-type': answer.headers.get('content-type') ?? '' });
        for await (const chunk of answer.body as unknown as AsyncIterable<Uint8Array>) response.write(chunk);
        response.end();
      })
      .catch(leave);
  });
  proxy.listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  t.teardown(() => {
    for (const leave of cut) leave();
    proxy.close();
  });
  const url = `http://127.0.0.1:${(proxy.address() as AddressInfo).port.toString()}`;
  const running = tail(t, { PUBLIC_BASE_URL: url, PROXYCALL_API_TOKEN: TOKEN }, '--json');
  await running.says(/Waiting/);
  await call();
  await running.until(1);
  state.status = 502;
  for (const leave of cut) leave();
  await running.says(/connection to the API was lost\. Connecting again/);
  await call();
  await eventually('it tries again and again', () => state.connections >= 4);
  state.status = 200;
  await running.says(/Connected to the API again/);
  await call();
  const ids = (await running.until(3)).map((line) => (JSON.parse(line) as { id: string }).id);
  t.is(new Set(ids).size, 3);
  t.is((await running.interrupt()).code, 0);
  t.is(running.lines().length, 3);
  t.is(running.output.stderr.match(/lost/g)?.length, 1);
});

test('it ends when its token is refused, and in an orderly way while it is connecting', async (t) => {
  const service = await startService();
  const { env } = await withClient(t, service);
  const { json } = await createToken(service, 'desk', 'viewer');
  const running = tail(t, { ...env, PROXYCALL_API_TOKEN: String(json['token']) });
  await running.says(/Waiting/);
  await service.send('DELETE', `/tokens/${String(json['id'])}`);
  const { code, stderr } = await running.done;
  t.is(code, 3);
  t.regex(stderr, /lost[^]*403[^]*this token is not accepted/);

  const shop = await createToken(service, 'web shop', 'shop');
  const refused = await tail(t, { ...env, PROXYCALL_API_TOKEN: String(shop.json['token']) }).done;
  t.is(refused.code, 3);
  t.regex(refused.stderr, /role shop may not do this/);

  // Nobody listens there any more: it tries again until it is interrupted.
  const alone = tail(t, env, '', { secondMs: 50 });
  await alone.says(/Waiting/);
  await service.stop();
  await alone.says(/lost/);
  t.is((await alone.interrupt()).code, 0);
});

test('a service that says nothing at all is left for another connection', async (t) => {
  let connections = 0;
  const server = createServer((_, response) => {
    connections += 1;
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.write(':\n\n');
    t.teardown(() => response.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.teardown(() => server.close());
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port.toString()}`;
  const running = tail(t, { PUBLIC_BASE_URL: url }, '', { timeoutMs: 1_000 });
  await eventually('it connects again', () => connections >= 3);
  t.is((await running.interrupt()).code, 0);
});

test('in live mode it shows what a service on the same file handles', async (t) => {
  const folder = temporaryFolder();
  t.teardown(folder.remove);
  const path = join(folder.path, 'p.db');
  const service = await startService({ store: { kind: 'sqlite', path } });
  const { call } = await withClient(t, service);
  const running = tail(t, { PROXYCALL_STORE: 'sqlite', DATABASE_PATH: path }, '--live --json');
  await running.says(/Waiting/);
  await call();
  t.is((await running.until(1)).length, 1);
  t.is((await running.interrupt()).code, 0);
});

test('over HTTP it is the same: whoever leaves the loop leaves the service, and what is no event is refused', async (t) => {
  const service = await startService();
  const { call } = await withClient(t, service);
  const api = createRemoteApi({ baseUrl: service.url, token: TOKEN, secondMs: 1 });
  const end = new AbortController();
  t.teardown(() => {
    end.abort();
  });
  const watch = collect(await api.watchInteractions({ signal: end.signal }));
  const waiting = (await api.watchInteractions({}))[Symbol.asyncIterator]();
  const next = waiting.next();
  await waiting.return?.();
  t.true((await next).done);
  await call();
  await watch.until(1);
  const [event] = watch.events;
  const listed = await api.listInteractions({});
  t.deepEqual(event?.kind === 'interaction' ? event.interaction : undefined, listed.items[0]);
  for await (const each of await api.watchInteractions({ since: event?.seenAt })) {
    t.deepEqual(each.kind === 'interaction' ? each.interaction : undefined, listed.items[0]);
    break;
  }
  t.is((await collect(await api.watchInteractions({ signal: AbortSignal.abort() })).over, watch.events.length), 1);
  for (const [contentType, body] of [
    ['text/event-stream', 'event: interaction\nid: 1\ndata: {"id":4}\n\n'],
    ['text/html', '<html>hello</html>'],
    ['application/json', '{}'],
  ] as const) {
    const server = createServer((_, response) => response.writeHead(200, { 'content-type': contentType }).end(body));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port.toString()}`;
    const foreign = createRemoteApi({ baseUrl, token: undefined, secondMs: 1 });
    const read = async () => {
      for await (const each of await foreign.watchInteractions({})) t.fail(each.kind);
    };
    await t.throwsAsync(read(), { message: /not ProxyCall's answer/ }, contentType);
    server.close();
  }
});

test('server-sent events are read however they are cut', async (t) => {
  const text =
    ': hi\r\n\r\nretry: 10\nid: 7\n\nevent: a\ndata: é1\ndata:  2\nid: 8\n\r\ndata\n\nid: 9\rdata:x:y\r\rdata: no end';
  const bytes = Buffer.from(text);
  const expected = [
    { event: 'message', id: '7', data: undefined },
    { event: 'a', id: '8', data: 'é1\n 2' },
    { event: 'message', id: undefined, data: '' },
    { event: 'message', id: '9', data: 'x:y' },
  ];
  for (const size of [1, 2, 3, 7, bytes.length]) {
    const chunks = Array.from({ length: Math.ceil(bytes.length / size) }, (_, index) =>
      bytes.subarray(index * size, (index + 1) * size),
    );
    const found = [];
    for await (const event of readServerSentEvents(chunks as unknown as AsyncIterable<Buffer>)) found.push(event);
    t.deepEqual(found, expected, size.toString());
  }
  const endless = (function* () {
    for (;;) yield 'x'.repeat(100_000);
  })();
  await t.throwsAsync(
    async () => {
      for await (const event of readServerSentEvents(endless as unknown as AsyncIterable<string>)) t.fail(event.event);
    },
    { message: /no end/ },
  );
});
