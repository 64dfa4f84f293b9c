import type { Logger } from '../../../ports/runtime.js';
import type { Flusher } from '../batches/flusher.js';
import type { Writer } from '../batches/writer.js';
import type { LeaseHolder } from '../lease/lease-holder.js';
import type { Mirror } from './mirror.js';
import type { Outage } from './outage.js';
import type { Timing } from './timing.js';

/** The parts that keep the index in memory and the spreadsheet in sync. */
export interface SyncContext {
  readonly logger: Logger;
  readonly timing: Timing;
  readonly writer: Writer;
  readonly mirror: Mirror;
  readonly leaseHolder: LeaseHolder;
  readonly flusher: Flusher;
  readonly outage: Outage;
}

/** Does what is due: polls, flushes, hands over the lease. @returns milliseconds until the next step is due */
export async function performStep(context: SyncContext): Promise<number> {
  const { writer, mirror, leaseHolder, flusher, timing } = context;
  const now = Date.now();
  await flusher.resolveUnknownOutcome();
  if (leaseHolder.lease === undefined) return leaseHolder.standBy(now);
  if (now - mirror.polledAt >= timing.pollMs) leaseHolder.noteRequester(await mirror.poll());
  const isDue = writer.queued() > 0 || (mirror.hasWork() && now - flusher.flushedAt >= timing.flushMs);
  if (isDue || now - flusher.flushedAt >= timing.heartbeatMs) await flusher.flush();
  if (leaseHolder.isRequested()) {
    if (hasWork(context)) await flusher.flush();
    await leaseHolder.handOver();
  }
  if (writer.queued() > 0) return 0;
  const flushMs = mirror.hasWork() ? timing.flushMs : timing.heartbeatMs;
  return Math.max(0, Math.min(mirror.polledAt + timing.pollMs, flusher.flushedAt + flushMs) - Date.now());
}

/** Whether there is anything to write. */
export function hasWork({ mirror, writer }: SyncContext): boolean {
  return mirror.hasWork() || writer.queued() > 0;
}
