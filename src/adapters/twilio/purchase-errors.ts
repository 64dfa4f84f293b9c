import type { WantedNumber } from '../../ports/number-provider.js';
import type { KnownErrors } from './errors.js';
import type { TwilioNumbersOptions } from './numbers.js';
import { shortSid } from './readings.js';

/** Twilio's refusals of a purchase that say what to do about it. */
export function purchaseErrors(
  { country, type }: WantedNumber,
  { addressSid, bundleSid }: Pick<TwilioNumbersOptions, 'addressSid' | 'bundleSid'>,
): KnownErrors {
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
