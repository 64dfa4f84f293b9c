import type { Kysely } from 'kysely';
import type { Carrier } from '../../domain/model/carrier.js';
import type { ClientId } from '../../domain/model/client.js';
import type { CountryCode } from '../../domain/model/country.js';
import type { Intent } from '../../domain/model/intent.js';
import type { Channel, Outcome } from '../../domain/model/interaction.js';
import type { OrderStatus } from '../../domain/model/order.js';
import type { Participant, Role } from '../../domain/model/participant.js';
import type { PersonKey } from '../../domain/model/person.js';
import type { E164 } from '../../domain/model/phone-number.js';
import type { NumberStatus, NumberType } from '../../domain/model/proxy-number.js';
import type { StoreFact } from '../../domain/model/records.js';
import type { Direction } from '../../domain/model/routing.js';
import type { Session } from '../../domain/model/session.js';
import type { SignInRow, TokenRow } from './schema-access.js';
import type { ConfirmationRow, CounterRow, OutboxRow } from './schema-confirmations.js';
import type { AuditRow, SealRow } from './schema-audit.js';

/**
 * The tables, in column types that SQLite and Postgres share: text, 64-bit integers, and 0 or 1 for a boolean. The
 * TypeScript types are narrower, as only parsed values are written.
 */
export interface Schema {
  readonly clients: ClientRow;
  readonly orders: OrderRow;
  readonly numbers: NumberRow;
  readonly sessions: SessionRow;
  readonly participants: ParticipantRow;
  readonly lockouts: LockoutRow;
  readonly interactions: InteractionRow;
  readonly requests: RequestRow;
  readonly replies: ReplyRow;
  readonly tokens: TokenRow;
  readonly signins: SignInRow;
  readonly intents: IntentRow;
  readonly leases: LeaseRow;
  readonly facts: FactRow;
  readonly confirmations: ConfirmationRow;
  readonly outbox: OutboxRow;
  readonly counters: CounterRow;
  readonly audit_entries: AuditRow;
  readonly seals: SealRow;
}
export type Table = keyof Schema;

/** A row, or part of one, of a table that is only known at run time. */
export type AnyRow = Readonly<Record<string, unknown>>;
/** A whole row as it is stored. */
export type AnyStoredRow = AnyRow & VersionedRow;
export type AnyTables = Kysely<Record<string, Record<string, unknown>>>;

/** The same database, for statements that work the same for all tables. */
export function anyTables(db: Kysely<Schema>): AnyTables {
  return db as unknown as AnyTables;
}

/** Counts writes from a random start, so that a record that was removed and created again has another version. */
export interface VersionedRow {
  readonly version: number;
}

/** JSON text. */
type Json = string;

export interface ClientRow extends VersionedRow {
  readonly id: ClientId;
  /** The id as a number, when it is one. */
  readonly id_number: number | null;
  readonly name: string;
  readonly mail: string;
  readonly real_phone: E164;
  readonly residency: CountryCode | null;
  readonly proxy_number: E164 | null;
  readonly created_at: number;
  readonly confirmed_at: number | null;
}

export interface OrderRow extends VersionedRow {
  readonly id: string;
  readonly client_id: ClientId;
  readonly status: OrderStatus;
  readonly proxy_number: E164;
  /** An `OrderSession`. */
  readonly session: Json | null;
  readonly fingerprint: string | null;
  readonly created_at: number;
  readonly closed_at: number | null;
}

export interface NumberRow extends VersionedRow {
  readonly number: E164;
  readonly carrier: Carrier;
  readonly country: CountryCode;
  readonly type: NumberType;
  readonly voice: number;
  readonly sms: number;
  readonly mms: number;
  readonly provider_id: string;
  readonly friendly_name: string;
  readonly bought_at: number;
  readonly status: NumberStatus;
  /** Whom it is reserved for, assigned to or held by. */
  readonly holder: string | null;
  readonly token: string | null;
  readonly since: number | null;
  readonly until: number | null;
  readonly due_at: number | null;
  readonly fact: string | null;
}

export interface SessionRow extends VersionedRow {
  readonly id: string;
  readonly kind: Session['kind'];
  readonly client_id: ClientId;
  readonly carrier: Carrier;
  readonly opened_at: number;
  readonly closed_at: number | null;
  readonly has_forgotten_calls: number;
  /** Of a live session. */
  readonly masked_name: string | null;
  readonly home_country: CountryCode | null;
  /** Of a live session: an array of person keys. */
  readonly opted_out: Json | null;
  /** Of an open session. */
  readonly proxy_number: E164 | null;
  readonly last_caller: E164 | null;
  /** Of a paired session, as everything below. */
  readonly order_id: string | null;
  readonly code: string | null;
  readonly code_suffix: string | null;
  readonly expires_at: number | null;
  readonly max_call_seconds: number | null;
  readonly ring_seconds: number | null;
  readonly due_at: number | null;
  readonly fact: string | null;
}

export interface ParticipantRow extends VersionedRow {
  readonly id: string;
  readonly session_id: string;
  readonly session_kind: Session['kind'];
  readonly client_id: ClientId;
  readonly carrier: Carrier;
  readonly role: Role;
  readonly admitted_by: Participant['admittedBy'];
  readonly proxy_number: E164;
  readonly person_key: PersonKey;
  readonly phone: E164 | null;
  readonly contact_key: PersonKey | null;
  readonly opened_at: number;
  readonly expires_at: number | null;
  readonly closed_at: number | null;
  readonly released_at: number | null;
  readonly due_at: number | null;
  /** The `fact` that its number must have; null once it is released. */
  readonly number_fact: string | null;
  /** The same of its session. */
  readonly session_fact: string | null;
}

export interface LockoutRow extends VersionedRow {
  readonly key: string;
  readonly strikes: number;
  readonly level: number;
  readonly last_at: number;
  readonly until: number;
  readonly weighs_until: number;
  readonly due_at: number | null;
}

export interface InteractionRow extends VersionedRow {
  readonly id: string;
  /** Null, like everything but the id and the time, when only the delivery is remembered. */
  readonly channel: Channel | null;
  readonly carrier: Carrier | null;
  readonly session_id: string | null;
  readonly client_id: ClientId | null;
  readonly direction: Direction | null;
  readonly from_masked: string | null;
  readonly to_masked: string | null;
  readonly outcome: Outcome | null;
  readonly at: number;
  readonly ended_at: number | null;
  /** A `CallPlan` or a `MessagePlan`. */
  readonly plan: Json | null;
  /** Of a call. */
  readonly call_id: string | null;
  readonly duration_seconds: number | null;
  /** Of a text. */
  readonly message_id: string | null;
  /** Of a text: an array of indices. */
  readonly failed_parts: Json | null;
  readonly retried_parts: Json | null;
}

export interface RequestRow extends VersionedRow {
  readonly key: string;
  readonly fingerprint: string | null;
  readonly client_id: ClientId | null;
  readonly at: number;
  /** An array of numbers. */
  readonly purchases: Json;
}

export interface ReplyRow extends VersionedRow {
  readonly key: string;
  readonly at: number;
}

export interface IntentRow extends VersionedRow {
  readonly number: E164;
  readonly id: string;
  readonly carrier: Carrier;
  readonly at: number;
  readonly action: Intent['action'];
  /** Of a purchase. */
  readonly country: CountryCode | null;
  readonly type: NumberType | null;
  readonly request_key: string | null;
  readonly label: string | null;
  /** Of a release, or a relabelling. */
  readonly provider_id: string | null;
  /** Of a release: a `NumberState`. */
  readonly otherwise: Json | null;
}

export interface LeaseRow extends VersionedRow {
  readonly key: string;
  readonly holder: string;
  readonly until: number;
}

export interface FactRow extends VersionedRow {
  readonly key: StoreFact['key'];
  readonly value: string;
}
