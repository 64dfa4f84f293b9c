import { randomInt, randomUUID } from 'node:crypto';
import { asSheetsFault } from '../google/faults.js';
import { writeTexts } from '../google/requests.js';
import type { SheetRequest } from '../google/spreadsheet.js';
import type { HeldLease } from '../lease/lease-holder.js';
import type { Place, PlaceColumn } from './places.js';
import type { Plan } from './plan.js';
import { isOfContent, sendBatch } from './send-batch.js';
import type { FlushContext } from './sent-batch.js';

/** A cell that a change set writes. */
interface WrittenCell {
  readonly place: Place;
  readonly column: PlaceColumn;
}

/** The most probes for one change set: somebody waits for its answer. */
const MAX_PROBES = 6;

/**
 * Which cell of a refused change set Google refuses. Asks with probes: some of the cells, and at the end a request that is certainly
 * refused, so that nothing is written in any case. Requests are carried out in their order, so the one that Google reports tells.
 * https://developers.google.com/workspace/sheets/api/reference/rest/v4/spreadsheets/batchUpdate
 * @param named the places that Google named
 * @returns the place, with that cell alone
 */
export async function locateCulprit(
  context: FlushContext,
  lease: HeldLease,
  plan: Plan,
  named: readonly Place[],
): Promise<Place | undefined> {
  let cells = (named.length > 0 ? named : plan.places).flatMap((place) =>
    place.columns.map((column): WrittenCell => ({ place, column })),
  );
  for (let probes = 0; cells.length > 1 && probes < MAX_PROBES; probes += 1) {
    const half = cells.slice(0, Math.ceil(cells.length / 2));
    const isRefused = await probe(context, lease, plan, half);
    if (isRefused === undefined) break;
    cells = isRefused ? half : cells.slice(half.length);
  }
  const [culprit] = cells;
  return culprit && { ...culprit.place, columns: [culprit.column] };
}

/** Whether Google refuses these cells. Undefined if it did not say. */
async function probe(
  context: FlushContext,
  lease: HeldLease,
  plan: Plan,
  cells: readonly WrittenCell[],
): Promise<boolean | undefined> {
  // A tab that does not exist. If it did: nothing in it is equal to the text that is searched for.
  const sheetId = randomInt(1, 2 ** 31);
  const last: SheetRequest = { findReplace: { find: randomUUID(), replacement: '', range: { sheetId } } };
  try {
    await sendBatch(context, lease, [...requestsFor(cells, plan), last]);
    return undefined;
  } catch (error) {
    const fault = asSheetsFault(error);
    if (fault.missingSheetId === sheetId) return false;
    return isOfContent(fault, lease) ? true : undefined;
  }
}

/** Requests that write these cells and no others. New rows of a tab are all inserted where the first one belongs. */
function requestsFor(cells: readonly WrittenCell[], plan: Plan): readonly SheetRequest[] {
  const byPlace = new Map<Place, PlaceColumn[]>();
  for (const { place, column } of cells) byPlace.set(place, [...(byPlace.get(place) ?? []), column]);
  return [...byPlace].flatMap(([place, columns]) => {
    const [request = 0] = place.requests;
    const first = plan.requests[request];
    if (first === undefined) return [];
    const { insertDimension, updateCells } = first;
    if (insertDimension === undefined && updateCells === undefined) return [first];
    const startIndex = insertDimension?.range?.startIndex ?? undefined;
    const row = startIndex ?? place.row ?? 0;
    const inserting: SheetRequest[] =
      insertDimension === undefined || startIndex === undefined
        ? []
        : [
            {
              insertDimension: {
                ...insertDimension,
                range: { ...insertDimension.range, startIndex, endIndex: startIndex + 1 },
              },
            },
          ];
    return [...inserting, ...columns.map(({ index, text }) => writeTexts(place.sheetId, row, index, [[text]]))];
  });
}
