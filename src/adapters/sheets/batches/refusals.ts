import type { SheetsFault } from '../google/faults.js';
import { isProtected } from '../google/protections.js';
import type { SheetRequest } from '../google/spreadsheet.js';
import type { HeldLease } from '../lease/lease-holder.js';
import { LAYOUTS, RECORDS_TAB, VISIBLE_KINDS } from '../tabs/layout.js';
import { convict, convictNewRows, problemOf, refusedSomewhere } from './convict.js';
import { cellsOf } from './locate-cell.js';
import type { PendingBatch } from './pending-batch.js';
import { PRECEDING_REQUESTS, sendBatch } from './send-batch.js';
import type { FlushContext } from './sent-batch.js';

// Google refuses a batch as a whole. Most refusals are of one cell, such as a protected one, and everything else must be written.

export interface Refusal {
  readonly fault: SheetsFault;
  /** How many requests that clear forwarded entries preceded those of the plan. */
  readonly clearing: number;
}

/** How long the positions of rows are believed after they were read. */
const LOCATED_MS = 10_000;
const PROTECTED = 'is protected, and the service account may not edit it';

/**
 * Finds out what Google has refused, from what says most to what says least: that there is no room for new rows, what protected ranges
 * forbid, that rows are not where they were, which request it names. Otherwise the next batches tell: each contains some of the
 * suspects, until the culprit is alone.
 * @throws SheetsFault if Google refuses everything
 */
export async function handleRefusal(
  context: FlushContext,
  lease: HeldLease,
  batch: PendingBatch,
  refusal: Refusal,
): Promise<void> {
  const { fault } = refusal;
  const isFresh = batch.search === undefined;
  if (isFresh) {
    context.logger.warn('sheets.fault', { reason: fault.message, kind: fault.kind });
    context.state.refusedAt = Date.now();
  }
  if (refusesKnownTabs(context, batch, refusal)) return;
  if (isFresh && (await convictGuarded(context, batch))) return;
  if (isFresh && (await locateRows(context, batch, fault))) return;
  if (refusesInsert(context, batch, refusal)) return;
  await suspect(context, lease, batch, refusal);
}

/** The spreadsheet is full, or a tab in which Google lets nobody insert rows was tried again. */
function refusesKnownTabs(context: FlushContext, batch: PendingBatch, refusal: Refusal): boolean {
  const { isFull } = refusal.fault;
  const title = insertedInto(context, batch, refusal);
  const isKnown = title !== undefined && context.writer.closedTab(title) !== undefined;
  if (isFull) refuseNewRows(context, batch, refusal, ALL_TITLES);
  else if (isKnown) refuseNewRows(context, batch, refusal, [title]);
  return isFull || isKnown;
}

/** Google names the request that inserts rows: no row of that tab can be added, whatever is in it. */
function refusesInsert(context: FlushContext, batch: PendingBatch, refusal: Refusal): boolean {
  const title = insertedInto(context, batch, refusal);
  if (title !== undefined) refuseNewRows(context, batch, refusal, [title]);
  return title !== undefined;
}

const ALL_TITLES = [...VISIBLE_KINDS.map((kind) => LAYOUTS[kind].title), RECORDS_TAB];

function refuseNewRows(
  context: FlushContext,
  batch: PendingBatch,
  { fault }: Refusal,
  titles: readonly string[],
): void {
  convictNewRows(context, batch, titles, problemOf(fault));
  context.writer.requeue(batch);
}

/** The tab of the insertion that Google names. */
function insertedInto(
  { mirror: { state } }: FlushContext,
  { plan }: PendingBatch,
  refusal: Refusal,
): string | undefined {
  const request: SheetRequest | undefined = plan.requests[requestNamed(refusal) ?? -1];
  const sheetId = request?.insertDimension?.range?.sheetId;
  if (sheetId === undefined) return undefined;
  if (sheetId === state.records.sheetId) return RECORDS_TAB;
  return Object.values(state.tabs).find((tab) => tab.sheetId === sheetId)?.layout.title;
}

/** Which request of the plan Google names. */
function requestNamed({ fault: { requestIndex }, clearing }: Refusal): number | undefined {
  return requestIndex === undefined ? undefined : requestIndex - PRECEDING_REQUESTS - clearing;
}

/** What protected ranges forbid is known at once. Without them, the next batches tell. */
async function convictGuarded(context: FlushContext, batch: PendingBatch): Promise<boolean> {
  const { spreadsheet, writer } = context;
  const protections = await spreadsheet.protections().catch(() => []);
  const guarded = batch.plan.places.flatMap((place) => {
    const { sheetId, row } = place;
    if (row === undefined || protections.length === 0) return [];
    const column = place.columns.find(({ index }) => isProtected(protections, sheetId, row, index));
    return column === undefined ? [] : [{ place, column, problem: PROTECTED }];
  });
  if (guarded.length === 0) return false;
  for (const culprit of guarded) convict(context, batch, culprit);
  writer.requeue(batch);
  return true;
}

/** Rows that the batch refers to may have been deleted meanwhile. @returns false if it is known where they are */
async function locateRows(context: FlushContext, batch: PendingBatch, { status }: SheetsFault): Promise<boolean> {
  const { state, writer } = context;
  if (status !== 400 || Date.now() - state.locatedAt < LOCATED_MS) return false;
  writer.requeue(batch);
  await context.locateRows();
  state.locatedAt = Date.now();
  return true;
}

/** Splits the batch, unless it is known by now what is wrong with it. */
async function suspect(context: FlushContext, lease: HeldLease, batch: PendingBatch, refusal: Refusal): Promise<void> {
  const { mirror, state, writer } = context;
  const { places } = batch.plan;
  const request = requestNamed(refusal);
  const named = request === undefined ? [] : places.filter(({ requests }) => requests.includes(request));
  const isDecisive = batch.search !== undefined || writer.countWriting(batch, mirror.index) <= 1;
  // Nothing was accepted since: perhaps the account has lost its access, and is refused even the heartbeat.
  const mayBeEverything = named.length === 0 && state.flushedAt <= state.refusedAt;
  if (isDecisive && mayBeEverything) await ensureNotEverything(context, lease, batch);
  const hinted = named.map(({ part }) => part);
  const culprit = writer.refuse(batch, hinted, mirror.index);
  if (culprit === undefined) return;
  const own = named.length > 0 ? named : places;
  const problem = problemOf(refusal.fault);
  const [cell, ...more] = cellsOf(own);
  if (culprit.kind === 'set' && cell !== undefined && more.length > 0) {
    const { queued } = culprit;
    const isNamed = request !== undefined;
    const cells = named.length > 0 ? new Set(cellsOf(own).map(({ id }) => id)) : undefined;
    writer.locateCell({ queued, cells, probes: 0, isNamed, problem }, refusedSomewhere(cell.place, problem));
  } else if (culprit.kind === 'record' && own.length > 1) {
    writer.divideRecord(culprit.id, batch, hinted, mirror.index);
  } else if (cell !== undefined) convict(context, batch, { ...cell, problem });
}

async function ensureNotEverything(context: FlushContext, lease: HeldLease, batch: PendingBatch): Promise<void> {
  try {
    await sendBatch(context, lease, []);
  } catch (error) {
    context.writer.requeue(batch);
    throw error;
  }
}
