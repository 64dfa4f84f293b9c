import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { isBlank } from '../../../domain/model/characters.js';
import type { Env } from '../../config/env-reader.js';
import { FORMER_NAMES } from '../../config/former-names.js';
import { InputError } from './failure.js';
import { homeFile } from './home-file.js';
import { systemReason } from './system-reason.js';
import { requireTrusted, type TrustOptions } from './trusted-file.js';

/** A place where variables are set: a file, or the environment. */
interface Source {
  /** Undefined: the environment. */
  readonly file: string | undefined;
  /** Those that are not blank. */
  readonly variables: Env;
}

/** What a command is told by the environment and by files. */
export interface Environment {
  readonly variables: Env;
  /** A token that is not used, because its file is not the one that has the address. */
  readonly unusedToken: { readonly file: string; readonly addressFile: string | undefined } | undefined;
}

const [ADDRESS, TOKEN] = ['PUBLIC_BASE_URL', 'PROXYCALL_API_TOKEN'] as const;

/** The variables of all commands other than `serve`, which reads what the server reads. */
export async function readEnvironment(env: Env, folder: string): Promise<Env> {
  return (await readEnvironmentOf(env, folder)).variables;
}

/**
 * As `readEnvironment`. The token of a file is only used with the address in the same file: the address of another file may be
 * somebody else's, or that of another service. What the environment sets goes with any file.
 */
export async function readEnvironmentOf(env: Env, folder: string): Promise<Environment> {
  const [environment, ...files] = await readSources(env, folder, ['.env.render', '.env'], { last: homeFile(env) });
  const variables = merge([environment, ...files]);
  if (environment.variables[TOKEN] !== undefined) return { variables, unusedToken: undefined };
  const address = [environment, ...files].find((source) => source.variables[ADDRESS] !== undefined);
  const fits = ({ file, variables: { [ADDRESS]: own } }: Source) =>
    address === undefined ||
    file === address.file ||
    (address.file === undefined && isSame(own, address.variables[ADDRESS]));
  const holders = files.filter((source) => source.variables[TOKEN] !== undefined);
  const holder = holders.find(fits);
  const [unused] = holders;
  return {
    variables: { ...variables, [TOKEN]: holder?.variables[TOKEN] },
    unusedToken:
      holder !== undefined || unused?.file === undefined
        ? undefined
        : { file: unused.file, addressFile: address?.file },
  };
}

/** A file without an address says nothing against that of the environment. */
function isSame(own: string | undefined, address: string | undefined): boolean {
  return own === undefined || own.trim().replace(/\/+$/, '') === address?.trim().replace(/\/+$/, '');
}

/** The environment completed from files: earlier names take precedence over later ones, and the real environment over all. */
export async function withEnvFiles(
  env: Env,
  folder: string,
  names: readonly string[],
  options: TrustOptions = {},
): Promise<Env> {
  return merge(await readSources(env, folder, names, options));
}

/**
 * The environment, and the files with these names: each is searched for from the folder upwards.
 * @param options.last a file that is read after all others, if it exists
 */
async function readSources(
  env: Env,
  folder: string,
  names: readonly string[],
  { last, ...options }: TrustOptions & { readonly last?: string | undefined } = {},
): Promise<readonly [Source, ...Source[]]> {
  // Loaded here, so that help starts quickly.
  const { findUp } = await import('find-up');
  const found = await Promise.all(names.map((name) => findUp(name, { cwd: folder })));
  const paths = [...found, last !== undefined && existsSync(last) ? last : undefined].filter(
    (path) => path !== undefined,
  );
  const trust = { sudoUid: env['SUDO_UID'], ...options };
  const files = await Promise.all(paths.map((path) => readSource(path, trust)));
  return [{ file: undefined, variables: notBlank(env) }, ...files];
}

async function readSource(file: string, trust: TrustOptions): Promise<Source> {
  const { parse } = await import('dotenv');
  try {
    await requireTrusted(file, trust);
    return { file, variables: notBlank(parse(await readFile(file))) };
  } catch (error) {
    if (!(error instanceof Error) || !('code' in error)) throw error;
    throw new InputError('{file} cannot be read: {reason}', { file, reason: systemReason(String(error.code)) });
  }
}

function merge(sources: readonly Source[]): Env {
  return sources.toReversed().reduce<Env>((before, { variables }) => override(before, variables), {});
}

/** A former name overrides the present name of a place that counts less. */
function override(before: Env, more: Env): Env {
  const isOverridden = (name: string) =>
    name in FORMER_NAMES &&
    FORMER_NAMES[name as keyof typeof FORMER_NAMES].some((former) => more[former] !== undefined);
  return { ...Object.fromEntries(Object.entries(before).filter(([name]) => !isOverridden(name))), ...more };
}

/** An empty variable counts as unset: it hides no other. */
function notBlank(env: Env): Env {
  return Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && !isBlank(value)));
}
