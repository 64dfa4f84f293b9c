import { Command, Option } from 'clipanion';
import { ConfirmedCommand } from '../../runtime/api-command.js';
import { msg } from '../../runtime/language.js';
import { describeRelease } from './describe.js';

export class PoolPurgeSansSmsCommand extends ConfirmedCommand {
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
      (report, say) =>
        [
          ...(report.dryRun ? [say('Nothing was done. These would be released:')] : []),
          describeRelease(report, say),
        ].join('\n'),
      ({ failed }) => failed.length === 0,
    );
  }
}
