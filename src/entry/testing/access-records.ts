import type { ApiToken } from '../../domain/model/api-token.js';
import type { SignIn } from '../../domain/model/sign-in.js';

/** A token of an admin, with a name of its own. Its MAC is none that an installation computes. */
export function aToken(id: string, fields: Partial<ApiToken> = {}): ApiToken {
  return {
    ...{ id, name: `token ${id}`, role: 'admin', digest: `digest ${id}`, mac: 'mac' },
    ...{ createdAt: 1, expiresAt: undefined, lastUsedAt: undefined },
    ...fields,
  };
}

/** A sign-in with a token. Its MAC is none that an installation computes. */
export function aSignIn(id: string, fields: Partial<SignIn> = {}): SignIn {
  return {
    ...{ id, digest: `digest ${id}`, credential: 'digest of a token', mac: 'mac' },
    ...{ createdAt: 1, expiresAt: 9, lastSeenAt: 2 },
    ...fields,
  };
}
