import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Context, Middleware } from 'koa';
import { looksLikeToken } from '../../domain/model/api-token.js';
import { ANYONE } from '../../domain/services/access/guard.js';
import type { EnvironmentToken } from '../../domain/services/access/sign-ins.js';
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

/** Requires one of the tokens (RFC 6750), if there are any, and records who uses the API. */
export function requireToken(identify: Identify): Middleware {
  return async (ctx, next) => {
    const token = /^bearer +(.*)$/i.exec(ctx.get('Authorization').trim())?.[1] ?? '';
    const actor = await identify(ctx.req, token);
    if (actor === undefined) throw new HttpProblem('unauthorized', 'send the header "Authorization: Bearer <token>"');
    ctx.state['actor'] = actor;
    await next();
  };
}

/**
 * Who sends a token.
 * @returns undefined without one, where one is needed
 * @throws HttpProblem for one that is not accepted, and for too many of them
 */
export type Identify = (request: IncomingMessage, token: string) => Promise<Actor | undefined>;

export function createIdentify({ tokens, store, ids, countWrongToken }: Authentication): Identify {
  const known = tokens.map((token) => ({
    digest: digest(token),
    actor: { name: nameOf(token, ids), role: 'admin' } satisfies Actor,
  }));
  return async (request, token) => {
    const isOurs = store !== undefined && looksLikeToken(token);
    // One that was revoked must not have more rights than before, so it does not count as none.
    if (known.length === 0 && !isOurs && (await store?.requiresTokens()) !== true) return ANYONE;
    if (token === '') return undefined;
    const shown = digest(token);
    // Digests have equal lengths and all of them are compared, so that the time taken reveals nothing.
    const [match] = known.filter((candidate) => timingSafeEqual(candidate.digest, shown));
    if (match !== undefined) return match.actor;
    const found = isOurs ? await store.identify(token) : { kind: 'unknown' as const };
    if (found.kind === 'known') return { name: found.name, role: found.role };
    if (found.kind !== 'expired') await countWrongToken(request);
    if (found.kind === 'unread') throw found.error;
    throw new HttpProblem('forbidden', FAULTS[found.kind]);
  };
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

/** Distinguishes the tokens of the environment without revealing them. */
function nameOf(token: string, ids: Pick<Ids, 'keyedHash'>): string {
  return `env:${Buffer.from(ids.keyedHash('token', token), 'base64url').toString('hex').slice(0, 6)}`;
}

function digest(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
