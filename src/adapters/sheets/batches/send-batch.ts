import type { SheetsFault } from '../google/faults.js';
import type { ReadBack, SheetRequest } from '../google/spreadsheet.js';
import type { HeldLease } from '../lease/lease-holder.js';
import { heartbeatRequest, LEASE_ROW, leaseIn } from '../lease/lease.js';
import type { Plan } from './plan.js';
import type { FlushContext } from './sent-batch.js';

/** How many requests precede the others of a batch: the heartbeat. */
export const PRECEDING_REQUESTS = 1;

/** Sends requests under the lease. @returns the rows read in the same step */
export async function sendBatch(
  { spreadsheet, leaseHolder, self, state }: FlushContext,
  lease: HeldLease,
  requests: readonly SheetRequest[],
  batch?: { readonly plan: Pick<Plan, 'readBackRanges'> },
): Promise<readonly ReadBack[]> {
  const batchNumber = lease.batchNumber + 1;
  state.triedAt = Date.now();
  const readBack = await spreadsheet.write(
    [heartbeatRequest(lease.sheetId, self, batchNumber), ...requests],
    [LEASE_ROW, ...(batch?.plan.readBackRanges ?? [])],
  );
  lease.batchNumber = batchNumber;
  state.flushedAt = Date.now();
  leaseHolder.noteRequester(leaseIn(readBack));
  return readBack;
}

/** Whether Google may have refused what the batch writes. A missing tab other than the lease is content, too. */
export function isOfContent({ mayConcernContent, kind, missingSheetId }: SheetsFault, { sheetId }: HeldLease): boolean {
  return mayConcernContent && (kind !== 'fenced' || (missingSheetId !== undefined && missingSheetId !== sheetId));
}
