import { version } from '../version.js';
import { remoteCommands } from './commands.js';
import { DemoCommand } from './demo.js';
import type { CliProgram } from './main.js';
import { ServeCommand } from './serve.js';
import { storeCommands } from './store.js';

/** The full CLI. The modes that need no server are loaded on demand. */
export const proxycall: CliProgram = {
  version,
  commands: [...remoteCommands, ...storeCommands, DemoCommand, ServeCommand],
  local: () => import('./live.js'),
};
