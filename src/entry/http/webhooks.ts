import type Router from '@koa/router';
import type { Context } from 'koa';
import { WEBHOOK_PATHS } from '../../adapters/twiml/index.js';
import type { CallPlan } from '../../domain/model/call-plan.js';
import type { Services } from '../../domain/services/services.js';
import type { Logger } from '../../ports/runtime.js';
import type { Metrics } from '../metrics.js';
import type { Telephony, WebhookRequest } from '../../ports/telephony.js';
import { HttpProblem } from './problem.js';
import { readWebhook } from './webhook-body.js';

export interface WebhookDependencies {
  readonly services: Services;
  readonly telephony: Telephony;
  readonly logger: Logger;
  readonly metrics: Metrics;
}

/** What the carrier calls. Nothing is believed before its signature is checked. */
export function routeWebhooks(router: Router, { services, telephony, logger, metrics }: WebhookDependencies): void {
  const { calls, messages } = services;

  // Timed from the first byte to the answer; what is not believed counts as well.
  router.use(Object.values(WEBHOOK_PATHS), async (ctx, next) => {
    const start = performance.now();
    try {
      await next();
    } catch (error) {
      ctx.state['outcome'] ??= error instanceof HttpProblem ? error.code : 'failed';
      throw error;
    } finally {
      const name = ctx.path.replace('/twilio/', '');
      metrics.webhook(name, String(ctx.state['outcome'] ?? 'ok'), (performance.now() - start) / 1000);
    }
  });

  router.post(WEBHOOK_PATHS.voice, async (ctx) => {
    const request = await readGenuine(ctx);
    await answerCall(ctx, () => calls.incoming(understood(telephony.readCall(request))));
  });

  router.post(WEBHOOK_PATHS.voiceEnded, async (ctx) => {
    const request = await readGenuine(ctx);
    await answerCall(ctx, () => calls.ended(understood(telephony.readEndedDial(request))));
  });

  router.post(WEBHOOK_PATHS.whisper, async (ctx) => {
    const request = await readGenuine(ctx);
    await answerCall(ctx, () => calls.whisper(understood(telephony.readWhisper(request))));
  });

  // A fault becomes 503 on the text path, which makes the carrier use its fallback or try again.
  router.post(WEBHOOK_PATHS.sms, async (ctx) => {
    const request = await readGenuine(ctx);
    const message = understood(telephony.readMessage(request));
    const plan = await messages.incoming(message).catch(unavailable);
    ctx.state['outcome'] = plan.messages.length > 0 ? 'answered' : 'silent';
    answerXml(ctx, telephony.renderMessage(plan));
  });

  router.post(WEBHOOK_PATHS.smsStatus, async (ctx) => {
    const status = telephony.readMessageStatus(await readGenuine(ctx));
    if (status !== undefined) await messages.ended(status).catch(unavailable);
    ctx.status = 204;
  });

  async function readGenuine(ctx: Context): Promise<WebhookRequest> {
    const request = await readWebhook(ctx);
    if (telephony.verify(request)) return request;
    throw new HttpProblem('bad_signature', 'the signature does not fit the request and the public address');
  }

  /** Whatever happens, the caller hears a sentence of ours: on 4xx or 5xx the carrier would play its own error. */
  async function answerCall(ctx: Context, decide: () => Promise<CallPlan>): Promise<void> {
    let document: string;
    try {
      const plan = await decide();
      ctx.state['outcome'] = plan.kind === 'say' ? plan.announcement : plan.kind;
      document = telephony.renderCall(plan);
    } catch (error) {
      logger.error('voice.failed', error, { requestId: String(ctx.state['requestId']) });
      ctx.state['outcome'] = 'failed';
      document = telephony.renderCall(calls.unavailable());
    }
    answerXml(ctx, document);
  }
}

function unavailable(cause: unknown): never {
  throw new HttpProblem('temporarily_unavailable', 'the message cannot be handled at the moment', cause);
}

function answerXml(ctx: Context, document: string): void {
  ctx.body = document;
  ctx.type = 'text/xml; charset=utf-8';
}

function understood<T>(read: T | undefined): T {
  if (read === undefined) throw new HttpProblem('malformed_request', 'the parameters of this webhook are incomplete');
  return read;
}
