import { createHash, timingSafeEqual } from 'node:crypto';
import type { Context, Middleware } from 'koa';
import type { Actor } from '../../ports/proxycall-api.js';
import type { Ids } from '../../ports/runtime.js';
import { HttpProblem } from './problem.js';
import type { CountWrongToken } from './wrong-tokens.js';

/** The user of an API that requires no token. */
const ANYONE: Actor = { name: 'anyone' };

/** Requires one of the tokens (RFC 6750), if there are any, and records who uses the API. */
export function requireToken(
  tokens: readonly string[],
  ids: Pick<Ids, 'keyedHash'>,
  countWrongToken: CountWrongToken,
): Middleware {
  const known = tokens.map((token) => ({ digest: digest(token), actor: { name: nameOf(token, ids) } }));
  return async (ctx, next) => {
    ctx.state['actor'] = known.length === 0 ? ANYONE : await identify(ctx);
    await next();
  };

  async function identify(ctx: Context): Promise<Actor> {
    const [scheme, token] = ctx.get('Authorization').split(/ +/);
    if (scheme?.toLowerCase() !== 'bearer' || token === undefined || token === '') {
      throw new HttpProblem('unauthorized', 'send the header "Authorization: Bearer <token>"');
    }
    const shown = digest(token);
    // Digests have equal lengths and all of them are compared, so that the time taken reveals nothing.
    const [match] = known.filter((candidate) => timingSafeEqual(candidate.digest, shown));
    if (match !== undefined) return match.actor;
    await countWrongToken(ctx.req);
    throw new HttpProblem('forbidden', 'this token is not accepted');
  }
}

export function actorOf(ctx: Context): Actor {
  return (ctx.state['actor'] as Actor | undefined) ?? ANYONE;
}

/** Distinguishes the tokens of the environment without revealing them. */
function nameOf(token: string, ids: Pick<Ids, 'keyedHash'>): string {
  return `env:${Buffer.from(ids.keyedHash('token', token), 'base64url').toString('hex').slice(0, 6)}`;
}

function digest(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
