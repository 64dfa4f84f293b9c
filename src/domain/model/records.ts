import type { Client, ClientId } from './client.js';
import type { Intent } from './intent.js';
import { withoutPlan, type Interaction } from './interaction.js';
import type { Lockout } from './lockout.js';
import type { Order } from './order.js';
import { endOf, type Participant } from './participant.js';
import type { E164 } from './phone-number.js';
import { RESERVATION_MS, type ProxyNumber } from './proxy-number.js';
import type { Session } from './session.js';

/** A request with an `Idempotency-Key`, kept so that the key is not used for another one. */
export interface KeyedRequest {
  readonly key: string;
  readonly fingerprint: string;
  readonly at: number;
  /** The numbers bought for it, and those being bought: never more than it asked for, however often it is sent. */
  readonly purchases: readonly E164[];
}

/** The right of one process to do something alone. Void after `until`. */
export interface Lease {
  readonly key: string;
  readonly holder: string;
  readonly until: number;
}

/** A fact about the store itself. */
export interface StoreFact {
  readonly key: 'hash_key_check';
  readonly value: string;
}

/** Everything that a store keeps, by kind. */
export interface Records {
  readonly lease: Lease;
  readonly fact: StoreFact;
  readonly lockout: Lockout;
  readonly intent: Intent;
  readonly request: KeyedRequest;
  readonly number: ProxyNumber;
  readonly client: Client;
  readonly session: Session;
  readonly participant: Participant;
  readonly order: Order;
  readonly interaction: Interaction;
}
export type Kind = keyof Records;

export interface RecordId {
  readonly kind: Kind;
  readonly key: string;
}

/** A record with its kind. */
export type AnyRecord = { readonly [K in Kind]: { readonly kind: K; readonly value: Records[K] } }[Kind];

/** `history`: as long as the merchant keeps interactions. `day`, `month`: that long. */
export type RetentionPeriod = 'history' | 'day' | 'month';

/** A record that another one needs, and the `fact` that it must have. */
export interface Reference extends RecordId {
  readonly fact: string;
}

/** What the rest of the program must know about a kind of record. A kind without all of it does not compile. */
export interface RecordRules<T> {
  readonly key: (value: T) => string;
  /**
   * Records of a change set are written in this order, lowest first, so that two transactions on the same records do not
   * deadlock, and references are satisfied after each write.
   */
  readonly writeOrder: (value: Partial<T>) => number;
  /** Whether store migration copies it. */
  readonly copied: boolean;
  /** When it becomes history, and how long it is kept from then on; undefined when it is kept until it is removed. */
  readonly retention:
    { readonly period: RetentionPeriod; readonly since: (value: T) => number | undefined } | undefined;
  /** When maintenance has something to do with it; undefined when it has not. */
  readonly dueAt: (value: T) => number | undefined;
  /** What it says about a person; undefined when nothing. */
  readonly personal: PersonalData<T> | undefined;
  /** Names that only one record may hold at a time. In SQL: unique indexes. */
  readonly claims: (value: T) => readonly string[];
  /** What other records may rely on. In SQL: the key that foreign keys refer to. */
  readonly fact: (value: T) => string | undefined;
  /** Records it relies on, for as long as it says so. In SQL: foreign keys. */
  readonly references: (value: T) => readonly Reference[];
}

export interface PersonalData<T> {
  readonly clientOf: (value: T) => ClientId | undefined;
  /** Fields that go into a person's export. `scrub` changes no others. */
  readonly fields: readonly (keyof T & string)[];
  /** What is kept when the client is erased; undefined when nothing is. */
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

export const RECORD_RULES: { readonly [K in Kind]: RecordRules<Records[K]> } = {
  // Only means something to the processes that are running now.
  lease: { ...internal, key: ({ key }) => key, writeOrder: () => 0, copied: false },
  fact: { ...internal, key: ({ key }) => key, writeOrder: () => 1 },
  lockout: {
    ...internal,
    key: ({ key }) => key,
    writeOrder: () => 2,
    retention: { period: 'month', since: ({ lastAt, until }) => Math.max(lastAt, until) },
  },
  intent: { ...internal, key: ({ number }) => number, writeOrder: () => 3 },
  request: {
    ...internal,
    key: ({ key }) => key,
    writeOrder: () => 4,
    retention: { period: 'day', since: ({ at }) => at },
  },
  number: {
    ...internal,
    key: ({ number }) => number,
    // After the participants that leave it, before those that come to it.
    writeOrder: () => 7,
    dueAt: ({ state }) => (state.status === 'reserved' ? state.since + RESERVATION_MS : undefined),
    fact: ({ state, carrier }) => `${state.status} ${carrier}`,
  },
  client: {
    ...internal,
    key: ({ id }) => id,
    writeOrder: () => 8,
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
    writeOrder: ({ releasedAt }) => (releasedAt === undefined ? 9 : 6),
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
    writeOrder: () => 10,
    personal: {
      clientOf: ({ clientId }) => clientId,
      fields: ['fingerprint', 'clientId', 'status', 'createdAt', 'closedAt'],
      scrub: (order) => ({ ...order, fingerprint: undefined }),
    },
  },
  interaction: {
    ...internal,
    key: ({ id }) => id,
    writeOrder: () => 11,
    retention: { period: 'history', since: ({ at }) => at },
    personal: {
      clientOf: ({ clientId }) => clientId,
      fields: ['from', 'to', 'plan', 'at', 'outcome'],
      scrub: (interaction) => ({ ...withoutPlan(interaction), from: '', to: '' }),
    },
  },
};

export const KINDS = Object.keys(RECORD_RULES) as readonly Kind[];

export function rulesOf<K extends Kind>(kind: K): RecordRules<Records[K]> {
  return RECORD_RULES[kind];
}

export function keyOf<K extends Kind>(kind: K, value: Records[K]): string {
  return rulesOf(kind).key(value);
}

/** A record of this kind. The one place where a kind and its value become a member of the union. */
export function recordOf<K extends Kind>(kind: K, value: Records[K]): AnyRecord {
  // The compiler does not see that a kind and its own value make one member of the union.
  return { kind, value } as AnyRecord;
}

export function recordIdOf({ kind, value }: AnyRecord): RecordId {
  return { kind, key: keyOf(kind, value) };
}

function sessionClaims(session: Session): readonly string[] {
  if (session.closedAt !== undefined) return [];
  return session.kind === 'paired'
    ? [`order code ${session.code}`]
    : [`open session on ${session.proxyNumber}`, `open session of ${session.clientId}`];
}

/** When a participant that is not released ends, or ended. Maintenance releases it once it has cooled off since. */
function endOfTombstone(participant: Participant): number | undefined {
  const end = endOf(participant);
  return participant.releasedAt === undefined && Number.isFinite(end) ? end : undefined;
}

function participantClaims(participant: Participant): readonly string[] {
  const { proxyNumber, personKey, sessionId, role, admittedBy, closedAt, releasedAt } = participant;
  if (releasedAt !== undefined) return [];
  const personOnNumber = `${personKey} on ${proxyNumber}`;
  return closedAt === undefined && admittedBy === 'order'
    ? [personOnNumber, `${role} of ${sessionId}`]
    : [personOnNumber];
}

function participantReferences(participant: Participant): readonly Reference[] {
  const { proxyNumber, sessionId, sessionKind, carrier, closedAt, releasedAt } = participant;
  if (releasedAt !== undefined) return [];
  const status = sessionKind === 'open' ? 'assigned' : 'shared';
  const number: Reference = { kind: 'number', key: proxyNumber, fact: `${status} ${carrier}` };
  // A tombstone outlives its session.
  return closedAt === undefined ? [number, { kind: 'session', key: sessionId, fact: carrier }] : [number];
}
