import { randomUUID } from 'node:crypto';
import type { HandleWebhook } from '../domain/services/webhooks.js';
import type { Logger } from '../ports/runtime.js';
import type { WebhookAnswer, WebhookRequest } from '../ports/telephony.js';
import { LARGEST_BODY, refuseEncodedWebhook, tooLarge } from './http/media.js';
import { HttpProblem, problemDocument } from './http/problem.js';
import { pathOf, refuseTarget } from './http/target.js';
import { webhookProblem } from './webhook-problem.js';

/** See {@link ProxyCall}. */
export interface LibraryWebhooks {
  readonly handle: (request: WebhookRequest) => Promise<WebhookAnswer>;
  readonly handleFetch: (request: Request) => Promise<Response>;
}

/** Receives the carrier's webhooks, for programs that have a server of their own. */
export function createLibraryWebhooks(
  paths: readonly string[],
  handleWebhook: HandleWebhook,
  logger: Logger,
): LibraryWebhooks {
  return {
    handle: (request) => answering(() => Promise.resolve(request)),
    async handleFetch(request) {
      const { status, contentType, body } = await answering(() => neutralRequest(request));
      const headers = contentType === undefined ? {} : { 'content-type': contentType };
      return new Response(body === '' ? null : body, { status, headers });
    },
  };

  async function answering(read: () => Promise<WebhookRequest>): Promise<WebhookAnswer> {
    const requestId = randomUUID();
    try {
      const request = await read();
      refuseTarget(request.target);
      if (!paths.includes(pathOf(request.target))) throw new HttpProblem('route_not_found', 'no such route');
      if (request.method !== 'POST') throw new HttpProblem('method_not_allowed', 'webhooks are sent by POST');
      refuseEncodedWebhook(request.headers);
      if (request.body.byteLength > LARGEST_BODY) throw tooLarge();
      const handled = await handleWebhook(request, { requestId });
      if (handled.kind === 'answered') return handled.answer;
      throw webhookProblem(handled);
    } catch (error) {
      const problem = problemDocument(error, requestId);
      if (problem.status >= 500) logger.error('webhook.failed', error, { requestId });
      return problem;
    }
  }
}

async function neutralRequest(request: Request): Promise<WebhookRequest> {
  const { pathname, search } = new URL(request.url);
  const body = await readCapped(request).catch((cause: unknown) => {
    if (cause instanceof HttpProblem) throw cause;
    throw new HttpProblem('malformed_request', 'the body is incomplete', { cause });
  });
  return { method: request.method, target: pathname + search, headers: Object.fromEntries(request.headers), body };
}

async function readCapped({ body }: Request): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  // Leaving the loop cancels the stream. The type of `body` does not say that it can be iterated.
  for await (const chunk of (body ?? []) as AsyncIterable<Uint8Array>) {
    size += chunk.byteLength;
    if (size > LARGEST_BODY) throw tooLarge();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
