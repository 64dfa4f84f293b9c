import { Option } from 'clipanion';
import * as commands from './commands/remote.js';
import { BaseCommand } from './runtime/base-command.js';
import { InputError } from './runtime/failure.js';
import { runProcess } from './runtime/main.js';
import { ONLY_REMOTE } from './runtime/modes.js';

/** Defined when scripts/bundle-light.mjs bundles the light package. */
declare const PROXYCALL_VERSION: string;

/** Refuses the commands of the complete package that this one does not have. */
class UnavailableCommand extends BaseCommand {
  static override paths = [['serve'], ['demo'], ['store', 'copy'], ['store', 'verify'], ['store', 'rekey']];

  rest = Option.Proxy();

  execute(): Promise<number> {
    return Promise.reject(new InputError(ONLY_REMOTE));
  }
}

void runProcess(
  { version: PROXYCALL_VERSION, commands: [...Object.values(commands), UnavailableCommand], local: undefined },
  process.argv.slice(2),
);
