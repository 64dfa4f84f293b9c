// Only this module of the package: the whole of it takes five times as long to load.
import { getExpectedTwilioSignature, validateRequest, validateRequestWithBody } from 'twilio/lib/webhooks/webhooks.js';

/** Form parameters by name. The value of a repeated parameter is an array. */
export type FormParams = Readonly<Record<string, string | readonly string[] | undefined>>;

/** What a signature is checked against. */
export interface SignedRequest {
  /** Path and query exactly as received. */
  readonly target: string;
  readonly signature: string | undefined;
  /** Empty for a JSON body. */
  readonly params: FormParams;
  /** The raw body when it was JSON. */
  readonly jsonBody: string | undefined;
}

/** How the signatures of webhooks are verified. */
export interface SignatureOptions {
  /** The auth token of the account, and the secondary one during a rotation: a webhook signed with any of them is accepted. */
  readonly authTokens: readonly string[];
  /**
   * The base URLs under which the carrier may reach this service, without a path or a final slash. The first one is used in
   * answers. Called for each request, as a server on a port chosen by the system learns its address late.
   */
  readonly publicUrls: () => readonly string[];
}

/** HMAC-SHA-1 in base64: 20 bytes in 28 characters. */
const SIGNATURE = /^[A-Za-z0-9+/]{27}=$/;

/** Whether a header can be a signature at all. What strangers send mostly cannot, and then needs no parsing and no HMAC. */
export function isSignature(signature: string | undefined): signature is string {
  return signature !== undefined && SIGNATURE.test(signature);
}

/**
 * Checks X-Twilio-Signature. A target that does not make a valid URL is not signed.
 * Source: https://www.twilio.com/docs/usage/security#validating-requests
 */
export function isSigned(request: SignedRequest, { authTokens, publicUrls }: SignatureOptions): boolean {
  const { signature, target, jsonBody, params } = request;
  if (!isSignature(signature)) return false;
  return publicUrls().some((base) => {
    const url = base + target;
    return (
      URL.canParse(url) &&
      authTokens.some((token) =>
        jsonBody === undefined
          ? validateRequest(token, signature, url, params)
          : // Also requires the hash of the body in the query.
            validateRequestWithBody(token, signature, url, jsonBody),
      )
    );
  });
}

/**
 * Computes the `X-Twilio-Signature` of a form request: HMAC-SHA-1 in base64.
 * Source: https://www.twilio.com/docs/usage/security#validating-requests
 * @param url the whole URL, with its query
 *
 * @example
 * ```ts
 * import { sign } from 'proxycall/twiml';
 *
 * const url = 'https://shop.example/twilio/voice';
 * const call = { CallSid: 'CA1', From: '+33199001234', To: '+33639980000' };
 * const headers = { 'x-twilio-signature': sign('auth token', url, call) };
 * const request = new Request(url, { method: 'POST', headers, body: new URLSearchParams(call) });
 * ```
 */
export function sign(authToken: string, url: string, params: FormParams): string {
  return getExpectedTwilioSignature(authToken, url, params);
}
