import { isDeepStrictEqual } from 'node:util';
import { ProxyCallError } from '../../../domain/model/errors.js';
import type { RecordId } from '../../../ports/order-store.js';
import type { RecordIndex } from '../../memory/index.js';
import type { HeaderFault } from '../tabs/header.js';
import { INPUT_KINDS, isOutput, LAYOUTS, RECORDS_TAB, type VisibleKind } from '../tabs/layout.js';
import { recordId, rowId } from '../tabs/records-tab.js';
import type { SpreadsheetState } from '../tabs/spreadsheet-state.js';
import { forEachYielding } from '../yielding.js';
import { partsToClear } from './clearing.js';
import { createDesiredContent } from './desired-content.js';
import type { DirtyRecords } from './dirty-records.js';
import { rowsOf, type Item } from './items.js';
import type { Parked } from './parked.js';
import { createWantedText, type WantedText } from './parked-entries.js';
import type { PendingBatch, SentChange } from './pending-batch.js';
import { isOfRecord, isShown, partKey, RECORD, WHOLE_ROW, type Include, type Part } from './places.js';
import { planWrite } from './plan.js';
import { valuesBefore } from './rebase.js';
import type { RefusedSet, Search } from './splitting.js';
import type { Suspects } from './suspects.js';
import type { QueuedChange, WriteQueue } from './write-queue.js';

/** What waits to be written. */
export interface Pending {
  readonly queue: WriteQueue;
  readonly dirty: DirtyRecords;
  /** Change sets under suspicion. */
  readonly sets: Suspects<Item>;
  /** Records under suspicion, and parts of them. */
  readonly records: Suspects<Item>;
  /** Change sets that are refused, and of which it is not known yet what is wrong. */
  readonly refusedSets: RefusedSet[];
  readonly parked: Parked;
}

/** Limits that keep a request to a size that Google recommends. */
const MAX_BATCH_RECORDS = 2000;
const MAX_BATCH_CHANGE_SETS = 200;

/** @returns undefined if there is nothing to write */
export async function prepareBatch(
  pending: Pending,
  index: RecordIndex,
  state: SpreadsheetState,
  search: Search | undefined,
): Promise<PendingBatch | undefined> {
  const { dirty, records } = pending;
  // Before anything is awaited: what changes from here on is in the journal after the mark.
  const isEverything = search === undefined && records.isEmpty() && dirty.count() <= MAX_BATCH_RECORDS;
  const isComplete = isEverything && !INPUT_KINDS.some((kind) => state.tabs[kind].fault !== undefined);
  const items = search === undefined ? freshItems(pending, state) : searchedItems(search);
  const desired = createDesiredContent(index);
  const written: [id: string, change: number][] = [];
  const rows = new Set<string>();
  await forEachYielding(items, (item) => {
    if (item.kind === 'set' || (item.kind === 'part' && !isOfRecord(item.part))) return;
    const id = item.kind === 'record' ? item.id : item.part.id;
    desired.add(recordId(id));
    if (item.kind !== 'record') return;
    written.push([id, dirty.changeOf(id)]);
    for (const row of rowsOf([recordId(id)], index)) rows.add(row);
  });
  const queued = items.flatMap((item) => (item.kind === 'set' ? [item.queued] : []));
  const sets = addChanges(queued, index, state, desired);
  // A change set may change nothing, such as an erasure of somebody who is nowhere: it is confirmed all the same.
  if (sets.length === 0 && queued.length === items.length) {
    if (search?.kind === 'culprit') search.among.dropped(search.group);
    return undefined;
  }
  const changedBySets = new Set<string>();
  const wanted = createWantedText(index, state);
  const included = includeOf(items, rows, sets, { ...pending, state }, wanted, changedBySets);
  const include: Include = (part, ...more) => faultOf(part, state) === undefined && included(part, ...more);
  const plan = await planWrite(desired, state, afterRows(include, state));
  return { plan, items, search, sets, changedBySets, written, isComplete };
}

/**
 * Records are written with everything that differs from the sheet, change sets with what they change themselves: a cell that Google
 * refuses is thus the fault of nobody else. What is parked is left out, unless a change set gives it other content; so are new rows of
 * records in tabs in which Google lets nobody insert any.
 * @param rows the rows of the records
 * @param wanted by the records in memory, without the change sets
 * @param changedBySets collects the parts that change sets change
 */
function includeOf(
  items: readonly Item[],
  rows: ReadonlySet<string>,
  sets: readonly SentChange[],
  { parked, state }: Pending & { readonly state: SpreadsheetState },
  wanted: WantedText,
  changedBySets: Set<string>,
): Include {
  const parts = new Set(items.flatMap((item) => (item.kind === 'part' ? [partKey(item.part)] : [])));
  const changed = new Set(sets.flatMap((set) => [...set.rows]));
  return (part, text, isErasing = false) => {
    // What only shows a record is written after the record, so that no change set is refused for it.
    const isOfSet = !isShown(part) && changed.has(part.id) && (isErasing || wanted(part) !== text);
    if (isOfSet) changedBySets.add(partKey(part));
    if (isOfSet) return true;
    if (parked.has(part) || (part.column === RECORD && parked.holdsBack(part.id))) return false;
    if (!parts.has(partKey(part)) && !rows.has(part.id)) return false;
    const closed = isNewRow(part, state) ? parked.closed(titleOf(part)) : undefined;
    if (closed !== undefined) parked.add({ ...closed, part, isNew: true });
    return closed === undefined;
  };
}

/**
 * A record is in the hidden tab no sooner than its row is in the visible one: the next start would take it for a record whose row somebody
 * has deleted. Rows are planned first.
 */
function afterRows(include: Include, { tabs }: SpreadsheetState): Include {
  const newRows = new Set<string>();
  return (part, text, isErasing) => {
    const { kind, key } = recordId(part.id);
    const hasRow = !(kind in tabs) || isOutput(kind) || tabs[kind as VisibleKind].rows.has(key) || newRows.has(part.id);
    if (part.column === RECORD && text !== '' && !hasRow) return false;
    const isIncluded = include(part, text, isErasing);
    if (isIncluded && part.column === WHOLE_ROW) newRows.add(part.id);
    return isIncluded;
  };
}

/** What keeps a record from being written: the header of its tab. It is written once that can be used again. */
function faultOf(part: Part, { tabs }: SpreadsheetState): HeaderFault | undefined {
  const { kind } = recordId(part.id);
  if (!(kind in tabs) || (part.column === RECORD && isOutput(kind))) return undefined;
  return tabs[kind as VisibleKind].fault;
}

function isNewRow({ id, column }: Part, { records }: SpreadsheetState): boolean {
  return column === WHOLE_ROW || (column === RECORD && !records.rows.has(id));
}

function titleOf({ id, column }: Part): string {
  return column === RECORD ? RECORDS_TAB : LAYOUTS[recordId(id).kind as VisibleKind].title;
}

function searchedItems(search: Search): readonly Item[] {
  return search.kind === 'culprit' ? search.group.items : [{ kind: 'set', queued: search.of.queued }];
}

/** Everything that is not under suspicion. */
function freshItems(pending: Pending, state: SpreadsheetState): readonly Item[] {
  const { queue, dirty, parked } = pending;
  const suspected = pending.records.items();
  const records = new Set(suspected.flatMap((item) => (item.kind === 'record' ? [item.id] : [])));
  const parts = new Set(suspected.flatMap((item) => (item.kind === 'part' ? [partKey(item.part)] : [])));
  return [
    ...dirty.first(MAX_BATCH_RECORDS, (id) => !records.has(id)).map((id) => ({ kind: 'record', id }) as const),
    ...partsToClear(state)
      .filter((part) => !parked.has(part) && !parts.has(partKey(part)))
      .map((part) => ({ kind: 'part', part }) as const),
    ...queue.take(MAX_BATCH_CHANGE_SETS).map((queued) => ({ kind: 'set', queued }) as const),
  ];
}

/** Adds the effect of these change sets to the desired content. @returns those that do not conflict */
function addChanges(
  selected: readonly QueuedChange[],
  index: RecordIndex,
  state: SpreadsheetState,
  desired: { add(id: RecordId): void },
): readonly SentChange[] {
  const undo: (() => void)[] = [];
  const touched = new Map<string, RecordId>();
  const sets: SentChange[] = [];
  for (const queued of selected) {
    const before = valuesBefore(queued.changes, index);
    try {
      const applied = index.apply(queued.changes);
      const isChanged = (id: RecordId) =>
        !before.has(rowId(id)) || !isDeepStrictEqual(before.get(rowId(id)), index.get(id.kind, id.key)?.value);
      const fault = applied.touched
        .filter(isChanged)
        .flatMap((id) => faultOf({ id: rowId(id), column: RECORD }, state) ?? [])[0];
      if (fault !== undefined) {
        applied.undo();
        queued.reject(new ProxyCallError('store_refused', `nothing was changed, because ${fault.message}`));
        continue;
      }
      undo.push(() => {
        applied.undo();
      });
      sets.push({ queued, before, touched: applied.touched, rows: rowsOf(applied.touched, index) });
      for (const id of applied.touched) touched.set(rowId(id), id);
    } catch (error) {
      // A concurrent change was faster: the caller decides again.
      queued.reject(error);
    }
  }
  for (const id of touched.values()) desired.add(id);
  // Undone because a change must not be visible in memory before it is in the sheet.
  for (const step of undo.reverse()) step();
  return sets;
}
