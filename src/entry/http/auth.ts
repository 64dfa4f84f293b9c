import { createHash, timingSafeEqual } from 'node:crypto';
import type { Middleware } from 'koa';
import { HttpProblem } from './problem.js';

/** Lets through who shows one of the tokens (RFC 6750); everyone when there are none. */
export function requireToken(tokens: readonly string[]): Middleware {
  const known = tokens.map(digest);
  return async (ctx, next) => {
    if (known.length > 0) {
      const [scheme, token] = ctx.get('Authorization').split(' ');
      if (scheme?.toLowerCase() !== 'bearer' || token === undefined || token === '') {
        throw new HttpProblem('unauthorized', 'send the header "Authorization: Bearer <token>"');
      }
      const shown = digest(token);
      // Digests are equally long, and every known one is compared, so that the time taken tells nothing.
      const matches = known.filter((candidate) => timingSafeEqual(candidate, shown));
      if (matches.length === 0) throw new HttpProblem('forbidden', 'this token is not accepted');
    }
    await next();
  };
}

function digest(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
