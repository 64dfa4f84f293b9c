import { Command, Option } from 'clipanion';
import { ApiCommand, readPhoneOption } from '../command.js';
import { msg } from '../language.js';
import { section } from '../text.js';

/** Both directions: shared for paired sessions, or available again. */
abstract class SharingCommand extends ApiCommand {
  protected abstract readonly shared: boolean;
  numbers = Option.Rest({ name: 'numbers', required: 1 });

  async execute(): Promise<number> {
    const numbers = this.numbers.map((number) => readPhoneOption('numbers', number));
    return this.request(
      (api) => api.shareNumbers({ numbers, shared: this.shared }),
      ({ changed, kept }) =>
        [
          ...section(this.say(this.shared ? 'Shared' : 'Available again'), changed),
          ...section(
            this.say('Kept'),
            kept.map(({ phoneNumber, reason }) => `${phoneNumber}  ${reason}`),
          ),
        ].join('\n'),
      ({ kept }) => kept.length === 0,
    );
  }
}

export class PoolShareCommand extends SharingCommand {
  static override paths = [['pool', 'share']];
  static override usage = Command.Usage({
    category: msg('Pool'),
    description: msg('Share available numbers, for orders with a known courier'),
    details: msg('An order with a courier does this automatically when it needs to.'),
  });
  protected readonly shared = true;
}

export class PoolUnshareCommand extends SharingCommand {
  static override paths = [['pool', 'unshare']];
  static override usage = Command.Usage({
    category: msg('Pool'),
    description: msg('Make shared numbers available again, when no session uses them any more'),
  });
  protected readonly shared = false;
}
