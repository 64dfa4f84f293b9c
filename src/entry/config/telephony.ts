import type { ServerReader } from './server-reader.js';

export type TelephonyConfig =
  | { readonly kind: 'simulated'; readonly authToken: string | undefined }
  | {
      readonly kind: 'twilio';
      readonly accountSid: string;
      readonly authTokens: readonly [string, ...string[]];
      readonly baseUrl: string | undefined;
      readonly addressSid: string | undefined;
      readonly bundleSid: string | undefined;
    };

export function readTelephony(reader: ServerReader): TelephonyConfig {
  const kind = reader.value('PROXYCALL_TELEPHONY') ?? (reader.isSet('TWILIO_ACCOUNT_SID') ? 'twilio' : 'simulated');
  // Checked with the simulated carrier too: what is set is meant.
  const [addressSid, bundleSid] = [reader.value('TWILIO_ADDRESS_SID'), reader.value('TWILIO_BUNDLE_SID')];
  const baseUrl = reader.value('TWILIO_BASE_URL');
  if (kind === 'simulated') return { kind, authToken: reader.value('TWILIO_AUTH_TOKEN') };
  const secondary = reader.value('TWILIO_AUTH_TOKEN_SECONDARY');
  const authToken = reader.required('TWILIO_AUTH_TOKEN', 'twilio') ?? '';
  return {
    kind,
    accountSid: reader.required('TWILIO_ACCOUNT_SID', 'twilio') ?? '',
    authTokens: secondary === undefined ? [authToken] : [authToken, secondary],
    ...{ baseUrl, addressSid, bundleSid },
  };
}
