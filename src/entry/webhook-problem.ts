import type { HandledWebhook } from '../domain/services/webhooks.js';
import { HttpProblem } from './http/problem.js';

/** What a carrier is told about a webhook that was refused, or that is to be tried again. */
export function webhookProblem(handled: Exclude<HandledWebhook, { kind: 'answered' }>): HttpProblem {
  if (handled.kind === 'failed') {
    return new HttpProblem('temporarily_unavailable', 'the message cannot be handled at the moment', {
      cause: handled.error,
    });
  }
  const code = handled.reason === 'bad_signature' ? 'bad_signature' : 'malformed_request';
  return new HttpProblem(code, handled.detail);
}
