import { Option } from 'clipanion';
import { BaseCommand } from './base-command.js';
import { InputError } from './failure.js';
import { ONLY_REMOTE } from './modes.js';

/** Stands in the light package for what only the whole one can do, and says so. */
export class ElsewhereCommand extends BaseCommand {
  static override paths = [['serve'], ['demo'], ['store', 'copy'], ['store', 'verify']];

  rest = Option.Proxy();

  execute(): Promise<number> {
    return Promise.reject(new InputError(ONLY_REMOTE));
  }
}
