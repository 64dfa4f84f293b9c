import { Command, Option } from 'clipanion';
import { NUMBER_STATUSES } from '../../../../domain/model/proxy-number.js';
import { ConfirmedCommand } from '../../runtime/api-command.js';
import { msg } from '../../runtime/language.js';
import { numbersArgument, oneOf, optional } from '../../runtime/options.js';
import { readNumbersArgument } from '../../runtime/phones.js';
import { describeRelease } from './describe.js';

export class PoolReleaseCommand extends ConfirmedCommand {
  static override paths = [['pool', 'release'], ['pool-release']];
  static override usage = Command.Usage({
    category: msg('Pool'),
    description: msg('Release numbers to the carrier'),
    examples: [[msg('One number'), '$0 pool release +33639980000']],
  });

  force = Option.Boolean('--force', false, {
    description: msg('Also numbers assigned to clients, who lose them'),
  });
  onlyStatus = Option.String('--only-status', {
    description: msg('Only if this is still its status, such as error'),
  });
  numbers = numbersArgument();

  async execute(): Promise<number> {
    const onlyStatus = optional(oneOf(NUMBER_STATUSES), '--only-status', this.onlyStatus);
    const numbers = readNumbersArgument(this.numbers, await this.countriesOf(), this.context.say);
    const question = this.say(
      numbers.length === 1
        ? 'Release this number? This cannot be undone.'
        : 'Release these {count} numbers? This cannot be undone.',
      { count: numbers.length },
    );
    const warning = this.force ? ` ${this.say('Clients lose the numbers assigned to them.')}` : '';
    if (!(await this.confirm(question + warning))) return this.cancel();
    return this.request(
      (api) => api.releaseNumbers({ numbers, force: this.force, onlyStatus }),
      describeRelease,
      ({ failed, kept, notFound }) => failed.length + kept.length + notFound.length === 0,
    );
  }
}
