import type { Logger } from '../../../ports/runtime.js';
import type { CellReports } from '../cell-reports.js';
import type { ReadBack, Spreadsheet } from '../google/spreadsheet.js';
import type { Journal } from '../journal/journal.js';
import type { LeaseHolder } from '../lease/lease-holder.js';
import type { Instance } from '../lease/lease.js';
import { parkCovered } from './covered-cells.js';
import type { KnownSheet } from './known-sheet.js';
import { isUndone, NOTHING_MENDED } from './moved-columns.js';
import type { WrittenCell } from './written-rows.js';
import type { VisibleKind } from '../tabs/layout.js';
import type { MisplacedUpdate } from './verify-batch.js';
import type { PendingBatch } from './pending-batch.js';
import type { Writer } from './writer.js';

export interface FlusherOptions {
  readonly spreadsheet: Spreadsheet;
  readonly journal: Journal;
  readonly mirror: KnownSheet;
  readonly leaseHolder: LeaseHolder;
  readonly writer: Writer;
  readonly logger: Logger;
  readonly reports: CellReports;
  /** In milliseconds. */
  readonly timing: { readonly heartbeatMs: number; readonly parkedMs: number };
  readonly self: Instance;
  /** Finds out where rows and tabs are. */
  readonly locateRows: () => Promise<void>;
}

export interface FlushContext extends FlusherOptions {
  readonly state: FlushState;
}

interface FlushState {
  /** When the last batch succeeded. */
  flushedAt: number;
  /** When the rows were last located after Google refused a batch: those that it refers to may have been gone. */
  locatedAt: number;
  /** When a batch was last sent. */
  triedAt: number;
  /** When Google last refused a batch that was no part of another one. */
  refusedAt: number;
  /** The columns in which it has refused a cell. */
  readonly refusedColumns: Set<string>;
  /** Whether Google refused the last batch. The next one does not clear forwarded entries: that may be the reason. */
  wasRefused: boolean;
  /** The batch of which it is not known what it has done. */
  unresolved: Unresolved | undefined;
}

/** A batch without an answer, or one that was carried out while somebody moved columns. */
export interface Unresolved extends SentBatch {
  readonly batchNumber: number;
  /** Whether it is known that it was carried out. */
  isInSheet: boolean;
  /** The tabs whose columns were not where they were known to be when it was carried out. Undefined without an answer. */
  readonly moved: readonly VisibleKind[] | undefined;
  /** What was written since, to mend columns that were moved, and what it has replaced. */
  readonly written: { readonly kind: VisibleKind; readonly cells: readonly WrittenCell[] }[];
}

/** A batch, and how to drop the journal entries that it covers. */
export interface SentBatch {
  readonly batch: PendingBatch;
  readonly dropJournal: (() => Promise<void>) | undefined;
  /** How many of the unwritten entries are in the batch. */
  readonly unwrittenCount: number;
}

/** Verifies a batch that is in the sheet, and applies it in memory. */
export async function completeBatch(
  context: FlushContext,
  { batch, dropJournal, unwrittenCount }: SentBatch,
  readBack: readonly ReadBack[],
  readAt: 'same_step' | 'later',
  mended = NOTHING_MENDED,
): Promise<void> {
  const { mirror, writer } = context;
  const { misplaced, erasures } = await writer.confirm(batch, readBack, mirror.index, readAt, mended);
  parkCovered(context, batch, readBack, mended);
  try {
    const isJournalDue = batch.isComplete && !isUndone(mended) && dropJournal !== undefined;
    if (isJournalDue || batch.sets.length > 0) await keepParked(context);
    if (isJournalDue) {
      mirror.unwritten = mirror.unwritten.slice(unwrittenCount);
      mirror.received = [];
      await dropJournal();
    }
    if (misplaced.length > 0) await rewriteMisplaced(context, misplaced);
    if (erasures.length > 0) await mirror.forgetErased(erasures);
  } finally {
    // It is in the sheet in any case.
    for (const { acknowledge } of erasures) acknowledge();
  }
}

/** Writes what is parked, or tried again, to the journal, as it is now: the entries that it came from are about to be dropped, or are out of date. */
async function keepParked({ journal, mirror, writer }: FlushContext): Promise<void> {
  await Promise.all(writer.parkedEntries(mirror.index).map((entry) => journal.append(entry, { flush: true })));
}

/** A row was moved during the write: locates all rows again, and rewrites both affected rows. */
async function rewriteMisplaced(
  { mirror, writer, logger, state }: FlushContext,
  misplaced: readonly MisplacedUpdate[],
): Promise<void> {
  for (const { title, row, kind, intendedKey, actualKey, cells } of misplaced) {
    logger.warn('sheets.row_moved', { tab: title, row: row + 1 });
    if (kind === 'hidden') continue;
    writer.markDirty([{ kind, key: intendedKey }, ...(actualKey === undefined ? [] : [{ kind, key: actualKey }])]);
    if (actualKey === undefined) mirror.state.orphanCells.push({ kind, cells, row: undefined });
  }
  if (misplaced.some(({ kind }) => kind === 'hidden')) await mirror.reloadRecordsTab();
  mirror.pollSoon();
  state.triedAt = -Infinity;
}
