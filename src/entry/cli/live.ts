import { isProxyCallError, ProxyCallError } from '../../domain/model/errors.js';
import { phoneNumber } from '../../domain/model/phone-number.js';
import { DEFAULT_SETTINGS } from '../../domain/model/settings.js';
import { readConfig, type Config } from '../config.js';
import { createProgram } from '../container.js';
import type { Env } from '../env-reader.js';
import { describeStore, readStoreOf, type SheetsConfig } from '../store-config.js';
import type { OpenedApi } from './opened-api.js';

export { describeStore, readStoreOf };

/** Makes what a spreadsheet lacks. @returns what was made, for people */
export async function prepareSpreadsheet(config: SheetsConfig): Promise<readonly string[]> {
  const sheets = await import('../../adapters/sheets/index.js');
  return sheets.prepareSpreadsheet(config);
}

/** On the store and the carrier themselves, as the server would be configured. */
export async function openLive(env: Env): Promise<OpenedApi> {
  // A command is not a server: what only matters to one that strangers reach does not stop it.
  const { config } = readConfig({ PROXYCALL_OPEN_API: '1', LOG_LEVEL: 'warn', ...env });
  const program = await createProgram(config, { whenHeld: 'refuse' }).catch((error: unknown) => {
    throw pointToRemote(error) ?? error;
  });
  return {
    api: program.services.api,
    description: (say) =>
      say(
        config.telephony.kind === 'twilio'
          ? 'live (store {store}, Twilio)'
          : 'live (store {store}, simulated telephony)',
        {
          store: describeStore(config.store),
        },
      ),
    close: () => program.close(),
  };
}

/** A spreadsheet has one writer: while a server is, commands go through it. */
function pointToRemote(error: unknown): ProxyCallError | undefined {
  if (!isProxyCallError(error, 'store_unavailable') || !error.message.includes('held by another instance'))
    return undefined;
  const advice = 'Leave --live out, with PUBLIC_BASE_URL set, to work through it.';
  return new ProxyCallError('store_unavailable', `${error.message}. ${advice}`, { cause: error });
}

/** What the demo mode and the demo's story start from: nothing kept, nobody called. */
export const DEMO_CONFIG: Config = {
  port: 0,
  publicUrls: [],
  apiTokens: [],
  store: { kind: 'memory' },
  telephony: { kind: 'simulated', authToken: undefined },
  // One number at a time, so that the first client always gets the same one.
  settings: { ...DEFAULT_SETTINGS, language: 'en', topUpSize: 1 },
  logLevel: 'silent',
};

export const DEMO_ORDER = {
  orderId: 'O-1001',
  clientId: '1',
  clientName: 'Ada',
  clientMail: 'ada@shop.example',
  clientRealPhone: phoneNumber('+33639987654'),
} as const;

/** A world with one client and one order in it. */
export async function openDemo(): Promise<OpenedApi> {
  const program = await createProgram(DEMO_CONFIG);
  await program.services.api.createOrder(DEMO_ORDER);
  return {
    api: program.services.api,
    description: (say) => say('demo (everything simulated, nothing kept)'),
    close: () => program.close(),
  };
}
