import type { ApiToken } from './api-token.js';
import { sealKey, type AuditEntry, type Seal } from './audit.js';
import type { AutomaticReply } from './automatic-reply.js';
import type { Client } from './client.js';
import type { Confirmation } from './confirmation/confirmation.js';
import { CONFIRMATION_RULES } from './confirmation/confirmation-rules.js';
import type { Counter } from './counter.js';
import type { Intent } from './intent.js';
import { rememberDelivery, withoutPlan, type InteractionRecord } from './interaction.js';
import type { KeyedRequest, Lease, StoreFact } from './internal-records.js';
import { endsAt, type Lockout } from './lockout.js';
import type { Order } from './order.js';
import type { OutboxEntry } from './outbox.js';
import { endOfTombstone, type Participant } from './participant.js';
import { participantClaims, participantReferences, sessionClaims } from './record-claims.js';
import { RESERVATION_MS, type ProxyNumber } from './proxy-number.js';
import { INTERNAL, type PersonalData, type RecordRules, type Reference } from './record-rules.js';
import type { Leftover, RetentionPeriod, RetentionRule } from './retention-rule.js';
import type { Session } from './session.js';
import type { SignIn } from './sign-in.js';

export type {
  KeyedRequest,
  Lease,
  Leftover,
  PersonalData,
  RecordRules,
  Reference,
  RetentionPeriod,
  RetentionRule,
  StoreFact,
};

/** Every kind of record that a store keeps, and its type. */
export interface Records {
  readonly lease: Lease;
  readonly fact: StoreFact;
  readonly lockout: Lockout;
  readonly intent: Intent;
  readonly request: KeyedRequest;
  readonly reply: AutomaticReply;
  readonly token: ApiToken;
  readonly signin: SignIn;
  readonly number: ProxyNumber;
  readonly client: Client;
  readonly session: Session;
  readonly participant: Participant;
  readonly order: Order;
  readonly interaction: InteractionRecord;
  readonly confirmation: Confirmation;
  readonly outbox: OutboxEntry;
  readonly counter: Counter;
  readonly audit: AuditEntry;
  readonly seal: Seal;
}
/** The name of a kind of record. */
export type Kind = keyof Records;

/** Where a record is found. */
export interface RecordId {
  readonly kind: Kind;
  readonly key: string;
}

/** A record with its kind. */
export type AnyRecord = { readonly [K in Kind]: { readonly kind: K; readonly value: Records[K] } }[Kind];

const aDay = { period: 'day', since: ({ at }: { readonly at: number }) => at } as const;

/** The rules of every kind of record. Stores and tests go by these rules, and know nothing else of a kind. */
export const RECORD_RULES: { readonly [K in Kind]: RecordRules<Records[K]> } = {
  // Only means something to the processes that are running now.
  lease: { ...INTERNAL, key: ({ key }) => key, writeOrder: () => 0, copied: false },
  fact: { ...INTERNAL, key: ({ key }) => key, writeOrder: () => 1 },
  lockout: {
    ...INTERNAL,
    key: ({ key }) => key,
    writeOrder: () => 2,
    retention: { period: 'month', since: ({ lastAt, until }) => Math.max(lastAt, until) },
    dueAt: endsAt,
  },
  intent: { ...INTERNAL, key: ({ number }) => number, writeOrder: () => 3 },
  request: {
    ...INTERNAL,
    key: ({ key }) => key,
    writeOrder: () => 4,
    retention: aDay,
    personal: {
      clientOf: ({ clientId }) => clientId,
      fields: ['fingerprint', 'clientId', 'at'],
      scrub: (request) => (request.clientId === undefined ? request : { ...request, fingerprint: undefined }),
    },
  },
  reply: { ...INTERNAL, key: ({ key }) => key, writeOrder: () => 13, retention: aDay },
  token: {
    ...INTERNAL,
    key: ({ id }) => id,
    writeOrder: () => 16,
    retention: { period: 'month', since: ({ expiresAt }) => expiresAt },
    claims: ({ name }) => [`token named ${name}`],
  },
  signin: {
    ...INTERNAL,
    key: ({ id }) => id,
    writeOrder: () => 20,
    // Of the cookies of one place nobody has any in another one.
    copied: false,
    retention: { period: 'day', since: ({ lastSeenAt }) => lastSeenAt },
  },
  number: {
    ...INTERNAL,
    key: ({ number }) => number,
    // After the participants and the confirmation that leave it, before those that come to it.
    writeOrder: () => 8,
    retention: { period: 'history', since: ({ state }) => (state.status === 'released' ? state.since : undefined) },
    dueAt: ({ state }) => (state.status === 'reserved' ? state.since + RESERVATION_MS : undefined),
    fact: ({ state, carrier }) => `${state.status} ${carrier}`,
  },
  client: {
    ...INTERNAL,
    key: ({ id }) => id,
    writeOrder: () => 9,
    personal: {
      clientOf: ({ id }) => id,
      fields: ['name', 'mail', 'realPhone', 'residency', 'proxyNumber', 'createdAt', 'confirmedAt'],
      scrub: () => undefined,
    },
    claims: ({ proxyNumber }) => (proxyNumber === undefined ? [] : [`holder of ${proxyNumber}`]),
  },
  session: {
    ...INTERNAL,
    key: ({ id }) => id,
    // Before all participants: whoever closes a session writes it first.
    writeOrder: () => 5,
    retention: { period: 'history', since: ({ closedAt }) => closedAt },
    dueAt: (session) => (session.closedAt === undefined && session.kind === 'paired' ? session.expiresAt : undefined),
    personal: {
      clientOf: ({ clientId }) => clientId,
      fields: ['clientId', 'openedAt', 'closedAt'],
      // It is closed when the client is erased, and a closed session contains nothing personal.
      scrub: (session) => session,
    },
    claims: sessionClaims,
    fact: ({ carrier }) => carrier,
  },
  participant: {
    ...INTERNAL,
    key: ({ id }) => id,
    writeOrder: ({ releasedAt }) => (releasedAt === undefined ? 10 : 6),
    retention: { period: 'history', since: ({ releasedAt }) => releasedAt },
    dueAt: endOfTombstone,
    personal: {
      clientOf: ({ clientId }) => clientId,
      fields: ['phone', 'role', 'proxyNumber', 'openedAt', 'closedAt'],
      // The client's own phone is erased with their sessions; the courier's is removed when the tombstone is released.
      scrub: (participant) => participant,
    },
    claims: participantClaims,
    references: participantReferences,
  },
  order: {
    ...INTERNAL,
    key: ({ id }) => id,
    writeOrder: () => 11,
    retention: { period: 'history', since: ({ closedAt }) => closedAt },
    personal: {
      clientOf: ({ clientId }) => clientId,
      fields: ['fingerprint', 'clientId', 'status', 'createdAt', 'closedAt'],
      scrub: (order) => ({ ...order, fingerprint: undefined }),
    },
  },
  interaction: {
    ...INTERNAL,
    key: ({ id }) => id,
    writeOrder: () => 12,
    retention: { period: 'history', since: ({ at }) => at, leaves: { period: 'keys', reduce: rememberDelivery } },
    personal: {
      clientOf: (record) => (record.channel === undefined ? undefined : record.clientId),
      fields: ['from', 'to', 'plan', 'at', 'outcome'],
      scrub: (record) => (record.channel === undefined ? record : { ...withoutPlan(record), from: '', to: '' }),
    },
  },
  ...CONFIRMATION_RULES,
  audit: {
    ...INTERNAL,
    key: ({ id }) => id,
    writeOrder: () => 14,
    // From its seal, so that all entries of a seal go at once.
    retention: { period: 'audit', since: ({ sealedAt }) => sealedAt },
    dueAt: ({ at, seal }) => (seal === undefined ? at : undefined),
  },
  seal: {
    ...INTERNAL,
    key: sealKey,
    writeOrder: () => 15,
    retention: { period: 'audit', since: ({ supersededAt }) => supersededAt },
  },
};

/** All kinds of record. */
export const KINDS = Object.keys(RECORD_RULES) as readonly Kind[];

/** The rules of a kind of record. */
export function rulesOf<K extends Kind>(kind: K): RecordRules<Records[K]> {
  return RECORD_RULES[kind];
}

/** The key of a record. */
export function keyOf<K extends Kind>(kind: K, value: Records[K]): string {
  return rulesOf(kind).key(value);
}

/** A record of this kind. The one place where a kind and its value become a member of the union. */
export function recordOf<K extends Kind>(kind: K, value: Records[K]): AnyRecord {
  // The compiler does not see that a kind and its own value make one member of the union.
  return { kind, value } as AnyRecord;
}

/** Kind and key of a record. */
export function recordIdOf({ kind, value }: AnyRecord): RecordId {
  return { kind, key: keyOf(kind, value) };
}
