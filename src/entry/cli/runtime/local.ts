import { isProxyCallError, ProxyCallError } from '../../../domain/model/errors.js';
import type { Actor } from '../../../ports/proxycall-api.js';
import { phoneNumber } from '../../../domain/model/phone-number.js';
import { DEFAULT_SETTINGS } from '../../../domain/model/settings.js';
import { readConfig, type Config } from '../../config/config.js';
import { createServerReader } from '../../config/server-reader.js';
import { createProgram } from '../../container.js';
import type { Env } from '../../config/env-reader.js';
import { describeStore, readStoreOf, type SheetsConfig } from '../../config/store.js';
import { checkExposure } from './exposure.js';
import type { OpenedApi } from './modes.js';

export { checkExposure, createServerReader, describeStore, readStoreOf };

const CLI: Actor = { name: 'cli', role: 'admin' };

/** Creates the missing tabs and columns. @returns what was created, in words */
export async function prepareSpreadsheet(config: SheetsConfig): Promise<readonly string[]> {
  const sheets = await import('../../../adapters/sheets/index.js');
  return sheets.prepareSpreadsheet(config);
}

/** Uses the store and the carrier directly, with the server's configuration. */
export async function openLive(env: Env): Promise<OpenedApi> {
  // A command serves no requests, so the checks against an unintentionally open API do not apply.
  const { config } = readConfig({ PROXYCALL_OPEN_API: '1', LOG_LEVEL: 'warn', ...env }, { isServer: false });
  const program = await createProgram(config, { whenHeld: 'refuse' }).catch((error: unknown) => {
    throw pointToRemote(error) ?? error;
  });
  return {
    api: program.services.api(CLI),
    description: (say) =>
      say(
        config.telephony.kind === 'twilio'
          ? 'live (store {store}, Twilio)'
          : 'live (store {store}, simulated telephony)',
        {
          store: describeStore(config.store),
        },
      ),
    checkStore: () => program.ports.store.ping(),
    async checkMail() {
      const { mailer } = program.ports;
      await mailer?.check();
      return mailer !== undefined;
    },
    close: () => program.close(),
  };
}

/** A spreadsheet has one writer: while the server runs, commands have to use its API. */
function pointToRemote(error: unknown): ProxyCallError | undefined {
  if (!isProxyCallError(error, 'store_unavailable') || !error.message.includes('held by another instance'))
    return undefined;
  const advice = 'Leave --live out and set PUBLIC_BASE_URL to use its API.';
  return new ProxyCallError('store_unavailable', `${error.message}. ${advice}`, { cause: error });
}

/** Configuration of the demo mode and of the demo command: in memory, with a simulated carrier. */
export const DEMO_CONFIG: Config = {
  listenPort: 0,
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

/** Starts with one client and one order. */
export async function openDemo(): Promise<OpenedApi> {
  const program = await createProgram(DEMO_CONFIG);
  await program.services.api(CLI).createOrder(DEMO_ORDER);
  return {
    api: program.services.api(CLI),
    description: (say) => say('demo (everything is simulated, nothing is stored)'),
    close: () => program.close(),
  };
}
