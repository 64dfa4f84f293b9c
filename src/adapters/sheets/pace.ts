/** How often, and how long. Milliseconds. */
export interface Pace {
  /** What people changed is seen after this time. */
  readonly pollMs: number;
  /** What was noted goes out after this time. */
  readonly flushMs: number;
  /** The holder shows that it is alive, and has ended when nothing was seen of it for so long. */
  readonly beatMs: number;
  readonly leaseMs: number;
  /** How often whoever waits for the lease looks. */
  readonly standbyMs: number;
  /** How long whoever asked for something waits for the sheet to have it. */
  readonly patienceMs: number;
  /** Pause after a fault; twice as long after each further one, up to the longest. */
  readonly backoffMs: number;
  readonly longestBackoffMs: number;
}

export const DEFAULT_PACE: Pace = {
  pollMs: 10_000,
  flushMs: 4_000,
  beatMs: 15_000,
  leaseMs: 60_000,
  standbyMs: 5_000,
  patienceMs: 15_000,
  backoffMs: 1_000,
  longestBackoffMs: 30_000,
};
