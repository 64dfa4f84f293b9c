import { Command, Option } from 'clipanion';
import { NUMBER_STATUSES } from '../../../../domain/model/proxy-number.js';
import type { WebhookFixReport } from '../../../../ports/pool-api.js';
import { ConfirmedCommand } from '../../runtime/api-command.js';
import { msg, type Say } from '../../runtime/language.js';
import { oneOf, optional, readCountryOption } from '../../runtime/options.js';
import { numberWithReason, section } from '../../runtime/text.js';

export class PoolFixWebhooksCommand extends ConfirmedCommand {
  static override paths = [['pool', 'fix-webhooks'], ['pool-fix-webhooks']];
  static override usage = Command.Usage({
    category: msg('Pool'),
    description: msg('Find and fix webhooks that point elsewhere'),
  });

  apply = Option.Boolean('--apply', false, { description: msg('Fix them; by default they are only listed') });
  country = Option.String('--country,--only-country', { description: msg('Only numbers of this country') });
  status = Option.String('--status,--only-status', {
    description: msg(
      'Only numbers with this status: available, reserved, assigned, shared, quarantined, held or error',
    ),
  });
  fixSms = Option.Boolean('--fix-sms', true, {
    description: msg('Messaging webhooks too; --no-fix-sms for voice only'),
  });

  async execute(): Promise<number> {
    const country = optional(readCountryOption, '--country', this.country);
    const request = {
      dryRun: !this.apply,
      onlyCountry: country,
      onlyStatus: optional(oneOf(NUMBER_STATUSES), '--status', this.status),
      fixSms: this.fixSms,
    };
    const question =
      country === undefined
        ? this.say('Point the webhooks of all numbers to this service?')
        : this.say('Point the webhooks of all numbers in {country} to this service?', { country });
    if (this.apply && !(await this.confirm(question))) return this.cancel();
    return this.request(
      (api) => api.fixWebhooks(request),
      describeWebhooks,
      ({ errors }) => errors.length === 0,
    );
  }
}

function describeWebhooks(report: WebhookFixReport, say: Say): string {
  const { dryRun, checked, needFixVoice, needFixSms, fixedVoice, fixedSms, notFoundOnTwilio, errors } = report;
  const current = (url: string) => url || say('not set');
  return [
    say('Numbers checked: {count}. Expected webhooks: {voice} for calls, {sms} for texts.', {
      count: checked,
      voice: report.targetVoiceUrl,
      sms: report.targetSmsUrl,
    }),
    ...section(
      say('Voice webhook points elsewhere'),
      needFixVoice.map(({ phoneNumber, currentVoiceUrl }) => `${phoneNumber}  ${current(currentVoiceUrl)}`),
    ),
    ...section(
      say('Messaging webhook points elsewhere'),
      needFixSms.map(({ phoneNumber, currentSmsUrl }) => `${phoneNumber}  ${current(currentSmsUrl)}`),
    ),
    ...(dryRun
      ? []
      : [
          say('Webhooks fixed: {calls} for calls, {texts} for texts.', {
            calls: fixedVoice.length,
            texts: fixedSms.length,
          }),
        ]),
    ...section(say('No longer at the carrier'), notFoundOnTwilio),
    ...section(
      say('Could not be fixed'),
      errors.map(({ phoneNumber, err: reason }) => numberWithReason({ phoneNumber, reason })),
    ),
    ...(dryRun && needFixVoice.length + needFixSms.length > 0 ? [say('Use --apply to fix them.')] : []),
  ].join('\n');
}
