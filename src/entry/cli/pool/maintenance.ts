import { Command, Option } from 'clipanion';
import { NUMBER_STATUSES } from '../../../domain/model/proxy-number.js';
import type { SyncReport, WebhookFixReport } from '../../../ports/pool-api.js';
import { ConfirmedCommand } from '../confirmed-command.js';
import { ApiCommand, readChoiceOption, readCountryOption } from '../command.js';
import { msg, type Say } from '../language.js';
import { section } from '../text.js';

export class PoolSyncCommand extends ApiCommand {
  static override paths = [['pool', 'sync'], ['pool-sync']];
  static override usage = Command.Usage({
    category: msg('Pool'),
    description: msg('Import the numbers rented from the carrier, and complete interrupted purchases and releases'),
  });

  dryRun = Option.Boolean('--dry-run', false, { description: msg('Dry run: only show what would be added') });

  execute(): Promise<number> {
    return this.request(
      (api) => api.syncPool({ apply: !this.dryRun }),
      (report) => describeSync(report, this.context.say),
    );
  }
}

export class PoolFixWebhooksCommand extends ConfirmedCommand {
  static override paths = [['pool', 'fix-webhooks'], ['pool-fix-webhooks']];
  static override usage = Command.Usage({
    category: msg('Pool'),
    description: msg('Find numbers whose webhooks point elsewhere; fix them with --apply'),
  });

  apply = Option.Boolean('--apply', false, { description: msg('Fix them; by default they are only listed') });
  country = Option.String('--country,--only-country', { description: msg('Only numbers of this country') });
  status = Option.String('--status,--only-status', {
    description: msg('Only numbers that are available, reserved, assigned, shared, quarantined, held or error'),
  });
  fixSms = Option.Boolean('--fix-sms', true, {
    description: msg('Messaging webhooks too; --no-fix-sms for voice only'),
  });

  async execute(): Promise<number> {
    const request = {
      dryRun: !this.apply,
      onlyCountry: this.country === undefined ? undefined : readCountryOption('--country', this.country),
      onlyStatus: this.status === undefined ? undefined : readChoiceOption('--status', this.status, NUMBER_STATUSES),
      fixSms: this.fixSms,
    };
    const question =
      request.onlyCountry === undefined
        ? this.say('Point the webhooks of all numbers to this service?')
        : this.say('Point the webhooks of all numbers in {country} to this service?', {
            country: request.onlyCountry,
          });
    if (this.apply && !(await this.confirm(question))) return this.cancel();
    return this.request(
      (api) => api.fixWebhooks(request),
      (report) => describeWebhooks(report, this.context.say),
      ({ errors }) => errors.length === 0,
    );
  }
}

function describeSync(report: SyncReport, say: Say): string {
  const { missingNumbers, addedNumbers, lostNumbers, totalTwilio, totalSheet } = report;
  return [
    say('Numbers at the carrier: {rented}; in the pool: {pooled}.', { rented: totalTwilio, pooled: totalSheet }),
    ...section(say('Missing from the pool'), missingNumbers),
    ...section(say('Added'), addedNumbers),
    ...section(say('In the pool, but no longer at the carrier'), lostNumbers),
  ].join('\n');
}

function describeWebhooks(report: WebhookFixReport, say: Say): string {
  const { dryRun, checked, needFixVoice, needFixSms, fixedVoice, fixedSms, notFoundOnTwilio, errors } = report;
  return [
    say('Numbers checked: {count}. Expected webhooks: {voice} for calls, {sms} for messages.', {
      count: checked,
      voice: report.targetVoiceUrl,
      sms: report.targetSmsUrl,
    }),
    ...section(
      say('Voice webhook points elsewhere'),
      needFixVoice.map(({ phoneNumber, currentVoiceUrl }) => `${phoneNumber}  ${currentVoiceUrl || say('not set')}`),
    ),
    ...section(
      say('Messaging webhook points elsewhere'),
      needFixSms.map(({ phoneNumber, currentSmsUrl }) => `${phoneNumber}  ${currentSmsUrl || say('not set')}`),
    ),
    ...(dryRun
      ? []
      : [
          say('Webhooks fixed: {calls} for calls, {texts} for messages.', {
            calls: fixedVoice.length,
            texts: fixedSms.length,
          }),
        ]),
    ...section(say('No longer at the carrier'), notFoundOnTwilio),
    ...section(
      say('Could not be fixed'),
      errors.map(({ phoneNumber, err }) => `${phoneNumber}  ${err}`),
    ),
    ...(dryRun && needFixVoice.length + needFixSms.length > 0 ? [say('Use --apply to fix them.')] : []),
  ].join('\n');
}
