import type { CliContext } from './base-command.js';
import { Command, Option, type CommandClass } from 'clipanion';
import type { E164 } from '../../domain/model/phone-number.js';
import { ApiCommand, ListCommand, readPhoneOption } from './command.js';
import { msg } from './language.js';
import { table } from './text.js';

class SimulateCallCommand extends ApiCommand {
  static override paths = [['simulate-call']];
  static override usage = Command.Usage({
    category: msg('Calls'),
    description: msg('Simulate a call to a proxy number'),
    details: msg(
      'Prints the TwiML that the carrier would get and explains the routing decision. With the simulated carrier the call is recorded, so the client can call back. With a real carrier it is a dry run.',
    ),
    examples: [
      [msg('A courier calls'), '$0 simulate-call --from +33199001234 --to +33639980000'],
      [msg('A caller who withholds their number'), '$0 simulate-call --from anonymous --to +33639980000'],
    ],
  });

  from = Option.String('--from', { required: true, description: msg('Caller: a phone number, or anonymous') });
  to = Option.String('--to', { required: true, description: msg('Proxy number to call') });

  async execute(): Promise<number> {
    const to = readPhoneOption('--to', this.to);
    const from = this.readFrom();
    return this.request(
      (api) => api.simulateCall({ to, from }),
      ({ decision, twiml, recorded }) => `${decision}${recorded ? '' : ` ${this.say('(dry run)')}`}\n\n${twiml}`,
    );
  }

  /** `+33…`, or a word that carriers send instead of a number, such as `anonymous`. */
  private readFrom(): E164 | 'withheld' {
    const isWord = this.from === '' || Number.isNaN(Number(this.from.replace('+', '')));
    return isWord ? 'withheld' : readPhoneOption('--from', this.from);
  }
}

class InteractionListCommand extends ListCommand {
  static override paths = [['interaction', 'list'], ['list-interactions']];
  static override usage = Command.Usage({
    category: msg('Calls'),
    description: msg('List calls and messages, newest first, with masked numbers'),
  });

  clientId = Option.String('--client-id', { description: msg('Filter by client') });
  orderId = Option.String('--order-id', { description: msg('Filter by order') });

  async execute(): Promise<number> {
    const query = { ...this.page(), clientId: this.clientId, orderId: this.orderId };
    return this.request(
      (api) => api.listInteractions(query),
      async (page) =>
        page.items.length === 0
          ? this.say('No matching calls or messages.')
          : this.withNextPage(
              page,
              await table(
                [this.say('time'), this.say('channel'), this.say('from'), this.say('outcome'), this.say('seconds')],
                page.items.map(({ at, channel, from, outcome, durationSeconds }) => [
                  at,
                  channel,
                  from,
                  outcome,
                  durationSeconds?.toString() ?? '-',
                ]),
              ),
            ),
    );
  }
}

export const callCommands: readonly CommandClass<CliContext>[] = [SimulateCallCommand, InteractionListCommand];
