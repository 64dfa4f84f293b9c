import { LOG_LEVELS, type LogLevel } from '../adapters/system/index.js';
import { parseCountry, type CountryCode } from '../domain/model/country.js';
import { LANGUAGES } from '../domain/model/phrases.js';
import { NUMBER_TYPES } from '../domain/model/proxy-number.js';
import { CALL_SECONDS, RING_SECONDS } from '../domain/model/session.js';
import { isDialable, parsePhoneNumber } from '../domain/model/phone-number.js';
import { DEFAULT_SETTINGS, LARGEST_PURCHASE, type Fallback, type Settings } from '../domain/model/settings.js';
import { DAY_MS, HOUR_MS } from '../domain/model/time.js';
import { ConfigError } from './config-error.js';
import { createEnvReader, type Env, type EnvReader } from './env-reader.js';
import { readListenPort } from './listen-port.js';
import { readStore, type StoreConfig } from './store-config.js';

export interface Config {
  readonly listenPort: number;
  /** Public URLs of this service. Webhooks of new numbers point to the first; signatures are accepted for all. */
  readonly publicUrls: readonly string[];
  /** Empty: the API is open to everyone. */
  readonly apiTokens: readonly string[];
  readonly store: StoreConfig;
  readonly telephony: TelephonyConfig;
  readonly settings: Settings;
  readonly logLevel: LogLevel;
  /** Under which people are recognised; the store's own where absent. */
  readonly hashKey?: string | undefined;
}

export type TelephonyConfig =
  | { readonly kind: 'simulated'; readonly authToken: string | undefined }
  | {
      readonly kind: 'twilio';
      readonly accountSid: string;
      readonly authTokens: readonly [string, ...string[]];
      readonly baseUrl: string | undefined;
      readonly addressSid: string | undefined;
      readonly bundleSid: string | undefined;
    };

/**
 * Reads the configuration from the environment.
 * @returns the configuration, frozen, and warnings for the log
 * @throws `ConfigError` with everything that is wrong
 */
export function readConfig(env: Env): { readonly config: Config; readonly warnings: readonly string[] } {
  const reader = createEnvReader(env);
  const warnings: string[] = [];
  const listenPort = readListenPort(env['PORT'], warnings, (problem) => {
    reader.fault('PORT', problem);
  });
  const telephony = readTelephony(reader);
  const publicUrls = [reader.url('PUBLIC_BASE_URL'), reader.url('RENDER_EXTERNAL_URL')].filter(
    (url) => url !== undefined,
  );
  const apiTokens = reader.list('PROXYCALL_API_TOKEN');
  const store = readStore(reader, warnings);
  const config: Config = {
    listenPort,
    publicUrls: [...new Set(publicUrls)],
    apiTokens,
    store,
    telephony,
    settings: readSettings(reader),
    logLevel: reader.choice('LOG_LEVEL', LOG_LEVELS) ?? 'info',
    hashKey: readHashKey(reader, store),
  };
  refuseUnsafeStart(reader, config);
  if (apiTokens.length === 0)
    warnings.push('PROXYCALL_API_TOKEN is not set: the API is open to everyone who can reach it');
  if (reader.faults.length > 0) throw new ConfigError(reader.faults);
  return { config: Object.freeze(config), warnings };
}

function readTelephony(reader: EnvReader): TelephonyConfig {
  const accountSid = reader.text('TWILIO_ACCOUNT_SID');
  const authToken = reader.text('TWILIO_AUTH_TOKEN');
  const secondary = reader.text('TWILIO_AUTH_TOKEN_SECONDARY');
  const baseUrl = reader.url('TWILIO_BASE_URL');
  const addressSid = readSid(reader, 'TWILIO_ADDRESS_SID', 'AD');
  const bundleSid = readSid(reader, 'TWILIO_BUNDLE_SID', 'BU');
  const chosen = reader.choice('PROXYCALL_TELEPHONY', ['twilio', 'simulated']);
  const kind = chosen ?? (accountSid === undefined ? 'simulated' : 'twilio');
  if (kind === 'simulated') return { kind, authToken };
  if (accountSid === undefined || !isSid(accountSid, 'AC')) {
    reader.fault('TWILIO_ACCOUNT_SID', 'must be the account SID from the Twilio console: AC and 32 hexadecimal digits');
  }
  if (authToken === undefined) {
    reader.fault(
      'TWILIO_AUTH_TOKEN',
      'is not set: it is required with TWILIO_ACCOUNT_SID, for API requests and webhook signatures',
    );
  }
  const authTokens = [authToken ?? '', ...(secondary === undefined ? [] : [secondary])] as const;
  return { kind, accountSid: accountSid ?? '', authTokens, baseUrl, addressSid, bundleSid };
}

/** Twilio's identifiers are two letters and 32 hexadecimal digits. */
function isSid(text: string, prefix: string): boolean {
  return text.startsWith(prefix) && /^[A-Z]{2}[0-9a-fA-F]{32}$/.test(text);
}

function readSid(reader: EnvReader, name: string, prefix: string): string | undefined {
  const sid = reader.text(name);
  if (sid !== undefined && !isSid(sid, prefix)) {
    reader.fault(name, `must be the SID from the Twilio console: ${prefix} and 32 hexadecimal digits`);
  }
  return sid;
}

function readSettings(reader: EnvReader): Settings {
  const { policy, ...usual } = DEFAULT_SETTINGS;
  return {
    language: reader.choice('PROXYCALL_LANGUAGE', LANGUAGES) ?? usual.language,
    policy: {
      allowedCountries: readCountries(reader) ?? policy.allowedCountries,
      withheldCallers: reader.choice('PROXYCALL_WITHHELD', ['refuse', 'allow']) ?? policy.withheldCallers,
    },
    defaultCountry: readCountry(reader) ?? usual.defaultCountry,
    numberType: reader.choice('TWILIO_NUMBER_TYPE', NUMBER_TYPES) ?? usual.numberType,
    topUpSize: reader.whole('TWILIO_POOL_SIZE', 1, LARGEST_PURCHASE, usual.topUpSize),
    quarantineMs: reader.whole('PROXYCALL_QUARANTINE_DAYS', 0, 365, usual.quarantineMs / DAY_MS) * DAY_MS,
    retentionMs: reader.whole('PROXYCALL_RETENTION_DAYS', 1, 3650, usual.retentionMs / DAY_MS) * DAY_MS,
    sessionMs: reader.whole('PROXYCALL_SESSION_HOURS', 1, 8760, usual.sessionMs / HOUR_MS) * HOUR_MS,
    hardCoolingMs: reader.whole('PROXYCALL_HARD_COOLING_HOURS', 0, 720, usual.hardCoolingMs / HOUR_MS) * HOUR_MS,
    softCoolingMs: reader.whole('PROXYCALL_SOFT_COOLING_DAYS', 0, 365, usual.softCoolingMs / DAY_MS) * DAY_MS,
    maxSessionsPerNumber: optionalWhole(reader, 'PROXYCALL_MAX_SESSIONS_PER_NUMBER', 1, 1_000_000),
    codeDigits: reader.whole('PROXYCALL_CODE_DIGITS', 4, 8, usual.codeDigits),
    maxCallSeconds: optionalWhole(reader, 'PROXYCALL_MAX_CALL_SECONDS', ...CALL_SECONDS),
    ringSeconds: optionalWhole(reader, 'PROXYCALL_RING_SECONDS', ...RING_SECONDS),
    fallback: readFallback(reader),
    sayName: reader.flag('PROXYCALL_SAY_NAME'),
    whisper: reader.flag('PROXYCALL_WHISPER'),
    numberPrices: readPrices(reader),
    poolAlert: reader.whole('PROXYCALL_POOL_ALERT', 0, 1000, usual.poolAlert),
  };
}

function optionalWhole(reader: EnvReader, name: string, least: number, most: number): number | undefined {
  return reader.text(name) === undefined ? undefined : reader.whole(name, least, most, least);
}

/** `FR mobile 1.50, FR local 1.15` */
function readPrices(reader: EnvReader): Settings['numberPrices'] {
  const entries = reader.list('PROXYCALL_NUMBER_PRICES').map((entry) => {
    const [code = '', word, amount = '', ...more] = entry.split(/\s+/);
    const [country, type] = [parseCountry(code), NUMBER_TYPES.find((known) => known === word)];
    const monthly = Number(amount);
    const isRight = amount !== '' && Number.isFinite(monthly) && monthly >= 0 && more.length === 0;
    return country === undefined || type === undefined || !isRight ? undefined : { country, type, monthly };
  });
  const prices = entries.filter((entry) => entry !== undefined);
  if (prices.length < entries.length) {
    reader.fault(
      'PROXYCALL_NUMBER_PRICES',
      'must be prices by country and type, such as FR mobile 1.50, FR local 1.15',
    );
  }
  return prices;
}

/** Phone numbers are few: under a short key their hashes could be tried out. */
const SHORTEST_KEY = 16;

/** Never a carrier's token: people must be recognised after that is rotated. */
function readHashKey(reader: EnvReader, store: StoreConfig): string | undefined {
  const key = reader.text('PROXYCALL_HASH_KEY');
  if (key !== undefined && key.length < SHORTEST_KEY) {
    reader.fault('PROXYCALL_HASH_KEY', `must have at least ${SHORTEST_KEY.toString()} characters`);
  }
  if (key === undefined && store.kind === 'postgres') {
    reader.fault(
      'PROXYCALL_HASH_KEY',
      'is not set: with Postgres it must be the same on every instance ("proxycall init --store postgres" makes one)',
    );
  }
  return key;
}

/** In characters. Callers do not listen to longer messages. */
const LONGEST_MESSAGE = 1000;

function readFallback(reader: EnvReader): Fallback | undefined {
  const phone = reader.text('PROXYCALL_FALLBACK_PHONE');
  const message = reader.text('PROXYCALL_FALLBACK_MESSAGE');
  if (message !== undefined && message.length > LONGEST_MESSAGE) {
    reader.fault('PROXYCALL_FALLBACK_MESSAGE', `must have at most ${LONGEST_MESSAGE.toString()} characters`);
  }
  if (phone === undefined) return message === undefined ? undefined : { kind: 'message', text: message };
  if (message !== undefined)
    reader.fault('PROXYCALL_FALLBACK_MESSAGE', 'and PROXYCALL_FALLBACK_PHONE are both set: keep one');
  const parsed = parsePhoneNumber(phone);
  if (parsed.ok && isDialable(parsed.number)) return { kind: 'phone', number: parsed.number };
  reader.fault(
    'PROXYCALL_FALLBACK_PHONE',
    'must be a phone number such as +33199001234, and not a premium-rate number',
  );
  return undefined;
}

function readCountry(reader: EnvReader): CountryCode | undefined {
  const code = reader.text('TWILIO_PHONE_COUNTRY');
  const country = code === undefined ? undefined : parseCountry(code);
  if (code !== undefined && country === undefined) {
    reader.fault('TWILIO_PHONE_COUNTRY', 'must be a two-letter ISO 3166 country code, such as FR');
  }
  return country;
}

function readCountries(reader: EnvReader): ReadonlySet<CountryCode> | undefined {
  const codes = reader.list('PROXYCALL_ALLOWED_COUNTRIES');
  const countries = codes.map((code) => parseCountry(code)).filter((country) => country !== undefined);
  if (countries.length < codes.length) {
    reader.fault(
      'PROXYCALL_ALLOWED_COUNTRIES',
      'must be two-letter ISO 3166 country codes, comma-separated, such as FR,BE',
    );
  }
  return codes.length === 0 ? undefined : new Set(countries);
}

/** Refuses configurations that are unsafe in production unless they are explicit. */
function refuseUnsafeStart(reader: EnvReader, { apiTokens, telephony, publicUrls }: Config): void {
  const open = reader.flag('PROXYCALL_OPEN_API');
  const production = reader.text('NODE_ENV') === 'production' || reader.text('RENDER') !== undefined;
  if (telephony.kind === 'twilio' && publicUrls.length === 0) {
    reader.fault(
      'PUBLIC_BASE_URL',
      'is not set: Twilio needs it as the URL of the webhooks, and their signatures cover it',
    );
  }
  if (!production) return;
  if (apiTokens.length === 0 && !open) {
    reader.fault(
      'PROXYCALL_API_TOKEN',
      'is not set: in production, an API without authentication requires PROXYCALL_OPEN_API=1',
    );
  }
  if (telephony.kind === 'simulated' && reader.text('PROXYCALL_TELEPHONY') === undefined) {
    reader.fault(
      'TWILIO_ACCOUNT_SID',
      'and TWILIO_AUTH_TOKEN are not set: in production, the simulated carrier requires PROXYCALL_TELEPHONY=simulated',
    );
  }
}
