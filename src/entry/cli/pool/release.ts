import { Command, Option } from 'clipanion';
import type { NumberFault, ReleaseReport } from '../../../ports/pool-api.js';
import { ConfirmedCommand } from '../confirmed-command.js';
import { readPhoneOption } from '../command.js';
import { msg, type Say } from '../language.js';
import { section } from '../text.js';

export class PoolPurgeCommand extends ConfirmedCommand {
  static override paths = [['pool', 'purge-sans-sms'], ['pool-purge-sans-sms']];
  static override usage = Command.Usage({
    category: msg('Pool'),
    description: msg('Release the numbers without SMS, except those in use'),
  });

  dryRun = Option.Boolean('--dry-run', false, { description: msg('Dry run: only list them') });

  async execute(): Promise<number> {
    return this.request(
      async (api) => {
        const plan = await api.purgeWithoutSms({ dryRun: true });
        const numbers = [...plan.released, ...plan.removed];
        if (this.dryRun || numbers.length === 0) return plan;
        const question = this.say('Release {count} of {total} numbers? This cannot be undone.', {
          count: numbers.length,
          total: plan.checked,
        });
        // Exactly the numbers that were confirmed, even if others qualify by now.
        return (await this.confirm(question)) ? api.purgeWithoutSms({ numbers, dryRun: false }) : plan;
      },
      (report) =>
        [
          ...(report.dryRun ? [this.say('Nothing was done. These would be released:')] : []),
          describeRelease(report, this.context.say),
        ].join('\n'),
      ({ failed }) => failed.length === 0,
    );
  }
}

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
  numbers = Option.Rest({ name: 'numbers', required: 1 });

  async execute(): Promise<number> {
    const numbers = this.numbers.map((number) => readPhoneOption('numbers', number));
    const question = this.say(
      numbers.length === 1
        ? 'Release this number? This cannot be undone.'
        : 'Release these {count} numbers? This cannot be undone.',
      { count: numbers.length },
    );
    const holders = this.force ? ` ${this.say('Clients lose the numbers assigned to them.')}` : '';
    if (!(await this.confirm(question + holders))) return this.cancel();
    return this.request(
      (api) => api.releaseNumbers({ numbers, force: this.force }),
      (report) => describeRelease(report, this.context.say),
      ({ failed, kept }) => failed.length === 0 && kept.length === 0,
    );
  }
}

function describeRelease({ released, removed, kept, failed }: ReleaseReport, say: Say): string {
  const why = ({ phoneNumber, reason }: NumberFault) => `${phoneNumber}  ${reason}`;
  const lines = [
    ...section(say('Released'), released),
    ...section(say('Removed from the pool only, no longer at the carrier'), removed),
    ...section(say('Kept'), kept.map(why)),
    ...section(say('Failed'), failed.map(why)),
  ];
  return lines.length === 0 ? say('Nothing to release.') : lines.join('\n');
}
