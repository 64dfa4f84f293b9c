import type { RecordId } from '../../../ports/order-store.js';
import { rowId } from '../tabs/records-tab.js';

/** Records that changed in memory and are still to be written. */
export interface DirtyRecords {
  mark(ids: Iterable<RecordId>): void;
  has(id: string): boolean;
  count(): number;
  /** Their ids, at most this many, without those that are left out. */
  first(limit: number, isIncluded: (id: string) => boolean): readonly string[];
  /** The number of the last change of a record. */
  changeOf(id: string): number;
  /** These changes are in the sheet. Records that have changed again since then stay dirty. */
  markWritten(changes: Iterable<readonly [id: string, change: number]>): void;
  clear(): void;
}

export function createDirtyRecords(): DirtyRecords {
  const changes = new Map<string, number>();
  let latest = 0;
  return {
    mark(ids) {
      latest += 1;
      for (const id of ids) changes.set(rowId(id), latest);
    },
    has: (id) => changes.has(id),
    count: () => changes.size,
    first: (limit, isIncluded) => [...changes.keys()].filter(isIncluded).slice(0, limit),
    changeOf: (id) => changes.get(id) ?? 0,
    markWritten(written) {
      for (const [id, change] of written) if (changes.get(id) === change) changes.delete(id);
    },
    clear() {
      changes.clear();
    },
  };
}
