import type { Generated, Kysely } from 'kysely';

/** The tables, in types that SQLite and Postgres both have: text, 64-bit integers, and 0 or 1 for a truth. */
export interface Schema {
  readonly clients: ClientRow;
  readonly orders: OrderRow;
  readonly numbers: NumberRow;
  readonly sessions: SessionRow;
  readonly interactions: InteractionRow;
  readonly requests: RequestRow;
  readonly intents: IntentRow;
  readonly leases: LeaseRow;
  readonly pairs: PairRow;
  readonly legs: LegRow;
  readonly lockouts: LockoutRow;
}

/** A database whose tables are only known when it runs, for the statements that are the same for all of them. */
export type AnyTables = Kysely<Record<string, Record<string, unknown>>>;

/** Counts a record's writes, from a random start: a record erased and made again is seen to be another one. */
interface VersionedRow {
  readonly version: Generated<number>;
}

export interface ClientRow extends VersionedRow {
  readonly id: string;
  /** The id as a number, when it is one. */
  readonly id_number: number | null;
  readonly name: string;
  readonly mail: string;
  readonly real_phone: string;
  readonly residency: string | null;
  readonly proxy_number: string | null;
  readonly created_at: number;
}

export interface OrderRow extends VersionedRow {
  readonly id: string;
  readonly client_id: string;
  readonly status: string;
  readonly proxy_number: string;
  /** JSON: what there is for an order with a known courier. */
  readonly pairing: string | null;
  readonly fingerprint: string | null;
  readonly created_at: number;
  readonly closed_at: number | null;
}

export interface NumberRow extends VersionedRow {
  readonly number: string;
  readonly country: string;
  readonly type: string;
  readonly voice: number;
  readonly sms: number;
  readonly mms: number;
  readonly provider_id: string;
  readonly friendly_name: string;
  readonly bought_at: number;
  readonly status: string;
  /** The client it is reserved for or assigned to. */
  readonly holder: string | null;
  readonly token: string | null;
  readonly since: number | null;
  readonly until: number | null;
}

export interface SessionRow extends VersionedRow {
  readonly id: string;
  readonly kind: string;
  readonly number: string;
  readonly client_id: string;
  readonly client_phone: string | null;
  readonly home_country: string | null;
  readonly last_caller: string | null;
  /** JSON: an array of numbers. */
  readonly texts_stopped: string;
  readonly opened_at: number;
  readonly closed_at: number | null;
}

export interface InteractionRow extends VersionedRow {
  readonly id: string;
  readonly channel: string;
  readonly carrier_id: string;
  readonly session_id: string | null;
  readonly client_id: string | null;
  readonly direction: string | null;
  readonly from_masked: string;
  readonly to_masked: string;
  readonly outcome: string;
  readonly at: number;
  readonly ended_at: number | null;
  readonly duration_seconds: number | null;
  /** JSON: an array of indices. */
  readonly failed_parts: string;
  /** JSON: a call or message plan. */
  readonly plan: string | null;
}

export interface RequestRow extends VersionedRow {
  readonly key: string;
  readonly fingerprint: string;
  readonly at: number;
  /** JSON: an array of numbers. */
  readonly purchases: string;
}

export interface IntentRow extends VersionedRow {
  readonly number: string;
  readonly id: string;
  readonly at: number;
  readonly action: string;
  /** Of a purchase. */
  readonly country: string | null;
  readonly type: string | null;
  readonly request_key: string | null;
  /** Of a release. */
  readonly provider_id: string | null;
  /** JSON: a state of a number. */
  readonly otherwise: string | null;
}

export interface LeaseRow extends VersionedRow {
  readonly key: string;
  readonly holder: string;
  readonly until: number;
}

export interface PairRow extends VersionedRow {
  readonly id: string;
  readonly order_id: string;
  readonly client_id: string;
  readonly client_phone: string | null;
  readonly client_number: string;
  readonly counterpart_phone: string | null;
  readonly counterpart_number: string;
  readonly masked_name: string;
  readonly code: string | null;
  /** JSON: an array of sides. */
  readonly texts_stopped: string;
  readonly max_call_seconds: number | null;
  readonly ring_seconds: number | null;
  readonly opened_at: number;
  readonly expires_at: number;
  readonly closed_at: number | null;
}

export interface LegRow extends VersionedRow {
  readonly id: string;
  readonly session_id: string;
  readonly client_id: string;
  readonly side: string;
  readonly is_guest: number;
  readonly party: string;
  readonly number: string;
  /** `shared` until it is released: with the number, the key of a shared number. */
  readonly number_status: string | null;
  readonly counterpart: string;
  readonly opened_at: number;
  readonly expires_at: number;
  readonly closed_at: number | null;
  readonly released_at: number | null;
}

export interface LockoutRow extends VersionedRow {
  readonly key: string;
  readonly strikes: number;
  readonly level: number;
  readonly last_at: number;
  readonly until: number;
}
