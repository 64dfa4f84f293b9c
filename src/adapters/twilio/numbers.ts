import type { Twilio } from 'twilio';
import type { IncomingPhoneNumberInstance } from 'twilio/lib/rest/api/v2010/account/incomingPhoneNumber.js';
import type { CountryCode } from '../../domain/model/country.js';
import { ProxyCallError } from '../../domain/model/errors.js';
import { countryOf, toE164 } from '../../domain/model/phone-number.js';
import { hasCapabilities, typeByPlan } from '../../domain/model/proxy-number.js';
import type { NumberProvider, RentedNumber, Webhook, WantedNumber, WebhookState } from '../../ports/number-provider.js';
import { webhookUrlsAt } from '../twiml/index.js';
import { CARRIER } from './telephony.js';
import { isNotFound, translate, unreadable, type KnownErrors } from './errors.js';
import {
  isE164,
  isOverridden,
  numberIn,
  overriddenBy,
  readCapabilities,
  readType,
  shortSid,
  webhookState,
} from './readings.js';

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
  const { publicUrl, addressSid, bundleSid } = options;
  const urls = webhookUrlsAt(publicUrl);
  const voice = { voiceUrl: urls.voice, voiceMethod: 'POST' } as const;
  const sms = { smsUrl: urls.sms, smsMethod: 'POST' } as const;

  return {
    carrier: CARRIER,
    webhookUrls: () => urls,

    async search({ country, type, require, limit }) {
      const listing: Listing = (await client()).availablePhoneNumbers(country)[LISTINGS[type]];
      try {
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
      } catch (error) {
        // Twilio has no listing for types that it does not sell in a country.
        if (isNotFound(error)) return [];
        throw translate(error);
      }
    },

    async buy(wanted, { friendlyName }) {
      const { incomingPhoneNumbers } = await client();
      try {
        const bought = await incomingPhoneNumbers.create({
          phoneNumber: wanted.number,
          friendlyName,
          ...voice,
          ...sms,
          ...(addressSid === undefined ? {} : { addressSid }),
          ...(bundleSid === undefined ? {} : { bundleSid }),
        });
        return { ...readNumber(bought, wanted.country), type: wanted.type };
      } catch (error) {
        throw translate(error, purchaseErrors(wanted));
      }
    },

    async find(number) {
      const { incomingPhoneNumbers } = await client();
      try {
        // Twilio matches partial numbers too.
        const found = (await incomingPhoneNumbers.list({ phoneNumber: number })).map(readListed);
        return found.find((rented) => rented?.number === number);
      } catch (error) {
        throw translate(error);
      }
    },

    async list() {
      const { incomingPhoneNumbers } = await client();
      try {
        const rented = await incomingPhoneNumbers.list({ pageSize: PAGE_SIZE });
        return rented.map(readListed).filter((number) => number !== undefined);
      } catch (error) {
        throw translate(error);
      }
    },

    async configure(providerId, { webhooks, friendlyName }) {
      const { incomingPhoneNumbers } = await client();
      const changes = {
        ...(webhooks.includes('voice') ? voice : {}),
        ...(webhooks.includes('sms') ? sms : {}),
        ...(friendlyName === undefined ? {} : { friendlyName }),
      };
      try {
        const changed = readWebhooks(await incomingPhoneNumbers(providerId).update(changes));
        for (const webhook of webhooks) refuseOverridden(webhook, changed[webhook]);
        return true;
      } catch (error) {
        if (isNotFound(error)) return false;
        throw translate(error);
      }
    },

    async release(providerId) {
      const { incomingPhoneNumbers } = await client();
      try {
        await incomingPhoneNumbers(providerId).remove();
        return true;
      } catch (error) {
        if (isNotFound(error)) return false;
        throw translate(error);
      }
    },
  };

  function purchaseErrors({ country, type }: WantedNumber): KnownErrors {
    const kind = `numbers of type ${type} in ${country}`;
    const bundle = bundleSid === undefined ? undefined : `TWILIO_BUNDLE_SID ${shortSid(bundleSid)}`;
    const address =
      addressSid === undefined ? 'TWILIO_ADDRESS_SID, which is not set,' : `TWILIO_ADDRESS_SID ${shortSid(addressSid)}`;
    return {
      21_422: { code: 'number_unavailable', message: 'the number is no longer for sale' },
      21_649: {
        code: 'bundle_mismatch',
        message:
          bundle === undefined
            ? `${kind} require a regulatory bundle: set TWILIO_BUNDLE_SID`
            : `${bundle} does not fit ${kind}, or is not approved`,
      },
      21_651: {
        code: 'provider_failed',
        message: `${address} and ${bundle ?? 'TWILIO_BUNDLE_SID, which is not set,'} do not match: ${kind} require an address of the bundle`,
      },
    };
  }

  function readListed(instance: IncomingPhoneNumberInstance): RentedNumber | undefined {
    // A pool holds only numbers that belong to a country and have a possible length; satellite phones do not.
    if (!isE164(instance.phoneNumber)) throw unreadable();
    const number = toE164(instance.phoneNumber);
    const country = number === undefined ? undefined : countryOf(number);
    return country === undefined ? undefined : readNumber(instance, country);
  }

  function readNumber(instance: IncomingPhoneNumberInstance, country: CountryCode): RentedNumber {
    const number = numberIn(instance.phoneNumber);
    const { sid, friendlyName, capabilities } = instance;
    if (typeof sid !== 'string' || !sid.startsWith('PN')) throw unreadable();
    return {
      number,
      country,
      type: readType(instance.type) ?? typeByPlan(number),
      capabilities: readCapabilities(capabilities),
      providerId: sid,
      friendlyName: typeof friendlyName === 'string' ? friendlyName : '',
      webhooks: readWebhooks(instance),
    };
  }

  function readWebhooks(instance: IncomingPhoneNumberInstance): RentedNumber['webhooks'] {
    const { voiceUrl, voiceMethod, smsUrl, smsMethod, voiceApplicationSid, smsApplicationSid, trunkSid } = instance;
    return {
      voice: overriddenBy(trunkSid, voiceApplicationSid) ?? webhookState(voiceUrl, voiceMethod, urls.voice),
      sms: overriddenBy(smsApplicationSid) ?? webhookState(smsUrl, smsMethod, urls.sms),
    };
  }
}

function refuseOverridden(webhook: Webhook, state: WebhookState): void {
  if (state.isOurs) return;
  if (!isOverridden(state)) throw unreadable();
  const message = `${webhook} is ${state.url}, which takes precedence over the webhook: remove it from the number in the Twilio console`;
  throw new ProxyCallError('provider_failed', message);
}
