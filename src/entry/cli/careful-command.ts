import { Option } from 'clipanion';
import { ApiCommand } from './command.js';
import { EXIT } from './failure.js';

/** A command that asks before it does something that cannot be undone. */
export abstract class CarefulCommand extends ApiCommand {
  yes = Option.Boolean('--yes,-y', false, { description: 'Do not ask' });

  protected cancel(): number {
    this.context.stderr.write(`${NOTHING_DONE}\n`);
    return EXIT.ok;
  }
}

export const NOTHING_DONE = 'Nothing was done.';
