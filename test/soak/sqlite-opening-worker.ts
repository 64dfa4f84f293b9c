/** Opens each new SQLite file that a line of its input names, runs maintenance, closes it, and prints what came of it. */
import { createInterface } from 'node:readline';
import { createSimulatedCarrier } from '../../src/adapters/simulator/index.js';
import { openSqliteStore } from '../../src/adapters/sql/sqlite.js';
import { createProxyCall } from '../../src/entry/library.js';

const { telephony } = createSimulatedCarrier({ authToken: 'x', webhookBaseUrl: () => 'http://localhost' });

async function open(path: string): Promise<string> {
  try {
    const proxyCall = createProxyCall({ store: await openSqliteStore({ path }), telephony });
    await proxyCall.runMaintenance();
    await proxyCall.close();
    return 'opened';
  } catch (error) {
    return error instanceof Error ? `${error.message} ${String(error.cause)}` : String(error);
  }
}

process.stdout.write('ready\n');
for await (const path of createInterface({ input: process.stdin })) process.stdout.write(`${await open(path)}\n`);
