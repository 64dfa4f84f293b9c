import { setImmediate as endOfTurn } from 'node:timers/promises';
import { createLanes } from './lanes.js';

export interface GroupingOptions<Item, Result> {
  /** How many groups are under way at most. */
  readonly atOnce: number;
  /** The largest group. */
  readonly largest: number;
  /** How long an item waits for its group to begin, in milliseconds. */
  readonly timeoutMs: number;
  /**
   * Does the work of a group: the results are in the order of its items.
   * @param mayWait whether it may take long: no group waits for it
   */
  readonly run: (group: readonly Item[], mayWait: boolean) => Promise<readonly Result[]>;
  /** Whether an error may be about one item of the group, and the others succeed without it. */
  readonly isOfOne: (error: unknown) => boolean;
  /** What an item changes. Those that change the same are carried out in the order of their arrival. */
  readonly keyOf?: (item: Item) => string | undefined;
}

/** Of calls and texts. */
export const CALL_GROUPS = { atOnce: 2, largest: 100 } as const;

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
 * while nothing is under way begins at the end of the event loop's turn, so that nobody waits for others to come. When a group fails
 * because of one item, each is carried out by itself, and so is what comes later for the same key until that is over.
 */
export function createGrouping<Item, Result>(options: GroupingOptions<Item, Result>): Grouping<Item, Result> {
  const { atOnce, largest, timeoutMs, isOfOne } = options;
  let waiting: Waiting<Item, Result>[] = [];
  let isScheduled = false;
  let groups = 0;
  const underWay = new Set<Promise<void>>();
  const singles = createSingles(options, track);

  function schedule(): void {
    if (isScheduled || waiting.length === 0 || groups >= atOnce) return;
    isScheduled = true;
    setImmediate(() => {
      isScheduled = false;
      groups += 1;
      void track(
        carryOutGroup(takeGroup()).finally(() => {
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

  async function carryOutGroup(group: readonly Waiting<Item, Result>[]): Promise<void> {
    try {
      await carryOut(options, group, false);
    } catch (error) {
      if (isOfOne(error)) for (const each of group) singles.add(each);
      else for (const { reject } of group) reject(error);
    }
  }

  function track(work: Promise<void>): Promise<void> {
    underWay.add(work);
    return work.finally(() => underWay.delete(work));
  }

  return {
    add: (item) =>
      new Promise((resolve, reject) => {
        const each = { item, since: performance.now(), resolve, reject };
        if (singles.mustFollow(item)) {
          singles.add(each);
          return;
        }
        waiting.push(each);
        schedule();
      }),
    async drain() {
      while (underWay.size > 0 || waiting.length > 0) await Promise.all([endOfTurn(), ...underWay]);
    },
  };
}

/** How many are carried out by themselves at the same time, at most: each may wait long for a lock, on a connection of its own. */
const SINGLES_AT_ONCE = 3;

/** Those that are carried out by themselves, while groups go on. */
function createSingles<Item, Result>(
  options: GroupingOptions<Item, Result>,
  track: (work: Promise<void>) => Promise<void>,
) {
  const { timeoutMs, keyOf = () => undefined } = options;
  let unnamed = 0;
  const lanes = createLanes<Waiting<Item, Result>>(SINGLES_AT_ONCE, async (each) => {
    const inTime = rejectLate([each], performance.now() - timeoutMs);
    await track(carryOut(options, inTime, true).catch(each.reject));
  });
  return {
    /** Whether something for the same key is waiting or under way. */
    mustFollow: (item: Item): boolean => {
      const key = keyOf(item);
      return key !== undefined && lanes.has(key);
    },
    add: (each: Waiting<Item, Result>): void => {
      lanes.add(keyOf(each.item) ?? `unnamed ${(unnamed += 1).toString()}`, each);
    },
  };
}

async function carryOut<Item, Result>(
  { run }: GroupingOptions<Item, Result>,
  group: readonly Waiting<Item, Result>[],
  mayWait: boolean,
): Promise<void> {
  if (group.length === 0) return;
  const items = group.map(({ item }) => item);
  const results = await run(items, mayWait);
  for (const [index, { resolve }] of group.entries()) resolve(results[index] as Result);
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
