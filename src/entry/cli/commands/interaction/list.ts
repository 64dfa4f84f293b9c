import { Command, Option } from 'clipanion';
import { ListCommand } from '../../runtime/api-command.js';
import { msg } from '../../runtime/language.js';
import { clientFilterOption } from '../../runtime/options.js';
import { localTime } from '../../runtime/text.js';

export class InteractionListCommand extends ListCommand {
  static override paths = [['interaction', 'list'], ['list-interactions']];
  static override usage = Command.Usage({
    category: msg('Calls'),
    description: msg('List calls and texts, newest first'),
    details: msg('Phone numbers are masked.'),
  });

  clientId = clientFilterOption();
  orderId = Option.String('--order-id', { description: msg('Filter by order') });

  async execute(): Promise<number> {
    return this.requestPage(
      (api, page) => api.listInteractions({ ...page, clientId: this.clientId, orderId: this.orderId }),
      'No matching calls or texts.',
      [
        ['time', ({ at }) => localTime(at)],
        ['channel', ({ channel }) => channel],
        ['from', ({ from }) => from],
        ['outcome', ({ outcome }) => outcome],
        ['seconds', ({ durationSeconds }) => durationSeconds?.toString()],
      ],
    );
  }
}
