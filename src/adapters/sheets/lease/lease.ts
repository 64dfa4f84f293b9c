import { randomInt } from 'node:crypto';
import type { ReadBack, Rows, SheetRequest, Spreadsheet, TabFacts } from '../google/spreadsheet.js';
import { FORWARDED_TAB, LEASE_TAB, RECORDS_TAB, rowsOf } from '../tabs/layout.js';
import { textOf } from '../tabs/tab.js';

/**
 * The lease that allows one instance to write: one row of a hidden tab. The tab gets a new id whenever the lease is
 * acquired, and every batch begins with a write to that tab. So Google rejects any batch of a former holder, however
 * late it arrives, and one of two instances that acquire the lease at the same time.
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

export const LEASE_ROW = rowsOf(LEASE_TAB, 0, 0);
const FORMER_BATCH_COLUMN = 5;

export async function readLease(spreadsheet: Spreadsheet): Promise<{ view: LeaseView; tabs: readonly TabFacts[] }> {
  const tabs = await spreadsheet.tabs();
  const sheetId = tabs.find(({ title }) => title === LEASE_TAB)?.sheetId;
  if (sheetId === undefined) return { view: { sheetId, ...leaseOf([]) }, tabs };
  const [rows = []] = await spreadsheet.read([LEASE_ROW], 'UNFORMATTED_VALUE');
  return { view: { sheetId, ...leaseOf(rows) }, tabs };
}

export type LeaseCells = Omit<LeaseView, 'sheetId'>;

export function leaseIn(readBack: readonly ReadBack[]): LeaseCells {
  return leaseOf(readBack.find(({ title }) => title === LEASE_TAB)?.rows ?? []);
}

export function leaseOf([row = []]: Rows): LeaseCells {
  return {
    holder: textOf(row[0]),
    label: textOf(row[1]),
    batchNumber: Number(textOf(row[2])),
    requestedBy: textOf(row[3]),
    requestedByLabel: textOf(row[4]),
    formerBatchNumber: Number(textOf(row[FORMER_BATCH_COLUMN])),
  };
}

/** Takes the lease over from the holder seen in `view`, and creates missing hidden tabs. */
export function acquireRequests(
  view: LeaseView,
  tabs: readonly TabFacts[],
  holder: { id: string; label: string },
): { sheetId: number; requests: readonly SheetRequest[] } {
  const newSheetId = randomInt(1, 2 ** 31);
  const missing = [RECORDS_TAB, FORWARDED_TAB].filter((title) => !tabs.some((tab) => tab.title === title));
  const title = view.sheetId === undefined ? LEASE_TAB : `${LEASE_TAB} ${newSheetId.toString()}`;
  return {
    sheetId: newSheetId,
    requests: [
      hiddenTab(title, newSheetId),
      ...(view.sheetId === undefined ? [] : replaceTab(view.sheetId, newSheetId)),
      cellsAt(newSheetId, 0, [holder.id, holder.label, '0']),
      ...missing.map((name) => hiddenTab(name)),
    ],
  };
}

function replaceTab(oldSheetId: number, newSheetId: number): SheetRequest[] {
  return [
    {
      copyPaste: {
        source: cellRange(oldSheetId, 2),
        destination: cellRange(newSheetId, FORMER_BATCH_COLUMN),
        pasteType: 'PASTE_VALUES',
      },
    },
    { deleteSheet: { sheetId: oldSheetId } },
    { updateSheetProperties: { properties: { sheetId: newSheetId, title: LEASE_TAB }, fields: 'title' } },
  ];
}

/** The first request of every batch of the holder: fails if the lease was lost. */
export function heartbeatRequest(
  sheetId: number,
  holder: { id: string; label: string },
  batchNumber: number,
): SheetRequest {
  return cellsAt(sheetId, 0, [holder.id, holder.label, batchNumber.toString()]);
}

export function leaseRequest(sheetId: number, requester: { id: string; label: string }): SheetRequest {
  return cellsAt(sheetId, 3, [requester.id, requester.label]);
}

/** Releases the lease: any instance may take it. */
export function releaseRequest(sheetId: number, batchNumber: number): SheetRequest {
  return cellsAt(sheetId, 0, ['', '', batchNumber.toString(), '', '']);
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

function cellsAt(sheetId: number, columnIndex: number, texts: readonly string[]): SheetRequest {
  const values = texts.map((text) => (text === '' ? {} : { userEnteredValue: { stringValue: text } }));
  return {
    updateCells: { start: { sheetId, rowIndex: 0, columnIndex }, rows: [{ values }], fields: 'userEnteredValue' },
  };
}
