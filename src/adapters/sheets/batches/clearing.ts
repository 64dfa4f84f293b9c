import type { SheetRequest } from '../google/spreadsheet.js';
import { mapCells, type Cells } from '../tabs/cells.js';
import { clearOrphanCells, type OrphanCells } from '../tabs/orphan-cells.js';
import type { SpreadsheetState } from '../tabs/spreadsheet-state.js';
import { eraseKey } from '../tabs/tab-requests.js';
import type { Mended } from './moved-columns.js';
import { KEY, ORPHAN, type Include, type Part, type Place } from './places.js';

/** What clears keys and orphan cells, which belong to no record any more. */
export interface ClearingPlan {
  readonly requests: readonly SheetRequest[];
  /** Their requests are counted within these. */
  readonly places: readonly Place[];
  /** After a successful write: updates the known state. @param mended tabs in which nothing was cleared */
  confirm(mended: Mended): void;
}

/** All that there is to clear. */
export function partsToClear({ erased, orphanCells }: SpreadsheetState): readonly Part[] {
  const orphans = orphanCells.filter(({ row }) => row !== undefined);
  return [...[...erased.keys()].map((id) => ({ id, column: KEY })), ...orphans.map(orphanPart)];
}

export function planClearing(state: SpreadsheetState, include: Include): ClearingPlan {
  const { tabs } = state;
  const requests: SheetRequest[] = [];
  const places: Place[] = [];
  const orphans = state.orphanCells.filter((orphan) => orphan.row !== undefined && include(orphanPart(orphan), ''));
  for (const orphan of orphans) {
    const { kind, row, cells, becomes = mapCells(cells, () => '') } = orphan;
    add(orphanPart(orphan), kind, row, becomes, clearOrphanCells({ ...state, orphanCells: [orphan] }));
  }
  const keys = [...state.erased].filter(([id]) => include({ id, column: KEY }, ''));
  for (const [id, { kind, text }] of keys) {
    add({ id, column: KEY }, kind, undefined, { [tabs[kind].layout.keyColumn]: '' }, [eraseKey(tabs[kind], text)]);
  }
  return {
    requests,
    places,
    confirm(mended) {
      const isMended = (kind: OrphanCells['kind']) => mended.has(tabs[kind].layout.title);
      state.orphanCells = state.orphanCells.flatMap((orphan) => {
        if (isMended(orphan.kind)) return [{ ...orphan, row: undefined }];
        return orphans.includes(orphan) ? [] : [orphan];
      });
      for (const [id, { kind }] of keys) if (!isMended(kind)) state.erased.delete(id);
    },
  };

  function add(
    part: Part,
    kind: OrphanCells['kind'],
    row: number | undefined,
    cells: Cells,
    clearing: readonly SheetRequest[],
  ): void {
    const tab = tabs[kind];
    const columns = Object.entries(cells).map(([name, text]) => ({ name, index: tab.columnIndex(name), text }));
    const own = clearing.map((_, position) => requests.length + position);
    places.push({ part, isNew: false, sheetId: tab.sheetId, title: tab.layout.title, row, columns, requests: own });
    requests.push(...clearing);
  }
}

function orphanPart({ kind, row }: OrphanCells): Part {
  return { id: `${kind} ${String(row)}`, column: ORPHAN };
}
