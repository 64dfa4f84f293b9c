import { existsSync } from 'node:fs';
import { chmod, readFile, writeFile } from 'node:fs/promises';
import type { Env } from '../../config/env-reader.js';
import { FORMER_NAMES } from '../../config/former-names.js';
import { homeFile } from './home-file.js';

/** The variables of all commands other than `serve`, which reads what the server reads. */
export function readEnvironment(env: Env, folder: string): Promise<Env> {
  return withEnvFiles(env, folder, ['.env.render', '.env'], [homeFile(env)]);
}

/**
 * Completes the environment from files. Each file is searched for from the folder upwards; earlier names take precedence
 * over later ones, and the real environment over all files.
 * @param last files that are read after all others, if they exist
 */
export async function withEnvFiles(
  env: Env,
  folder: string,
  names: readonly string[],
  last: readonly (string | undefined)[] = [],
): Promise<Env> {
  // Loaded here, so that help starts quickly.
  const [{ findUp }, { parse }] = await Promise.all([import('find-up'), import('dotenv')]);
  const found = await Promise.all(names.map((name) => findUp(name, { cwd: folder })));
  const paths = [...found, ...last.filter((path) => path !== undefined && existsSync(path))].filter(
    (path) => path !== undefined,
  );
  const files = await Promise.all(paths.map(async (path) => parse(await readFile(path))));
  return [...files.reverse(), definedOnly(env)].reduce(override, {});
}

/** A former name overrides the present name of a place that counts less. */
function override(before: Env, more: Env): Env {
  const isOverridden = (name: string) =>
    name in FORMER_NAMES && FORMER_NAMES[name as keyof typeof FORMER_NAMES].some((former) => more[former]?.trim());
  return { ...Object.fromEntries(Object.entries(before).filter(([name]) => !isOverridden(name))), ...more };
}

function definedOnly(env: Env): Env {
  return Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined));
}

/**
 * Sets variables in a file and keeps its other lines. Readable by its owner only: it holds secrets.
 * @param variables undefined removes one
 */
export async function writeEnvFile(path: string, variables: Env): Promise<void> {
  const { parse } = await import('dotenv');
  const before = await readFile(path, 'utf8').catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return '';
    throw error;
  });
  const others = before
    .split('\n')
    .filter((line) => line !== '' && !Object.keys(parse(line)).some((name) => name in variables));
  const ours = Object.entries(definedOnly(variables)).map(([name, value]) => `${name}=${value ?? ''}`);
  await writeFile(path, `${[...others, ...ours].join('\n')}\n`, { mode: 0o600 });
  // The mode above applies to new files only.
  await chmod(path, 0o600);
}
