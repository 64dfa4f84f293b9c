import { join } from 'node:path';
import type { Env } from '../../config/env-reader.js';

/** Where the earlier command line kept the address and the token of a user. Undefined when the environment names no home. */
export function homeFile(env: Env): string | undefined {
  const home = env['HOME'] ?? env['USERPROFILE'];
  return home === undefined || home.trim() === '' ? undefined : join(home, '.proxycall', '.env.render');
}
