import type { CellReport } from '../cell-reports.js';
import { isOfRecord, LAST_CALLER, partKey, RECORD, type Part } from './places.js';

/** A part of a record that Google refuses, why, and when it is tried again. */
export interface ParkedPart {
  readonly part: Part;
  readonly report: CellReport;
  /** Milliseconds since the epoch. */
  readonly tryAt: number;
}

/** The parts that are not written, while everything else is. They are in the journal: see `parkedEntries`. */
export interface Parked {
  count(): number;
  has(part: Part): boolean;
  /**
   * Whether the record's row in the hidden tab has to wait for a cell that users see. If it were newer than that cell, the next start
   * would take the cell for an edit, or a missing row for a deleted one. The last caller is in no hidden row.
   */
  holdsBack(id: string): boolean;
  parts(): readonly Part[];
  add(parked: ParkedPart): void;
  /** Parts that Google accepted. @returns others in the same columns: they may be accepted now, too */
  accepted(parts: readonly Part[]): readonly Part[];
  /** Takes out the parts of these rows: their content in the sheet has changed. */
  takeRows(ids: ReadonlySet<string>): readonly Part[];
  /** Takes out the parts whose time has come. */
  takeDue(now: number): readonly Part[];
  takeAll(): readonly Part[];
  reports(): readonly CellReport[];
}

export function createParked(): Parked {
  const parked = new Map<string, ParkedPart>();
  const take = (isTaken: (each: ParkedPart) => boolean): readonly Part[] => {
    const taken = [...parked.values()].filter(isTaken).map(({ part }) => part);
    for (const part of taken) parked.delete(partKey(part));
    return taken;
  };
  return {
    count: () => parked.size,
    has: (part) => parked.has(partKey(part)),
    holdsBack: (id) => [...parked.values()].some(({ part }) => part.id === id && isVisible(part)),
    parts: () => [...parked.values()].map(({ part }) => part),
    add(each) {
      parked.set(partKey(each.part), each);
    },
    accepted(parts) {
      const accepted = parts.flatMap((part) => parked.get(partKey(part)) ?? []);
      if (accepted.length === 0) return [];
      for (const { part } of accepted) parked.delete(partKey(part));
      return take(({ report }) =>
        accepted.some((each) => each.report.tab === report.tab && each.report.column === report.column),
      );
    },
    takeRows: (ids) => take(({ part }) => ids.has(part.id)),
    takeDue: (now) => take(({ tryAt }) => tryAt <= now),
    takeAll: () => take(() => true),
    reports: () => [...parked.values()].map(({ report }) => report),
  };
}

/** Whether a part is a cell or row that a record is read from. */
function isVisible(part: Part): boolean {
  return isOfRecord(part) && part.column !== RECORD && part.column !== LAST_CALLER;
}
