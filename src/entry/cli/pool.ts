import { randomUUID } from 'node:crypto';
import { Command, Option } from 'clipanion';
import type { E164 } from '../../domain/model/phone-number.js';
import { NUMBER_STATUSES, NUMBER_TYPES } from '../../domain/model/proxy-number.js';
import type {
  NumberFault,
  ProvisionReport,
  ProxyCallApi,
  ReleaseReport,
  SyncReport,
  WebhookFixReport,
} from '../../ports/proxycall-api.js';
import {
  ApiCommand,
  fields,
  readChoiceOption,
  readCountryOption,
  readPhoneOption,
  readWholeOption,
} from './command.js';
import { consent } from './consent.js';
import { EXIT } from './failure.js';
import { startProgress } from './progress.js';

const CATEGORY = 'Pool';
const TYPES = NUMBER_TYPES.join(', ');

export class PoolListCommand extends ApiCommand {
  static override paths = [['pool', 'list'], ['pool-list']];
  static override usage = Command.Usage({ category: CATEGORY, description: 'List the numbers that are free' });

  country = Option.String('--country,--country-iso', { required: true, description: 'Two letters, such as FR' });
  type = Option.String('--number-type,--type', 'all', { description: `all (default), ${TYPES}` });

  execute(): Promise<number> {
    const countryIso = readCountryOption('--country', this.country);
    const numberType = readChoiceOption('--number-type', this.type, ['all', ...NUMBER_TYPES]);
    return this.ask(
      (api) => api.listAvailableNumbers({ countryIso, numberType }),
      ({ available }) =>
        available.length === 0
          ? `No number is free in ${countryIso}.`
          : table(
              ['number', 'type', 'texts', 'name'],
              available.map((number) => [
                number.phoneNumber,
                number.numberType,
                number.capabilities.sms ? 'yes' : 'no',
                number.friendlyName,
              ]),
            ),
    );
  }
}

export class PoolStatsCommand extends ApiCommand {
  static override paths = [['pool', 'stats'], ['pool-stats']];
  static override usage = Command.Usage({ category: CATEGORY, description: 'Count the numbers by country and type' });

  execute(): Promise<number> {
    return this.ask(
      (api) => api.poolStats(),
      ({ pools }) =>
        pools.length === 0
          ? 'The pool is empty.'
          : table(
              ['country', 'type', 'owned', 'available', 'assigned', 'reserved', 'cooling off'],
              pools.map((pool) => [
                pool.countryIso,
                pool.numberType,
                ...[pool.owned, pool.available, pool.assigned, pool.reserved, pool.quarantined].map(String),
              ]),
            ),
    );
  }
}

export class PoolAssignCommand extends ApiCommand {
  static override paths = [['pool', 'assign'], ['pool-assign']];
  static override usage = Command.Usage({
    category: CATEGORY,
    description: 'Give a client a number of their own; one who has one keeps it',
  });

  clientId = Option.String('--client-id', { required: true });
  country = Option.String('--country,--country-iso', { required: true, description: 'Two letters, such as FR' });
  type = Option.String('--number-type,--type', 'mobile', { description: TYPES });
  friendlyName = Option.String('--friendly-name', { description: 'What the number is called, at the carrier too' });

  execute(): Promise<number> {
    const request = {
      clientId: this.clientId,
      countryIso: readCountryOption('--country', this.country),
      numberType: readChoiceOption('--number-type', this.type, NUMBER_TYPES),
      friendlyName: this.friendlyName,
    };
    return this.ask(
      (api) => api.assignNumber(request),
      ({ clientId, proxy }) =>
        fields([
          ['client', clientId],
          ['proxy number', proxy],
        ]),
    );
  }
}

/** A command that asks before it does something that cannot be undone. */
abstract class CarefulCommand extends ApiCommand {
  yes = Option.Boolean('--yes,-y', false, { description: 'Do not ask' });

  protected cancel(): number {
    this.context.stderr.write(`${CANCELLED}\n`);
    return EXIT.ok;
  }
}

const CANCELLED = 'Nothing was done.';

export class PoolProvisionCommand extends CarefulCommand {
  static override paths = [['pool', 'provision'], ['pool-provision']];
  static override usage = Command.Usage({
    category: CATEGORY,
    description: 'Buy numbers for the pool',
    details:
      'Buys one after the other and says at the end what was bought. Should it be cut short, give the same --idempotency-key again: what was bought is counted, and only the rest is bought.',
    examples: [['Five French mobile numbers', '$0 pool provision --country FR --batch-size 5']],
  });

  country = Option.String('--country,--country-iso', { required: true, description: 'Two letters, such as FR' });
  batchSize = Option.String('--batch-size,--count', '1', { description: 'How many, 1 to 100' });
  type = Option.String('--number-type,--type', 'mobile', { description: TYPES });
  sms = Option.Boolean('--require-sms', true, { description: 'Only numbers that can text (--no-require-sms)' });
  voice = Option.Boolean('--require-voice', true, { description: 'Only numbers that can be called' });
  candidates = Option.String('--candidates-limit', '10', { description: 'How many offers to choose from, 1 to 200' });
  key = Option.String('--idempotency-key', { description: 'Names this purchase, so that it can be continued' });

  async execute(): Promise<number> {
    const request = {
      countryIso: readCountryOption('--country', this.country),
      batchSize: readWholeOption('--batch-size', this.batchSize, 1, 100),
      numberType: readChoiceOption('--number-type', this.type, NUMBER_TYPES),
      requireSmsCapability: this.sms,
      requireVoiceCapability: this.voice,
      candidatesLimit: readWholeOption('--candidates-limit', this.candidates, 1, 200),
    };
    const count = request.batchSize === 1 ? '1 number' : `${request.batchSize.toString()} numbers`;
    const question = `Buy ${count} of type ${request.numberType} in ${request.countryIso}? The carrier charges for each.`;
    if (!(await consent(this, question))) return this.cancel();
    const key = this.key ?? randomUUID();
    // Said before anything is bought: whatever happens, this is how the same purchase is asked for again.
    this.context.stderr.write(`idempotency key: ${key}\n`);
    return this.ask(
      (api) => this.buyOneByOne(api, request, key),
      (report) => describePurchase(report, key),
      ({ failed }) => failed.length === 0,
    );
  }

  /** Each number is a request of its own with a key of its own: progress can be shown, and any of them asked again. */
  private async buyOneByOne(
    api: ProxyCallApi,
    request: Parameters<ProxyCallApi['provisionNumbers']>[0],
    key: string,
  ): Promise<ProvisionReport> {
    const purchasedNow: E164[] = [];
    const progress = await startProgress(this.context.stderr, 'Buying', request.batchSize);
    try {
      for (let index = 1; index <= request.batchSize; index += 1) {
        const one = { ...request, batchSize: 1 };
        const idempotencyKey = `${key}-${index.toString()}`;
        const report = await api.provisionNumbers(one, { idempotencyKey });
        purchasedNow.push(...report.purchasedNow);
        progress.step();
      }
    } catch (error) {
      // What was bought before is bought: it is reported together with what went wrong.
      if (purchasedNow.length === 0 || !(error instanceof Error)) throw error;
      return { ...request, purchasedNow, failed: [{ code: 'provider_failed', reason: error.message }] };
    } finally {
      progress.end();
    }
    return { ...request, purchasedNow, failed: [] };
  }
}

export class PoolSyncCommand extends ApiCommand {
  static override paths = [['pool', 'sync'], ['pool-sync']];
  static override usage = Command.Usage({
    category: CATEGORY,
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
    category: CATEGORY,
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
    if (this.apply && !(await consent(this, question))) return this.cancel();
    return this.ask(
      (api) => api.fixWebhooks(request),
      describeWebhooks,
      ({ errors }) => errors.length === 0,
    );
  }
}

export class PoolPurgeCommand extends CarefulCommand {
  static override paths = [['pool', 'purge-sans-sms'], ['pool-purge-sans-sms']];
  static override usage = Command.Usage({
    category: CATEGORY,
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
        return (await consent(this, question)) ? api.purgeWithoutSms({ numbers, dryRun: false }) : plan;
      },
      (report) => `${report.dryRun ? `${CANCELLED} These would be given back:\n` : ''}${describeRelease(report)}`,
      ({ failed }) => failed.length === 0,
    );
  }
}

export class PoolReleaseCommand extends CarefulCommand {
  static override paths = [['pool', 'release'], ['pool-release']];
  static override usage = Command.Usage({
    category: CATEGORY,
    description: 'Give numbers back to the carrier',
    examples: [['One number', '$0 pool release +33639980000']],
  });

  force = Option.Boolean('--force', false, { description: 'Also numbers that clients hold: it is taken from them' });
  numbers = Option.Rest({ name: 'numbers', required: 1 });

  async execute(): Promise<number> {
    const numbers = this.numbers.map((number) => readPhoneOption('numbers', number));
    const count = numbers.length === 1 ? 'this number' : `these ${numbers.length.toString()} numbers`;
    const holders = this.force ? ' Clients who hold one lose it.' : '';
    if (!(await consent(this, `Give back ${count}? It cannot be undone.${holders}`))) return this.cancel();
    return this.ask(
      (api) => api.releaseNumbers({ numbers, force: this.force }),
      describeRelease,
      ({ failed, kept }) => failed.length === 0 && kept.length === 0,
    );
  }
}

function describePurchase({ purchasedNow, batchSize, failed }: ProvisionReport, key: string): string {
  const lines = [`Bought ${purchasedNow.length.toString()} of ${batchSize.toString()}:`, ...purchasedNow.map(listed)];
  const more = failed.map(({ reason }) => `Not more: ${reason}`);
  const again = failed.length === 0 ? [] : [`To go on where it stopped: --idempotency-key ${key}`];
  return [...lines, ...more, ...again].join('\n');
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

function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [`${title} (${lines.length.toString()}):`, ...lines.map(listed)];
}

function listed(line: string): string {
  return `  ${line}`;
}

async function table(head: readonly string[], rows: readonly (readonly string[])[]): Promise<string> {
  const { default: Table } = await import('cli-table3');
  const plain = new Table({ head: [...head], style: { head: [], border: [], compact: true } });
  plain.push(...rows.map((row) => [...row]));
  return plain.toString();
}
