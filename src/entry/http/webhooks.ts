import type Router from '@koa/router';
import type { Context } from 'koa';
import type { HandledWebhook, HandleWebhook } from '../../domain/services/webhooks.js';
import type { WebhookRequest } from '../../ports/telephony.js';
import type { Metrics } from '../metrics.js';
import { webhookProblem } from '../webhook-problem.js';
import { readBody } from './body.js';
import { refuseEncodedWebhook } from './media.js';

export interface WebhookDependencies {
  /** The paths that the carrier sends webhooks to. */
  readonly paths: readonly string[];
  readonly handle: HandleWebhook;
  readonly metrics: Metrics;
}

/** Translates between Koa's context and the neutral requests and answers of `HandleWebhook`. */
export function routeWebhooks(router: Router, { paths, handle, metrics }: WebhookDependencies): void {
  router.post([...paths], async (ctx) => {
    // Includes the time to read the body; refused webhooks count too.
    const start = performance.now();
    let handled: HandledWebhook | undefined;
    try {
      const request = await readWebhook(ctx);
      handled = await handle(request, { requestId: String(ctx.state['requestId']) });
      if (handled.kind !== 'answered') throw webhookProblem(handled);
      const { status, contentType, body } = handled.answer;
      ctx.status = status;
      if (contentType !== undefined) ctx.type = contentType;
      // Even when it is empty: Koa would write the name of the status otherwise.
      ctx.body = body;
    } finally {
      const event = handled === undefined || handled.kind === 'refused' ? 'refused' : handled.event;
      metrics.webhook(event, outcomeOf(handled), (performance.now() - start) / 1000);
    }
  });
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

async function readWebhook({ req }: Context): Promise<WebhookRequest> {
  const { method = 'POST', url: target = '/', headers } = req;
  refuseEncodedWebhook(headers);
  return { method, target, headers, body: await readBody(req) };
}
