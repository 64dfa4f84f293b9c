import { setImmediate as turn } from 'node:timers/promises';
import test, { type ExecutionContext } from 'ava';
import { isWholeToken } from '../../../src/domain/model/api-token.js';
import { ProxyCallError } from '../../../src/domain/model/errors.js';
import { HOUR_MS } from '../../../src/domain/model/time.js';
import { createFakeClock, type FakeClock } from '../../../src/entry/testing/index.js';
import type { Config } from '../../../src/entry/config/config.js';
import { startService, type Service } from '../../support.js';
import { aPlace } from '../../sql/sqlite-files.js';
import { createToken } from './scene.js';

export const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
const asks = (service: Service, token: string) => service.send('GET', '/pool/stats', undefined, bearer(token));

async function start(t: ExecutionContext, config: Partial<Config>, clock: FakeClock): Promise<Service> {
  const service = await startService(config, clock);
  t.teardown(() => service.stop());
  return service;
}

async function newToken(
  service: Service,
  name = 'help desk',
  more: object = {},
): Promise<{ id: string; token: string }> {
  const { status, json, text } = await createToken(service, name, 'viewer', more);
  if (status !== 200) throw new Error(text);
  return json as { id: string; token: string };
}

test('a token is shown once: the list, the log and the store have none of it', async (t) => {
  const service = await start(t, {}, createFakeClock());
  const { id, token } = await newToken(service);
  t.true(isWholeToken(token));
  t.is((await asks(service, token)).status, 200);
  const { text, json } = await service.send('GET', '/tokens');
  t.like((json['tokens'] as object[])[0], { id, name: 'help desk', role: 'viewer', expires_at: null });
  const stored = await service.program.ports.store.records('token', { limit: 9 });
  for (const place of [text, service.log(), JSON.stringify(stored)]) t.false(place.includes(token.slice(3, 20)));
  t.like((await createToken(service, 'help desk', 'admin')).json, {
    code: 'invalid_request',
    errors: [{ pointer: '/name' }],
  });
});

test('a revocation holds on every instance within five seconds, and a new token within one', async (t) => {
  const clock = createFakeClock();
  const store = { kind: 'sqlite', path: aPlace(t).path } as const;
  const [one, other] = [await start(t, { store }, clock), await start(t, { store }, clock)];
  const { id, token } = await newToken(one);
  t.is((await asks(one, token)).status, 200);
  // It has just read them, as every instance does at the start.
  clock.advance(1_000);
  t.is((await asks(other, token)).status, 200);
  const second = await newToken(one, 'second');
  clock.advance(1_000);
  t.is((await asks(other, second.token)).status, 200);
  clock.advance(2_000);
  t.is((await one.send('DELETE', `/tokens/${id}`)).status, 200);
  t.is((await asks(one, token)).status, 403, 'at once where it was revoked');
  clock.advance(4_999);
  const refused = await asks(other, token);
  t.deepEqual([refused.status, refused.json['code']], [403, 'forbidden']);
  t.is((await asks(other, second.token)).status, 200);
  t.is((await one.send('DELETE', `/tokens/${id}`)).status, 404);
});

test('a token that has expired is refused in words, and is no wrong token that is counted', async (t) => {
  const clock = createFakeClock();
  const service = await start(t, {}, clock);
  const expires = new Date(clock.now() + HOUR_MS).toISOString();
  const { token } = await newToken(service, 'for an hour', { expires_at: expires });
  clock.advance(HOUR_MS - 1);
  t.is((await asks(service, token)).status, 200);
  clock.advance(1);
  for (let time = 0; time < 12; time += 1) t.like(await asks(service, token), { status: 403 });
  t.regex(String((await asks(service, token)).json['detail']), /has expired/);
});

test('when a token was used is written once an hour, and not by the request', async (t) => {
  const clock = createFakeClock();
  const service = await start(t, {}, clock);
  const { id, token } = await newToken(service);
  const lastUsed = async () => {
    await turn();
    return (await service.program.ports.store.record('token', id))?.value.lastUsedAt;
  };
  const first = clock.now();
  t.is(await lastUsed(), undefined);
  await asks(service, token);
  t.is(await lastUsed(), first);
  clock.advance(HOUR_MS - 1);
  await asks(service, token);
  t.is(await lastUsed(), first);
  clock.advance(1);
  await asks(service, token);
  t.is(await lastUsed(), first + HOUR_MS);
  t.is((await asks(service, token)).status, 200, 'and its MAC is that of the new record');
});

test('mistyped tokens are told so, and strangers cause one read a second, however many tokens they make', async (t) => {
  const clock = createFakeClock();
  const service = await start(t, {}, clock);
  const { token } = await newToken(service);
  t.regex(String((await asks(service, `${token.slice(0, -1)}~`)).json['detail']), /mistyped/);
  const reads = async () => {
    const { text } = await service.send('GET', '/metrics');
    return Number(/store_duration_seconds_count\{operation="records",result="ok"\} (\d+)/.exec(text)?.[1] ?? 0);
  };
  const ids = service.program.ports.ids;
  const { writeToken } = await import('../../../src/domain/model/api-token.js');
  await asks(service, writeToken(ids.secret(32)));
  clock.advance(1_000);
  const before = await reads();
  const answers = await Promise.all(Array.from({ length: 30 }, () => asks(service, writeToken(ids.secret(32)))));
  t.true(answers.every(({ status }) => status === 403 || status === 429));
  t.true((await reads()) - before <= 2);
});

test('while the store fails, strangers cause one read a second, and no more lines in the log than wrong tokens are allowed', async (t) => {
  const clock = createFakeClock();
  const service = await start(t, {}, clock);
  const { token } = await newToken(service);
  t.is((await asks(service, token)).status, 200);
  const { store, ids } = service.program.ports;
  const { writeToken } = await import('../../../src/domain/model/api-token.js');
  let reads = 0;
  const records = store.records.bind(store);
  store.records = () => {
    reads += 1;
    return Promise.reject(new ProxyCallError('store_unavailable', 'the store is away'));
  };
  clock.advance(5_000);
  const strangers = await Promise.all(Array.from({ length: 30 }, () => asks(service, writeToken(ids.secret(32)))));
  t.is(strangers.filter(({ status }) => status === 503).length, 10);
  t.is(strangers.filter(({ status }) => status === 429).length, 20);
  t.is(reads, 1);
  t.is((service.log().match(/request\.failed/g) ?? []).length, 10);
  // Whoever has a token is no stranger.
  for (let time = 0; time < 12; time += 1) t.is((await asks(service, token)).status, 503);
  t.is(reads, 1);
  clock.advance(1_000);
  await asks(service, token);
  t.is(reads, 2);
  store.records = records;
  clock.advance(1_000);
  t.is((await asks(service, token)).status, 200);
});

test('a use that could not be written is written a minute later', async (t) => {
  const clock = createFakeClock();
  const service = await start(t, {}, clock);
  const { id, token } = await newToken(service);
  const { store } = service.program.ports;
  const commit = store.commit.bind(store);
  store.commit = () => Promise.reject(new ProxyCallError('store_unavailable', 'the store is away'));
  t.is((await asks(service, token)).status, 200);
  store.commit = commit;
  clock.advance(60_000);
  t.is((await asks(service, token)).status, 200);
  await turn();
  t.is((await store.record('token', id))?.value.lastUsedAt, clock.now());
});

test('without a token in the environment, anyone is an admin until the store has its first token', async (t) => {
  const clock = createFakeClock();
  const service = await start(t, { apiTokens: [] }, clock);
  const bare = () => service.send('GET', '/clients', undefined, { authorization: '' });
  t.is((await bare()).status, 200);
  const lockingOut = await createToken(service, 'web shop', 'shop');
  t.like(lockingOut.json, { status: 400, code: 'invalid_request', errors: [{ pointer: '/role' }] });
  t.regex(String(lockingOut.json['detail']), /first token.*PROXYCALL_API_TOKEN/);
  t.is((await bare()).status, 200, 'whoever creates the first token is not locked out by it');
  const { json: admin } = await createToken(service, 'office', 'admin');
  t.is((await bare()).status, 401, 'somebody is to have fewer rights');
  t.is((await service.send('GET', '/metrics', undefined, { authorization: '' })).status, 401);
  const mine = bearer(String(admin['token']));
  t.is((await service.send('GET', '/tokens', undefined, mine)).status, 200);
  const { json: viewer } = await service.send('POST', '/tokens', { name: 'viewer', role: 'viewer' }, mine);
  t.is((await service.send('GET', '/tokens', undefined, bearer(String(viewer['token'])))).status, 403);
  for (const { id } of [viewer, admin])
    await service.program.services.api({ name: 'cli', role: 'admin' }).revokeToken(String(id));
  t.is((await bare()).status, 401, 'nor when no token is left');
  t.is((await asks(service, String(viewer['token']))).status, 403);
});

test('names that people cannot tell apart are the same, and names of every script and with a date are accepted', async (t) => {
  const service = await start(t, {}, createFakeClock());
  for (const name of ['Web Shop', 'दुकान', 'caf\u0065\u0301', 'backup 2026-11-26', 'desk 123456']) {
    const made = await createToken(service, name, 'viewer');
    t.is(made.status, 200, made.text);
  }
  for (const name of ['web shop', 'ＷＥＢ shop', 'web shop.', 'web-shop', 'web  shop', 'café', 'CAFÉ']) {
    const { json } = await createToken(service, name, 'viewer');
    t.like(json, { code: 'invalid_request', errors: [{ pointer: '/name' }] }, name);
  }
});
