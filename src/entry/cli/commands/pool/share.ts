import { Command } from 'clipanion';
import { msg } from '../../runtime/language.js';
import { SharingCommand } from './sharing-command.js';

export class PoolShareCommand extends SharingCommand {
  static override paths = [['pool', 'share']];
  static override usage = Command.Usage({
    category: msg('Pool'),
    description: msg('Share available numbers, for orders with a courier'),
    details: msg('An order with a courier does this automatically when needed.'),
  });

  protected readonly shared = true;
}
