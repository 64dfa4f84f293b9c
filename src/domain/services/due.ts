import { isProxyCallError } from '../model/errors.js';

/**
 * Runs pieces of work that do not need each other. An error of one stops none of the others, unless the store cannot be reached: then
 * nothing more is begun.
 * @param atMost how many run at the same time
 * @throws the first error, when all that were begun have ended
 */
export async function runAll(works: readonly (() => Promise<unknown>)[], atMost = 1): Promise<void> {
  const faults: unknown[] = [];
  let isUnavailable = false;
  const waiting = works.values();
  const workOff = async () => {
    for (const work of waiting) {
      try {
        await work();
      } catch (error) {
        faults.push(error);
        isUnavailable ||= isProxyCallError(error, 'store_unavailable');
      }
      if (isUnavailable) return;
    }
  };
  await Promise.all(Array.from({ length: Math.min(atMost, works.length) }, workOff));
  if (faults.length > 0) throw faults[0] as Error;
}

/** Records that are due, and what is done with each. */
export interface DueWork<T> {
  /** Reads the records that are due, the earliest first. */
  readonly read: (limit: number) => Promise<readonly T[]>;
  /** How many are worked off between two reads. */
  readonly chunk: number;
  /** Others are passed over: they stay due, and must not hide these. */
  readonly isOurs: (record: T) => boolean;
  readonly work: (record: T) => Promise<unknown>;
  readonly atMost?: number;
}

/**
 * Works off all records that are due. Each is tried once: one that fails stays due, and stops none of the others.
 * @throws the first error, when all have been tried
 */
export async function workOffDue<T extends { readonly id: string }>(due: DueWork<T>): Promise<void> {
  const faults: unknown[] = [];
  const tried = new Set<string>();
  for (let passedOver = 0; ;) {
    const limit = due.chunk + passedOver;
    const found = await due.read(limit);
    const ours = found.filter((record) => !tried.has(record.id) && due.isOurs(record));
    const failed = await tryEach(ours, due, faults);
    for (const { id } of ours) tried.add(id);
    if (found.length < limit) break;
    passedOver = found.length - ours.length + failed;
  }
  if (faults.length > 0) throw faults[0] as Error;
}

/** @returns how many failed. @throws `store_unavailable` */
async function tryEach<T>(
  records: readonly T[],
  { work, atMost }: Pick<DueWork<T>, 'work' | 'atMost'>,
  faults: unknown[],
): Promise<number> {
  const before = faults.length;
  const tolerant = async (record: T) => {
    try {
      await work(record);
    } catch (error) {
      if (isProxyCallError(error, 'store_unavailable')) throw error;
      faults.push(error);
    }
  };
  await runAll(
    records.map((record) => () => tolerant(record)),
    atMost,
  );
  return faults.length - before;
}

/** Work that is not begun again while it is under way: whoever asks for it meanwhile waits for the one that is. */
export function oneAtATime(work: () => Promise<void>): () => Promise<void> {
  let current: Promise<void> | undefined;
  return () =>
    (current ??= work().finally(() => {
      current = undefined;
    }));
}
