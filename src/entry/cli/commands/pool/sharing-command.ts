import { ApiCommand } from '../../runtime/api-command.js';
import { numbersArgument } from '../../runtime/options.js';
import { readNumbersArgument } from '../../runtime/phones.js';
import { numberWithReason, section } from '../../runtime/text.js';

/** Makes numbers shared, or available again. */
export abstract class SharingCommand extends ApiCommand {
  protected abstract readonly shared: boolean;
  numbers = numbersArgument();

  async execute(): Promise<number> {
    const numbers = readNumbersArgument(this.numbers, await this.countriesOf(), this.context.say);
    return this.request(
      (api) => api.shareNumbers({ numbers, shared: this.shared }),
      ({ changed, kept }, say) =>
        [
          ...section(say(this.shared ? 'Shared' : 'Available again'), changed),
          ...section(say('Kept'), kept.map(numberWithReason)),
        ].join('\n'),
      ({ kept }) => kept.length === 0,
    );
  }
}
