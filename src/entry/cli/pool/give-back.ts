import { Command, Option } from 'clipanion';
import type { NumberFault, ReleaseReport } from '../../../ports/pool-api.js';
import { CarefulCommand } from '../careful-command.js';
import { readPhoneOption } from '../command.js';
import { msg, type Say } from '../language.js';
import { section } from '../text.js';

export class PoolPurgeCommand extends CarefulCommand {
  static override paths = [['pool', 'purge-sans-sms'], ['pool-purge-sans-sms']];
  static override usage = Command.Usage({
    category: msg('Pool'),
    description: msg('Give back the numbers that cannot text, except those in use'),
  });

  dryRun = Option.Boolean('--dry-run', false, { description: msg('Only say which') });

  async execute(): Promise<number> {
    return this.ask(
      async (api) => {
        const plan = await api.purgeWithoutSms({ dryRun: true });
        const numbers = [...plan.released, ...plan.removed];
        if (this.dryRun || numbers.length === 0) return plan;
        const question = this.say('Give back {count} of {total} numbers? They cannot be had again.', {
          count: numbers.length,
          total: plan.checked,
        });
        // Those that were shown, not those that cannot text by then.
        return (await this.consent(question)) ? api.purgeWithoutSms({ numbers, dryRun: false }) : plan;
      },
      (report) =>
        [
          ...(report.dryRun ? [this.say('Nothing was done. These would be given back:')] : []),
          describeRelease(report, this.context.say),
        ].join('\n'),
      ({ failed }) => failed.length === 0,
    );
  }
}

export class PoolReleaseCommand extends CarefulCommand {
  static override paths = [['pool', 'release'], ['pool-release']];
  static override usage = Command.Usage({
    category: msg('Pool'),
    description: msg('Give numbers back to the carrier'),
    examples: [[msg('One number'), '$0 pool release +33639980000']],
  });

  force = Option.Boolean('--force', false, {
    description: msg('Also numbers that clients hold: it is taken from them'),
  });
  numbers = Option.Rest({ name: 'numbers', required: 1 });

  async execute(): Promise<number> {
    const numbers = this.numbers.map((number) => readPhoneOption('numbers', number));
    const question = this.say(
      numbers.length === 1
        ? 'Give back this number? It cannot be undone.'
        : 'Give back these {count} numbers? It cannot be undone.',
      { count: numbers.length },
    );
    const holders = this.force ? ` ${this.say('Clients who hold one lose it.')}` : '';
    if (!(await this.consent(question + holders))) return this.cancel();
    return this.ask(
      (api) => api.releaseNumbers({ numbers, force: this.force }),
      (report) => describeRelease(report, this.context.say),
      ({ failed, kept }) => failed.length === 0 && kept.length === 0,
    );
  }
}

function describeRelease({ released, removed, kept, failed }: ReleaseReport, say: Say): string {
  const why = ({ phoneNumber, reason }: NumberFault) => `${phoneNumber}  ${reason}`;
  const lines = [
    ...section(say('Given back'), released),
    ...section(say('Only taken out of the pool: the carrier did not have them any more'), removed),
    ...section(say('Kept'), kept.map(why)),
    ...section(say('Failed'), failed.map(why)),
  ];
  return lines.length === 0 ? say('There is nothing to give back.') : lines.join('\n');
}
