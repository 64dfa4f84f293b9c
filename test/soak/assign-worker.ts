/**
 * One of several processes on one database file: gives a number to each of its clients, all at once, and may create
 * the same order as every other process. One store call in twenty is far slower than the rest. Takes its task, and
 * prints what came of it, as JSON.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { openSqliteStore } from '../../src/adapters/sql/sqlite.js';
import { createSimulatedCarrier } from '../../src/adapters/simulator/index.js';
import { createTwilio } from '../../src/adapters/twilio/index.js';
import { isProxyCallError } from '../../src/domain/model/errors.js';
import { wrapMethods } from '../../src/domain/model/wrap-methods.js';
import { createProxyCall } from '../../src/entry/library.js';
import { fictionalMobile } from '../../src/entry/testing/index.js';
import { accountAt } from '../twilio/account.js';

export interface AssignTask {
  readonly path: string;
  readonly clients: readonly string[];
  readonly sameOrder: boolean;
  /** Where to buy numbers when the pool is empty, and how many at a time. Nowhere when absent. */
  readonly buy?: { readonly from: string; readonly topUpSize: number } | undefined;
}
export interface AssignResult {
  readonly same: string;
  readonly assigned: readonly string[];
}

const { path, clients, sameOrder, buy } = JSON.parse(process.argv[2] ?? '{}') as AssignTask;
const SLOW_MS = 250;

const store = wrapMethods(await openSqliteStore({ path }), (method) => async (...args) => {
  if (Math.random() < 0.025) await pause(SLOW_MS);
  const result = await method(...args);
  if (Math.random() < 0.025) await pause(SLOW_MS);
  return result;
});
const { telephony } = createSimulatedCarrier({ authToken: 'x', webhookBaseUrl: () => 'http://localhost' });
const proxyCall = createProxyCall({
  store,
  telephony,
  ...(buy === undefined
    ? {}
    : {
        provider: { ...createTwilio(accountAt(buy.from)).provider, carrier: telephony.carrier },
        settings: { topUpSize: buy.topUpSize },
      }),
});

const outcome = async (asked: Promise<string>): Promise<string> =>
  asked.catch((error: unknown) => (isProxyCallError(error) ? error.code : String(error)));

const order = {
  orderId: 'same',
  clientId: 'same',
  clientName: 'Ada',
  clientMail: 'ada@shop.example',
  clientRealPhone: fictionalMobile(9999),
};
const same = sameOrder
  ? outcome(proxyCall.createOrder(order).then(({ clientProxyNumber }) => clientProxyNumber))
  : Promise.resolve('');
const assigned = clients.map((clientId) =>
  outcome(
    proxyCall.assignNumber({ clientId, countryIso: 'FR', numberType: 'mobile', buy: true }).then(({ proxy }) => proxy),
  ),
);
const result: AssignResult = { same: await same, assigned: await Promise.all(assigned) };
process.stdout.write(JSON.stringify(result));
await proxyCall.close();
