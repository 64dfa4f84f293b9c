/**
 * What most would write for calls to proxy numbers: Koa, a reader of forms, the validator and the TwiML builder of the twilio package,
 * and on SQLite one SELECT by an index and one INSERT. It keeps no rules: no last caller, no repeated deliveries, no opt-outs.
 * Imports nothing from src.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'node:querystring';
import { text } from 'node:stream/consumers';
import Router from '@koa/router';
import Database from 'better-sqlite3';
import Koa from 'koa';
import twilio from 'twilio';
import { reportFigures } from './figures.js';

const AUTH_TOKEN = 'bench-token';
const PUBLIC_URL = 'https://bench.example';

const [clients = '1000'] = process.argv.slice(2);
const folder = mkdtempSync(join(tmpdir(), 'proxycall-bench-'));
const database = new Database(join(folder, 'usual.db'));
database.pragma('journal_mode = WAL');
database.exec(`
  create table clients (id integer primary key, name text not null, phone text not null, proxy_number text not null unique);
  create table calls (sid text primary key, client_id integer not null references clients, caller text not null, at integer not null);
`);
const addClient = database.prepare('insert into clients (id, name, phone, proxy_number) values (?, ?, ?, ?)');
database.transaction(() => {
  // The numbers of webhook-load.ts.
  for (let index = 0; index < Number(clients); index += 1) {
    const digits = index.toString().padStart(7, '0');
    addClient.run(index + 1, 'Ada', `+3371${digits}`, `+3370${digits}`);
  }
})();
const findClient = database.prepare<[string], { id: number; phone: string }>(
  'select id, phone from clients where proxy_number = ?',
);
const addCall = database.prepare('insert into calls (sid, client_id, caller, at) values (?, ?, ?, ?)');
const countCalls = database.prepare<[], number>('select count(*) from calls').pluck();

async function readForm(request: IncomingMessage): Promise<Record<string, string>> {
  return { ...(parse(await text(request)) as Record<string, string>) };
}

const router = new Router();
router.post('/twilio/voice', async (ctx) => {
  const params = await readForm(ctx.req);
  if (!twilio.validateRequest(AUTH_TOKEN, ctx.get('x-twilio-signature'), PUBLIC_URL + ctx.url, params)) {
    ctx.throw(403);
  }
  const { From: from = '', To: to = '', CallSid: sid = '' } = params;
  const answer = new twilio.twiml.VoiceResponse();
  const client = findClient.get(to);
  if (client === undefined) {
    answer.reject();
  } else {
    addCall.run(sid, client.id, from, Date.now());
    answer.dial({ callerId: to }).number(client.phone);
  }
  ctx.type = 'text/xml';
  ctx.body = answer.toString();
});

const app = new Koa();
app.use(router.routes());
const handle = app.callback();
const server = createServer((request, response) => void handle(request, response));
server.listen(0, '127.0.0.1', () => {
  reportFigures(
    (server.address() as AddressInfo).port,
    () => countCalls.get() ?? 0,
    () => {
      database.close();
      rmSync(folder, { recursive: true, force: true });
    },
  );
});
