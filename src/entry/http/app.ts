import { bodyParser } from '@koa/bodyparser';
import Router from '@koa/router';
import Koa from 'koa';
import type { Program } from '../container.js';
import { requireToken } from './auth.js';
import { routeDocs } from './docs.js';
import { serveEndpoint } from './endpoint.js';
import { routeHealth } from './health.js';
import { endpoints } from './openapi.js';
import { answerProblems } from './problem.js';
import { logRequests } from './request-log.js';
import { routeWebhooks } from './webhooks.js';

export interface AppOptions {
  readonly isStopping?: () => boolean;
}

/** The HTTP API of a program. Webhooks come first, because a caller is waiting, then routes that need no token. */
export function createApp(
  { config, ports, services, metrics }: Program,
  { isStopping = () => false }: AppOptions = {},
): Koa {
  const { logger, ids, store, telephony } = ports;
  const app = new Koa();
  app.silent = true;
  app.on('error', (error: unknown) => {
    logger.error('connection.failed', error);
  });

  // Strict, because the carrier signs the exact path: no other spelling is a webhook.
  const webhooks = new Router({ strict: true, sensitive: true });
  routeWebhooks(webhooks, { paths: telephony.webhookPaths, handle: services.handleWebhook, metrics });
  const open = new Router();
  routeHealth(open, { store, logger, metrics, isStopping });
  routeDocs(open);
  const business = new Router();
  for (const definition of endpoints) serveEndpoint(business, services.api, definition);

  app.use(logRequests(logger, ids, telephony.webhookPaths));
  app.use(answerProblems(logger));
  app.use(webhooks.routes());
  app.use(open.routes());
  app.use(requireToken(config.apiTokens, ids));
  app.use(bodyParser({ enableTypes: ['json'], jsonLimit: '64kb', jsonStrict: false }));
  app.use(business.routes());
  for (const router of [webhooks, open, business]) app.use(router.allowedMethods());
  return app;
}
