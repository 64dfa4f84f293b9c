import type { ReadBack } from '../google/spreadsheet.js';
import { isCovered } from '../google/merges.js';
import { cellName, type VisibleKind } from '../tabs/layout.js';
import { recordId } from '../tabs/records-tab.js';
import type { Mended } from './moved-columns.js';
import type { PendingBatch } from './pending-batch.js';
import { isOfRecord, partKey, RECORD, type Part, type PlaceColumn } from './places.js';
import type { FlushContext } from './sent-batch.js';

// Google accepts what is written to a cell that is covered by a merged one, and does not keep it. Such a cell is parked: read as a
// blank one, it would be taken for the edit of somebody who has emptied it.

/** To be called when a batch is in the sheet. */
export function parkCovered(
  context: FlushContext,
  { plan }: PendingBatch,
  readBack: readonly ReadBack[],
  mended: Mended,
): void {
  const merges = new Map(readBack.flatMap((each) => (mended.has(each.title) ? [] : [[each.title, each.merges]])));
  if (![...merges.values()].some((each) => each.length > 0)) return;
  for (const { part, title, row, columns } of plan.places) {
    const ofTab = merges.get(title);
    if (ofTab === undefined || row === undefined || !isOfRecord(part) || part.column === RECORD) continue;
    for (const column of columns.filter(({ index }) => isCovered(ofTab, row, index))) {
      park(context, { id: part.id, column: column.name }, { title, row, column });
    }
  }
}

function park(
  { mirror, writer, timing }: FlushContext,
  part: Part,
  { title: tab, row, column }: { readonly title: string; readonly row: number; readonly column: PlaceColumn },
): void {
  const { kind, key } = recordId(part.id);
  const mirrored = mirror.state.tabs[kind as VisibleKind].rows.get(key);
  if (mirrored !== undefined) {
    mirrored.raw = { ...mirrored.raw, [column.name]: '' };
    mirrored.normalized = { ...mirrored.normalized, [column.name]: '' };
  }
  // A blank cell is what it should be.
  if (column.text === '') return;
  const where = { tab, row: row + 1, column: column.name, cell: cellName(row, column.index) };
  const report = {
    kind: 'parked_record',
    ...where,
    problem: 'is covered by a merged cell',
    key: partKey(part),
  } as const;
  writer.park({ part, isNew: false, report, tryAt: Date.now() + timing.parkedMs });
}
