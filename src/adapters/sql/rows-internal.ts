import type { AutomaticReply } from '../../domain/model/automatic-reply.js';
import type { ApiToken } from '../../domain/model/api-token.js';
import type { KeyedRequest, Lease, StoreFact } from '../../domain/model/records.js';
import type { SignIn } from '../../domain/model/sign-in.js';
import { fromJson, type Mapping } from './mapping.js';

// Records that only the program itself uses.

export const lease: Mapping<'lease', 'leases'> = {
  table: 'leases',
  key: 'key',
  ruleColumns: {},
  toRow: leaseFields,
  fromRow: leaseFields,
};

function leaseFields({ key, holder, until }: Lease): Lease {
  return { key, holder, until };
}

export const fact: Mapping<'fact', 'facts'> = {
  table: 'facts',
  key: 'key',
  ruleColumns: {},
  toRow: factFields,
  fromRow: factFields,
};

function factFields({ key, value }: StoreFact): StoreFact {
  return { key, value };
}

export const lockout: Mapping<'lockout', 'lockouts'> = {
  table: 'lockouts',
  key: 'key',
  ruleColumns: { due_at: true },
  retainedSince: ['last_at', 'until'],
  toRow: ({ key, strikes, level, lastAt, until, weighsUntil }) => ({
    ...{ key, strikes, level, until },
    last_at: lastAt,
    weighs_until: weighsUntil,
  }),
  fromRow: ({ key, strikes, level, last_at: lastAt, until, weighs_until: weighsUntil }) => ({
    ...{ key, strikes, level, lastAt, until, weighsUntil },
  }),
};

export const reply: Mapping<'reply', 'replies'> = {
  table: 'replies',
  key: 'key',
  ruleColumns: {},
  retainedSince: ['at'],
  toRow: replyFields,
  fromRow: replyFields,
};

function replyFields({ key, at }: AutomaticReply): AutomaticReply {
  return { key, at };
}

export const token: Mapping<'token', 'tokens'> = {
  table: 'tokens',
  key: 'id',
  ruleColumns: {},
  retainedSince: ['expires_at'],
  toRow: ({ createdAt, expiresAt, lastUsedAt, id, name, role, digest, mac }) => ({
    ...{ id, name, role, digest, mac },
    created_at: createdAt,
    expires_at: expiresAt ?? null,
    last_used_at: lastUsedAt ?? null,
  }),
  fromRow: ({ id, name, role, digest, mac, ...times }): ApiToken => ({
    ...{ id, name, role, digest, mac },
    createdAt: times.created_at,
    expiresAt: times.expires_at ?? undefined,
    lastUsedAt: times.last_used_at ?? undefined,
  }),
};

export const signin: Mapping<'signin', 'signins'> = {
  table: 'signins',
  key: 'id',
  ruleColumns: {},
  retainedSince: ['last_seen_at'],
  toRow: ({ id, digest, credential, createdAt, expiresAt, lastSeenAt, mac }) => ({
    ...{ id, digest, mac },
    credential: credential ?? null,
    created_at: createdAt,
    expires_at: expiresAt,
    last_seen_at: lastSeenAt,
  }),
  fromRow: ({ id, digest, credential, mac, ...times }): SignIn => ({
    ...{ id, digest, mac },
    credential: credential ?? undefined,
    createdAt: times.created_at,
    expiresAt: times.expires_at,
    lastSeenAt: times.last_seen_at,
  }),
};

export const request: Mapping<'request', 'requests'> = {
  table: 'requests',
  key: 'key',
  ruleColumns: {},
  retainedSince: ['at'],
  toRow: ({ key, fingerprint, clientId, at, purchases }) => ({
    key,
    fingerprint: fingerprint ?? null,
    client_id: clientId ?? null,
    at,
    purchases: JSON.stringify(purchases),
  }),
  fromRow: ({ key, fingerprint, client_id: clientId, at, purchases }) => ({
    key,
    fingerprint: fingerprint ?? undefined,
    clientId: clientId ?? undefined,
    at,
    purchases: fromJson(purchases) as KeyedRequest['purchases'],
  }),
};
