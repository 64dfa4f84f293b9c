import type { RecordId } from '../../../ports/order-store.js';
import type { RecordIndex } from '../../memory/index.js';
import { rowId } from '../tabs/records-tab.js';
import { rowsShowing } from '../tabs/spreadsheet-state.js';
import type { SentChange } from './pending-batch.js';
import { partKey, type Part } from './places.js';
import type { QueuedChange } from './write-queue.js';

/** What a batch consists of: it is written as a whole, and Google's refusal is of one of them. */
export type Item = SetItem | RecordItem | PartItem;

/** A change set that a request waits for. */
export interface SetItem {
  readonly kind: 'set';
  readonly queued: QueuedChange;
}

/** A record that changed in memory. */
export interface RecordItem {
  readonly kind: 'record';
  /** See `rowId`. */
  readonly id: string;
}

/** A part of a record of which others were accepted, or something to be cleared. */
export interface PartItem {
  readonly kind: 'part';
  readonly part: Part;
}

/** The ids of the rows that show these records, and of their own. */
export function rowsOf(ids: readonly RecordId[], index: RecordIndex): ReadonlySet<string> {
  return new Set([...ids.map(rowId), ...ids.flatMap((id) => rowsShowing(id, index).map(rowId))]);
}

/** The items of a batch that write one of these parts. */
export function itemsWriting(
  parts: readonly Part[],
  items: readonly Item[],
  sets: readonly SentChange[],
  rowsOfRecord: (id: string) => ReadonlySet<string>,
): readonly Item[] {
  const ids = new Set(parts.map(({ id }) => id));
  const keys = new Set(parts.map(partKey));
  const isAmong = (rows: ReadonlySet<string>) => [...rows].some((id) => ids.has(id));
  return items.filter((item) => {
    switch (item.kind) {
      case 'set':
        return sets.some(({ queued, rows }) => queued === item.queued && isAmong(rows));
      case 'record':
        return isAmong(rowsOfRecord(item.id));
      case 'part':
        return keys.has(partKey(item.part));
    }
  });
}
