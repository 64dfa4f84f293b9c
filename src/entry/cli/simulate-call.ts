import { Command, Option } from 'clipanion';
import { ApiCommand, readPhoneOption } from './command.js';

export class SimulateCallCommand extends ApiCommand {
  static override paths = [['simulate-call']];
  static override usage = Command.Usage({
    category: 'Calls',
    description: 'See what happens when somebody calls a proxy number',
    details:
      'Prints the TwiML that the carrier would get, and the decision in words. On the simulated carrier the call counts: the client can call back. With a real carrier it is only thought through.',
    examples: [
      ['A courier calls', '$0 simulate-call --from +33199001234 --to +33639980000'],
      ['Somebody who withholds their number', '$0 simulate-call --from anonymous --to +33639980000'],
    ],
  });

  from = Option.String('--from', { required: true, description: 'The caller: a number, or anonymous' });
  to = Option.String('--to', { required: true, description: 'The proxy number that is dialled' });

  async execute(): Promise<number> {
    const to = readPhoneOption('--to', this.to);
    const from = this.readFrom();
    return this.ask(
      (api) => api.simulateCall({ to, from }),
      ({ decision, twiml, recorded }) => `${decision}${recorded ? '' : ' (only thought through)'}\n\n${twiml}`,
    );
  }

  /** As carriers write it: `+33…`, or a word. */
  private readFrom(): string {
    const isWord = this.from === '' || Number.isNaN(Number(this.from.replace('+', '')));
    return isWord ? this.from : readPhoneOption('--from', this.from);
  }
}
