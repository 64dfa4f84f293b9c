import type { Kind, RecordId } from '../../../ports/order-store.js';
import type { Rows } from '../google/spreadsheet.js';
import { lastFilled, textOf } from './cells.js';

/** The last known state of the hidden tab of records: each row has the id of a record and its JSON. */
export interface RecordsTab {
  readonly sheetId: number;
  readonly rows: Map<string, { row: number; json: string }>;
  /** Position of the next row: after the last one with content. */
  end: number;
  /** Number of rows of the grid. */
  height: number;
  read(values: Rows): void;
}

export function createRecordsTab(sheetId: number, height: number): RecordsTab {
  const tab: RecordsTab = {
    sheetId,
    rows: new Map(),
    end: 0,
    height,
    read(values) {
      tab.rows.clear();
      for (const [row, [id, json]] of values.entries()) {
        if (textOf(id) !== '' && textOf(json) !== '') tab.rows.set(textOf(id), { row, json: textOf(json) });
      }
      tab.end = lastFilled(values) + 1;
      tab.height = Math.max(tab.height, values.length);
    },
  };
  return tab;
}

export function rowId({ kind, key }: RecordId): string {
  return `${kind}:${key}`;
}

export function recordId(id: string): RecordId {
  const colon = id.indexOf(':');
  return { kind: id.slice(0, colon) as Kind, key: id.slice(colon + 1) };
}
