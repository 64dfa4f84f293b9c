import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Context, Middleware } from 'koa';
import { looksLikeToken } from '../../domain/model/api-token.js';
import { ANYONE } from '../../domain/services/access/guard.js';
import type { EnvironmentToken } from '../../domain/services/access/sign-ins.js';
import type { Identified } from '../../domain/services/access/tokens.js';
import type { Services } from '../../domain/services/services.js';
import type { Actor } from '../../ports/proxycall-api.js';
import type { Ids } from '../../ports/runtime.js';
import { HttpProblem } from './problem.js';
import type { CountWrongToken } from './wrong-tokens.js';

export interface Authentication {
  /** Of the environment: they have all rights. */
  readonly tokens: readonly string[];
  /** The tokens of the store. Absent: they are not accepted. */
  readonly store?: Pick<Services, 'identify' | 'requiresTokens'> | undefined;
  readonly ids: Pick<Ids, 'keyedHash'>;
  readonly countWrongToken: CountWrongToken;
}

/** What came of a token. */
export type Recognised = Identified | { readonly kind: 'missing' };

/** Who sends which token. */
export interface Authenticator {
  /**
   * Whose token this is, for a request.
   * @throws HttpProblem for too many wrong ones
   */
  admit(request: IncomingMessage, token: string): Promise<Exclude<Recognised, { readonly kind: 'unread' }>>;
  /** Whether it is still theirs, long after the request: it may have been revoked or have expired, or the first token may have been created. */
  isStillAllowed(token: string, actor: Actor): Promise<boolean>;
}

/** Requires one of the tokens (RFC 6750), if there are any, and records who uses the API. */
export function requireToken(authenticator: Authenticator): Middleware {
  return async (ctx, next) => {
    const token = /^bearer +(.*)$/i.exec(ctx.get('Authorization').trim())?.[1] ?? '';
    const found = await authenticator.admit(ctx.req, token);
    if (found.kind === 'missing')
      throw new HttpProblem('unauthorized', 'send the header "Authorization: Bearer <token>"');
    if (found.kind !== 'known') throw new HttpProblem('forbidden', FAULTS[found.kind]);
    const actor = { name: found.name, role: found.role };
    ctx.state['actor'] = actor;
    ctx.state['isStillAllowed'] = () => authenticator.isStillAllowed(token, actor);
    await next();
  };
}

export function createAuthenticator({ tokens, store, ids, countWrongToken }: Authentication): Authenticator {
  const known = tokens.map((token) => ({
    digest: digest(token),
    actor: { name: nameOf(token, ids), role: 'admin' } satisfies Actor,
  }));
  return {
    async admit(request, token) {
      const found = await recognise(token);
      if (found.kind !== 'known' && found.kind !== 'missing' && found.kind !== 'expired')
        await countWrongToken(request);
      if (found.kind === 'unread') throw found.error;
      return found;
    },
    async isStillAllowed(token, { name, role }) {
      const found = await recognise(token);
      return found.kind === 'known' && found.name === name && found.role === role;
    },
  };

  async function recognise(token: string): Promise<Recognised> {
    const isOurs = store !== undefined && looksLikeToken(token);
    // One that was revoked must not have more rights than before, so it does not count as none.
    if (known.length === 0 && !isOurs && (await store?.requiresTokens()) !== true) return { kind: 'known', ...ANYONE };
    if (token === '') return { kind: 'missing' };
    const shown = digest(token);
    // Digests have equal lengths and all of them are compared, so that the time taken reveals nothing.
    const [match] = known.filter((candidate) => timingSafeEqual(candidate.digest, shown));
    if (match !== undefined) return { kind: 'known', ...match.actor };
    return isOurs ? store.identify(token) : { kind: 'unknown' };
  }
}

/** The tokens of the environment, as the console remembers with which one somebody has signed in. */
export function environmentTokens(tokens: readonly string[], ids: Pick<Ids, 'keyedHash'>): readonly EnvironmentToken[] {
  return tokens.map((token) => ({
    digest: ids.keyedHash('token', token),
    actor: { name: nameOf(token, ids), role: 'admin' },
  }));
}

const FAULTS = {
  unknown: 'this token is not accepted',
  expired: 'this token has expired: ask for another one',
  mistyped: 'this token is not accepted: it is incomplete or mistyped, as the checksum at its end does not match',
} as const;

/** Who makes a request, and from where, for the audit trail. */
export function callerOf({ state }: Context): Actor {
  const actor = state['actor'] as Actor | undefined;
  // Whoever was not identified has no rights.
  if (actor === undefined) throw new TypeError('this route was not protected');
  const address = state['address'] as string | undefined;
  return { ...actor, address, requestId: state['requestId'] as string | undefined };
}

/** Whether whoever made a request may go on with it. Does not count wrong tokens. */
export function isStillAllowed({ state }: Context): Promise<boolean> {
  return (state['isStillAllowed'] as () => Promise<boolean>)();
}

/** Distinguishes the tokens of the environment without revealing them. */
function nameOf(token: string, ids: Pick<Ids, 'keyedHash'>): string {
  return `env:${Buffer.from(ids.keyedHash('token', token), 'base64url').toString('hex').slice(0, 6)}`;
}

function digest(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
