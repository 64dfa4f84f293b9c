import { Option } from 'clipanion';
import { BaseCommand } from '../runtime/base-command.js';
import { InputError } from '../runtime/failure.js';
import { ONLY_REMOTE } from '../runtime/modes.js';

export * from './remote.js';

/** Refuses the commands of the complete package that the light one does not have. */
export class UnavailableCommand extends BaseCommand {
  static override paths = [['serve'], ['demo'], ['store', 'copy'], ['store', 'verify'], ['store', 'rekey']];

  rest = Option.Proxy();

  execute(): Promise<number> {
    return Promise.reject(new InputError(ONLY_REMOTE));
  }
}
