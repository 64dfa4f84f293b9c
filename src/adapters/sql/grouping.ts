import { setImmediate as endOfTurn } from 'node:timers/promises';

export interface GroupingOptions<Item, Result> {
  /** How many groups are under way at most. */
  readonly atOnce: number;
  /** The largest group. */
  readonly largest: number;
  /** How long an item waits for its group to begin, in milliseconds. */
  readonly timeoutMs: number;
  /** Does the work of a group: the results are in the order of its items. */
  readonly run: (group: readonly Item[]) => Promise<readonly Result[]>;
  /** Whether an error may be about one item of the group, and the others succeed without it. */
  readonly isOfOne: (error: unknown) => boolean;
}

/** Requests that are carried out in groups. */
export interface Grouping<Item, Result> {
  /** Carries one out: at once, or with others when those before it are still under way. */
  readonly add: (item: Item) => Promise<Result>;
  /** Resolves once nothing is waiting or under way. */
  readonly drain: () => Promise<void>;
}

interface Waiting<Item, Result> {
  readonly item: Item;
  readonly since: number;
  readonly resolve: (result: Result) => void;
  readonly reject: (reason: unknown) => void;
}

/**
 * Lets requests that arrive while others are under way share one statement: most of its cost is that of a statement. What arrives
 * while nothing is under way begins at the end of the event loop's turn, so that nobody waits for others to come.
 */
export function createGrouping<Item, Result>(options: GroupingOptions<Item, Result>): Grouping<Item, Result> {
  const { atOnce, largest, timeoutMs, run, isOfOne } = options;
  let waiting: Waiting<Item, Result>[] = [];
  let isScheduled = false;
  let groups = 0;
  const underWay = new Set<Promise<void>>();

  function schedule(): void {
    if (isScheduled || waiting.length === 0 || groups >= atOnce) return;
    isScheduled = true;
    setImmediate(() => {
      isScheduled = false;
      groups += 1;
      track(
        carryOut(takeGroup()).finally(() => {
          groups -= 1;
          schedule();
        }),
      );
      schedule();
    });
  }

  function takeGroup(): readonly Waiting<Item, Result>[] {
    const group = waiting.slice(0, largest);
    waiting = waiting.slice(largest);
    return rejectLate(group, performance.now() - timeoutMs);
  }

  async function carryOut(group: readonly Waiting<Item, Result>[]): Promise<void> {
    if (group.length === 0) return;
    try {
      const results = await run(group.map(({ item }) => item));
      for (const [index, { resolve }] of group.entries()) resolve(results[index] as Result);
    } catch (error) {
      // Each by itself, and no group waits for them: one may be waiting for a lock.
      if (group.length > 1 && isOfOne(error)) for (const each of group) track(carryOut([each]));
      else for (const { reject } of group) reject(error);
    }
  }

  function track(work: Promise<void>): void {
    underWay.add(work);
    void work.finally(() => underWay.delete(work));
  }

  return {
    add: (item) =>
      new Promise((resolve, reject) => {
        waiting.push({ item, since: performance.now(), resolve, reject });
        schedule();
      }),
    async drain() {
      while (underWay.size > 0 || waiting.length > 0) await Promise.all([endOfTurn(), ...underWay]);
    },
  };
}

/** @returns those that have not waited too long */
function rejectLate<Item, Result>(
  group: readonly Waiting<Item, Result>[],
  oldest: number,
): readonly Waiting<Item, Result>[] {
  // They are in the order of their arrival.
  if (group[0] === undefined || group[0].since >= oldest) return group;
  for (const { since, reject } of group) {
    if (since < oldest) reject(new Error('timeout: what was before it took too long'));
  }
  return group.filter(({ since }) => since >= oldest);
}
