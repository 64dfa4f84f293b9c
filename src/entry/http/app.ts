import Router from '@koa/router';
import Koa, { type Context } from 'koa';
import { LOCAL_HTTP } from '../config/http.js';
import { systemEvery } from '../../adapters/system/index.js';
import type { Logger } from '../../ports/runtime.js';
import type { Program } from '../container.js';
import {
  createConsole,
  createTryIt,
  createOneTimeLink,
  type ConsoleDependencies,
  type OneTimeLink,
} from '../console/index.js';
import { createAuthenticator, environmentTokens, requireToken, type Authenticator } from './auth.js';
import { addressPrefix, clientAddress } from './client-address.js';
import { routeDocs } from './docs.js';
import { serveEndpoint } from './endpoint.js';
import { createEventStreams, type EventStreams } from './event-stream.js';
import { routeHealth, routeMetrics } from './health.js';
import { refuseOtherMethods } from './methods.js';
import { endpoints } from './openapi.js';
import { routePages } from './pages/routes.js';
import { answerProblems } from './problem.js';
import { createRequestLog, logRequests, type LogRequest } from './request-log.js';
import {
  apiHeaders,
  consoleHeaders,
  constantHeaders,
  pageHeaders,
  publicPageHeaders,
  setConstantHeaders,
} from './security-headers.js';
import { checkTarget } from './target.js';
import { answerWebhooks } from './webhooks.js';
import { createWrongTokenCount, type CountWrongToken } from './wrong-tokens.js';

export interface AppOptions {
  readonly isStopping?: () => boolean;
  /** Admits to the console where there is no token. */
  readonly link?: OneTimeLink;
  /** To be stopped with the server. Default: they end with their connections. */
  readonly streams?: EventStreams;
}

/** A path is written in one way: the carrier signs it, and every other spelling would be one more to guard. */
const EXACT = { strict: true, sensitive: true };

/** The HTTP API of a program. Webhooks come first, because a caller is waiting, then routes that need no token. */
export function createApp(program: Program, options: AppOptions = {}): Koa {
  const { isStopping = () => false, streams = createStreams(program), link = createOneTimeLink() } = options;
  const { config, ports, services, metrics } = program;
  const { logger, ids, store, telephony, clock } = ports;
  const { isProduction, proxyHops, metricsPort } = config.http ?? LOCAL_HTTP;
  const open = new Router(EXACT);
  routeHealth(open, { store, logger, isStopping });
  routeDocs(open, pageHeaders(isProduction));
  routePages(open, {
    ...{ pages: services.confirmationPages, settings: ports.settings, logger, proxyHops },
    ...{ headers: publicPageHeaders(isProduction), publicUrls: config.publicUrls },
  });
  const countWrongToken = createWrongTokenCount(proxyHops);
  const authentication = { tokens: config.apiTokens, store: services, ids, countWrongToken };
  const authenticator = createAuthenticator(authentication);
  if (metricsPort === undefined) {
    const reader = createAuthenticator({ ...authentication, tokens: metricsTokens(program) });
    routeMetrics(open, metrics, services, requireToken(reader));
  }
  const business = new Router(EXACT);
  for (const definition of endpoints) serveEndpoint(business, { services, streams, clock }, definition);

  const app = createKoa(logger);
  const logRequest = createRequestLog(logger, telephony.webhookPaths);
  const headers = constantHeaders(isProduction);
  const { webhookPaths: paths } = telephony;
  app.use(answerWebhooks({ paths, handle: services.handleWebhook, metrics, logger, logRequest, ids, headers }));
  useForAll(app, program, logRequest);
  app.use(
    createConsole(consoleOf(program, authenticator, { countWrongToken, link }), consoleHeaders(isProduction), streams),
  );
  app.use(apiHeaders(isProduction));
  app.use(open.routes());
  app.use(refuseOtherMethods());
  app.use(requireToken(authenticator));
  app.use(business.routes());
  app.use(refuseOtherMethods());
  return app;
}

/** The streams of the service: of the API, and of whatever else has some. */
export function createStreams({ config, ports: { every = systemEvery, logger } }: Program): EventStreams {
  const { proxyHops } = config.http ?? LOCAL_HTTP;
  return createEventStreams({ every, logger, proxyHops });
}

/** Nothing but `/metrics`, for a listen port of its own: it needs a token only where one was chosen for it. */
export function createMetricsApp(program: Program): Koa {
  const { config, ports, services, metrics } = program;
  const { isProduction, proxyHops, metricsToken } = config.http ?? LOCAL_HTTP;
  const tokens = metricsToken === undefined ? [] : metricsTokens(program);
  const router = new Router(EXACT);
  routeMetrics(
    router,
    metrics,
    services,
    requireToken(createAuthenticator({ tokens, ids: ports.ids, countWrongToken: createWrongTokenCount(proxyHops) })),
  );
  const app = createKoa(ports.logger);
  useForAll(app, program, createRequestLog(ports.logger, []));
  app.use(apiHeaders(isProduction));
  app.use(router.routes());
  app.use(refuseOtherMethods());
  return app;
}

function metricsTokens({ config: { apiTokens, http } }: Program): readonly string[] {
  return http?.metricsToken === undefined ? apiTokens : [...apiTokens, http.metricsToken];
}

function consoleOf(
  { config, ports, services, carrier }: Program,
  authenticator: Authenticator,
  { countWrongToken, link }: { readonly countWrongToken: CountWrongToken; readonly link: OneTimeLink },
): ConsoleDependencies {
  const { apiTokens, publicUrls, http } = config;
  const { settings, clock, logger } = ports;
  const { isProduction } = http ?? LOCAL_HTTP;
  return {
    signIns: services.signIns(environmentTokens(apiTokens, ports.ids)),
    isOpen: async () => apiTokens.length === 0 && !(await services.requiresTokens()),
    countWrong: (ctx) => countWrongToken(ctx.req),
    cookies: { isSecure: (ctx) => isProduction || isHttps(ctx, publicUrls) },
    ...{ authenticator, link, publicUrls, clock, logger, api: services.api },
    refuseOtherRoles: services.refuseOtherRoles,
    ...{ language: settings.language, country: settings.defaultCountry, timeZone: settings.report.timeZone },
    tryIt: carrier === undefined ? undefined : createTryIt((number) => carrier.phone(number)),
  };
}

/** Whether a browser has reached us by https, as far as the name says by which it did: the certificate is that of a proxy. */
function isHttps({ host }: Context, publicUrls: readonly string[]): boolean {
  return publicUrls.map((url) => new URL(url)).some((url) => url.protocol === 'https:' && url.host === host);
}

function createKoa(logger: Logger): Koa {
  const app = new Koa();
  app.silent = true;
  app.on('error', (error: unknown) => {
    // Strangers break connections at will.
    if (isDisconnect(error)) logger.debug('connection.broken');
    else logger.error('connection.failed', error);
  });
  return app;
}

/** What comes before every route but webhooks, which do this by themselves. */
function useForAll(app: Koa, { config, ports: { logger, ids } }: Program, logRequest: LogRequest): void {
  const { isProduction, proxyHops } = config.http ?? LOCAL_HTTP;
  app.use(setConstantHeaders(isProduction));
  app.use((ctx, next) => {
    (ctx.state as Record<string, unknown>)['address'] = addressPrefix(clientAddress(ctx.req, proxyHops));
    return next();
  });
  app.use(logRequests(logRequest, ids));
  app.use(answerProblems(logger));
  app.use(checkTarget());
}

const DISCONNECTS: ReadonlySet<unknown> = new Set([
  'ECONNRESET',
  'EPIPE',
  'ECONNABORTED',
  'ERR_STREAM_PREMATURE_CLOSE',
  'ERR_STREAM_DESTROYED',
  'ERR_STREAM_WRITE_AFTER_END',
]);

function isDisconnect(error: unknown): boolean {
  return error instanceof Error && 'code' in error && DISCONNECTS.has(error.code);
}
