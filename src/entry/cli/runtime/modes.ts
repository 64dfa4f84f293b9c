import type { CountryCode } from '../../../domain/model/country.js';
import { hasTokenShape, isWholeToken } from '../../../domain/model/api-token.js';
import type { NumberType } from '../../../domain/model/proxy-number.js';
import type { ProxyCallApi } from '../../../ports/proxycall-api.js';
import { ConfigError } from '../../config/config-error.js';
import { createEnvReader, type Env } from '../../config/env-reader.js';
import { api } from '../../config/variables/api.js';
import { cli, MODES } from '../../config/variables/cli.js';
import { pool } from '../../config/variables/pool.js';
import type { CliContext } from './base-command.js';
import { InputError } from './failure.js';
import { msg, type Say } from './language.js';
import type { RemoteOptions } from './exchange.js';
import { createRemoteApi } from './remote-api.js';
import { wrapOnTerminal } from './terminal.js';

export type Mode = (typeof MODES)[number];

export interface ModeChoice {
  readonly mode: string | undefined;
  readonly live: boolean;
  readonly demo: boolean;
}

/** `--live`, `--demo` or `--mode`, else `PROXYCALL_MODE`, else remote. */
export function chooseMode({ mode, live, demo }: ModeChoice, env: Env): Mode {
  const options = new Map<string, string>([
    ...(live ? ([['live', '--live']] as const) : []),
    ...(demo ? ([['demo', '--demo']] as const) : []),
    ...(mode === undefined ? [] : ([[mode, `--mode ${mode}`]] as const)),
  ]);
  const [one = '', other] = options.values();
  if (other !== undefined) throw new InputError('{one} and {other} cannot be combined', { one, other });
  const [named = readMode(env)] = options.keys();
  const chosen = MODES.find((candidate) => candidate === named);
  if (chosen === undefined) throw new InputError('the mode must be one of: {choices}', { choices: MODES.join(', ') });
  return chosen;
}

function readMode(env: Env): Mode {
  const reader = createEnvReader(cli.variables, env);
  const mode = reader.value('PROXYCALL_MODE');
  if (reader.faults.length > 0) throw new ConfigError(reader.faults);
  return mode;
}

/** The default country of this computer's configuration, which in remote mode need not be that of the service. */
export function readDefaultCountry(env: Env): CountryCode {
  const reader = createEnvReader(pool.variables, env);
  const country = reader.value('PROXYCALL_PHONE_COUNTRY');
  // Otherwise numbers would be read as those of another country.
  if (reader.faults.length > 0) throw new ConfigError(reader.faults);
  return country;
}

/** The preferred type of number in this computer's configuration. */
export function readDefaultNumberType(env: Env): NumberType {
  const reader = createEnvReader(pool.variables, env);
  const type = reader.value('PROXYCALL_NUMBER_TYPE');
  // Otherwise numbers of another type would be bought.
  if (reader.faults.length > 0) throw new ConfigError(reader.faults);
  return type;
}

/** The API in one of the modes, to be closed after use. */
export interface OpenedApi {
  readonly api: ProxyCallApi;
  /** The mode, in words. */
  readonly description: (say: Say) => string;
  /** Live mode: rejects when the store cannot be used, for writing too. */
  readonly checkStore?: () => Promise<void>;
  /** Live mode: signs in to the mail server, and says whether there is one. Rejects when it cannot be used. */
  readonly checkMail?: () => Promise<boolean>;
  close(): Promise<void>;
}

/** Loads the modules of the selected mode only: remote mode needs no store and no carrier. */
export async function openApi(mode: Mode, env: Env, context: CliContext): Promise<OpenedApi> {
  if (mode === 'remote') return openRemote(readRemote(env), context);
  const { local } = context;
  if (local === undefined) throw new InputError(ONLY_REMOTE);
  const { openDemo, openLive } = await local();
  return mode === 'live' ? openLive(env) : openDemo();
}

export const ONLY_REMOTE = msg(
  'This is the light package, which only works with a remote API. For everything else: npm install --global proxycall',
);

export interface RemoteSettings {
  readonly baseUrl: string;
  /** The first one, if several are configured. */
  readonly token: string | undefined;
}

export function readRemote(env: Env): RemoteSettings {
  const reader = createEnvReader(api.variables, env);
  const baseUrl = reader.value('PUBLIC_BASE_URL');
  const [token] = reader.value('PROXYCALL_API_TOKEN');
  if (reader.faults.length > 0) throw new ConfigError(reader.faults);
  if (token !== undefined) refuseUnsent(token);
  if (baseUrl === undefined) {
    throw new InputError(
      'PUBLIC_BASE_URL is not set. It is the URL of the API, read from the environment, .env.render or .env; "proxycall init" sets it. Use --live to access the store directly, or --demo to try things out.',
    );
  }
  return { baseUrl, token };
}

/** Refuses a token that the service would refuse in any case, before it is sent anywhere. @throws `InputError` */
export function refuseUnsent(token: string): void {
  if (!canBeSent(token)) throw new InputError('PROXYCALL_API_TOKEN has characters that no request can carry');
  if (hasTokenShape(token) && !isWholeToken(token)) {
    throw new InputError(
      'PROXYCALL_API_TOKEN is incomplete or mistyped: the checksum at its end does not match. Copy the whole token, from pc_ to its end.',
    );
  }
}

/** Whether a token fits into a header (RFC 9110, section 5.5). */
function canBeSent(token: string): boolean {
  return /^[\t\x20-\x7e\x80-\xff]*$/.test(token);
}

function openRemote(remote: RemoteSettings, context: CliContext): OpenedApi {
  return {
    api: createRemoteApi(remoteOptions(remote, context)),
    description: (say) => say('remote ({url})', { url: remote.baseUrl }),
    close: () => Promise.resolve(),
  };
}

/** The proxy is that of the environment: files say where the API is, not how this computer reaches it. */
export function remoteOptions(remote: RemoteSettings, { env, times, say, stderr }: CliContext): RemoteOptions {
  return {
    ...remote,
    ...times,
    env,
    onWait: (status, why, most) => {
      const values = { status, reason: say(why), most };
      const line = say('The API answers {status}: {reason}. Waiting for it, for {most} seconds at most.', values);
      stderr.write(`${wrapOnTerminal(line, stderr)}\n`);
    },
    onStream: (state) => {
      const line = say(
        state === 'lost' ? 'The connection to the API was lost. Connecting again.' : 'Connected to the API again.',
      );
      stderr.write(`${wrapOnTerminal(line, stderr)}\n`);
    },
  };
}
