import { Option } from 'clipanion';
import { BaseCommand } from './base-command.js';
import { InputError } from './failure.js';
import { ONLY_REMOTE } from './modes.js';

/** In the light package: refuses the commands that need the full package. */
export class UnavailableCommand extends BaseCommand {
  static override paths = [['serve'], ['demo'], ['store', 'copy'], ['store', 'verify'], ['store', 'rekey']];

  rest = Option.Proxy();

  execute(): Promise<number> {
    return Promise.reject(new InputError(ONLY_REMOTE));
  }
}
