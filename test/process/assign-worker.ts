/**
 * One of several processes on one database file: gives a number to each of the clients named on the command line,
 * all at once, and creates the same order as every other process. Prints what came of it as JSON.
 */
import { openSqliteStore } from '../../src/adapters/sql/index.js';
import { createSimulatedCarrier } from '../../src/adapters/simulator/index.js';
import { isProxyCallError } from '../../src/domain/model/errors.js';
import { createProxyCall } from '../../src/entry/library.js';
import { fictionalMobile } from '../../src/entry/testing/index.js';

const [path = '', ...clients] = process.argv.slice(2);
const store = await openSqliteStore({ path });
const { telephony } = createSimulatedCarrier({ authToken: 'x', webhookBaseUrl: () => 'http://localhost' });
const proxyCall = createProxyCall({ store, telephony });

const outcome = async (asked: Promise<string>): Promise<string> =>
  asked.catch((error: unknown) => (isProxyCallError(error) ? error.code : String(error)));

const same = outcome(
  proxyCall
    .createOrder({
      orderId: 'same',
      clientId: 'same',
      clientName: 'Ada',
      clientMail: 'ada@shop.example',
      clientRealPhone: fictionalMobile(9999),
    })
    .then(({ clientProxyNumber }) => clientProxyNumber),
);
const assigned = clients.map((clientId) =>
  outcome(proxyCall.assignNumber({ clientId, countryIso: 'FR', numberType: 'mobile' }).then(({ proxy }) => proxy)),
);
process.stdout.write(JSON.stringify({ same: await same, assigned: await Promise.all(assigned) }));
await proxyCall.close();
