import { Command, Option } from 'clipanion';
import { NUMBER_STATUSES } from '../../../domain/model/proxy-number.js';
import type { SyncReport, WebhookFixReport } from '../../../ports/pool-api.js';
import { CarefulCommand } from '../careful-command.js';
import { ApiCommand, readChoiceOption, readCountryOption } from '../command.js';
import { msg, type Say } from '../language.js';
import { section } from '../text.js';

export class PoolSyncCommand extends ApiCommand {
  static override paths = [['pool', 'sync'], ['pool-sync']];
  static override usage = Command.Usage({
    category: msg('Pool'),
    description: msg('Add what the carrier rents out to us, and end what was interrupted'),
  });

  dryRun = Option.Boolean('--dry-run', false, { description: msg('Only say what would be added') });

  execute(): Promise<number> {
    return this.ask(
      (api) => api.syncPool({ apply: !this.dryRun }),
      (report) => describeSync(report, this.context.say),
    );
  }
}

export class PoolFixWebhooksCommand extends CarefulCommand {
  static override paths = [['pool', 'fix-webhooks'], ['pool-fix-webhooks']];
  static override usage = Command.Usage({
    category: msg('Pool'),
    description: msg('Find the numbers whose calls or texts do not come here; mend them with --apply'),
  });

  apply = Option.Boolean('--apply', false, { description: msg('Mend them; otherwise they are only named') });
  country = Option.String('--country,--only-country', { description: msg('Only numbers of this country') });
  status = Option.String('--status,--only-status', {
    description: msg('Only numbers that are available, reserved, assigned, quarantined or released'),
  });
  fixSms = Option.Boolean('--fix-sms', true, { description: msg('Texts too (--no-fix-sms)') });

  async execute(): Promise<number> {
    const request = {
      dryRun: !this.apply,
      onlyCountry: this.country === undefined ? undefined : readCountryOption('--country', this.country),
      onlyStatus: this.status === undefined ? undefined : readChoiceOption('--status', this.status, NUMBER_STATUSES),
      fixSms: this.fixSms,
    };
    const question =
      request.onlyCountry === undefined
        ? this.say('Lead the calls and texts of all numbers that go elsewhere to this service?')
        : this.say('Lead the calls and texts of the numbers of {country} that go elsewhere to this service?', {
            country: request.onlyCountry,
          });
    if (this.apply && !(await this.consent(question))) return this.cancel();
    return this.ask(
      (api) => api.fixWebhooks(request),
      (report) => describeWebhooks(report, this.context.say),
      ({ errors }) => errors.length === 0,
    );
  }
}

function describeSync(report: SyncReport, say: Say): string {
  const { missingNumbers, addedNumbers, lostNumbers, totalTwilio, totalSheet } = report;
  return [
    say('The carrier rents out {rented} to us, the pool has {pooled}.', { rented: totalTwilio, pooled: totalSheet }),
    ...section(say('Were missing in the pool'), missingNumbers),
    ...section(say('Added'), addedNumbers),
    ...section(say('In the pool, but not at the carrier any more'), lostNumbers),
  ].join('\n');
}

function describeWebhooks(report: WebhookFixReport, say: Say): string {
  const { dryRun, checked, needFixVoice, needFixSms, fixedVoice, fixedSms, notFoundOnTwilio, errors } = report;
  return [
    say('Numbers checked: {count}. Calls belong to {voice}, texts to {sms}.', {
      count: checked,
      voice: report.targetVoiceUrl,
      sms: report.targetSmsUrl,
    }),
    ...section(
      say('Calls go elsewhere'),
      needFixVoice.map(({ phoneNumber, currentVoiceUrl }) => `${phoneNumber}  ${currentVoiceUrl || say('nowhere')}`),
    ),
    ...section(
      say('Texts go elsewhere'),
      needFixSms.map(({ phoneNumber, currentSmsUrl }) => `${phoneNumber}  ${currentSmsUrl || say('nowhere')}`),
    ),
    ...(dryRun
      ? []
      : [say('Mended: calls of {calls}, texts of {texts}.', { calls: fixedVoice.length, texts: fixedSms.length })]),
    ...section(say('Not at the carrier any more'), notFoundOnTwilio),
    ...section(
      say('Could not be mended'),
      errors.map(({ phoneNumber, err }) => `${phoneNumber}  ${err}`),
    ),
    ...(dryRun && needFixVoice.length + needFixSms.length > 0 ? [say('--apply mends them.')] : []),
  ].join('\n');
}
