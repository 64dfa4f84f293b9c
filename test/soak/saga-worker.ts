/**
 * Runs one saga, and ends as loss of power would before or after one of its steps: each commit and
 * each request to the provider is a step. Takes its task as JSON; prints how many places to end at it has passed.
 */
import { openSqliteStore } from '../../src/adapters/sql/sqlite.js';
import { createTwilio } from '../../src/adapters/twilio/index.js';
import { wrapMethods, type Method } from '../../src/domain/model/wrap-methods.js';
import { createProxyCall } from '../../src/entry/library.js';
import { accountAt } from '../twilio/account.js';
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

function asStep(method: Method): Method {
  return async (...args) => {
    place();
    const result = await method(...args);
    place();
    return result;
  };
}

const { telephony, provider } = createTwilio(accountAt(url));
const proxyCall = createProxyCall({
  store: wrapMethods(await openSqliteStore({ path }), (method, name) => (name === 'commit' ? asStep(method) : method)),
  telephony,
  provider: wrapMethods(provider, (method, name) => (name === 'webhookUrls' ? method : asStep(method))),
  settings: { topUpSize: 2 },
});
await sagas[saga].run(proxyCall);
await proxyCall.close();
process.stdout.write(places.toString());
