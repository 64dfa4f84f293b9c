import type { Middleware } from 'koa';
import type { Ids, Logger } from '../../ports/runtime.js';

/** Request ids that clients may choose: short, and harmless in a log line. */
const ACCEPTABLE_ID = /^[\w.-]{1,64}$/;

/** Routine requests besides webhooks, which are interactions in the store anyway. Their patterns are their paths. */
const ROUTINE = ['/healthz', '/readyz', '/metrics'];

/** The id of a request: the one that its client chose in `X-Request-Id`, or a new one. */
export function requestIdOf(offered: unknown, ids: Ids): string {
  return typeof offered === 'string' && ACCEPTABLE_ID.test(offered) ? offered : ids.next();
}

export interface DoneRequest {
  readonly requestId: string;
  readonly method: string;
  /** The pattern of the route, not the URL: URLs contain ids and phone numbers. */
  readonly route: string;
  readonly status: number;
  /** As `performance.now()` says. */
  readonly started: number;
}

/** Logs one line about a request that is done: at `info`, or at `debug` when it is routine and succeeded. */
export type LogRequest = (done: DoneRequest) => void;

export function createRequestLog(logger: Logger, webhookPaths: readonly string[]): LogRequest {
  const routine: ReadonlySet<string> = new Set([...webhookPaths, ...ROUTINE]);
  return ({ requestId, method, route, status, started }) => {
    const milliseconds = Math.round((performance.now() - started) * 10) / 10;
    const level = routine.has(route) && status < 400 ? 'debug' : 'info';
    logger[level]('request', { requestId, method, route, status, milliseconds });
  };
}

/** Gives every request an id, in the response header `X-Request-Id` and in the log, and logs it when it is done. */
export function logRequests(logRequest: LogRequest, ids: Ids): Middleware {
  return async (ctx, next) => {
    const requestId = requestIdOf(ctx.get('X-Request-Id'), ids);
    ctx.state['requestId'] = requestId;
    ctx.set('X-Request-Id', requestId);
    const started = performance.now();
    await next();
    const matched: unknown = ctx['_matchedRoute'];
    const route = typeof matched === 'string' ? matched : 'none';
    logRequest({ requestId, method: ctx.method, route, status: ctx.status, started });
  };
}
