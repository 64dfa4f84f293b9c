import { Command, Option } from 'clipanion';
import { ApiCommand } from '../runtime/api-command.js';
import { msg } from '../runtime/language.js';
import { readCallerOption, readPhoneOption } from '../runtime/phones.js';

export class SimulateCallCommand extends ApiCommand {
  static override paths = [['simulate-call']];
  static override usage = Command.Usage({
    category: msg('Calls'),
    description: msg('Simulate a call to a proxy number'),
    details: msg(
      'Prints the TwiML that the carrier would get and explains the routing decision. With the simulated carrier the call is recorded, so that the client can call back. With a real carrier it is a dry run.',
    ),
    examples: [
      [msg('A courier calls'), '$0 simulate-call --from +33199001234 --to +33639980000'],
      [msg('A caller who withholds their number'), '$0 simulate-call --from anonymous --to +33639980000'],
    ],
  });

  from = Option.String('--from', { required: true, description: msg('Caller: a phone number, or anonymous') });
  to = Option.String('--to', { required: true, description: msg('Proxy number to call') });

  async execute(): Promise<number> {
    const origin = await this.countriesOf();
    const to = readPhoneOption('--to', this.to, origin);
    const from = readCallerOption('--from', this.from, origin);
    return this.request(
      (api) => api.simulateCall({ to, from }),
      ({ decision, twiml, recorded }, say) => `${decision}${recorded ? '' : ` ${say('(dry run)')}`}\n\n${twiml}`,
    );
  }
}
