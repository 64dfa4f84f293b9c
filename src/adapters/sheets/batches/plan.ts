import type { ReadBack, SheetRequest } from '../google/spreadsheet.js';
import { firstRow, RECORDS_TAB } from '../tabs/layout.js';
import type { SpreadsheetState } from '../tabs/spreadsheet-state.js';
import { rangesOf } from '../tabs/tab-requests.js';
import { forEachYielding } from '../yielding.js';
import { planClearing } from './clearing.js';
import type { DesiredContent } from './desired-content.js';
import type { Include, Place } from './places.js';
import { isUndone, NOTHING_MENDED, type Mended } from './moved-columns.js';
import { planRecords } from './plan-records.js';
import { planRows } from './plan-rows.js';
import {
  applyInserts,
  applyUpdate,
  indexReadBack,
  verifyByContent,
  verifyByRow,
  type MisplacedUpdate,
  type VerifyUpdate,
} from './verify-batch.js';

/** The requests that bring the sheet from its last known state to the desired content. */
export interface Plan {
  readonly requests: readonly SheetRequest[];
  /** Where they write what. */
  readonly places: readonly Place[];
  /** The headers of the tabs that it changes, and the key cells of the rows that it updates. */
  readonly readBackRanges: readonly string[];
  readonly tabs: readonly string[];
  /** After a successful write: verifies it against the rows read in the same step, and updates the known state. */
  confirm(readBack: readonly ReadBack[]): Promise<readonly MisplacedUpdate[]>;
  /** The same, against whole tabs that were read some time after the write. @param mended tabs of which it is known what is in them */
  confirmLater(readBack: readonly ReadBack[], mended: Mended): Promise<readonly MisplacedUpdate[]>;
}

/** @param include which parts of the desired content are written */
export async function planWrite(
  { visible, hidden }: DesiredContent,
  state: SpreadsheetState,
  include: Include,
): Promise<Plan> {
  const rows = await planRows(visible.values(), state, include);
  const records = await planRecords(hidden, state.records, include);
  const clearing = planClearing(state, include);
  const updating = rows.updateRequests.length;
  const inserting = updating + clearing.requests.length;
  const recording = inserting + rows.insertRequests.length;
  const visiblePlaces = [...rows.updatePlaces, ...clearing.places, ...rows.insertPlaces];
  const titles = [...new Set(visiblePlaces.map(({ title }) => title))];

  return {
    requests: [...rows.updateRequests, ...clearing.requests, ...rows.insertRequests, ...records.requests],
    places: [
      ...rows.updatePlaces,
      ...after(updating, clearing.places),
      ...after(inserting, rows.insertPlaces),
      ...after(recording, records.places),
    ],
    readBackRanges: [...titles.map(firstRow), ...rows.readBackRanges, ...rangesOf(RECORDS_TAB, 0, records.rows)],
    tabs: [...titles, RECORDS_TAB],
    confirm: (readBack) => confirmBatch(readBack, verifyByRow(readBack, state), NOTHING_MENDED),
    confirmLater: (readBack, mended) => confirmBatch(readBack, verifyByContent(readBack, state), mended),
  };

  async function confirmBatch(
    readBack: readonly ReadBack[],
    verify: VerifyUpdate,
    mended: Mended,
  ): Promise<readonly MisplacedUpdate[]> {
    const misplaced: MisplacedUpdate[] = [];
    await forEachYielding(rows.updates, (planned) => {
      // What the batch has erased is there again if it was undone elsewhere: its row is kept for it, with what others have in it.
      const update = isUndone(mended) ? { ...planned, erases: false } : planned;
      const how = mended.get(update.tab.layout.title);
      if (how === undefined) misplaced.push(...verify(update));
      else if (how === 'rewritten') applyUpdate(update, state);
    });
    clearing.confirm(mended);
    for (const [tab, inserted] of rows.inserts) {
      if (mended.get(tab.layout.title) !== 'undone') applyInserts(tab, inserted);
    }
    return [...misplaced, ...records.confirm(indexReadBack(readBack))];
  }
}

/** The places of requests that come after so many others. */
function after(count: number, places: readonly Place[]): readonly Place[] {
  return places.map((place) => ({ ...place, requests: place.requests.map((request) => request + count) }));
}
