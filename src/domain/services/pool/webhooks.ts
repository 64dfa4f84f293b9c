import type { NumberProvider, RentedNumber, Webhook } from '../../../ports/number-provider.js';
import type { WebhookFixReport, WebhookFixRequest } from '../../../ports/pool-api.js';
import type { E164 } from '../../model/phone-number.js';
import { effectiveStatus } from '../../model/proxy-number.js';
import type { Ports } from '../ports.js';
import { byNumber, isProviderFault, requireProvider } from './provider.js';

/** A number whose webhooks point elsewhere. */
interface Misdirected {
  readonly rented: RentedNumber;
  readonly webhooks: readonly Webhook[];
}

/** Finds the numbers of the pool whose webhooks do not point to this service and, unless it is a dry run, fixes them. */
export async function fixWebhooks(
  ports: Ports,
  { dryRun, onlyCountry, onlyStatus, fixSms }: WebhookFixRequest,
): Promise<WebhookFixReport> {
  const { store, clock, provider } = requireProvider(ports);
  const now = clock.now();
  const checked = (await store.numbers())
    .map(({ value }) => value)
    .filter(({ country }) => onlyCountry === undefined || country === onlyCountry)
    .filter((number) => onlyStatus === undefined || effectiveStatus(number, now) === onlyStatus)
    .map(({ number }) => number);
  const rented = byNumber(await provider.list());
  const misdirected = checked
    .map((number) => rented.get(number))
    .filter((number) => number !== undefined)
    .map((number) => ({ rented: number, webhooks: wrongOnes(number, fixSms) }))
    .filter(({ webhooks }) => webhooks.length > 0);
  const results = dryRun ? [] : await Promise.all(misdirected.map((number) => fix(provider, number)));

  const urls = provider.webhookUrls();
  return {
    dryRun,
    targetVoiceUrl: urls.voice,
    targetSmsUrl: urls.sms,
    checked: checked.length,
    needFixVoice: withWrong(misdirected, 'voice').map(({ number, webhooks }) => ({
      phoneNumber: number,
      currentVoiceUrl: webhooks.voice.url,
    })),
    fixedVoice: withFixed(results, 'voice'),
    needFixSms: withWrong(misdirected, 'sms').map(({ number, webhooks }) => ({
      phoneNumber: number,
      currentSmsUrl: webhooks.sms.url,
    })),
    fixedSms: withFixed(results, 'sms'),
    notFoundOnTwilio: [
      ...checked.filter((number) => !rented.has(number)),
      ...results.filter(({ isGone }) => isGone).map(({ number }) => number),
    ],
    errors: results.flatMap(({ number, err }) => (err === undefined ? [] : [{ phoneNumber: number, err }])),
  };
}

function wrongOnes({ webhooks }: RentedNumber, fixSms: boolean): readonly Webhook[] {
  return (fixSms ? (['voice', 'sms'] as const) : (['voice'] as const)).filter((webhook) => !webhooks[webhook].isOurs);
}

function withWrong(misdirected: readonly Misdirected[], webhook: Webhook): readonly RentedNumber[] {
  return misdirected.filter(({ webhooks }) => webhooks.includes(webhook)).map(({ rented }) => rented);
}

function withFixed(results: readonly Fixed[], webhook: Webhook): readonly E164[] {
  return results.filter(({ fixed }) => fixed.includes(webhook)).map(({ number }) => number);
}

interface Fixed {
  readonly number: E164;
  readonly fixed: readonly Webhook[];
  readonly isGone: boolean;
  readonly err?: string;
}

async function fix(provider: NumberProvider, { rented, webhooks }: Misdirected): Promise<Fixed> {
  const { number, providerId } = rented;
  try {
    const isOurs = await provider.configure(providerId, { webhooks });
    return { number, fixed: isOurs ? webhooks : [], isGone: !isOurs };
  } catch (error) {
    if (!isProviderFault(error)) throw error;
    return { number, fixed: [], isGone: false, err: error.message };
  }
}
