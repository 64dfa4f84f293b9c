import type { CommandClass } from 'clipanion';
import type { CliContext } from './base-command.js';
import { callCommands } from './calls.js';
import { clientCommands } from './client.js';
import { CompletionCommand } from './completion.js';
import { DoctorCommand } from './doctor.js';
import { InitCommand } from './init.js';
import { orderCommands } from './order.js';
import { poolCommands } from './pool/index.js';

/** The commands that work through an API: all commands of the light package. */
export const remoteCommands: readonly CommandClass<CliContext>[] = [
  ...orderCommands,
  ...clientCommands,
  ...callCommands,
  ...poolCommands,
  DoctorCommand,
  InitCommand,
  CompletionCommand,
];
