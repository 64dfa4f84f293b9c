import { Command, Option } from 'clipanion';
import { ApiCommand } from '../../runtime/api-command.js';
import { msg } from '../../runtime/language.js';
import { optional, readTimeOption } from '../../runtime/options.js';
import { localTime, table } from '../../runtime/text.js';

export class InteractionCountsCommand extends ApiCommand {
  static override paths = [['interaction', 'counts']];
  static override usage = Command.Usage({
    category: msg('Calls'),
    description: msg('Count calls and texts by hour and outcome'),
    details: msg('Of the last 24 hours, unless you say otherwise; at most 31 days.'),
  });

  from = Option.String('--from', { description: msg('Only from this time on') });
  until = Option.String('--until', { description: msg('Only up to this time') });

  async execute(): Promise<number> {
    const from = optional(readTimeOption, '--from', this.from);
    const until = optional(readTimeOption, '--until', this.until);
    return this.request(
      (api) => api.interactionCounts({ from, until }),
      ({ counts }, say) =>
        counts.length === 0
          ? say('No matching calls or texts.')
          : table(say, counts, [
              ['time', ({ hour }) => localTime(hour)],
              ['channel', ({ channel }) => channel],
              ['outcome', ({ outcome }) => outcome],
              ['count', ({ count }) => count.toString()],
            ]),
    );
  }
}
