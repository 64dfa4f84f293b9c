import { isWholeToken } from '../../domain/model/api-token.js';
import type { LogLevel } from '../../adapters/system/log-levels.js';
import type { Settings } from '../../domain/model/settings.js';
import { refuseUnreachable } from './confirmations.js';
import { ConfigError } from './config-error.js';
import type { Env } from './env-reader.js';
import { readHttp, type HttpConfig } from './http.js';
import { readMail, type MailConfig } from './mail.js';
import { createServerReader, type ServerReader } from './server-reader.js';
import { refuseUnsendable } from './reports.js';
import { readSettings } from './settings.js';
import { readStore, type StoreConfig } from './store.js';
import { readTelephony, type TelephonyConfig } from './telephony.js';

export interface Config {
  readonly listenPort: number;
  /** Public URLs of this service. Webhooks of new numbers point to the first; signatures are accepted for all. */
  readonly publicUrls: readonly string[];
  /** Empty: the API is open to everyone. */
  readonly apiTokens: readonly string[];
  readonly store: StoreConfig;
  readonly telephony: TelephonyConfig;
  /** No mail is sent where absent. */
  readonly mail?: MailConfig | undefined;
  readonly settings: Settings;
  readonly logLevel: LogLevel;
  /** Under which people are recognised; the store's own where absent. */
  readonly hashKey?: string | undefined;
  /** On this machine, without proxies, where absent. */
  readonly http?: HttpConfig;
}

/**
 * Reads the configuration from the environment.
 * @param options.isServer false for a command, which may have the token of a client in its environment. Default: true
 * @returns the configuration, frozen, and warnings for the log
 * @throws `ConfigError` with everything that is wrong
 */
export function readConfig(
  env: Env,
  { isServer = true }: { readonly isServer?: boolean } = {},
): { readonly config: Config; readonly warnings: readonly string[] } {
  const reader = createServerReader(env);
  const publicUrls = [reader.value('PUBLIC_BASE_URL'), reader.value('RENDER_EXTERNAL_URL')].filter(
    (url) => url !== undefined,
  );
  const store = readStore(reader);
  const apiTokens = reader.value('PROXYCALL_API_TOKEN');
  const http = readHttp(reader, apiTokens);
  const config: Config = {
    listenPort: reader.value('PORT'),
    publicUrls: [...new Set(publicUrls)],
    apiTokens,
    http,
    store,
    telephony: readTelephony(reader),
    mail: readMail(reader),
    settings: readSettings(reader),
    logLevel: reader.value('LOG_LEVEL'),
    // Never a carrier's token: people must be recognised after that is rotated.
    hashKey:
      store.kind === 'postgres'
        ? reader.required('PROXYCALL_HASH_KEY', 'postgres')
        : reader.value('PROXYCALL_HASH_KEY'),
  };
  refuseUnsafeStart(reader, config);
  refuseUnreachable(reader, config.settings.confirmations, {
    publicUrl: publicUrls.length > 0,
    mail: config.mail !== undefined,
  });
  refuseUnsendable(reader, config.mail !== undefined);
  if (isServer) refuseStoreTokens(reader, config);
  if (apiTokens.length === 0) {
    const listens = http.host === undefined ? '' : ` on ${http.host}`;
    reader.warn(`PROXYCALL_API_TOKEN is not set: the API is open to everyone who can reach it${listens}`);
  }
  if (reader.faults.length > 0) throw new ConfigError(reader.faults);
  return { config: Object.freeze(config), warnings: reader.warnings };
}

/** Refuses configurations that are unsafe in production unless they are explicit. */
function refuseUnsafeStart(reader: ServerReader, { apiTokens, telephony, publicUrls, http }: Config): void {
  const isOpen = reader.value('PROXYCALL_OPEN_API');
  if (telephony.kind === 'twilio' && publicUrls.length === 0) reader.missing('PUBLIC_BASE_URL', 'twilio');
  if (http?.isProduction !== true) return;
  if (apiTokens.length === 0 && !isOpen) reader.missing('PROXYCALL_API_TOKEN', 'production');
  if (telephony.kind === 'simulated' && !reader.isSet('PROXYCALL_TELEPHONY'))
    reader.missing('TWILIO_ACCOUNT_SID', 'production');
}

/** A token of the store has the rights of its role, and here it would have all of them: it was put here for a command, or by mistake. */
function refuseStoreTokens(reader: ServerReader, { apiTokens, http }: Config): void {
  const problem =
    'is a token that "token create" made, for a client. Here it would have all rights, whatever its role: choose another text that nobody can guess, and leave that token to its client';
  if (apiTokens.some(isWholeToken)) reader.fault('PROXYCALL_API_TOKEN', problem);
  if (http?.metricsToken !== undefined && isWholeToken(http.metricsToken))
    reader.fault('PROXYCALL_METRICS_TOKEN', problem);
}
