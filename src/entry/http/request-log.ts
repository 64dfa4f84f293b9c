import type { Middleware } from 'koa';
import type { Ids, Logger } from '../../ports/runtime.js';

/** What a caller may choose as request id: short, and harmless in a log line. */
const ACCEPTABLE_ID = /^[\w.-]{1,64}$/;

/** Routine, as webhooks are: each of those is an interaction in the store. */
const ROUTINE = ['/healthz', '/readyz', '/metrics'];

/**
 * Gives every request an id, in the answer's `X-Request-Id` and in the log, and logs one line when it is done: at
 * `info`, or at `debug` when it is routine and went well. The route's pattern is logged, not the address: addresses
 * hold ids and telephone numbers.
 */
export function logRequests(logger: Logger, ids: Ids, webhookPaths: readonly string[]): Middleware {
  const routine: ReadonlySet<unknown> = new Set([...webhookPaths, ...ROUTINE]);
  return async (ctx, next) => {
    const offered = ctx.get('X-Request-Id');
    const requestId = ACCEPTABLE_ID.test(offered) ? offered : ids.next();
    ctx.state['requestId'] = requestId;
    ctx.set('X-Request-Id', requestId);
    const started = performance.now();
    await next();
    const route: unknown = ctx['_matchedRoute'];
    logger[routine.has(ctx.path) && ctx.status < 400 ? 'debug' : 'info']('request', {
      requestId,
      method: ctx.method,
      route: typeof route === 'string' ? route : 'none',
      status: ctx.status,
      milliseconds: Math.round((performance.now() - started) * 10) / 10,
    });
  };
}
