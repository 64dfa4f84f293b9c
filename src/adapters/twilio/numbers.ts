import type { Twilio } from 'twilio';
import { ProxyCallError } from '../../domain/model/errors.js';
import type { E164 } from '../../domain/model/phone-number.js';
import { hasCapabilities } from '../../domain/model/proxy-number.js';
import type {
  NumberOffer,
  NumberProvider,
  RentedNumber,
  WantedNumber,
  Webhook,
  WebhookState,
} from '../../ports/number-provider.js';
import { webhookUrlsAt } from '../twiml/index.js';
import { resultOf, unreadable } from './errors.js';
import { purchaseErrors } from './purchase-errors.js';
import { isOverridden, numberIn, readCapabilities } from './readings.js';
import { readListed, readRented, readWebhooks, type WebhookUrls } from './rented-number.js';
import { CARRIER } from './telephony.js';

/** What purchases of numbers need. */
export interface TwilioNumbersOptions {
  /** Public base URL of this service, for the webhooks of bought numbers. */
  readonly publicUrl: string;
  /**
   * `AD…`: the address that the regulations of some countries require.
   * Source: https://www.twilio.com/docs/phone-numbers/regulatory
   */
  readonly addressSid?: string | undefined;
  /** `BU…`: the regulatory bundle that others require. It fits one type of number. */
  readonly bundleSid?: string | undefined;
}

/** The largest page size that Twilio supports. */
const PAGE_SIZE = 1000;

const LISTINGS = { mobile: 'mobile', local: 'local', national: 'national', toll_free: 'tollFree' } as const;

/** The common part of the library's listings of available numbers. */
interface Listing {
  list(query: {
    limit: number;
    voiceEnabled?: boolean;
    smsEnabled?: boolean;
    mmsEnabled?: boolean;
  }): Promise<readonly { readonly phoneNumber: unknown; readonly capabilities: unknown }[]>;
}

/** Searches, buys, configures and releases numbers of a Twilio account. */
export function createTwilioNumbers(client: () => Promise<Twilio>, options: TwilioNumbersOptions): NumberProvider {
  const urls = webhookUrlsAt(options.publicUrl);
  const account: Account = { client, urls, options };
  return {
    carrier: CARRIER,
    webhookUrls: () => urls,
    search: (query) => search(account, query),
    buy: (wanted, { friendlyName }) => buy(account, wanted, friendlyName),
    find: (number) => find(account, number),
    list: () => list(account),
    configure: (providerId, changes) => configure(account, providerId, changes),
    release: (providerId) => release(account, providerId),
  };
}

interface Account {
  readonly client: () => Promise<Twilio>;
  readonly urls: WebhookUrls;
  readonly options: TwilioNumbersOptions;
}

type SearchQuery = Parameters<NumberProvider['search']>[0];

async function search(
  { client }: Account,
  { country, type, require, limit }: SearchQuery,
): Promise<readonly NumberOffer[]> {
  const listing: Listing = (await client()).availablePhoneNumbers(country)[LISTINGS[type]];
  return resultOf(
    async () => {
      const offers = await listing.list({
        limit,
        ...(require.voice === true ? { voiceEnabled: true } : {}),
        ...(require.sms === true ? { smsEnabled: true } : {}),
        ...(require.mms === true ? { mmsEnabled: true } : {}),
      });
      return offers
        .map(({ phoneNumber, capabilities }) => ({
          number: numberIn(phoneNumber),
          country,
          type,
          capabilities: readCapabilities(capabilities),
        }))
        .filter((offer) => hasCapabilities(offer.capabilities, require));
    },
    // Twilio has no listing for types that it does not sell in a country.
    { whenNotFound: [] },
  );
}

async function buy(
  { client, urls, options }: Account,
  wanted: WantedNumber,
  friendlyName: string,
): Promise<RentedNumber> {
  const { addressSid, bundleSid } = options;
  const { incomingPhoneNumbers } = await client();
  return resultOf(
    async () => {
      const bought = await incomingPhoneNumbers.create({
        phoneNumber: wanted.number,
        friendlyName,
        ...voiceWebhook(urls),
        ...smsWebhook(urls),
        ...(addressSid === undefined ? {} : { addressSid }),
        ...(bundleSid === undefined ? {} : { bundleSid }),
      });
      return { ...readRented(bought, wanted.country, urls), type: wanted.type };
    },
    { known: purchaseErrors(wanted, options) },
  );
}

async function find({ client, urls }: Account, number: E164): Promise<RentedNumber | undefined> {
  const { incomingPhoneNumbers } = await client();
  return resultOf(async () => {
    // Twilio matches partial numbers too.
    const listed = await incomingPhoneNumbers.list({ phoneNumber: number });
    return listed.map((instance) => readListed(instance, urls)).find((rented) => rented?.number === number);
  });
}

async function list({ client, urls }: Account): Promise<readonly RentedNumber[]> {
  const { incomingPhoneNumbers } = await client();
  return resultOf(async () => {
    const listed = await incomingPhoneNumbers.list({ pageSize: PAGE_SIZE });
    return listed.map((instance) => readListed(instance, urls)).filter((rented) => rented !== undefined);
  });
}

async function configure(
  { client, urls }: Account,
  providerId: string,
  { webhooks, friendlyName }: Parameters<NumberProvider['configure']>[1],
): Promise<boolean> {
  const { incomingPhoneNumbers } = await client();
  const changes = {
    ...(webhooks.includes('voice') ? voiceWebhook(urls) : {}),
    ...(webhooks.includes('sms') ? smsWebhook(urls) : {}),
    ...(friendlyName === undefined ? {} : { friendlyName }),
  };
  return resultOf(
    async () => {
      const changed = readWebhooks(await incomingPhoneNumbers(providerId).update(changes), urls);
      for (const webhook of webhooks) refuseOverridden(webhook, changed[webhook]);
      return true;
    },
    { whenNotFound: false },
  );
}

async function release({ client }: Account, providerId: string): Promise<boolean> {
  const { incomingPhoneNumbers } = await client();
  return resultOf(
    async () => {
      await incomingPhoneNumbers(providerId).remove();
      return true;
    },
    { whenNotFound: false },
  );
}

function voiceWebhook({ voice }: WebhookUrls) {
  return { voiceUrl: voice, voiceMethod: 'POST' } as const;
}

function smsWebhook({ sms }: WebhookUrls) {
  return { smsUrl: sms, smsMethod: 'POST' } as const;
}

function refuseOverridden(webhook: Webhook, state: WebhookState): void {
  if (state.isOurs) return;
  if (!isOverridden(state)) throw unreadable();
  const message = `${webhook} is ${state.url}, which takes precedence over the webhook: remove it from the number in the Twilio console`;
  throw new ProxyCallError('provider_failed', message);
}
