import type { ReadBack, SheetRequest } from '../google/spreadsheet.js';
import { RECORDS_TAB } from '../tabs/layout.js';
import { clearOrphanCells } from '../tabs/orphan-cells.js';
import type { SpreadsheetState } from '../tabs/spreadsheet-state.js';
import { eraseKey, rangesOf } from '../tabs/tab-requests.js';
import { forEachYielding } from '../yielding.js';
import type { DesiredContent } from './desired-content.js';
import { planRecords } from './plan-records.js';
import { planRows } from './plan-rows.js';
import {
  applyInserts,
  indexReadBack,
  verifyByContent,
  verifyByRow,
  type MisplacedUpdate,
  type VerifyUpdate,
} from './verify-batch.js';

/** The requests that bring the sheet from its last known state to the desired content. */
export interface Plan {
  readonly requests: readonly SheetRequest[];
  /** The key cells of the rows that it changes, and their tabs. */
  readonly readBackRanges: readonly string[];
  readonly tabs: readonly string[];
  /** After a successful write: verifies it against the rows read in the same step, and updates the known state. */
  confirm(readBack: readonly ReadBack[]): Promise<readonly MisplacedUpdate[]>;
  /** The same, against whole tabs that were read some time after the write. */
  confirmLater(readBack: readonly ReadBack[]): Promise<readonly MisplacedUpdate[]>;
}

export async function planWrite({ visible, hidden }: DesiredContent, state: SpreadsheetState): Promise<Plan> {
  const rows = await planRows(visible.values(), state);
  const records = await planRecords(hidden, state.records);
  const erased = [...state.erased];

  return {
    requests: [
      ...rows.updateRequests,
      ...clearOrphanCells(state),
      ...erased.map(([, { kind, text }]) => eraseKey(state.tabs[kind], text)),
      ...rows.insertRequests,
      ...records.requests,
    ],
    readBackRanges: [...rows.readBackRanges, ...rangesOf(RECORDS_TAB, 0, records.rows)],
    tabs: [...rows.titles, RECORDS_TAB],
    confirm: (readBack) => confirmBatch(readBack, verifyByRow(readBack, state)),
    confirmLater: (readBack) => confirmBatch(readBack, verifyByContent(readBack, state)),
  };

  async function confirmBatch(
    readBack: readonly ReadBack[],
    verify: VerifyUpdate,
  ): Promise<readonly MisplacedUpdate[]> {
    const misplaced: MisplacedUpdate[] = [];
    await forEachYielding(rows.updates, (update) => void misplaced.push(...verify(update)));
    state.orphanCells = state.orphanCells.filter(({ row }) => row === undefined);
    for (const [id] of erased) state.erased.delete(id);
    for (const [tab, inserted] of rows.inserts) applyInserts(tab, inserted);
    return [...misplaced, ...records.confirm(indexReadBack(readBack))];
  }
}
