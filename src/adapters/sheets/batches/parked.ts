import type { CellReport } from '../cell-reports.js';
import { isOfRecord, isShown, LAST_CALLER, partKey, RECORD, type Part, type Place } from './places.js';

/** A part of a record that Google refuses, why, and when it is tried again. */
export interface ParkedPart {
  readonly part: Part;
  /** Whether it is a new row. */
  readonly isNew: boolean;
  readonly report: CellReport;
  /** Milliseconds since the epoch. */
  readonly tryAt: number;
}

/** A tab in which Google lets nobody insert rows: new ones are parked without a try. They have one report. */
export type ClosedTab = Pick<ParkedPart, 'report' | 'tryAt'>;

/** The parts that are not written, while everything else is. They are in the journal: see `parkedEntries`. */
export interface Parked {
  count(): number;
  has(part: Part): boolean;
  /**
   * Whether the record's row in the hidden tab has to wait for a cell that users see. If it were newer than that cell, the next start
   * would take the cell for an edit, or a missing row for a deleted one. The last caller is in no hidden row.
   */
  holdsBack(id: string): boolean;
  /** Those that are taken out, too, until it is known what has become of them. */
  parts(): readonly Part[];
  add(parked: ParkedPart): void;
  /** Parks the new rows of a tab from now on, and those that are parked already. */
  close(title: string, closed: ClosedTab): void;
  closed(title: string): ClosedTab | undefined;
  /** How many new rows of a tab are parked, each for itself. */
  newRows(title: string): number;
  /** What Google accepted. @returns parts in the same columns, and new rows: they may be accepted now, too */
  accepted(places: readonly Place[]): readonly Part[];
  /** Takes out the parts of these rows: their content in the sheet has changed. */
  takeRows(ids: ReadonlySet<string>): readonly Part[];
  /** Takes out the parts whose time has come. */
  takeDue(now: number): readonly Part[];
  takeAll(): readonly Part[];
  /** Takes out everything. @returns what is taken out, now or before, and was not returned by an earlier call */
  handOver(): readonly Part[];
  /** Everything that was taken out has been tried again. */
  forgetTaken(): void;
  reports(): readonly CellReport[];
}

interface State {
  readonly parked: Map<string, ParkedPart>;
  /** Taken out, and not known yet what has become of them. */
  readonly taken: Map<string, ParkedPart>;
  /** Of those taken out, what `handOver` has returned. */
  readonly handedOver: WeakSet<ParkedPart>;
  readonly closed: Map<string, ClosedTab>;
  /** Computed when it is asked for. */
  heldBack: ReadonlySet<string> | undefined;
}

export function createParked(): Parked {
  const maps = { parked: new Map(), taken: new Map(), closed: new Map() };
  const state: State = { ...maps, handedOver: new WeakSet(), heldBack: undefined };
  const { parked, taken, closed } = state;
  const all = () => [...parked.values(), ...taken.values()];
  return {
    count: () => parked.size,
    has: (part) => parked.has(partKey(part)),
    holdsBack(id) {
      state.heldBack ??= new Set([...parked.values()].flatMap(({ part }) => (isVisible(part) ? [part.id] : [])));
      return state.heldBack.has(id);
    },
    parts: () => all().map(({ part }) => part),
    add(each) {
      state.heldBack = undefined;
      taken.delete(partKey(each.part));
      parked.set(partKey(each.part), each);
    },
    close(title, tab) {
      closed.set(title, tab);
      for (const [key, each] of parked) {
        if (each.isNew && each.report.tab === title) parked.set(key, { ...each, ...tab });
      }
    },
    closed: (title) => closed.get(title),
    newRows: (title) => [...parked.values()].filter(({ isNew, report }) => isNew && report.tab === title).length,
    accepted: (places) => accept(state, places),
    takeRows: (ids) => take(state, ({ part }) => ids.has(part.id)),
    takeDue(now) {
      for (const [title, { tryAt }] of closed) if (tryAt <= now) closed.delete(title);
      return take(state, ({ tryAt }) => tryAt <= now);
    },
    takeAll() {
      closed.clear();
      return take(state, () => true);
    },
    handOver: () => handOver(state),
    forgetTaken() {
      taken.clear();
    },
    reports: () => all().map(({ report }) => report),
  };
}

function take(state: State, isTaken: (each: ParkedPart) => boolean): readonly Part[] {
  const { parked, taken } = state;
  const now = [...parked].filter(([, each]) => isTaken(each));
  for (const [key, each] of now) {
    parked.delete(key);
    taken.set(key, each);
  }
  state.heldBack = undefined;
  return now.map(([, { part }]) => part);
}

function handOver(state: State): readonly Part[] {
  const { taken, closed, handedOver } = state;
  closed.clear();
  take(state, () => true);
  const now = [...taken.values()].filter((each) => !handedOver.has(each));
  for (const each of now) handedOver.add(each);
  return now.map(({ part }) => part);
}

function accept(state: State, places: readonly Place[]): readonly Part[] {
  const { parked, taken, closed } = state;
  if (parked.size + taken.size + closed.size === 0) return [];
  const opened = new Set(places.flatMap(({ isNew, title }) => (isNew && closed.delete(title) ? [title] : [])));
  const keys = places.map(({ part }) => partKey(part));
  const columns = new Set(keys.flatMap((key) => columnOf(parked.get(key) ?? taken.get(key))));
  for (const key of keys) {
    parked.delete(key);
    taken.delete(key);
  }
  return take(
    state,
    (each) => (each.isNew && opened.has(each.report.tab)) || columnOf(each).some((column) => columns.has(column)),
  );
}

function columnOf(each: ParkedPart | undefined): readonly string[] {
  return each === undefined ? [] : [`${each.report.tab} ${String(each.report.column)}`];
}

/** Whether a part is a cell or row that a record is read from. */
function isVisible(part: Part): boolean {
  return isOfRecord(part) && !isShown(part) && part.column !== RECORD && part.column !== LAST_CALLER;
}
