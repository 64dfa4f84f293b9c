import { randomInt } from 'node:crypto';
import { writeTexts } from '../google/requests.js';
import {
  findTab,
  readRange,
  type ReadBack,
  type Rows,
  type SheetRequest,
  type Spreadsheet,
  type TabFacts,
} from '../google/spreadsheet.js';
import { textOf } from '../tabs/cells.js';
import { firstRow, FORWARDED_TAB, LEASE_TAB, RECORDS_TAB } from '../tabs/layout.js';

/**
 * The lease that allows one instance to write: one row of a hidden tab. The tab gets a new id whenever the lease is
 * acquired, and every batch begins with a write to that tab. So Google rejects any batch of a former holder, however
 * late it arrives. When two instances acquire the lease at the same time, Google rejects the second one.
 */
export interface LeaseView {
  /** Undefined if the lease was never held. */
  readonly sheetId: number | undefined;
  /** Empty if the lease was released. */
  readonly holder: string;
  /** Human-readable name of the holder. */
  readonly label: string;
  /** Number of the holder's last batch. Also its heartbeat: the holder is alive while it increases. */
  readonly batchNumber: number;
  /** The instance that requests the lease; empty if none does. */
  readonly requestedBy: string;
  readonly requestedByLabel: string;
  /** Number of the last batch of the former holder. */
  readonly formerBatchNumber: number;
}

export type LeaseCells = Omit<LeaseView, 'sheetId'>;

export interface Instance {
  readonly id: string;
  readonly label: string;
}

export const LEASE_ROW = firstRow(LEASE_TAB);
const BATCH_COLUMN = 2;
const REQUESTER_COLUMN = 3;
const FORMER_BATCH_COLUMN = 5;

export async function readLease(spreadsheet: Spreadsheet): Promise<{ view: LeaseView; tabs: readonly TabFacts[] }> {
  const tabs = await spreadsheet.tabs();
  const sheetId = findTab(tabs, LEASE_TAB)?.sheetId;
  const rows = sheetId === undefined ? [] : await readRange(spreadsheet, LEASE_ROW);
  return { view: { sheetId, ...leaseOf(rows) }, tabs };
}

export function leaseIn(readBack: readonly ReadBack[]): LeaseCells {
  return leaseOf(readBack.find(({ title }) => title === LEASE_TAB)?.rows ?? []);
}

export function leaseOf([row = []]: Rows): LeaseCells {
  return {
    holder: textOf(row[0]),
    label: textOf(row[1]),
    batchNumber: Number(textOf(row[BATCH_COLUMN])),
    requestedBy: textOf(row[REQUESTER_COLUMN]),
    requestedByLabel: textOf(row[REQUESTER_COLUMN + 1]),
    formerBatchNumber: Number(textOf(row[FORMER_BATCH_COLUMN])),
  };
}

/** Acquires the lease from the holder in `view`, and creates missing hidden tabs. */
export function acquireRequests(
  view: LeaseView,
  tabs: readonly TabFacts[],
  holder: Instance,
): { sheetId: number; requests: readonly SheetRequest[] } {
  const newSheetId = randomInt(1, 2 ** 31);
  const missing = [RECORDS_TAB, FORWARDED_TAB].filter((title) => findTab(tabs, title) === undefined);
  const title = view.sheetId === undefined ? LEASE_TAB : `${LEASE_TAB} ${newSheetId.toString()}`;
  return {
    sheetId: newSheetId,
    requests: [
      hiddenTab(title, newSheetId),
      ...(view.sheetId === undefined ? [] : replaceTab(view.sheetId, newSheetId)),
      heartbeatRequest(newSheetId, holder, 0),
      ...missing.map((name) => hiddenTab(name)),
    ],
  };
}

function replaceTab(oldSheetId: number, newSheetId: number): SheetRequest[] {
  return [
    {
      copyPaste: {
        source: cellRange(oldSheetId, BATCH_COLUMN),
        destination: cellRange(newSheetId, FORMER_BATCH_COLUMN),
        pasteType: 'PASTE_VALUES',
      },
    },
    { deleteSheet: { sheetId: oldSheetId } },
    { updateSheetProperties: { properties: { sheetId: newSheetId, title: LEASE_TAB }, fields: 'title' } },
  ];
}

/** The first request of every batch of the holder: fails if the lease was lost. */
export function heartbeatRequest(sheetId: number, holder: Instance, batchNumber: number): SheetRequest {
  return writeTexts(sheetId, 0, 0, [[holder.id, holder.label, batchNumber.toString()]]);
}

export function leaseRequest(sheetId: number, requester: Instance): SheetRequest {
  return writeTexts(sheetId, 0, REQUESTER_COLUMN, [[requester.id, requester.label]]);
}

/** Releases the lease: any instance may acquire it. */
export function releaseRequest(sheetId: number, batchNumber: number): SheetRequest {
  return writeTexts(sheetId, 0, 0, [['', '', batchNumber.toString(), '', '']]);
}

function hiddenTab(title: string, sheetId?: number): SheetRequest {
  return {
    addSheet: {
      properties: {
        title,
        hidden: true,
        gridProperties: { rowCount: 10, columnCount: 10 },
        ...(sheetId === undefined ? {} : { sheetId }),
      },
    },
  };
}

function cellRange(sheetId: number, column: number) {
  return { sheetId, startRowIndex: 0, endRowIndex: 1, startColumnIndex: column, endColumnIndex: column + 1 };
}
