import { sign } from '../src/adapters/twiml/index.js';

/** Posts a webhook as the carrier does, signed. */
export function postWebhook(
  base: string,
  authToken: string,
  target: string,
  params: Readonly<Record<string, string>>,
): Promise<Response> {
  return fetch(base + target, {
    method: 'POST',
    headers: { 'x-twilio-signature': sign(authToken, base + target, params) },
    body: new URLSearchParams(params),
  });
}
