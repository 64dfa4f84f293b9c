/**
 * A pool of 5,000 numbers: in how many requests to Twilio, and how many seconds, it is read, compared and counted. The
 * limit beside each figure is the time in which the same pages come from the stand-in and are only parsed.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSqliteStore } from '../src/adapters/sql/sqlite.js';
import { createTwilio } from '../src/adapters/twilio/index.js';
import { createProxyCall } from '../src/entry/library.js';
import { accountOf } from '../test/twilio/account.js';
import { ACCOUNT_SID, AUTH_TOKEN, startStandIn } from '../test/twilio/stand-in.js';

const NUMBERS = 5000;

const standIn = await startStandIn();
for (let index = 0; index < NUMBERS; index += 1) standIn.rentOut(`+3363998${index.toString().padStart(4, '0')}`);
const folder = mkdtempSync(join(tmpdir(), 'proxycall-bench-'));
const store = await openSqliteStore({ path: join(folder, 'pool.db') });
const proxyCall = createProxyCall({ store, ...createTwilio(accountOf(standIn)) });

async function readPages(): Promise<void> {
  const authorization = `Basic ${Buffer.from(`${ACCOUNT_SID}:${AUTH_TOKEN}`).toString('base64')}`;
  let path: string | null = `/2010-04-01/Accounts/${ACCOUNT_SID}/IncomingPhoneNumbers.json?PageSize=1000`;
  while (path !== null) {
    // The stand-in closes connections that were idle for some seconds, as they are between two measurements.
    const headers = { authorization, connection: 'close' };
    const response: Response = await fetch(standIn.url + path, { headers });
    ({ next_page_uri: path } = (await response.json()) as { next_page_uri: string | null });
  }
}

async function measure(what: string, work: () => Promise<unknown>): Promise<void> {
  const before = standIn.log.length;
  const start = performance.now();
  await work();
  const seconds = (performance.now() - start) / 1000;
  const requests = (standIn.log.length - before).toString();
  process.stdout.write(`${what.padEnd(44)} ${requests.padStart(4)} requests  ${seconds.toFixed(2)} s\n`);
}

// The first of each warms up the modules and the connections.
await readPages();
await proxyCall.syncPool({ apply: false });
await measure('limit: the pages, parsed', readPages);
await measure('sync: 5,000 numbers are added', () => proxyCall.syncPool({ apply: true }));
await measure('sync: nothing is new', () => proxyCall.syncPool({ apply: true }));
await measure('fix-webhooks, dry run: 5,000 to fix', () => proxyCall.fixWebhooks({ dryRun: true, fixSms: true }));
await measure('stats', () => proxyCall.poolStats());
await measure('list of 5,000 that are free', () => proxyCall.listAvailableNumbers({ countryIso: 'FR' }));
await measure('fix-webhooks: 5,000 are fixed', () => proxyCall.fixWebhooks({ dryRun: false, fixSms: true }));

await proxyCall.close();
standIn.close();
rmSync(folder, { recursive: true });
