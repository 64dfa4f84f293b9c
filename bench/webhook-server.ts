/**
 * A server to measure, in a process of its own: `limit`, `memory`, `sqlite`, `postgres` (at DATABASE_URL) or `sheets` (at
 * the stand-in that STAND_IN describes, which has the clients already), with so many clients. Prints the port, and for
 * each line of its standard input how many calls are on record. Ends when that input does.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'node:querystring';
import Router from '@koa/router';
import Koa from 'koa';
import pg from 'pg';
import { destination } from 'pino';
import { isSigned } from '../src/adapters/twiml/signature.js';
import { DEFAULT_SETTINGS } from '../src/domain/model/settings.js';
import { put } from '../src/domain/services/commit.js';
import { pagesOf } from '../src/domain/services/paging.js';
import type { Ports } from '../src/domain/services/ports.js';
import { openingPuts } from '../src/domain/services/sessions/open-sessions.js';
import { startServer } from '../src/entry/http/server.js';
import { aClient, aNumber } from '../src/entry/testing/index.js';
import type { StoreConfig } from '../src/entry/config/store.js';
import type { OrderStore } from '../src/ports/order-store.js';
import { HASH_KEY } from '../test/postgres.js';
import type { StandInAddress } from './servers.js';
import { AUTH_TOKEN, PUBLIC_URL, clientPhone, proxyNumber } from './webhook-load.js';

const [kind = 'limit', clients = '10'] = process.argv.slice(2);
const folder = mkdtempSync(join(tmpdir(), 'proxycall-bench-'));

const { port, count } = kind === 'limit' ? await startLimit() : await startService();
process.stdout.write(`${port.toString()}\n`);
process.stdin.on('data', () => {
  void count().then((stored) => process.stdout.write(`${stored.toString()}\n`));
});
process.stdin.once('end', () => {
  rmSync(folder, { recursive: true, force: true });
  process.exit(0);
});

interface Measured {
  readonly port: number;
  /** How many calls are on record. */
  readonly count: () => Promise<number>;
}

async function countCalls(store: OrderStore): Promise<number> {
  let count = 0;
  for await (const page of pagesOf(store, 'interaction', 10_000)) count += page.length;
  return count;
}

/** What any Koa service with signed webhooks has to do before it decides anything. */
async function startLimit(): Promise<Measured> {
  const options = { authTokens: [AUTH_TOKEN], publicUrls: () => [PUBLIC_URL] };
  const answer = '<?xml version="1.0" encoding="UTF-8"?><Response><Hangup/></Response>';
  const router = new Router();
  router.post('/twilio/voice', async (ctx) => {
    const { url: target = '/', headers } = ctx.req;
    const signature = String(headers['x-twilio-signature']);
    const params = parse(await readBody(ctx.req), '&', '=', { maxKeys: 0 });
    ctx.status = isSigned({ target, signature, params, jsonBody: undefined }, options) ? 200 : 403;
    ctx.body = answer;
    ctx.type = 'text/xml; charset=utf-8';
  });
  const app = new Koa();
  app.use(router.routes());
  const handle = app.callback();
  const server = createServer((request, response) => void handle(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { port: (server.address() as AddressInfo).port, count: () => Promise.resolve(0) };
}

function readBody(request: IncomingMessage): Promise<string> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      resolve(Buffer.concat(chunks).toString('utf8'));
    });
    request.on('error', reject);
  });
}

async function startService(): Promise<Measured> {
  const server = await startServer(
    {
      listenPort: 0,
      publicUrls: [PUBLIC_URL],
      apiTokens: ['token'],
      store: storeConfig(),
      telephony: {
        kind: 'twilio',
        accountSid: `AC${'0'.repeat(32)}`,
        authTokens: [AUTH_TOKEN],
        baseUrl: undefined,
        addressSid: undefined,
        bundleSid: undefined,
      },
      settings: DEFAULT_SETTINGS,
      logLevel: 'info',
      // The same for every instance on one database.
      hashKey: kind === 'postgres' ? HASH_KEY : undefined,
    },
    { host: '127.0.0.1', logDestination: destination({ dest: '/dev/null', sync: true }) },
  );
  if (kind !== 'sheets') await seed(server.program.ports, Number(clients));
  if (kind === 'postgres') await analyze();
  return { port: Number(new URL(server.url).port), count: () => countCalls(server.program.ports.store) };
}

function storeConfig(): StoreConfig {
  switch (kind) {
    case 'sqlite':
      return { kind, path: join(folder, 'bench.db') };
    case 'postgres':
      return { kind, url: process.env['DATABASE_URL'] ?? '', poolSize: 10, timeoutMs: 3000 };
    case 'sheets': {
      const { url, spreadsheetId, credentials } = JSON.parse(process.env['STAND_IN'] ?? '{}') as StandInAddress;
      const journalFolder = join(folder, 'journal');
      return {
        kind,
        spreadsheet: { id: spreadsheetId },
        credentials,
        baseUrl: url,
        journalFolder,
        acceptOffline: false,
      };
    }
    default:
      return { kind: 'memory' };
  }
}

/** As autovacuum does within a minute: until then the database plans without statistics, and reads far more than it needs. */
async function analyze(): Promise<void> {
  const client = new pg.Client({ connectionString: process.env['DATABASE_URL'] });
  await client.connect();
  await client.query('analyze');
  await client.end();
}

async function seed({ store, ids }: Ports, count: number): Promise<void> {
  // Another instance may have done it.
  if ((await store.record('client', '0')) !== undefined) return;
  for (let start = 0; start < count; start += 500) {
    const indices = Array.from({ length: Math.min(500, count - start) }, (_, offset) => start + offset);
    await store.commit({
      puts: indices.flatMap((index) => {
        const id = index.toString();
        const state = { status: 'assigned', to: id, since: 1 } as const;
        const number = aNumber(proxyNumber(index), { carrier: 'twilio', state });
        const client = aClient(id, { realPhone: clientPhone(index), proxyNumber: number.number });
        return [put('client', client), put('number', number), ...openingPuts(ids, client, number, 1)];
      }),
    });
  }
}
