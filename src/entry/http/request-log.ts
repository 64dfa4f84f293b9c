import type { Middleware } from 'koa';
import type { Ids, Logger } from '../../ports/runtime.js';

/** Request ids that clients may choose: short, and harmless in a log line. */
const ACCEPTABLE_ID = /^[\w.-]{1,64}$/;

/** Routine requests besides webhooks, which are interactions in the store anyway. Their patterns are their paths. */
const ROUTINE = ['/healthz', '/readyz', '/metrics'];

/**
 * Gives every request an id, in the response header `X-Request-Id` and in the log, and logs one line when it is done: at
 * `info`, or at `debug` when it is routine and succeeded. Logs the pattern of the route, not the URL: URLs contain ids
 * and phone numbers.
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
    logger[routine.has(route) && ctx.status < 400 ? 'debug' : 'info']('request', {
      requestId,
      method: ctx.method,
      route: typeof route === 'string' ? route : 'none',
      status: ctx.status,
      milliseconds: Math.round((performance.now() - started) * 10) / 10,
    });
  };
}
