import type { RecordIndex } from '../../memory/index.js';
import type { CellReport } from '../cell-reports.js';
import type { Entry } from '../journal/entry.js';
import { recordId } from '../tabs/records-tab.js';
import type { ClosedTab, ParkedPart } from './parked.js';
import { parkedEntries } from './parked-entries.js';
import { isOfRecord, type Part } from './places.js';
import type { Pending } from './prepare-batch.js';

/** What Google refuses, and everything else goes on without. */
export interface Parking {
  /** Keeps a part that Google refuses, and goes on without it. */
  park(parked: ParkedPart): void;
  /** Parks new rows of a tab from now on without a try. */
  close(title: string, closed: ClosedTab): void;
  /** Undefined if rows may be inserted, as far as is known. */
  closedTab(title: string): ClosedTab | undefined;
  /** How many new rows of a tab are parked, each for itself. */
  parkedNewRows(title: string): number;
  /** Without what is tried again. */
  parkedCount(): number;
  /** With what is tried again, as long as its outcome is not known. */
  parkedReports(): readonly CellReport[];
  /** What the journal has to keep of them, and of what is tried again, as long as its outcome is not known. */
  parkedEntries(index: RecordIndex): readonly Entry[];
  /** Tries to write parked parts again whose time has come. */
  retryDue(now: number): void;
  retryAll(): void;
  /** The same before everything is read anew. @returns the entries of what is not written, except for those returned before */
  unpark(index: RecordIndex): readonly Entry[];
}

export function createParking(pending: Pending): Parking {
  const { dirty, records, parked } = pending;
  return {
    park(part) {
      parked.add(part);
    },
    close(title, closed) {
      parked.close(title, closed);
    },
    closedTab: (title) => parked.closed(title),
    parkedNewRows: (title) => parked.newRows(title),
    parkedCount: () => parked.count(),
    parkedReports() {
      if (dirty.count() === 0 && records.isEmpty()) parked.forgetTaken();
      return parked.reports();
    },
    parkedEntries: (index) => parkedEntries(parked.parts(), index),
    retryDue(now) {
      retry(pending, parked.takeDue(now));
    },
    retryAll() {
      retry(pending, parked.takeAll());
    },
    unpark(index) {
      const parts = parked.handOver();
      retry(pending, parts);
      return parkedEntries(parts, index);
    },
  };
}

/** Writes parts again that were taken out. */
export function retry({ dirty }: Pick<Pending, 'dirty'>, parts: readonly Part[]): void {
  if (parts.length > 0) dirty.mark(parts.filter(isOfRecord).map(({ id }) => recordId(id)));
}
