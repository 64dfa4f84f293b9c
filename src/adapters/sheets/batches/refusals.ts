import { ProxyCallError } from '../../../domain/model/errors.js';
import type { SheetsFault } from '../google/faults.js';
import { isProtected, type Protection } from '../google/protections.js';
import type { HeldLease } from '../lease/lease-holder.js';
import { cellName } from '../tabs/layout.js';
import { findMissingTabs } from '../sync/missing-tabs.js';
import { locateCulprit } from './locate-culprit.js';
import type { PendingBatch } from './pending-batch.js';
import { partKey, type Place, type PlaceColumn } from './places.js';
import { PRECEDING_REQUESTS, sendBatch } from './send-batch.js';
import type { FlushContext, SentBatch } from './sent-batch.js';

// Google refuses a batch as a whole. Most refusals are of one cell, such as a protected one, and everything else must be written.

export interface Refusal {
  readonly fault: SheetsFault;
  /** How many requests that clear forwarded entries preceded those of the plan. */
  readonly clearing: number;
}

/** How long the positions of rows are believed after they were read. */
const LOCATED_MS = 10_000;
const PROTECTED = 'is protected, and the service account may not edit it';

/** A place, the cell of it that is refused, and why. */
interface Culprit {
  readonly place: Place;
  readonly column: PlaceColumn | undefined;
  readonly problem: string;
}

/**
 * Finds out what Google has refused. What protected ranges forbid is known at once. Otherwise the next batches tell: each contains
 * some of the suspects, until the culprit is alone.
 * @throws SheetsFault if Google refuses everything
 */
export async function handleRefusal(
  context: FlushContext,
  lease: HeldLease,
  { batch }: SentBatch,
  { fault, clearing }: Refusal,
): Promise<void> {
  const { logger, writer, state, timing } = context;
  const { group } = batch;
  const isFresh = group === undefined;
  const isLocated = Date.now() - state.locatedAt < LOCATED_MS;
  if (isFresh) logger.warn('sheets.fault', { reason: fault.message, kind: fault.kind });
  const named = placesNamed(batch, fault, clearing);
  // When Google names a request of the batch, the heartbeat before it was fine.
  const isDecisive = named.length === 0 && (isFresh ? !isLocated : group.items.length === 1);
  const isHeartbeatDue = Date.now() - state.flushedAt >= timing.heartbeatMs;
  if (isDecisive || isHeartbeatDue) await ensureNotEverything(context, lease, batch);
  const guarded = isFresh ? guardedPlaces(batch, await readProtections(context)) : [];
  if (guarded.length > 0) {
    for (const culprit of guarded) convict(context, batch, culprit);
    writer.requeue(batch);
  } else if (isFresh && fault.status === 400 && !isLocated) {
    // Rows that the batch refers to may have been deleted meanwhile.
    writer.requeue(batch);
    await locateRows(context);
  } else {
    await split(context, lease, batch, fault, named);
  }
}

async function split(
  context: FlushContext,
  lease: HeldLease,
  batch: PendingBatch,
  fault: SheetsFault,
  named: readonly Place[],
): Promise<void> {
  const { mirror, writer } = context;
  const hinted = named.map(({ part }) => part);
  const culprit = writer.refuse(batch, hinted, mirror.index);
  if (culprit === undefined) return;
  if (culprit.kind === 'record' && batch.plan.places.length > 1) {
    writer.divideRecord(batch, hinted);
    return;
  }
  const [first] = batch.plan.places;
  const found = culprit.kind === 'set' ? await locateCulprit(context, lease, batch.plan, named) : first;
  if (found !== undefined) convict(context, batch, culpritOf(found, fault));
}

function culpritOf(found: Place, { message }: SheetsFault): Culprit {
  return { place: found, column: found.columns[0], problem: `is refused (${message})` };
}

/** The places that are written by the request that Google names. */
function placesNamed({ plan }: PendingBatch, { requestIndex }: SheetsFault, clearing: number): readonly Place[] {
  if (requestIndex === undefined) return [];
  const request = requestIndex - PRECEDING_REQUESTS - clearing;
  return plan.places.filter(({ requests }) => requests.includes(request));
}

/** An account that lost its access is refused even the heartbeat. */
async function ensureNotEverything(context: FlushContext, lease: HeldLease, batch: PendingBatch): Promise<void> {
  try {
    await sendBatch(context, lease, []);
  } catch (error) {
    context.writer.requeue(batch);
    throw error;
  }
}

/** Without them, the next batches tell. */
async function readProtections({ spreadsheet }: FlushContext): Promise<readonly Protection[]> {
  return spreadsheet.protections().catch(() => []);
}

function guardedPlaces({ plan }: PendingBatch, protections: readonly Protection[]): readonly Culprit[] {
  if (protections.length === 0) return [];
  return plan.places.flatMap((place) => {
    const { sheetId, row } = place;
    if (row === undefined) return [];
    const column = place.columns.find(({ index }) => isProtected(protections, sheetId, row, index));
    return column === undefined ? [] : [{ place, column, problem: PROTECTED }];
  });
}

async function locateRows({ spreadsheet, leaseHolder, mirror, state }: FlushContext): Promise<void> {
  const missing = await findMissingTabs(spreadsheet, mirror);
  if (missing.length === 0) leaseHolder.noteRequester(await mirror.poll());
  await mirror.reloadRecordsTab();
  state.locatedAt = Date.now();
}

/** Refuses the change sets that change the cell. If none does, it is a record's: it is parked. */
function convict({ logger, writer, timing }: FlushContext, batch: PendingBatch, culprit: Culprit): void {
  const { place, column, problem } = culprit;
  const { part, title: tab, row } = place;
  const where = {
    tab,
    row: row === undefined ? undefined : row + 1,
    column: column?.name,
    cell: row === undefined || column === undefined ? undefined : cellName(row, column.index),
  };
  const isOfSet = batch.changedBySets.has(partKey(part));
  const sets = batch.sets.filter(({ rows }) => isOfSet && rows.has(part.id));
  if (sets.length === 0) {
    const report = { kind: 'parked_record', ...where, problem, key: partKey(part) } as const;
    writer.park({ part, report, tryAt: Date.now() + timing.parkedMs });
    return;
  }
  logger.warn('sheets.write_refused', { ...where, problem });
  for (const { queued } of sets) queued.reject(storeRefused(where, problem));
}

interface Where {
  readonly tab: string;
  readonly row: number | undefined;
  readonly column: string | undefined;
  readonly cell: string | undefined;
}

function storeRefused({ tab, row, column, cell }: Where, problem: string): ProxyCallError {
  const place = [`tab ${tab}`, row && `row ${row.toString()}`, column && `column ${column}`, cell && `cell ${cell}`];
  const where = place.filter((each) => each !== undefined).join(', ');
  return new ProxyCallError(
    'store_refused',
    `nothing was changed, because a cell of the spreadsheet ${problem}: ${where}`,
  );
}
