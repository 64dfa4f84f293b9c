import { setTimeout as sleep } from 'node:timers/promises';
import { asSheetsFault } from '../google/faults.js';
import { hasWork, type SyncContext } from './sync-step.js';
import { pauseAfter } from './worker.js';

/** Limit of batches on shutdown. Each row that a user moves during a write takes one more batch. */
const MAX_SHUTDOWN_BATCHES = 100;

/** Writes everything and releases the lease; retries until the write timeout. The journal keeps what could not be written. */
export async function flushOnShutdown(context: SyncContext): Promise<void> {
  const deadline = Date.now() + context.timing.writeTimeoutMs;
  for (let attempt = 0; !(await tryFlush(context, deadline)); attempt += 1) {
    await sleep(pauseAfter(context.timing, attempt));
  }
}

/** @returns false to retry */
async function tryFlush(context: SyncContext, deadline: number): Promise<boolean> {
  const { logger, outage, writer } = context;
  try {
    await flushAndRelease(context, deadline);
    return true;
  } catch (error) {
    outage.noteFault(error);
    const fault = asSheetsFault(error);
    if (Date.now() < deadline && fault.kind !== 'invalid') return false;
    logger.warn('sheets.not_flushed', { reason: fault.message, records: writer.dirtyCount() });
    return true;
  }
}

async function flushAndRelease(context: SyncContext, deadline: number): Promise<void> {
  const { flusher, leaseHolder, mirror, writer } = context;
  await flusher.resolveUnknownOutcome();
  if (leaseHolder.lease === undefined) {
    if (mirror.unwritten.length > 0) await leaseHolder.standBy(-Infinity);
    return;
  }
  writer.retryAll();
  for (let round = 0; round < MAX_SHUTDOWN_BATCHES && hasWork(context); round += 1) {
    // Which part of a refused batch is the culprit may take longer. The journal has everything.
    if (writer.isSplitting() && Date.now() > deadline) break;
    // Rows were moved: find out where they are before writing again.
    if (mirror.polledAt === -Infinity) await mirror.poll();
    await flusher.flush();
  }
  await leaseHolder.forwardUnwritten();
  await leaseHolder.release();
}
