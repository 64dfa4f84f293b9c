import type { Env } from '../config/env-reader.js';

/**
 * Completes the environment from files. Each file is searched for from the folder upwards; earlier names take precedence
 * over later ones, and the real environment over all files.
 */
export async function withEnvFiles(env: Env, folder: string, names: readonly string[]): Promise<Env> {
  const { findUp, parse, readFile } = await import('./files.js');
  const found = await Promise.all(names.map((name) => findUp(name, { cwd: folder })));
  const paths = found.filter((path) => path !== undefined);
  const files = await Promise.all(paths.map(async (path) => parse(await readFile(path))));
  return Object.assign({}, ...files.reverse(), definedOnly(env)) as Env;
}

function definedOnly(env: Env): Env {
  return Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined));
}
