import type { Logger } from '../../../ports/runtime.js';
import type { Flusher } from '../batches/flusher.js';
import type { Writer } from '../batches/writer.js';
import { asSheetsFault } from '../google/faults.js';
import type { Spreadsheet } from '../google/spreadsheet.js';
import type { LeaseHolder } from '../lease/lease-holder.js';
import { findMissingTabs, isNeeded } from './missing-tabs.js';
import type { Mirror } from './mirror.js';
import type { Outage } from './outage.js';
import type { Timing } from './timing.js';

/** The parts that keep the index in memory and the spreadsheet in sync. */
export interface SyncContext {
  readonly spreadsheet: Spreadsheet;
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
  if (now - mirror.polledAt >= timing.pollMs) await poll(context);
  writer.retryDue(now);
  const isDue = writer.isUrgent() || (hasWork(context) && now - flusher.triedAt >= timing.flushMs);
  if (isDue || now - flusher.flushedAt >= timing.heartbeatMs) await flusher.flush();
  if (leaseHolder.isRequested()) {
    if (hasWork(context)) await flusher.flush();
    await leaseHolder.handOver();
  }
  if (writer.isUrgent()) return 0;
  const flushAt = hasWork(context) ? flusher.triedAt + timing.flushMs : flusher.flushedAt + timing.heartbeatMs;
  return Math.max(0, Math.min(mirror.polledAt + timing.pollMs, flushAt) - Date.now());
}

/** Reads the tabs. One that is missing stops nothing that can do without it. */
async function poll({ spreadsheet, logger, leaseHolder, mirror, timing }: SyncContext): Promise<void> {
  // Google refuses a request as a whole that names a missing tab. One that is not needed may well stay away: it is rarely looked for.
  const isLookedFor =
    mirror.missingTabs.some(isNeeded) ||
    (mirror.missingTabs.length > 0 && Date.now() - mirror.tabsReadAt >= timing.parkedMs);
  if (isLookedFor) mirror.missingTabs = await findMissingTabs(spreadsheet, mirror);
  try {
    leaseHolder.noteRequester(await mirror.poll());
  } catch (error) {
    const fault = asSheetsFault(error);
    if (fault.status !== 400) throw error;
    mirror.missingTabs = await findMissingTabs(spreadsheet, mirror);
    if (mirror.missingTabs.length === 0) throw error;
    logger.warn('sheets.fault', { reason: fault.message, kind: fault.kind });
    leaseHolder.noteRequester(await mirror.poll());
  }
}

/** Whether there is anything to write. */
export function hasWork({ mirror, writer }: SyncContext): boolean {
  return mirror.hasWork() || writer.isUrgent() || writer.isSplitting();
}
