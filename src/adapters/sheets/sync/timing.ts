/** Intervals and timeouts of the Sheets store, in milliseconds. */
export interface Timing {
  /** Interval at which edits of users are read. Default: 10,000. */
  readonly pollMs: number;
  /** Minimum interval between write-behind batches. Default: 4,000. */
  readonly flushMs: number;
  /** Maximum interval between writes of the lease holder, which are its heartbeats. Default: 15,000. */
  readonly heartbeatMs: number;
  /** The lease expires when no heartbeat was seen for this long. Default: 60,000. */
  readonly leaseMs: number;
  /** Interval at which an instance without the lease checks it. Default: 5,000. */
  readonly standbyMs: number;
  /**
   * How long a write may wait for the sheet before it is rejected; three times as long if Google refuses something that it was written
   * with. Also the time limit of the flush on shutdown. Default: 15,000.
   */
  readonly writeTimeoutMs: number;
  /** When a write that Google has refused is tried again, unless the row has changed before. Default: 600,000. */
  readonly parkedMs: number;
  /** Pause after a fault, doubled after each further one up to `longestBackoffMs`. Default: 1,000. */
  readonly backoffMs: number;
  /** Default: 30,000. */
  readonly longestBackoffMs: number;
}

export const DEFAULT_TIMING: Timing = {
  pollMs: 10_000,
  flushMs: 4_000,
  heartbeatMs: 15_000,
  leaseMs: 60_000,
  standbyMs: 5_000,
  writeTimeoutMs: 15_000,
  parkedMs: 600_000,
  backoffMs: 1_000,
  longestBackoffMs: 30_000,
};
