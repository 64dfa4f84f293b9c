import type { ClientId } from './client.js';
import type { E164 } from './phone-number.js';

// Records that say nothing about orders and calls.

/** A request with an idempotency key, so that the key is not used for another request. Kept for a day. */
export interface KeyedRequest {
  readonly key: string;
  /** A keyed hash of the request. Undefined once its client was erased. */
  readonly fingerprint: string | undefined;
  /** Whom it is about. Undefined when it is about nobody. */
  readonly clientId: ClientId | undefined;
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** The numbers that were bought for it, and those that are being bought: never more than it asks for. */
  readonly purchases: readonly E164[];
}

/** The right of one process to do something alone, until a time. */
export interface Lease {
  readonly key: string;
  readonly holder: string;
  /** Milliseconds since the epoch. */
  readonly until: number;
}

/**
 * A fact about the store itself. `hash_key_check`: the check value of its hash key. `audit_head`: the newest seal of the audit trail, as
 * `headText` writes it. `had_tokens`: when its first token of the API was created; it stays when that is removed.
 * `weekly_report`: which weekly reports were sent last, or are being sent, as `formatWeeklyMails` writes it.
 * `pool_alert`: what the shop was told of numbers that run low, as `formatAlertState` writes it.
 */
export interface StoreFact {
  readonly key: 'hash_key_check' | 'audit_head' | 'had_tokens' | 'weekly_report' | 'pool_alert';
  readonly value: string;
}
