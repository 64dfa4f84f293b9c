import { createEnvReader, type Env, type EnvReader } from './env-reader.js';
import { VARIABLES, type VariableTable } from './variables/index.js';

/** Reads any variable of the server. */
export type ServerReader = EnvReader<VariableTable>;

export function createServerReader(env: Env): ServerReader {
  return createEnvReader(VARIABLES, env);
}
