import { createEnvReader, type Env } from '../env-reader.js';
import { withEnvFiles } from './env-files.js';
import { InputError } from './failure.js';
import type { OpenedApi } from './opened-api.js';
import { createRemoteApi } from './remote.js';

export const MODES = ['remote', 'live', 'demo'] as const;
/** Over HTTP, on the store and the carrier themselves, or with everything simulated. */
export type Mode = (typeof MODES)[number];

export interface ModeChoice {
  readonly mode: string | undefined;
  readonly live: boolean;
  readonly demo: boolean;
}

/** `--live` and `--demo`, else `--mode`, else `PROXYCALL_MODE`, else remote. */
export function chooseMode({ mode, live, demo }: ModeChoice, env: Env): Mode {
  if (live && demo) throw new InputError('--live and --demo exclude each other');
  const flagged = live ? 'live' : demo ? 'demo' : undefined;
  const named = flagged ?? mode ?? (env['PROXYCALL_MODE'] || 'remote');
  const chosen = MODES.find((candidate) => candidate === named);
  if (chosen === undefined) throw new InputError(`the mode must be one of: ${MODES.join(', ')}`);
  return chosen;
}

/** Where the commands other than `serve` find their variables. */
export function readEnvironment(env: Env, folder: string): Env {
  return withEnvFiles(env, folder, ['.env.render', '.env']);
}

/** Only the chosen mode's modules are loaded: remote mode touches no store and no carrier. */
export async function openApi(mode: Mode, env: Env): Promise<OpenedApi> {
  switch (mode) {
    case 'remote':
      return openRemote(env);
    case 'live': {
      const { openLive } = await import('./live.js');
      return openLive(env);
    }
    case 'demo': {
      const { openDemo } = await import('./live.js');
      return openDemo();
    }
  }
}

function openRemote(env: Env): OpenedApi {
  const reader = createEnvReader(env);
  const baseUrl = reader.url('PUBLIC_BASE_URL');
  const [token] = reader.list('PROXYCALL_API_TOKEN');
  if (reader.faults.length > 0) throw new InputError(reader.faults.join('\n'));
  if (baseUrl === undefined) {
    throw new InputError(
      'PUBLIC_BASE_URL is not set: it is the address of the API, in the environment, .env.render or .env. ' +
        '(Or use --live to work on the store itself, or --demo to try things out.)',
    );
  }
  return {
    api: createRemoteApi({ baseUrl, token }),
    description: `remote (${baseUrl})`,
    close: () => Promise.resolve(),
  };
}
