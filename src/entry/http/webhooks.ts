import type { IncomingMessage, OutgoingHttpHeader } from 'node:http';
import type { Middleware } from 'koa';
import type { HandledWebhook, HandleWebhook } from '../../domain/services/webhooks.js';
import type { Ids, Logger } from '../../ports/runtime.js';
import type { WebhookAnswer, WebhookRequest } from '../../ports/telephony.js';
import type { Metrics } from '../metrics/metrics.js';
import { webhookProblem } from '../webhook-problem.js';
import { readBody } from './body.js';
import { refuseEncodedWebhook } from './media.js';
import { HttpProblem, reportProblem } from './problem.js';
import { requestIdOf, type LogRequest } from './request-log.js';
import { checkRequest, pathOf } from './target.js';

export interface WebhookDependencies {
  /** The paths that the carrier sends webhooks to. */
  readonly paths: readonly string[];
  readonly handle: HandleWebhook;
  readonly metrics: Metrics;
  readonly logger: Logger;
  readonly logRequest: LogRequest;
  readonly ids: Ids;
  /** Of every response. */
  readonly headers: Readonly<Record<string, string>>;
}

/** An answer as it is written, with headers of its own. */
interface AnswerWithHeaders extends WebhookAnswer {
  readonly headers?: Readonly<Record<string, string>> | undefined;
}

/**
 * Answers the carrier's webhooks, ahead of everything else, because a caller is waiting: what several middlewares behind this one do
 * for other requests (id, log line, errors, headers) is done here in one, and the response is written at once. A path is written in one
 * way: the carrier signs it, and every other spelling would be one more to guard.
 */
export function answerWebhooks({ paths, handle, metrics, ...rest }: WebhookDependencies): Middleware {
  const { logger, logRequest, ids } = rest;
  const routes: ReadonlySet<string> = new Set(paths);
  const constant = Object.entries(rest.headers).flat();

  return async (ctx, next) => {
    const { req, res } = ctx;
    const route = pathOf(req.url ?? '');
    if (!routes.has(route)) {
      await next();
      return;
    }
    // Includes the time to read the body; refused webhooks count too.
    const started = performance.now();
    const requestId = requestIdOf(req.headers['x-request-id'], ids);
    let handled: HandledWebhook | undefined;
    let response: AnswerWithHeaders;
    try {
      checkRequest(req);
      requirePost(req);
      handled = await handle(await readWebhook(req), { requestId });
      if (handled.kind !== 'answered') throw webhookProblem(handled);
      response = handled.answer;
    } catch (error) {
      response = reportProblem(error, requestId, logger);
    }
    const { status, contentType, body, headers } = response;
    const all: OutgoingHttpHeader[] = [...constant, 'X-Request-Id', requestId];
    if (contentType !== undefined) all.push('Content-Type', contentType);
    if (headers !== undefined) all.push(...Object.entries(headers).flat());
    all.push('Content-Length', Buffer.byteLength(body));
    ctx.respond = false;
    res.writeHead(status, all).end(req.method === 'HEAD' ? undefined : body);
    if (req.method === 'POST')
      metrics.webhook(eventOf(handled), outcomeOf(handled), (performance.now() - started) / 1000);
    logRequest({ requestId, method: req.method ?? '', route, status, started });
  };
}

function requirePost({ method }: IncomingMessage): void {
  if (method === 'POST') return;
  const detail = `${String(method)} is not supported by this route: use POST`;
  throw new HttpProblem('method_not_allowed', detail, { headers: { Allow: 'POST' } });
}

async function readWebhook(req: IncomingMessage): Promise<WebhookRequest> {
  const { method = 'POST', url: target = '/', headers } = req;
  refuseEncodedWebhook(headers);
  return { method, target, headers, body: await readBody(req) };
}

function eventOf(handled: HandledWebhook | undefined): string {
  return handled === undefined || handled.kind === 'refused' ? 'refused' : handled.event;
}

function outcomeOf(handled: HandledWebhook | undefined): string {
  switch (handled?.kind) {
    case 'answered':
      return handled.outcome;
    case 'refused':
      return handled.reason;
    case 'failed':
      return 'failed';
    case undefined:
      return 'unreadable';
  }
}
