/**
 * Does one thing with money in it, and ends as loss of power would before or after one of its steps: each commit and
 * each request to the provider is a step. Takes its task as JSON; prints how many places to end at it has passed.
 */
import { openSqliteStore } from '../../src/adapters/sql/sqlite.js';
import { createTwilio } from '../../src/adapters/twilio/index.js';
import { createProxyCall } from '../../src/entry/library.js';
import { accountAt } from '../twilio/account.js';
import { aroundEach } from './interceptors.js';
import { sagas, type SagaName } from './sagas.js';

export interface SagaTask {
  readonly path: string;
  readonly url: string;
  readonly saga: SagaName;
  readonly endAt: number;
}

const { path, url, saga, endAt } = JSON.parse(process.argv[2] ?? '{}') as SagaTask;
let places = 0;

function place(): void {
  places += 1;
  if (places === endAt) process.kill(process.pid, 'SIGKILL');
}

async function step(_name: string, call: () => Promise<unknown>): Promise<unknown> {
  place();
  const result = await call();
  place();
  return result;
}

const { telephony, provider } = createTwilio(accountAt(url));
const proxyCall = createProxyCall({
  store: aroundEach(await openSqliteStore({ path }), step, (name) => name === 'commit'),
  telephony,
  provider: aroundEach(provider, step, (name) => name !== 'webhookUrls'),
  settings: { topUpSize: 2 },
});
await sagas[saga].run(proxyCall);
await proxyCall.close();
process.stdout.write(places.toString());
