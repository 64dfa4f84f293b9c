import type { RouterMiddleware } from '@koa/router';
import { HttpProblem } from './problem.js';

/**
 * Refuses a method that none of the routes so far has for this path. Behind each router, so that what a route does not do is said
 * before the next router asks for a token.
 */
export function refuseOtherMethods(): RouterMiddleware {
  return async (ctx, next) => {
    const methods = new Set(ctx.matched?.flatMap((route) => route.methods));
    if (methods.size === 0) {
      await next();
      return;
    }
    const allowed = [...methods].join(', ');
    ctx.set('Allow', allowed);
    if (ctx.method === 'OPTIONS') {
      ctx.status = 200;
      ctx.body = '';
      return;
    }
    throw new HttpProblem('method_not_allowed', `${ctx.method} is not supported by this route: use ${allowed}`);
  };
}
