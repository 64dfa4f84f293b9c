import { randomInt } from 'node:crypto';
import type { ReadBack, Rows, SheetRequest, Spreadsheet, TabFacts } from './google.js';
import { INBOX_TAB, LEASE_TAB, RECORDS_TAB, rowsOf } from './layout.js';
import { textOf } from './tab.js';

/**
 * Who may write, in the one row of a hidden tab. The id of that tab changes whenever the lease changes hands, and every
 * batch begins with a write to it: Google then refuses a batch of whoever lost the lease, however late it arrives, and of
 * two who take it at the same moment one is refused.
 */
export interface LeaseView {
  /** Undefined when nobody ever held it. */
  readonly sheetId: number | undefined;
  /** Empty when it was given back. */
  readonly holder: string;
  /** The holder in words, for people. */
  readonly label: string;
  /** Counts the holder's batches: while it counts, the holder is alive. */
  readonly batch: number;
  /** Who asks for it; empty when nobody does. */
  readonly askedBy: string;
  readonly askedLabel: string;
  /** The batch that the holder before had come to. */
  readonly formerBatch: number;
}

export const LEASE_ROW = rowsOf(LEASE_TAB, 0, 0);
const FORMER_BATCH = 5;

export async function readLease(spreadsheet: Spreadsheet): Promise<{ view: LeaseView; tabs: readonly TabFacts[] }> {
  const tabs = await spreadsheet.tabs();
  const sheetId = tabs.find(({ title }) => title === LEASE_TAB)?.sheetId;
  if (sheetId === undefined) return { view: { sheetId, ...leaseOf([]) }, tabs };
  const [rows = []] = await spreadsheet.read([LEASE_ROW], 'UNFORMATTED_VALUE');
  return { view: { sheetId, ...leaseOf(rows) }, tabs };
}

export type LeaseCells = Omit<LeaseView, 'sheetId'>;

export function leaseIn(seen: readonly ReadBack[]): LeaseCells {
  return leaseOf(seen.find(({ title }) => title === LEASE_TAB)?.rows ?? []);
}

export function leaseOf([row = []]: Rows): LeaseCells {
  return {
    holder: textOf(row[0]),
    label: textOf(row[1]),
    batch: Number(textOf(row[2])),
    askedBy: textOf(row[3]),
    askedLabel: textOf(row[4]),
    formerBatch: Number(textOf(row[FORMER_BATCH])),
  };
}

/** Takes the lease from whoever held it under that tab, and makes the hidden tabs that are missing. */
export function takeRequests(
  { sheetId }: LeaseView,
  tabs: readonly TabFacts[],
  holder: { id: string; label: string },
): { sheetId: number; requests: readonly SheetRequest[] } {
  const taken = randomInt(1, 2 ** 31);
  const missing = [RECORDS_TAB, INBOX_TAB].filter((title) => !tabs.some((tab) => tab.title === title));
  const fresh = sheetId === undefined ? LEASE_TAB : `${LEASE_TAB} ${taken.toString()}`;
  return {
    sheetId: taken,
    requests: [
      hiddenTab(fresh, taken),
      ...(sheetId === undefined ? [] : replace(sheetId, taken)),
      cellsAt(taken, 0, [holder.id, holder.label, '0']),
      ...missing.map((title) => hiddenTab(title)),
    ],
  };
}

function replace(old: number, taken: number): SheetRequest[] {
  return [
    {
      copyPaste: { source: cellRange(old, 2), destination: cellRange(taken, FORMER_BATCH), pasteType: 'PASTE_VALUES' },
    },
    { deleteSheet: { sheetId: old } },
    { updateSheetProperties: { properties: { sheetId: taken, title: LEASE_TAB }, fields: 'title' } },
  ];
}

/** The first request of every batch of the holder. */
export function beatRequest(sheetId: number, holder: { id: string; label: string }, batch: number): SheetRequest {
  return cellsAt(sheetId, 0, [holder.id, holder.label, batch.toString()]);
}

export function askRequest(sheetId: number, asker: { id: string; label: string }): SheetRequest {
  return cellsAt(sheetId, 3, [asker.id, asker.label]);
}

/** Gives the lease back: whoever asked may take it. */
export function releaseRequest(sheetId: number, batch: number): SheetRequest {
  return cellsAt(sheetId, 0, ['', '', batch.toString(), '', '']);
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
