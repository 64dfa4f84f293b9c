import type { RecordIndex } from '../../memory/index.js';
import { recordId, rowId } from '../tabs/records-tab.js';
import { openSessionOf } from '../tabs/spreadsheet-state.js';
import { itemsWriting, rowsOf, type Item } from './items.js';
import type { PendingBatch } from './pending-batch.js';
import { LAST_CALLER, RECORD, type Part } from './places.js';
import type { Pending } from './prepare-batch.js';
import type { Group } from './suspects.js';

// A refused batch is split until the culprit is alone.

export interface Splitting extends Pending {
  /** Whether the last batch consisted of suspects: new changes are next, if there are any. */
  wasGroup: boolean;
}

/** Suspects and new changes take turns: nobody waits until every culprit is found. */
export function nextGroup(context: Splitting): Group<Item> | undefined {
  const { queue, dirty, suspects, wasGroup } = context;
  const suspected = suspects.items().filter(({ kind }) => kind === 'record').length;
  const isFreshTurn = wasGroup && (queue.count() > 0 || dirty.count() > suspected);
  const group = isFreshTurn ? undefined : suspects.next((item) => isPending(item, context));
  context.wasGroup = group !== undefined;
  return group;
}

function isPending(item: Item, { dirty, parked }: Pending): boolean {
  switch (item.kind) {
    case 'set':
      return !item.queued.isSettled;
    case 'record':
      return dirty.has(item.id);
    case 'part':
      return !parked.has(item.part);
  }
}

/** @returns the culprit if no other item of the batch wrote anything */
export function refuse(
  { queue, suspects }: Pending,
  { items, group, sets, plan }: PendingBatch,
  hinted: readonly Part[],
  index: RecordIndex,
): Item | undefined {
  const rowsOfRecord = (id: string) => rowsOf([recordId(id)], index);
  const all = plan.places.map(({ part }) => part);
  const writing = itemsWriting(all, items, sets, rowsOfRecord);
  // The others are innocent: records stay dirty.
  queue.putBack(items.flatMap((item) => (item.kind === 'set' && !writing.includes(item) ? [item.queued] : [])));
  if (writing.length <= 1) return writing[0];
  const hintedItems = itemsWriting(hinted, writing, sets, rowsOfRecord);
  if (group !== undefined && writing.length === items.length) return suspects.refused(group, hintedItems);
  suspects.add(writing, hintedItems);
  return undefined;
}

/** The row in the hidden tab last: it may have to wait for cells that are parked. */
export function divideRecord(
  { dirty, suspects }: Pending,
  { written, plan }: PendingBatch,
  hinted: readonly Part[],
): void {
  dirty.markWritten(written);
  const parts = plan.places.map(({ part }): Item => ({ kind: 'part', part }));
  const others = parts.filter((item) => !isHidden(item));
  const isHinted = (item: Item) => item.kind === 'part' && hinted.includes(item.part);
  if (others.length > 0) suspects.add(others, others.filter(isHinted));
  for (const item of parts.filter(isHidden)) suspects.addLast(item);
}

function isHidden(item: Item): boolean {
  return item.kind === 'part' && item.part.column === RECORD;
}

/** The records of parts that are parked or under suspicion. The last caller in a client's row is of a session. */
export function recordsPending({ suspects, parked }: Pending, index: RecordIndex): ReadonlySet<string> {
  const parts = [...parked.parts(), ...suspects.items().flatMap((item) => (item.kind === 'part' ? [item.part] : []))];
  return new Set(
    parts.map(({ id, column }) => {
      const session = column === LAST_CALLER ? openSessionOf(recordId(id).key, index)?.value.id : undefined;
      return session === undefined ? id : rowId({ kind: 'session', key: session });
    }),
  );
}
