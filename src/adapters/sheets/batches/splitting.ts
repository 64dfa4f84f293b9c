import type { RecordIndex } from '../../memory/index.js';
import { recordId, rowId } from '../tabs/records-tab.js';
import { openSessionOf } from '../tabs/spreadsheet-state.js';
import { itemsWriting, rowsOf, type Item } from './items.js';
import type { PendingBatch } from './pending-batch.js';
import { LAST_CALLER, partKey, RECORD, type Part } from './places.js';
import type { Pending } from './prepare-batch.js';
import type { Group, Suspects } from './suspects.js';
import type { QueuedChange } from './write-queue.js';

// A refused batch is split until the culprit is alone: the change sets first, since somebody waits for them.

/** What a batch is written for that contains nothing but suspects. */
export type Search =
  | { readonly kind: 'culprit'; readonly among: Suspects<Item>; readonly group: Group<Item> }
  | { readonly kind: 'cell'; readonly of: RefusedSet };

/** A change set that Google refuses, and what is known of the cell. */
export interface RefusedSet {
  readonly queued: QueuedChange;
  /** The cells that may be the reason, by `cellId`. Undefined for all. */
  readonly cells: ReadonlySet<string> | undefined;
  readonly probes: number;
  /** Whether Google names what it refuses. */
  readonly isNamed: boolean;
  /** What Google said. */
  readonly problem: string;
}

export interface Splitting extends Pending {
  /** Whether the last batch was written for a search: new change sets are next, if there are any. */
  wasSearch: boolean;
}

/** Change sets under suspicion and new ones take turns, so that nobody waits for every culprit. Records have what time is left. */
export function nextSearch(context: Splitting): Search | undefined {
  const { queue, dirty, sets, records, refusedSets, wasSearch } = context;
  const search = find();
  context.wasSearch = search !== undefined;
  return search;

  function find(): Search | undefined {
    if (wasSearch && queue.count() > 0) return undefined;
    const waiting = among(sets);
    if (waiting !== undefined) return waiting;
    for (;;) {
      const refused = refusedSets.shift();
      if (refused === undefined) break;
      if (!refused.queued.isSettled) return { kind: 'cell', of: refused };
    }
    const suspected = records.items().filter(({ kind }) => kind === 'record').length;
    return queue.count() > 0 || (wasSearch && dirty.count() > suspected) ? undefined : among(records);
  }

  function among(suspects: Suspects<Item>): Search | undefined {
    const group = suspects.next((item) => isPending(item, context));
    return group && { kind: 'culprit', among: suspects, group };
  }
}

function isPending(item: Item, { dirty, parked }: Pending): boolean {
  switch (item.kind) {
    case 'set':
      return !item.queued.isSettled;
    case 'record':
      return dirty.has(item.id);
    case 'part':
      // The row in the hidden tab of a record that has changed, or is tried again, is written with the rest of the record: by itself it
      // would be newer than cells that were taken out of what is parked, and may be refused again.
      return !parked.has(item.part) && !(item.part.column === RECORD && dirty.has(item.part.id));
  }
}

/** Puts back what a batch was to write that was not carried out. */
export function putBack({ queue, refusedSets }: Pending, { search, sets }: PendingBatch): void {
  if (search === undefined) queue.putBack(sets.map(({ queued }) => queued));
  else if (search.kind === 'cell') refusedSets.unshift(search.of);
  else search.among.putBack(search.group);
}

/** The items of a batch that write something. */
export function itemsThatWrite({ items, plan, sets }: PendingBatch, index: RecordIndex): readonly Item[] {
  const parts = plan.places.map(({ part }) => part);
  return itemsWriting(parts, items, sets, (id) => rowsOf([recordId(id)], index));
}

/**
 * @param hinted the parts that seem to be the reason. If all of them belong to one item, that is the culprit
 * @returns the culprit if it is known. The others are not under suspicion any more
 */
export function refuse(
  { queue, sets, records }: Pending,
  batch: PendingBatch,
  hinted: readonly Part[],
  index: RecordIndex,
): Item | undefined {
  const { items, search } = batch;
  const writing = itemsThatWrite(batch, index);
  const named = itemsWriting(hinted, writing, batch.sets, (id) => rowsOf([recordId(id)], index));
  const [only, ...more] = named.length > 0 ? named : writing;
  const culprit = more.length === 0 ? only : undefined;
  if (search?.kind === 'culprit') {
    if (culprit === undefined) return search.among.refused(search.group, named);
    search.among.convicted(search.group, culprit);
    return culprit;
  }
  // Those that write nothing are innocent, and so are those that Google does not name. Records stay dirty.
  const suspected = culprit === undefined ? (named.length > 0 ? named : writing) : [culprit];
  queue.putBack(items.flatMap((item) => (item.kind === 'set' && !suspected.includes(item) ? [item.queued] : [])));
  if (culprit !== undefined) return culprit;
  const ofSets = suspected.filter(({ kind }) => kind === 'set');
  const ofRecords = suspected.filter(({ kind }) => kind !== 'set');
  for (const item of ofSets) if (item.kind === 'set') item.queued.waitLonger();
  if (ofSets.length > 0) sets.add(ofSets, ofRecords.length === 0);
  if (ofRecords.length > 0) records.add(ofRecords, ofSets.length === 0);
  return undefined;
}

/** The row in the hidden tab last: it may have to wait for cells that are parked. @param hinted one of them is the culprit */
export function divideRecord(
  { dirty, records }: Pending,
  id: string,
  { plan }: PendingBatch,
  hinted: readonly Part[],
  index: RecordIndex,
): void {
  dirty.markWritten([[id, dirty.changeOf(id)]]);
  const rows = rowsOf([recordId(id)], index);
  const parts = plan.places.map(({ part }) => part).filter((part) => rows.has(part.id));
  const keys = new Set(hinted.map(partKey));
  const isLast = (part: Part) => part.column === RECORD;
  const group = (isIncluded: (part: Part) => boolean): readonly Item[] =>
    parts.filter((part) => !isLast(part) && isIncluded(part)).map((part) => ({ kind: 'part', part }) as const);
  const [suspected, others] = [group((part) => keys.has(partKey(part))), group((part) => !keys.has(partKey(part)))];
  if (suspected.length > 0) records.add(suspected, true);
  // Without a hint it is one of these: by themselves, not among other records.
  if (others.length > 0) records.add(others, suspected.length === 0);
  for (const part of parts.filter(isLast)) records.addLast({ kind: 'part', part });
}

/** The records of parts that are parked or under suspicion. The last caller in a client's row is of a session. */
export function recordsPending({ records, parked }: Pending, index: RecordIndex): ReadonlySet<string> {
  const parts = [...parked.parts(), ...records.items().flatMap((item) => (item.kind === 'part' ? [item.part] : []))];
  return new Set(
    parts.map(({ id, column }) => {
      const session = column === LAST_CALLER ? openSessionOf(recordId(id).key, index)?.value.id : undefined;
      return session === undefined ? id : rowId({ kind: 'session', key: session });
    }),
  );
}
