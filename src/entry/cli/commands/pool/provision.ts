import { Command, Option } from 'clipanion';
import type { E164 } from '../../../../domain/model/phone-number.js';
import { LARGEST_PURCHASE } from '../../../../domain/model/settings.js';
import type { ProvisionReport } from '../../../../ports/pool-api.js';
import type { ProxyCallApi } from '../../../../ports/proxycall-api.js';
import { ConfirmedCommand } from '../../runtime/api-command.js';
import { describeFailure } from '../../runtime/failure.js';
import { msg, type Say } from '../../runtime/language.js';
import { countryOption, numberTypeOption, readWholeOption } from '../../runtime/options.js';
import { startProgress } from '../../runtime/progress.js';
import { listed } from '../../runtime/text.js';

export class PoolProvisionCommand extends ConfirmedCommand {
  static override paths = [['pool', 'provision'], ['pool-provision']];
  static override usage = Command.Usage({
    category: msg('Pool'),
    description: msg('Buy numbers for the pool'),
    details: msg(
      'Buys the numbers one by one and lists them at the end. If it is interrupted, run it again with the same --idempotency-key: numbers that were already bought are counted, and only the rest are bought.',
    ),
    examples: [[msg('Five French mobile numbers'), '$0 pool provision --country FR --batch-size 5']],
  });

  country = countryOption();
  batchSize = Option.String('--batch-size,--count', '1', {
    description: msg('How many, 1 to 100'),
  });
  type = numberTypeOption();
  sms = Option.Boolean('--require-sms', true, {
    description: msg('Only SMS-capable numbers; --no-require-sms for any'),
  });
  voice = Option.Boolean('--require-voice', true, {
    description: msg('Only voice-capable numbers; --no-require-voice for any'),
  });
  candidates = Option.String('--candidates-limit', '10', {
    description: msg('Number of offers to choose from, 1 to 200 (default: 10)'),
  });
  key = Option.String('--idempotency-key', {
    description: msg('Idempotency key, so that an interrupted purchase can be resumed'),
  });

  async execute(): Promise<number> {
    const request = {
      ...(await this.poolOptions(this.country, this.type)),
      batchSize: readWholeOption('--batch-size', this.batchSize, 1, LARGEST_PURCHASE),
      requireSmsCapability: this.sms,
      requireVoiceCapability: this.voice,
      candidatesLimit: readWholeOption('--candidates-limit', this.candidates, 1, 200),
    };
    const question = this.say(
      request.batchSize === 1
        ? 'Buy {count} number of type {type} in {country}? The carrier charges for it.'
        : 'Buy {count} numbers of type {type} in {country}? The carrier charges for each.',
      { count: request.batchSize, type: request.numberType, country: request.countryIso },
    );
    if (!(await this.confirm(question))) return this.cancel();
    const key = this.key ?? crypto.randomUUID();
    // Printed before the purchase, so that the key is known even if the process is interrupted.
    this.notice(this.say('idempotency key: {key}', { key }));
    return this.request(
      (api) => this.buyOneByOne(api, request, key),
      (report, say) => describePurchase(report, key, say),
      ({ purchasedNow, batchSize }) => purchasedNow.length >= batchSize,
    );
  }

  /** One request per number, each with its own key: this shows progress and makes every request safe to retry. */
  private async buyOneByOne(
    api: ProxyCallApi,
    request: Parameters<ProxyCallApi['provisionNumbers']>[0],
    key: string,
  ): Promise<ProvisionReport> {
    const purchasedNow: E164[] = [];
    const progress = await startProgress(this.context.stderr, this.say('Buying'), request.batchSize);
    try {
      for (let index = 1; index <= request.batchSize; index += 1) {
        const one = { ...request, batchSize: 1 };
        const idempotencyKey = `${key}-${index.toString()}`;
        const report = await api.provisionNumbers(one, { idempotencyKey });
        purchasedNow.push(...report.purchasedNow);
        // The provider has none left, or refuses.
        if (report.purchasedNow.length === 0) return { ...request, purchasedNow, failed: report.failed };
        progress.step();
      }
    } catch (error) {
      // Numbers already bought are reported together with the failure.
      if (purchasedNow.length === 0 || !(error instanceof Error)) throw error;
      const reason = describeFailure(error, false, this.context.say).split('\n')[0] ?? '';
      return { ...request, purchasedNow, failed: [{ code: 'provider_failed', reason }] };
    } finally {
      progress.end();
    }
    return { ...request, purchasedNow, failed: [] };
  }
}

function describePurchase({ purchasedNow, batchSize, failed }: ProvisionReport, key: string, say: Say): string {
  const bought = say('Bought {count} of {total}:', { count: purchasedNow.length, total: batchSize });
  const more = failed.map(({ reason }) => say('Stopped: {reason}', { reason }));
  const again = purchasedNow.length >= batchSize ? [] : [say('To resume: --idempotency-key {key}', { key })];
  return [bought, ...purchasedNow.map(listed), ...more, ...again].join('\n');
}
