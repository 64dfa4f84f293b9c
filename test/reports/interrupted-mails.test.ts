import { join } from 'node:path';
import test from 'ava';
import { createMemoryMailer, createMemoryStore } from '../../src/adapters/memory/index.js';
import { DEFAULT_SETTINGS } from '../../src/domain/model/settings.js';
import { MINUTE_MS } from '../../src/domain/model/time.js';
import { startServer } from '../../src/entry/http/server.js';
import { fictionalMobile } from '../../src/entry/testing/index.js';
import type { Mailer } from '../../src/ports/mailer.js';
import type { MailReport } from '../../src/ports/messages-api.js';
import { setUp } from '../services/set-up.js';
import { temporaryFolder } from '../support.js';
import { createHeldMailer } from './held-mailer.js';

const CLIENTS = ['1', '2', '3', '4', '5', '6', '7', '8'];
const ready = (clientIds: readonly string[] = CLIENTS) => ({ clientIds, template: 'number_ready' }) as const;
const KEY = { idempotencyKey: 'k' };
const said = ({ results }: MailReport) => results.map(({ status, reason }) => reason ?? status);

async function start(mailer: Mailer) {
  const scene = setUp({ mailer, store: createMemoryStore() });
  for (const id of CLIENTS) await scene.order(Number(id), { clientMail: `c${id}@shop.example` });
  return scene;
}

test('a few mails of a request are under way at the same time, and each is sent once', async (t) => {
  const mailer = createHeldMailer();
  const { proxyCall } = await start(mailer);
  const report = proxyCall.mailClients(ready());
  await mailer.waiting(3);
  mailer.release();
  t.is((await report).sent, 8);
  t.deepEqual(new Set(mailer.mails.map(({ to }) => to)), new Set(CLIENTS.map((id) => `c${id}@shop.example`)));
  t.is(mailer.mails.length, 8);
  t.is(mailer.most(), 3);
});

test('while a request sends, another one with its key says so, and not that nobody can tell', async (t) => {
  const mailer = createHeldMailer();
  const { proxyCall, clock } = await start(mailer);
  const first = proxyCall.mailClients(ready(['1']), KEY);
  await mailer.waiting(1);
  t.deepEqual(said(await proxyCall.mailClients(ready(['1']), KEY)), ['sending']);
  clock.advance(90_000);
  t.deepEqual(said(await proxyCall.mailClients(ready(['1']), KEY)), ['sending']);
  mailer.release();
  t.deepEqual(said(await first), ['sent']);
  t.deepEqual(said(await proxyCall.mailClients(ready(['1']), KEY)), ['sent']);
  t.is(mailer.mails.length, 1);
});

test('after a crash the same request sends the rest, and of what was being sent says, after two minutes, that nobody can tell', async (t) => {
  const dead = createHeldMailer();
  const { proxyCall, store, clock } = await start(dead);
  // Nobody waits for it any more: its process is gone.
  void proxyCall.mailClients(ready(), KEY);
  await dead.waiting(3);
  const mailer = createMemoryMailer();
  const other = setUp({ mailer, store, clock }).proxyCall;
  const states = (first: string) => [...Array<string>(3).fill(first), ...Array<string>(5).fill('sent')];
  t.deepEqual(said(await other.mailClients(ready(), KEY)), states('sending'));
  clock.advance(2 * MINUTE_MS);
  t.deepEqual(said(await other.mailClients(ready(), KEY)), states('unknown'));
  t.deepEqual(
    mailer.mails.map(({ to }) => to).sort(),
    CLIENTS.slice(3).map((id) => `c${id}@shop.example`),
  );
});

test('closing the library ends a request between mails, and the same request goes on afterwards', async (t) => {
  const mailer = createHeldMailer();
  const { proxyCall, store, clock } = await start(mailer);
  const report = proxyCall.mailClients(ready(), KEY);
  await mailer.waiting(3);
  const closed = proxyCall.close();
  mailer.release();
  await closed;
  t.deepEqual(said(await report), [...Array<string>(3).fill('sent'), ...Array<string>(5).fill('interrupted')]);
  t.is(mailer.mails.length, 3);
  const again = await setUp({ mailer, store, clock }).proxyCall.mailClients(ready(), KEY);
  t.is(again.sent, 8);
  t.is(mailer.mails.length, 8);
});

test('stopping the service ends a request between mails: its answer says what is left, and after the next start it goes on', async (t) => {
  const folder = temporaryFolder();
  t.teardown(folder.remove);
  const mailer = createHeldMailer();
  const open = () =>
    startServer(
      {
        listenPort: 0,
        publicUrls: [],
        apiTokens: [],
        store: { kind: 'sqlite', path: join(folder.path, 'proxycall.db') },
        telephony: { kind: 'simulated', authToken: undefined },
        settings: DEFAULT_SETTINGS,
        logLevel: 'silent',
      },
      { host: '127.0.0.1', mailer },
    );
  const post = async (url: string, path: string, body: object) => {
    const headers = { 'content-type': 'application/json', 'idempotency-key': 'k' };
    const response = await fetch(url + path, { method: 'POST', headers, body: JSON.stringify(body) });
    return (await response.json()) as { sent: number; results: readonly { status: string; reason: string | null }[] };
  };
  const request = { client_ids: CLIENTS, template: 'number_ready' };
  const server = await open();
  const api = server.program.services.api({ name: 'test', role: 'admin' });
  for (const id of CLIENTS) {
    const person = {
      clientName: 'Ada',
      clientMail: `c${id}@shop.example`,
      clientRealPhone: fictionalMobile(8000 + Number(id)),
    };
    await api.createClient({ clientId: id, ...person });
  }
  const answer = post(server.url, '/messages/mail', request);
  await mailer.waiting(3);
  const stopped = server.stop();
  mailer.release();
  const first = await answer;
  await stopped;
  t.is(first.sent, 3);
  t.deepEqual(
    new Set(first.results.slice(3).map(({ status, reason }) => `${status} ${reason ?? ''}`)),
    new Set(['skipped interrupted']),
  );
  t.is(mailer.mails.length, 3);

  const next = await open();
  t.is((await post(next.url, '/messages/mail', request)).sent, 8);
  t.is(mailer.mails.length, 8);
  await next.stop();
});

test('a client who is erased while the request sends to others gets no mail', async (t) => {
  const mailer = createHeldMailer();
  const { proxyCall, store } = await start(mailer);
  const report = proxyCall.mailClients(ready(), KEY);
  await mailer.waiting(3);
  await proxyCall.eraseClient('8');
  mailer.release();
  t.deepEqual(said(await report), [...Array<string>(7).fill('sent'), 'unknown_client']);
  t.false(mailer.mails.some(({ to }) => to === 'c8@shop.example'));
  // What is left of the mails says nothing of anybody.
  const counters = await store.records('counter', { limit: 100 });
  t.true(counters.length > 7);
  t.notRegex(JSON.stringify(counters), /@|shop\.example|"message [1-8]"/);
});
