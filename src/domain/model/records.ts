import type { ApiToken } from './api-token.js';
import { sealKey, type AuditEntry, type Seal } from './audit.js';
import type { AutomaticReply } from './automatic-reply.js';
import type { Client, ClientId } from './client.js';
import {
  confirmationClaims,
  confirmationDueAt,
  type Confirmation,
} from './confirmation/confirmation.js';
import { scrubConfirmation } from './confirmation/confirmation-mac.js';
import type { Counter } from './counter.js';
import type { Intent } from './intent.js';
import { rememberDelivery, withoutPlan, type InteractionRecord } from './interaction.js';
import type { KeyedRequest, Lease, StoreFact } from './internal-records.js';
import { endsAt, type Lockout } from './lockout.js';
import type { Order } from './order.js';
import { scrubOutboxEntry } from './outbox-mac.js';
import type { OutboxEntry } from './outbox.js';
import { endOfTombstone, type Participant } from './participant.js';
import { confirmationReferences, participantClaims, participantReferences, sessionClaims } from './record-claims.js';
import { RESERVATION_MS, type ProxyNumber } from './proxy-number.js';
import type { Leftover, RetentionPeriod, RetentionRule } from './retention-rule.js';
import type { Session } from './session.js';

export type { KeyedRequest, Lease, Leftover, RetentionPeriod, RetentionRule, StoreFact };

/** Every kind of record that a store keeps, and its type. */
export interface Records {
  readonly lease: Lease;
  readonly fact: StoreFact;
  readonly lockout: Lockout;
  readonly intent: Intent;
  readonly request: KeyedRequest;
  readonly reply: AutomaticReply;
  readonly token: ApiToken;
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

/** A record that another record depends on, and the `fact` that it must have. */
export interface Reference extends RecordId {
  readonly fact: string;
}

/** What stores, store migration, maintenance and erasure must know of a kind of record. Times are milliseconds since the epoch. */
export interface RecordRules<T> {
  /** The key, unique within the kind. */
  readonly key: (value: T) => string;
  /**
   * Records of a change set are written in this order, lowest first, so that two transactions on the same records do not
   * deadlock, and references are satisfied after each write.
   */
  readonly writeOrder: (value: Partial<T>) => number;
  /** Whether store migration copies it. */
  readonly copied: boolean;
  /** How long it is kept, and from when. Undefined: until it is removed. The table in docs/privacy.md gives the reasons. */
  readonly retention: RetentionRule<T> | undefined;
  /** From when maintenance has something to do with it. Undefined: never. */
  readonly dueAt: (value: T) => number | undefined;
  /** What it says about a person; undefined when nothing. */
  readonly personal: PersonalData<T> | undefined;
  /** Unique claims: names that only one record of the store may hold at a time. In SQL: unique indexes. */
  readonly claims: (value: T) => readonly string[];
  /** What other records may require of it. In SQL: the key that foreign keys refer to. */
  readonly fact: (value: T) => string | undefined;
  /** Records that must exist, with this fact, as long as this record has these references. In SQL: foreign keys. */
  readonly references: (value: T) => readonly Reference[];
}

/** What a record says about a person. */
export interface PersonalData<T> {
  /** The client to whom it belongs. */
  readonly clientOf: (value: T) => ClientId | undefined;
  /** The fields with personal data, of any variant. `scrub` changes no others. */
  readonly fields: readonly (T extends unknown ? keyof T & string : never)[];
  /** What is kept of it when the client is erased. Undefined when nothing is. */
  readonly scrub: (value: T) => T | undefined;
}

const none = () => [];
const never = () => undefined;
const internal = {
  copied: true,
  retention: undefined,
  dueAt: never,
  personal: undefined,
  claims: none,
  fact: never,
  references: none,
} as const;

const aDay = { period: 'day', since: ({ at }: { readonly at: number }) => at } as const;

/** The rules of every kind of record. Stores and tests go by these rules, and know nothing else of a kind. */
export const RECORD_RULES: { readonly [K in Kind]: RecordRules<Records[K]> } = {
  // Only means something to the processes that are running now.
  lease: { ...internal, key: ({ key }) => key, writeOrder: () => 0, copied: false },
  fact: { ...internal, key: ({ key }) => key, writeOrder: () => 1 },
  lockout: {
    ...internal,
    key: ({ key }) => key,
    writeOrder: () => 2,
    retention: { period: 'month', since: ({ lastAt, until }) => Math.max(lastAt, until) },
    dueAt: endsAt,
  },
  intent: { ...internal, key: ({ number }) => number, writeOrder: () => 3 },
  request: {
    ...internal,
    key: ({ key }) => key,
    writeOrder: () => 4,
    retention: aDay,
    personal: {
      clientOf: ({ clientId }) => clientId,
      fields: ['fingerprint', 'clientId', 'at'],
      scrub: (request) => (request.clientId === undefined ? request : { ...request, fingerprint: undefined }),
    },
  },
  reply: { ...internal, key: ({ key }) => key, writeOrder: () => 13, retention: aDay },
  token: {
    ...internal,
    key: ({ id }) => id,
    writeOrder: () => 16,
    retention: { period: 'month', since: ({ expiresAt }) => expiresAt },
    claims: ({ name }) => [`token named ${name}`],
  },
  number: {
    ...internal,
    key: ({ number }) => number,
    // After the participants and the confirmation that leave it, before those that come to it.
    writeOrder: () => 8,
    retention: { period: 'history', since: ({ state }) => (state.status === 'released' ? state.since : undefined) },
    dueAt: ({ state }) => (state.status === 'reserved' ? state.since + RESERVATION_MS : undefined),
    fact: ({ state, carrier }) => `${state.status} ${carrier}`,
  },
  client: {
    ...internal,
    key: ({ id }) => id,
    writeOrder: () => 9,
    personal: {
      clientOf: ({ id }) => id,
      fields: ['name', 'mail', 'realPhone', 'residency', 'proxyNumber', 'createdAt'],
      scrub: never,
    },
    claims: ({ proxyNumber }) => (proxyNumber === undefined ? [] : [`holder of ${proxyNumber}`]),
  },
  session: {
    ...internal,
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
    ...internal,
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
    ...internal,
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
    ...internal,
    key: ({ id }) => id,
    writeOrder: () => 12,
    retention: { period: 'history', since: ({ at }) => at, leaves: { period: 'keys', reduce: rememberDelivery } },
    personal: {
      clientOf: (record) => (record.channel === undefined ? undefined : record.clientId),
      fields: ['from', 'to', 'plan', 'at', 'outcome'],
      scrub: (record) => (record.channel === undefined ? record : { ...withoutPlan(record), from: '', to: '' }),
    },
  },
  confirmation: {
    ...internal,
    key: ({ id }) => id,
    // One that is over before the number that it gives up, and a pending one after the number that is held for it.
    writeOrder: ({ status = 'pending' }) => (status === 'pending' ? 17 : 7),
    retention: { period: 'history', since: ({ endedAt }) => endedAt },
    dueAt: confirmationDueAt,
    personal: {
      clientOf: ({ clientId }) => clientId,
      fields: [
        ...(['clientId', 'wanted', 'formerPhone', 'personKey', 'fingerprint', 'heldNumber', 'proxyNumber'] as const),
        ...(['purpose', 'status', 'proved', 'language', 'createdAt', 'expiresAt', 'endedAt'] as const),
      ],
      scrub: scrubConfirmation,
    },
    claims: confirmationClaims,
    references: confirmationReferences,
  },
  outbox: {
    ...internal,
    key: ({ id }) => id,
    writeOrder: () => 18,
    retention: { period: 'month', since: ({ endedAt }) => endedAt },
    dueAt: ({ dueAt }) => dueAt,
    personal: {
      clientOf: ({ clientId }) => clientId,
      fields: ['clientId', 'to', 'digits', 'message', 'channel', 'language', 'from', 'status', 'createdAt', 'endedAt'],
      scrub: scrubOutboxEntry,
    },
  },
  // What is counted of a person is under a keyed hash.
  counter: {
    ...internal,
    key: ({ key }) => key,
    writeOrder: () => 19,
    retention: { period: 'day', since: ({ until }) => until },
  },
  audit: {
    ...internal,
    key: ({ id }) => id,
    writeOrder: () => 14,
    // From its seal, so that all entries of a seal go at once.
    retention: { period: 'audit', since: ({ sealedAt }) => sealedAt },
    dueAt: ({ at, seal }) => (seal === undefined ? at : undefined),
  },
  seal: {
    ...internal,
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
