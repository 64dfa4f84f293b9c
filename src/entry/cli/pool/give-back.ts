import { Command, Option } from 'clipanion';
import type { NumberFault, ReleaseReport } from '../../../ports/pool-api.js';
import { CarefulCommand, NOTHING_DONE } from '../careful-command.js';
import { readPhoneOption } from '../command.js';
import { section } from '../text.js';

export class PoolPurgeCommand extends CarefulCommand {
  static override paths = [['pool', 'purge-sans-sms'], ['pool-purge-sans-sms']];
  static override usage = Command.Usage({
    category: 'Pool',
    description: 'Give back the numbers that cannot text, except those in use',
  });

  dryRun = Option.Boolean('--dry-run', false, { description: 'Only say which' });

  async execute(): Promise<number> {
    return this.ask(
      async (api) => {
        const plan = await api.purgeWithoutSms({ dryRun: true });
        const numbers = [...plan.released, ...plan.removed];
        if (this.dryRun || numbers.length === 0) return plan;
        const question = `Give back ${numbers.length.toString()} of ${plan.checked.toString()} numbers? They cannot be had again.`;
        // Those that were shown, not those that cannot text by then.
        return (await this.consent(question)) ? api.purgeWithoutSms({ numbers, dryRun: false }) : plan;
      },
      (report) => `${report.dryRun ? `${NOTHING_DONE} These would be given back:\n` : ''}${describeRelease(report)}`,
      ({ failed }) => failed.length === 0,
    );
  }
}

export class PoolReleaseCommand extends CarefulCommand {
  static override paths = [['pool', 'release'], ['pool-release']];
  static override usage = Command.Usage({
    category: 'Pool',
    description: 'Give numbers back to the carrier',
    examples: [['One number', '$0 pool release +33639980000']],
  });

  force = Option.Boolean('--force', false, { description: 'Also numbers that clients hold: it is taken from them' });
  numbers = Option.Rest({ name: 'numbers', required: 1 });

  async execute(): Promise<number> {
    const numbers = this.numbers.map((number) => readPhoneOption('numbers', number));
    const count = numbers.length === 1 ? 'this number' : `these ${numbers.length.toString()} numbers`;
    const holders = this.force ? ' Clients who hold one lose it.' : '';
    if (!(await this.consent(`Give back ${count}? It cannot be undone.${holders}`))) return this.cancel();
    return this.ask(
      (api) => api.releaseNumbers({ numbers, force: this.force }),
      describeRelease,
      ({ failed, kept }) => failed.length === 0 && kept.length === 0,
    );
  }
}

function describeRelease({ released, removed, kept, failed }: ReleaseReport): string {
  const why = ({ phoneNumber, reason }: NumberFault) => `${phoneNumber}  ${reason}`;
  const lines = [
    ...section('Given back', released),
    ...section('Only taken out of the pool: the carrier did not have them any more', removed),
    ...section('Kept', kept.map(why)),
    ...section('Failed', failed.map(why)),
  ];
  return lines.length === 0 ? 'There is nothing to give back.' : lines.join('\n');
}
