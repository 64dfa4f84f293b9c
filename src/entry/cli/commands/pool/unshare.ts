import { Command } from 'clipanion';
import { msg } from '../../runtime/language.js';
import { SharingCommand } from './sharing-command.js';

export class PoolUnshareCommand extends SharingCommand {
  static override paths = [['pool', 'unshare']];
  static override usage = Command.Usage({
    category: msg('Pool'),
    description: msg('Make shared numbers available again'),
    details: msg('A number that a session still uses is kept.'),
  });

  protected readonly shared = false;
}
