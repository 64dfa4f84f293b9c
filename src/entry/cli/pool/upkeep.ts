import { Command, Option } from 'clipanion';
import { NUMBER_STATUSES } from '../../../domain/model/proxy-number.js';
import type { SyncReport, WebhookFixReport } from '../../../ports/pool-api.js';
import { CarefulCommand } from '../careful-command.js';
import { ApiCommand, readChoiceOption, readCountryOption } from '../command.js';
import { section } from '../text.js';

export class PoolSyncCommand extends ApiCommand {
  static override paths = [['pool', 'sync'], ['pool-sync']];
  static override usage = Command.Usage({
    category: 'Pool',
    description: 'Add what the carrier rents out to us, and end what was interrupted',
  });

  dryRun = Option.Boolean('--dry-run', false, { description: 'Only say what would be added' });

  execute(): Promise<number> {
    return this.ask((api) => api.syncPool({ apply: !this.dryRun }), describeSync);
  }
}

export class PoolFixWebhooksCommand extends CarefulCommand {
  static override paths = [['pool', 'fix-webhooks'], ['pool-fix-webhooks']];
  static override usage = Command.Usage({
    category: 'Pool',
    description: 'Find the numbers whose calls or texts do not come here; mend them with --apply',
  });

  apply = Option.Boolean('--apply', false, { description: 'Mend them; otherwise they are only named' });
  country = Option.String('--country,--only-country', { description: 'Only numbers of this country' });
  status = Option.String('--status,--only-status', {
    description: `Only numbers that are ${NUMBER_STATUSES.join(', ')}`,
  });
  fixSms = Option.Boolean('--fix-sms', true, { description: 'Texts too (--no-fix-sms)' });

  async execute(): Promise<number> {
    const request = {
      dryRun: !this.apply,
      onlyCountry: this.country === undefined ? undefined : readCountryOption('--country', this.country),
      onlyStatus: this.status === undefined ? undefined : readChoiceOption('--status', this.status, NUMBER_STATUSES),
      fixSms: this.fixSms,
    };
    const where = request.onlyCountry === undefined ? 'all numbers' : `the numbers of ${request.onlyCountry}`;
    const question = `Lead the calls and texts of ${where} that go elsewhere to this service?`;
    if (this.apply && !(await this.consent(question))) return this.cancel();
    return this.ask(
      (api) => api.fixWebhooks(request),
      describeWebhooks,
      ({ errors }) => errors.length === 0,
    );
  }
}

function describeSync({ missingNumbers, addedNumbers, lostNumbers, totalTwilio, totalSheet }: SyncReport): string {
  return [
    `The carrier rents out ${totalTwilio.toString()} to us, the pool has ${totalSheet.toString()}.`,
    ...section('Were missing in the pool', missingNumbers),
    ...section('Added', addedNumbers),
    ...section('In the pool, but not at the carrier any more', lostNumbers),
  ].join('\n');
}

function describeWebhooks(report: WebhookFixReport): string {
  const { dryRun, checked, needFixVoice, needFixSms, fixedVoice, fixedSms, notFoundOnTwilio, errors } = report;
  return [
    `Numbers checked: ${checked.toString()}. Calls belong to ${report.targetVoiceUrl}, texts to ${report.targetSmsUrl}.`,
    ...section(
      'Calls go elsewhere',
      needFixVoice.map(({ phoneNumber, currentVoiceUrl }) => `${phoneNumber}  ${currentVoiceUrl || 'nowhere'}`),
    ),
    ...section(
      'Texts go elsewhere',
      needFixSms.map(({ phoneNumber, currentSmsUrl }) => `${phoneNumber}  ${currentSmsUrl || 'nowhere'}`),
    ),
    ...(dryRun ? [] : [`Mended: calls of ${fixedVoice.length.toString()}, texts of ${fixedSms.length.toString()}.`]),
    ...section('Not at the carrier any more', notFoundOnTwilio),
    ...section(
      'Could not be mended',
      errors.map(({ phoneNumber, err }) => `${phoneNumber}  ${err}`),
    ),
    ...(dryRun && needFixVoice.length + needFixSms.length > 0 ? ['--apply mends them.'] : []),
  ].join('\n');
}
