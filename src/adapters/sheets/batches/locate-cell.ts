import { randomInt, randomUUID } from 'node:crypto';
import { asSheetsFault } from '../google/faults.js';
import { writeTexts } from '../google/requests.js';
import type { SheetRequest } from '../google/spreadsheet.js';
import type { HeldLease } from '../lease/lease-holder.js';
import { columnId, convict, refusedSomewhere } from './convict.js';
import type { PendingBatch } from './pending-batch.js';
import { partKey, RECORD, type Place, type PlaceColumn } from './places.js';
import type { Plan } from './plan.js';
import { isOfContent, PRECEDING_REQUESTS, sendBatch } from './send-batch.js';
import type { FlushContext } from './sent-batch.js';
import type { RefusedSet } from './splitting.js';

/** A cell that a change set writes. */
export interface WrittenCell {
  readonly id: string;
  readonly place: Place;
  readonly column: PlaceColumn;
}

/** The most probes for one change set: somebody waits for its answer. */
const MAX_PROBES = 6;

export function cellsOf(places: readonly Place[]): readonly WrittenCell[] {
  return places.flatMap((place) =>
    place.columns.map((column) => ({ id: `${partKey(place.part)} ${column.name}`, place, column })),
  );
}

/**
 * Takes one step to find out which cell of a change set Google refuses. Asks with a probe: some of the cells, and at the end a request
 * that is certainly refused, so that nothing is written in any case. Requests are carried out in their order, so the one that Google
 * reports tells. https://developers.google.com/workspace/sheets/api/reference/rest/v4/spreadsheets/batchUpdate
 * @param batch the change set alone, which is not to be written
 */
export async function locateCell(
  context: FlushContext,
  lease: HeldLease,
  batch: PendingBatch,
  refused: RefusedSet,
): Promise<void> {
  const { writer } = context;
  const { probes, isNamed, problem } = refused;
  const all = likelyFirst(cellsOf(batch.plan.places), context);
  const suspected = all.filter(({ id }) => refused.cells?.has(id) !== false);
  let left = suspected.length > 0 ? suspected : all;
  if (left.length > 1 && probes < MAX_PROBES) {
    const tested = isNamed ? left : left.slice(0, testedCount(left, context));
    const answer = await probe(context, lease, batch, tested);
    if (answer === 'accepted') left = left.slice(tested.length);
    else left = answer === 'refused' ? tested : [answer];
  }
  const [cell, ...more] = left;
  if (cell === undefined) return;
  if (more.length === 0 || probes >= MAX_PROBES) convict(context, batch, { ...cell, problem });
  else {
    const cells = new Set(left.map(({ id }) => id));
    const whenLate = refusedSomewhere(cell.place, problem);
    writer.locateCell({ ...refused, cells, probes: probes + 1, isNamed: false }, whenLate);
  }
}

/** In columns that were refused before, then in tabs that people see. */
function likelyFirst(cells: readonly WrittenCell[], context: FlushContext): readonly WrittenCell[] {
  const rank = (cell: WrittenCell) => (isLikely(cell, context) ? 0 : cell.place.part.column === RECORD ? 2 : 1);
  return [...cells].sort((a, b) => rank(a) - rank(b));
}

function testedCount(cells: readonly WrittenCell[], context: FlushContext): number {
  const likely = cells.filter((cell) => isLikely(cell, context)).length;
  return likely > 0 && likely < cells.length ? likely : Math.ceil(cells.length / 2);
}

function isLikely({ place, column }: WrittenCell, { state }: FlushContext): boolean {
  return state.refusedColumns.has(columnId(place.title, column.name));
}

/** Whether Google refuses these cells, and which of them if it says so. */
async function probe(
  context: FlushContext,
  lease: HeldLease,
  batch: PendingBatch,
  cells: readonly WrittenCell[],
): Promise<WrittenCell | 'accepted' | 'refused'> {
  // A tab that does not exist. If it did: nothing in it is equal to the text that is searched for.
  const sheetId = randomInt(1, 2 ** 31);
  const last: SheetRequest = { findReplace: { find: randomUUID(), replacement: '', range: { sheetId } } };
  const requests = requestsFor(cells, batch.plan);
  try {
    await sendBatch(context, lease, [...requests.map(({ request }) => request), last]);
    return 'accepted';
  } catch (error) {
    const fault = asSheetsFault(error);
    if (fault.missingSheetId === sheetId) return 'accepted';
    const named = requests[(fault.requestIndex ?? -1) - PRECEDING_REQUESTS]?.cell;
    if (isOfContent(fault, lease)) return named ?? 'refused';
    context.writer.requeue(batch);
    throw fault;
  }
}

/** Requests that write these cells and no others, one by one. New rows of a tab are all inserted where the first one belongs. */
function requestsFor(
  cells: readonly WrittenCell[],
  plan: Plan,
): readonly { readonly request: SheetRequest; readonly cell?: WrittenCell }[] {
  const byPlace = new Map<Place, WrittenCell[]>();
  for (const cell of cells) byPlace.set(cell.place, [...(byPlace.get(cell.place) ?? []), cell]);
  return [...byPlace].flatMap(([place, ofPlace]) => {
    const first = plan.requests[place.requests[0] ?? 0];
    if (first === undefined) return [];
    const { insertDimension, updateCells } = first;
    const [cell] = ofPlace;
    if (insertDimension === undefined && updateCells === undefined) return cell ? [{ request: first, cell }] : [];
    const start = insertDimension?.range?.startIndex ?? undefined;
    const row = start ?? place.row ?? 0;
    const writing = ofPlace.map((each) => {
      const { index, text } = each.column;
      return { request: writeTexts(place.sheetId, row, index, [[text]]), cell: each };
    });
    if (insertDimension === undefined || start === undefined) return writing;
    const range = { ...insertDimension.range, startIndex: start, endIndex: start + 1 };
    return [{ request: { insertDimension: { ...insertDimension, range } } }, ...writing];
  });
}
