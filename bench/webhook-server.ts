/**
 * The service to measure, in a process of its own: on `memory`, `sqlite`, `postgres` (at DATABASE_URL) or `sheets` (at
 * the stand-in that STAND_IN describes, which has the clients already), with so many clients, and so many calls of the past year.
 */
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { destination } from 'pino';
import type { CallInteraction } from '../src/domain/model/interaction.js';
import { DEFAULT_SETTINGS } from '../src/domain/model/settings.js';
import { put } from '../src/domain/services/commit.js';
import { pagesOf } from '../src/domain/services/paging.js';
import type { Ports } from '../src/domain/services/ports.js';
import { openingPuts } from '../src/domain/services/sessions/open-sessions.js';
import { startServer } from '../src/entry/http/server.js';
import { aCallInteraction, aClient, aNumber } from '../src/entry/testing/index.js';
import type { StoreConfig } from '../src/entry/config/store.js';
import type { OrderStore } from '../src/ports/order-store.js';
import { HASH_KEY } from '../test/postgres.js';
import { analyze } from './analyze.js';
import { reportFigures } from './lines/figures.js';
import type { StandInAddress } from './servers.js';
import { AUTH_TOKEN, PUBLIC_URL, clientPhone, proxyNumber } from './webhook-load.js';

const [kind = 'memory', clients = '10', interactions = '0'] = process.argv.slice(2);
const YEAR_MS = 365 * 24 * 3_600_000;
const folder = mkdtempSync(join(tmpdir(), 'proxycall-bench-'));

const { port, count } = await startService();
reportFigures(port, count, () => {
  rmSync(folder, { recursive: true, force: true });
});

interface Measured {
  readonly port: number;
  /** How many calls are on record since it was started. */
  readonly count: () => Promise<number>;
}

async function countCalls(store: OrderStore): Promise<number> {
  let count = 0;
  for await (const page of pagesOf(store, 'interaction', 10_000)) count += page.length;
  return count;
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
  const { ports } = server.program;
  const earlier = kind === 'sheets' ? 0 : Number(interactions);
  if (kind !== 'sheets') await seed(ports, Number(clients), earlier);
  if (kind === 'postgres') await analyze(process.env['DATABASE_URL'] ?? '');
  return { port: Number(new URL(server.url).port), count: async () => (await countCalls(ports.store)) - earlier };
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

async function seed({ store, ids }: Ports, count: number, interactions: number): Promise<void> {
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
  const since = Date.now() - YEAR_MS;
  for (let start = 0; start < interactions; start += 500) {
    const indices = Array.from({ length: Math.min(500, interactions - start) }, (_, offset) => start + offset);
    await store.commit({ puts: indices.map((index) => put('interaction', anEarlierCall(index, count, since))) });
  }

  function anEarlierCall(index: number, clientCount: number, from: number): CallInteraction {
    // As random as a carrier's ids.
    const id = `twilio.voice.0.CA${createHash('sha256').update(index.toString()).digest('hex').slice(0, 32)}`;
    const at = from + Math.floor((index / interactions) * YEAR_MS);
    return aCallInteraction(id, { clientId: ((index * 15_485_863) % clientCount).toString(), outcome: 'answered', at });
  }
}
