import type { Actor, CreatedToken, NewToken, ProxyCallApi, TokenView } from '../../../ports/proxycall-api.js';
import type { Put, Versioned } from '../../../ports/order-store.js';
import {
  isExpired,
  isSameName,
  isWholeToken,
  refuseTokenName,
  TOKEN_SECRET_LENGTH,
  writeToken,
  type ApiToken,
} from '../../model/api-token.js';
import { invalidField, tokenNotFound } from '../../model/errors.js';
import { recordMac } from '../../model/record-mac.js';
import { ROLES, type Role } from '../../model/role.js';
import { DAY_MS, isoTime } from '../../model/time.js';
import { put, retryOnConflict } from '../commit.js';
import { recordHash } from '../record-hash.js';
import type { Ports } from '../ports.js';
import { ANYONE } from './guard.js';
import { HAD_TOKENS, type KnownTokens } from './known-tokens.js';

export type TokensService = Pick<ProxyCallApi, 'createToken' | 'listTokens' | 'revokeToken'>;

const LONGEST_MS = 3_653 * DAY_MS;

/**
 * @param known is told of every change, so that this instance knows of it at once
 * @param actor who creates and revokes them
 */
export function createTokensService(ports: Ports, known: KnownTokens, actor: Actor): TokensService {
  const { store } = ports;
  return {
    async createToken(request) {
      refuseLockingOut(actor, request.role);
      const created = await retryOnConflict(ports, () => create(ports, known, request));
      known.forget();
      return created;
    },
    async listTokens() {
      const { tokens, ignored } = await known.now();
      return {
        tokens: byName([...tokens.values()].map(({ value }) => value)).map(tokenView),
        ignored: byName(ignored).map(({ id, name }) => ({ id, name })),
      };
    },
    async revokeToken(tokenId) {
      await retryOnConflict(ports, async () => {
        const read = await store.record('token', tokenId);
        if (read === undefined) throw tokenNotFound();
        await store.commit({ puts: [], removals: [{ kind: 'token', key: tokenId, expected: read.version }] });
      });
      known.forget();
      return { id: tokenId };
    },
  };
}

function byName(tokens: readonly ApiToken[]): readonly ApiToken[] {
  return tokens.toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

/** From the first token on nobody is admitted without one, not even whoever creates it: it has to be one with all rights. */
function refuseLockingOut({ name }: Actor, role: Role): void {
  if (name !== ANYONE.name || role === 'admin') return;
  throw invalidField(
    'role',
    'must be admin: this is the first token, and from then on nobody is admitted without one. Create one for yourself first, or set PROXYCALL_API_TOKEN on the service',
  );
}

async function create(ports: Ports, known: KnownTokens, request: NewToken): Promise<CreatedToken> {
  const { store, clock, ids } = ports;
  const { name, role } = request;
  // A program without types may send anything.
  if (!ROLES.includes(role)) throw invalidField('role', `must be one of: ${ROLES.join(', ')}`);
  refuseTokenName(name);
  const now = clock.now();
  const expiresAt = readExpiry(request.expiresAt, now);
  refuseTakenName(name, await known.now());
  const token = writeToken(ids.secret(TOKEN_SECRET_LENGTH));
  const value = sealToken(ports, newRecord(ports, token, { name, role, createdAt: now, expiresAt }));
  const isFirst = (await store.record('fact', HAD_TOKENS)) === undefined;
  const fact: Put[] = isFirst ? [put('fact', { key: HAD_TOKENS, value: isoTime(now) })] : [];
  await store.commit({ puts: [put('token', value), ...fact] });
  return { ...tokenView(value), token };
}

/** @throws `invalid_request`: no two records of the store have the same name, whoever wrote them */
function refuseTakenName(name: string, { tokens, ignored }: Awaited<ReturnType<KnownTokens['now']>>): void {
  const isSame = (token: ApiToken) => isSameName(token.name, name);
  if ([...tokens.values()].some(({ value }) => isSame(value)))
    throw invalidField('name', 'is the name of another token, or cannot be told from it');
  if (ignored.some(isSame))
    throw invalidField(
      'name',
      'is the name of a token that is ignored, as it was not written by ProxyCall or was changed by hand: "token list" shows it. Revoke it first',
    );
}

type Unsealed = Omit<ApiToken, 'mac'>;

function newRecord(
  { ids }: Pick<Ports, 'ids'>,
  token: string,
  fields: { name: string; role: Role; createdAt: number; expiresAt: number | undefined },
): Unsealed {
  const digest = digestOf({ ids }, token);
  const id = Buffer.from(digest, 'base64url').toString('hex').slice(0, 16);
  return { id, ...fields, digest, lastUsedAt: undefined };
}

/** By which a token is recognised. */
export function digestOf({ ids }: Pick<Ports, 'ids'>, token: string): string {
  return ids.keyedHash('token', token);
}

/** A token as it is stored. */
export function sealToken({ ids }: Pick<Ports, 'ids'>, token: Unsealed): ApiToken {
  return { ...token, mac: recordMac(recordHash(ids), 'token', token) };
}

function readExpiry(text: string | undefined, now: number): number | undefined {
  if (text === undefined) return undefined;
  const at = Date.parse(text);
  if (Number.isNaN(at)) throw invalidField('expiresAt', 'must be a date and a time');
  if (at > now && at <= now + LONGEST_MS) return at;
  throw invalidField('expiresAt', 'must be in the future, and within ten years');
}

function tokenView({ id, name, role, createdAt, expiresAt, lastUsedAt }: ApiToken): TokenView {
  return {
    ...{ id, name, role },
    createdAt: isoTime(createdAt),
    expiresAt: expiresAt === undefined ? undefined : isoTime(expiresAt),
    lastUsedAt: lastUsedAt === undefined ? undefined : isoTime(lastUsedAt),
  };
}

/** What came of a token that was sent. */
export type Identified =
  | { readonly kind: 'known'; readonly name: string; readonly role: Role }
  | { readonly kind: 'expired' | 'unknown' | 'mistyped' }
  /** The store cannot be read, and the token is none that was known before. */
  | { readonly kind: 'unread'; readonly error: unknown };

/** Who sends this token. */
export async function identify(ports: Ports, known: KnownTokens, token: string): Promise<Identified> {
  // Most wrong tokens are typing errors.
  if (!isWholeToken(token)) return { kind: 'mistyped' };
  return identifyDigest(ports, known, digestOf(ports, token));
}

/** Whose token has this digest. */
export async function identifyDigest(ports: Ports, known: KnownTokens, digest: string): Promise<Identified> {
  let read: Versioned<ApiToken> | undefined;
  try {
    read = await known.find(digest);
  } catch (error) {
    // Whoever has a token is told what the matter is, however often they ask.
    if (known.knew(digest)) throw error;
    return { kind: 'unread', error };
  }
  if (read === undefined) return { kind: 'unknown' };
  const { value } = read;
  if (isExpired(value, ports.clock.now())) return { kind: 'expired' };
  known.used(read);
  return { kind: 'known', name: value.name, role: value.role };
}

/** Writes when a token was last used. */
export async function recordUse(ports: Ports, { value, version }: Versioned<ApiToken>, now: number): Promise<void> {
  const next = sealToken(ports, { ...value, lastUsedAt: now });
  await ports.store.commit({ puts: [put('token', next, { value, version })] });
}
