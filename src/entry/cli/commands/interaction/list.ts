import { Command, Option } from 'clipanion';
import { DIRECTIONS, INTERACTION_CHANNELS, type Outcome } from '../../../../domain/model/interaction.js';
import { ListCommand } from '../../runtime/api-command.js';
import { msg } from '../../runtime/language.js';
import { clientFilterOption, oneOf, optional } from '../../runtime/options.js';
import { localTime } from '../../runtime/text.js';

export class InteractionListCommand extends ListCommand {
  static override paths = [['interaction', 'list'], ['list-interactions']];
  static override usage = Command.Usage({
    category: msg('Calls'),
    description: msg('List calls and texts, newest first'),
    details: msg('Phone numbers are masked.'),
  });

  clientId = clientFilterOption();
  outcome = Option.String('--outcome', { description: msg('Filter by outcome, such as answered or busy') });
  channel = Option.String('--channel', { description: msg('Filter by channel: call or message') });
  direction = Option.String('--direction', { description: msg('Filter by direction: to_client or to_counterpart') });
  orderId = Option.String('--order-id', { description: msg('Filter by order') });

  async execute(): Promise<number> {
    const filter = {
      ...{ clientId: this.clientId, orderId: this.orderId },
      // Whether there is such an outcome, the API says: the list of them is long.
      outcome: this.outcome as Outcome | undefined,
      channel: optional(oneOf(INTERACTION_CHANNELS), '--channel', this.channel),
      direction: optional(oneOf(DIRECTIONS), '--direction', this.direction),
    };
    return this.requestPage(
      (api, page) => api.listInteractions({ ...page, ...filter }),
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
