// Only this module of the package: the whole of it takes five times as long to load.
import { getExpectedTwilioSignature, validateRequest, validateRequestWithBody } from 'twilio/lib/webhooks/webhooks.js';

/** Form parameters; a repeated one is an array. */
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

export interface SignatureOptions {
  /** The account's auth token, and the secondary one during a rotation. */
  readonly authTokens: readonly string[];
  /**
   * The addresses under which the carrier may know this service, without a path of their own or a final slash. Asked
   * at every request, as a server on a port chosen by the system learns its address late.
   */
  readonly publicUrls: () => readonly string[];
}

/**
 * Checks X-Twilio-Signature. A target that does not make a valid URL is not signed.
 * Source: https://www.twilio.com/docs/usage/security#validating-requests
 */
export function isSigned(request: SignedRequest, { authTokens, publicUrls }: SignatureOptions): boolean {
  const { signature, target, jsonBody, params } = request;
  if (signature === undefined) return false;
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

/** The signature that a form request to this URL carries. */
export function sign(authToken: string, url: string, params: FormParams): string {
  return getExpectedTwilioSignature(authToken, url, params);
}
