import type { IncomingPhoneNumberInstance } from 'twilio/lib/rest/api/v2010/account/incomingPhoneNumber.js';
import type { CountryCode } from '../../domain/model/country.js';
import { countryOf, toE164 } from '../../domain/model/phone-number.js';
import { typeByPlan } from '../../domain/model/proxy-number.js';
import type { NumberProvider, RentedNumber } from '../../ports/number-provider.js';
import { unreadable } from './errors.js';
import { isE164, numberIn, overriddenBy, readCapabilities, readType, webhookState } from './readings.js';

/** Where the webhooks of our numbers point. */
export type WebhookUrls = ReturnType<NumberProvider['webhookUrls']>;

/** Undefined for a number that a pool cannot hold: it belongs to no country, as those of satellite phones. */
export function readListed(instance: IncomingPhoneNumberInstance, urls: WebhookUrls): RentedNumber | undefined {
  if (!isE164(instance.phoneNumber)) throw unreadable();
  const number = toE164(instance.phoneNumber);
  const country = number === undefined ? undefined : countryOf(number);
  return country === undefined ? undefined : readRented(instance, country, urls);
}

export function readRented(
  instance: IncomingPhoneNumberInstance,
  country: CountryCode,
  urls: WebhookUrls,
): RentedNumber {
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
    webhooks: readWebhooks(instance, urls),
  };
}

export function readWebhooks(instance: IncomingPhoneNumberInstance, urls: WebhookUrls): RentedNumber['webhooks'] {
  const { voiceUrl, voiceMethod, smsUrl, smsMethod, voiceApplicationSid, smsApplicationSid, trunkSid } = instance;
  return {
    voice: overriddenBy(trunkSid, voiceApplicationSid) ?? webhookState(voiceUrl, voiceMethod, urls.voice),
    sms: overriddenBy(smsApplicationSid) ?? webhookState(smsUrl, smsMethod, urls.sms),
  };
}
