import type { Kind, RecordId } from '../../../ports/order-store.js';
import type { Rows } from '../google/spreadsheet.js';
import { textOf } from './tab.js';

/** The hidden tab of records: a key and a JSON text in each row. */
export interface RecordsTab {
  readonly sheetId: number;
  readonly rows: Map<string, { row: number; json: string }>;
  end: number;
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
      tab.end = values.findLastIndex((row) => row.some((cell) => textOf(cell) !== '')) + 1;
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
