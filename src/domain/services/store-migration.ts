import { ProxyCallError } from '../model/errors.js';
import type { Kind, OrderStore, Put } from '../../ports/order-store.js';
import type { Ids } from '../../ports/runtime.js';
import { KINDS, keyOf, rulesOf } from '../model/records.js';
import { put } from './commit.js';
import { pagesOf } from './paging.js';

/** What is copied, in an order in which no record refers to one that comes later. */
const COPIED_KINDS: readonly Kind[] = KINDS.filter((kind) => rulesOf(kind).copied);

export interface Inventory {
  readonly kind: Kind;
  readonly count: number;
  /** Equal for equal records, whatever store they are in. */
  readonly checksum: string;
}

export interface CopiedRecords {
  readonly kind: Kind;
  readonly copied: number;
  /** Already there, because an earlier copy was interrupted. */
  readonly present: number;
}

const PAGE = 200;

/**
 * Copies all records into a store that is empty, or has some of the same records.
 * @param onProgress called after each page
 * @throws `conflict` when the other store holds anything else, except facts about itself: nothing was copied then
 */
export async function copyStore(
  from: OrderStore,
  to: OrderStore,
  onProgress: (kind: Kind, done: number) => void = () => undefined,
): Promise<readonly CopiedRecords[]> {
  for (const kind of COPIED_KINDS) if (kind !== 'fact') await refuseOtherRecords(from, to, kind);
  const report: CopiedRecords[] = [];
  for (const kind of COPIED_KINDS) {
    let [copied, present] = [0, 0];
    for await (const read of pagesOf(from, kind, PAGE)) {
      const page = read.map(({ value }) => value);
      const there = await Promise.all(page.map((value) => to.record(kind, keyOf(kind, value))));
      const puts = page.flatMap((value, index): Put[] => {
        const found = there[index];
        // A server that was started on the other store, and left it empty, put its own facts there.
        const isOther = kind === 'fact' && canonical(found?.value) !== canonical(value);
        return found === undefined || isOther ? [put(kind, value, found)] : [];
      });
      if (puts.length > 0) await to.commit({ puts });
      copied += puts.length;
      present += page.length - puts.length;
      onProgress(kind, copied + present);
    }
    report.push({ kind, copied, present });
  }
  return report;
}

/** How many records of each kind there are, and a checksum of their contents. */
export async function takeInventory(store: OrderStore, ids: Pick<Ids, 'digest'>): Promise<readonly Inventory[]> {
  const inventory: Inventory[] = [];
  for (const kind of COPIED_KINDS) {
    const digests: string[] = [];
    for await (const page of pagesOf(store, kind, PAGE))
      digests.push(...page.map(({ value }) => ids.digest(canonical(value))));
    inventory.push({ kind, count: digests.length, checksum: ids.digest(digests.sort().join()).slice(0, 12) });
  }
  return inventory;
}

async function refuseOtherRecords(from: OrderStore, to: OrderStore, kind: Kind): Promise<void> {
  for await (const page of pagesOf(to, kind, PAGE)) {
    for (const { value } of page) {
      const original = await from.record(kind, keyOf(kind, value));
      if (original !== undefined && canonical(original.value) === canonical(value)) continue;
      throw new ProxyCallError(
        'conflict',
        `the store to copy to has a ${kind} of its own: nothing is overwritten, so it must be empty or hold a part of the same data`,
      );
    }
  }
}

/** The same text for equal records: fields are sorted by name, and absent ones left out. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_name, field: unknown) =>
    typeof field === 'object' && field !== null && !Array.isArray(field)
      ? Object.fromEntries(Object.entries(field).sort(([a], [b]) => (a < b ? -1 : 1)))
      : field,
  );
}
