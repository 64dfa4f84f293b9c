import { readFileSync } from 'node:fs';
import { parse } from 'dotenv';
import { findUpSync } from 'find-up';
import type { Env } from '../env-reader.js';

/**
 * The environment completed from files: each is looked for from the folder upwards, the first named wins over the
 * next, and the real environment wins over all of them.
 */
export function withEnvFiles(env: Env, folder: string, names: readonly string[]): Env {
  const found = names.map((name) => findUpSync(name, { cwd: folder })).filter((path) => path !== undefined);
  const files = found.map((path) => parse(readFileSync(path)));
  return Object.assign({}, ...files.reverse(), definedOnly(env)) as Env;
}

function definedOnly(env: Env): Env {
  return Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined));
}
