import { join } from 'node:path';
import { createFakeClock, type FakeClock } from '../../../src/entry/testing/index.js';
import { COURIER, TOKEN, anOrderBody, startService, temporaryFolder, type Service } from '../../support.js';
import { eventually } from '../../watch/collect.js';
import { openScene, shows } from '../access/scene.js';
import { testInTurn } from '../in-turn.js';
import { openStream } from './scene.js';

async function newClient({ send }: Service, index: number): Promise<string> {
  const { json } = await send('POST', '/orders', anOrderBody(index));
  return String(json['client_proxy_number']);
}

const listed = async ({ send }: Service) =>
  (await send('GET', '/interactions')).json['items'] as Record<string, unknown>[];

testInTurn('calls and texts come as they are listed, and no proxy on the way may keep them back', async (t) => {
  const clock = createFakeClock();
  const service = await startService({}, clock);
  t.teardown(() => service.stop());
  const proxy = await newClient(service, 1);
  const stream = await openStream(t, service);
  const { headers, status } = stream.response;
  t.is(status, 200);
  t.is(headers.get('content-type'), 'text/event-stream; charset=utf-8');
  t.is(headers.get('cache-control'), 'no-store, no-transform');
  t.is(headers.get('x-accel-buffering'), 'no');
  t.is(headers.get('content-encoding'), null);
  t.is(headers.get('x-content-type-options'), 'nosniff');
  await service.send('POST', '/calls/simulate', { from: COURIER, to: proxy });
  const [call] = await stream.until(1);
  t.deepEqual(call, (await listed(service))[0]);
  await service.carrier.phone('+33639985001').text(proxy, 'hello');
  await eventually('the text', () => stream.data().some(({ channel }) => channel === 'message'));
  // It says where it is before the first event, with each, and with each heartbeat.
  t.like(stream.events[0], { id: new Date(clock.now()).toISOString(), data: undefined });
  const before = stream.events.length;
  clock.advance(20_000);
  await eventually('a heartbeat', () => stream.events.length > before);
  t.deepEqual(stream.events.at(-1), { event: 'message', id: new Date(clock.now()).toISOString(), data: undefined });
  t.false(stream.isOver());
  t.regex(service.log(), /"route":"\/interactions\/stream","status":200/);
});

testInTurn('HEAD gets the headers, and nothing is opened; other methods are refused', async (t) => {
  const service = await startService();
  t.teardown(() => service.stop());
  let reads = 0;
  const { store } = service.program.ports;
  const interactions = store.interactions.bind(store);
  store.interactions = (query) => {
    reads += 1;
    return interactions(query);
  };
  for (let time = 0; time < 30; time += 1) {
    const { status, headers, text } = await service.send('HEAD', '/interactions/stream');
    t.deepEqual([status, text, headers.get('content-type')], [200, '', 'text/event-stream; charset=utf-8']);
  }
  t.is(reads, 0);
  t.is((await service.send('POST', '/interactions/stream')).status, 405);
});

testInTurn(
  'each role is shown what it is shown in lists, and others are refused before anything is sent',
  async (t) => {
    const { service, tokens, personal } = await openScene(t);
    const streams = {
      viewer: await openStream(t, service, { token: tokens.viewer }),
      operator: await openStream(t, service, { token: tokens.operator }),
      admin: await openStream(t, service, { token: tokens.admin }),
    };
    const { json } = await service.send('GET', '/clients/1');
    await service.send('POST', '/calls/simulate', { from: COURIER, to: json['client_proxy_number'] });
    for (const [role, stream] of Object.entries(streams)) {
      const [seen] = await stream.until(1);
      const text = JSON.stringify(seen);
      t.is(text.includes('•'), role !== 'admin', role);
      for (const secret of personal) t.false(shows(text, secret), `${role} ${secret}`);
    }
    const refused = await openStream(t, service, { token: tokens.shop });
    t.is(refused.response.status, 403);
    t.is(refused.response.headers.get('content-type'), 'application/problem+json');
    t.is((await openStream(t, service, { token: '' })).response.status, 401);
    t.is((await openStream(t, service, { token: 'pc_no' })).response.status, 403);
    for (const path of ['/interactions/stream?since=yesterday', '/interactions/stream?since=1&since=2'])
      t.is((await openStream(t, service, { path })).response.status, 400);
  },
);

testInTurn('whoever connects again gets what happened meanwhile', async (t) => {
  const clock = createFakeClock();
  const service = await startService({}, clock);
  t.teardown(() => service.stop());
  const proxy = await newClient(service, 1);
  const call = () => service.send('POST', '/calls/simulate', { from: COURIER, to: proxy });
  const first = await openStream(t, service);
  await eventually('its place', () => first.events.length === 1);
  first.leave();
  await first.over;
  clock.advance(15_000);
  await call();
  const id = first.events[0]?.id ?? '';
  const again = await openStream(t, service, { headers: { 'last-event-id': id } });
  t.is((await again.until(1)).length, 1);
  const bySince = await openStream(t, service, { path: `/interactions/stream?since=${id}` });
  t.deepEqual(await bySince.until(1), again.data());
  // What another server has sent, or a browser extension, is no place.
  const foreign = await openStream(t, service, { headers: { 'last-event-id': '4711' } });
  t.is(foreign.response.status, 200);
  clock.advance(90_000);
  const late = await openStream(t, service, { headers: { 'last-event-id': id } });
  await eventually('it is said', () => late.data('missed').length === 1);
  await call();
  t.is((await late.until(1)).length, 1);
  t.is((await foreign.until(1)).length, 1);
});

testInTurn('what another instance on the same file handles comes within two seconds, once', async (t) => {
  const folder = temporaryFolder();
  t.teardown(folder.remove);
  const start = async (clock: FakeClock) => {
    const service = await startService({ store: { kind: 'sqlite', path: join(folder.path, 'p.db') } }, clock);
    t.teardown(() => service.stop());
    return service;
  };
  const clock = createFakeClock();
  const [here, there] = [await start(clock), await start(clock)];
  const proxy = await newClient(here, 1);
  const stream = await openStream(t, here, { token: TOKEN });
  for (const count of [1, 2, 3]) {
    await there.send('POST', '/calls/simulate', { from: COURIER, to: proxy });
    clock.advance(2_000);
    t.is((await stream.until(count)).length, count);
  }
  await here.send('POST', '/calls/simulate', { from: COURIER, to: proxy });
  await stream.until(4);
  const ids = stream.data().map(({ id }) => id);
  t.deepEqual(ids.toReversed().sort(), (await listed(here)).map(({ id }) => id).sort());
});
