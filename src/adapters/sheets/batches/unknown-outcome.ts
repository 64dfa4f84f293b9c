import type { ChangeSet } from '../../../ports/order-store.js';
import { unavailable } from '../google/faults.js';
import type { ReadBack } from '../google/spreadsheet.js';
import type { HeldLease } from '../lease/lease-holder.js';
import { acquireRequests, heartbeatRequest, LEASE_ROW, leaseIn, readLease } from '../lease/lease.js';
import { wholeTab } from '../tabs/layout.js';
import { rowId } from '../tabs/records-tab.js';
import { mendColumns } from './mend-moved.js';
import { idsIn } from './rebase.js';
import type { PendingBatch } from './pending-batch.js';
import { completeBatch, type FlushContext } from './sent-batch.js';
import { idsInBatch } from './writer.js';

export function hasUnknownOutcome({ state }: FlushContext, changes: ChangeSet): boolean {
  if (state.unresolved === undefined) return false;
  const ids = idsInBatch(state.unresolved.batch);
  return idsIn(changes).some((id) => ids.has(rowId(id)));
}

/**
 * Acquires the lease again. After that the unresolved batch can no longer be carried out, and the batch number copied
 * from the former lease tells whether it was. If columns were moved meanwhile, they are mended.
 */
export async function resolveUnknownOutcome(context: FlushContext): Promise<void> {
  const { mirror, leaseHolder, writer, state } = context;
  const { unresolved } = state;
  if (unresolved === undefined) return;
  const { batch, batchNumber } = unresolved;
  const { lease } = leaseHolder;
  const replaced = lease && (await replaceLease(context, lease, batch));
  if (replaced === undefined) {
    state.unresolved = undefined;
    const unknown = 'the outcome of the write to the spreadsheet is unknown; the same request can be retried';
    writer.reject(batch, unavailable(unknown));
    if (lease !== undefined) leaseHolder.markLost();
    return;
  }
  leaseHolder.markReplaced(replaced.sheetId);
  unresolved.isInSheet ||= leaseIn(replaced.readBack).formerBatchNumber >= batchNumber;
  if (!unresolved.isInSheet) {
    state.unresolved = undefined;
    writer.requeue(batch);
    return;
  }
  // A fault leaves it unresolved: the columns must be mended before the sheet is looked at.
  const mended = await mendColumns(context, unresolved, replaced.readBack);
  state.unresolved = undefined;
  await completeBatch(context, unresolved, replaced.readBack, 'later', mended);
  mirror.pollSoon();
}

/**
 * Replaces the lease by a new one, and reads the tabs of the batch.
 * @returns undefined if another instance took the lease
 */
async function replaceLease(
  { spreadsheet, self }: FlushContext,
  lease: HeldLease,
  { plan }: PendingBatch,
): Promise<{ sheetId: number; readBack: readonly ReadBack[] } | undefined> {
  const { view, tabs } = await readLease(spreadsheet);
  if (view.sheetId !== lease.sheetId && view.holder !== self.id) return undefined;
  // An earlier attempt may have succeeded without an answer.
  const isDone = view.sheetId !== undefined && view.sheetId !== lease.sheetId;
  const { sheetId, requests } = isDone ? { sheetId: view.sheetId, requests: [] } : acquireRequests(view, tabs, self);
  // Read whole tabs: if the batch was not carried out, its row ranges may be beyond the grid.
  const readBack = await spreadsheet.write(
    [...requests, heartbeatRequest(sheetId, self, 0)],
    [LEASE_ROW, ...plan.tabs.map(wholeTab)],
  );
  return { sheetId, readBack };
}
