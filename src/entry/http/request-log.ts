import type { Middleware } from 'koa';
import type { Ids, Logger } from '../../ports/runtime.js';

/** What a caller may choose as request id: short, and harmless in a log line. */
const ACCEPTABLE_ID = /^[\w.-]{1,64}$/;

/**
 * Gives every request an id, in the answer's `X-Request-Id` and in the log, and logs one line when it is done. The
 * route's pattern is logged, not the address: addresses hold ids and telephone numbers.
 */
export function logRequests(logger: Logger, ids: Ids): Middleware {
  return async (ctx, next) => {
    const offered = ctx.get('X-Request-Id');
    const requestId = ACCEPTABLE_ID.test(offered) ? offered : ids.next();
    ctx.state['requestId'] = requestId;
    ctx.set('X-Request-Id', requestId);
    const started = performance.now();
    await next();
    logger.info('request', {
      requestId,
      method: ctx.method,
      route: typeof ctx['_matchedRoute'] === 'string' ? ctx['_matchedRoute'] : 'none',
      status: ctx.status,
      milliseconds: Math.round((performance.now() - started) * 10) / 10,
    });
  };
}
