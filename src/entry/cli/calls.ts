import type { CliContext } from './base-command.js';
import { Command, Option, type CommandClass } from 'clipanion';
import { ApiCommand, ListCommand, readPhoneOption } from './command.js';
import { msg } from './language.js';
import { table } from './text.js';

class SimulateCallCommand extends ApiCommand {
  static override paths = [['simulate-call']];
  static override usage = Command.Usage({
    category: msg('Calls'),
    description: msg('See what happens when somebody calls a proxy number'),
    details: msg(
      'Prints the TwiML that the carrier would get, and the decision in words. On the simulated carrier the call counts: the client can call back. With a real carrier it is only thought through.',
    ),
    examples: [
      [msg('A courier calls'), '$0 simulate-call --from +33199001234 --to +33639980000'],
      [msg('Somebody who withholds their number'), '$0 simulate-call --from anonymous --to +33639980000'],
    ],
  });

  from = Option.String('--from', { required: true, description: msg('The caller: a number, or anonymous') });
  to = Option.String('--to', { required: true, description: msg('The proxy number that is dialled') });

  async execute(): Promise<number> {
    const to = readPhoneOption('--to', this.to);
    const from = this.readFrom();
    return this.ask(
      (api) => api.simulateCall({ to, from }),
      ({ decision, twiml, recorded }) =>
        `${decision}${recorded ? '' : ` ${this.say('(only thought through)')}`}\n\n${twiml}`,
    );
  }

  /** As carriers write it: `+33…`, or a word. */
  private readFrom(): string {
    const isWord = this.from === '' || Number.isNaN(Number(this.from.replace('+', '')));
    return isWord ? this.from : readPhoneOption('--from', this.from);
  }
}

class InteractionListCommand extends ListCommand {
  static override paths = [['interaction', 'list'], ['list-interactions']];
  static override usage = Command.Usage({
    category: msg('Calls'),
    description: msg('List calls and texts, newest first, with masked numbers'),
  });

  clientId = Option.String('--client-id', { description: msg('Only those of this client') });
  orderId = Option.String('--order-id', { description: msg('Only those of this order') });

  async execute(): Promise<number> {
    const query = { ...this.page(), clientId: this.clientId, orderId: this.orderId };
    return this.ask(
      (api) => api.listInteractions(query),
      async (page) =>
        page.items.length === 0
          ? this.say('There are no such calls or texts.')
          : this.withMore(
              page,
              await table(
                [this.say('time'), this.say('what'), this.say('from'), this.say('outcome'), this.say('seconds')],
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
