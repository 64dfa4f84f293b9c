import { version } from '../../version.js';
import * as commands from '../commands/index.js';
import type { CliProgram } from './main.js';

/** The complete CLI. The modes that need no server are loaded on demand. */
export const proxycall: CliProgram = {
  version,
  commands: Object.values(commands),
  local: () => import('./local.js'),
};
