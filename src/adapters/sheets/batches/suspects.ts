// Which of the items of a refused batch is the culprit is found by writing parts of the batch: group testing by halving.
// Each culprit takes about log2(n) batches, or two when Google says or the spreadsheet shows which one it may be.

/** Items of a refused batch that are written together next, without others. */
export interface Group<T> {
  readonly items: readonly T[];
  /** Whether the items without this group were accepted, so that one of these must be the culprit. */
  isKnownBad: boolean;
  /** How often in a row single items were taken out of this group on a hint. */
  readonly hints: number;
  /** What the other half of the same group is known to contain if this one is accepted. */
  readonly otherHalf: Group<T> | undefined;
}

/** Hints may be wrong: after so many in a row that did not help, the group is halved. */
const MAX_HINTS = 8;

export interface Suspects<T> {
  isEmpty(): boolean;
  items(): readonly T[];
  /** A batch with these items was refused. @param hinted those that seem to be the reason */
  add(items: readonly T[], hinted: readonly T[]): void;
  /** Writes an item by itself once the others are decided. */
  addLast(item: T): void;
  /** The group to write next. @param isPending false for items that need not be written any more */
  next(isPending: (item: T) => boolean): Group<T> | undefined;
  accepted(group: Group<T>): void;
  /** The group was refused. @returns the culprit when it is alone */
  refused(group: Group<T>, hinted: readonly T[]): T | undefined;
  /** The group was neither accepted nor refused. */
  putBack(group: Group<T>): void;
  clear(): void;
}

export function createSuspects<T>(): Suspects<T> {
  /** The last one is next. */
  let groups: Group<T>[] = [];

  return {
    isEmpty: () => groups.length === 0,
    items: () => groups.flatMap(({ items }) => items),
    add(items, hinted) {
      divide(group(items), hinted);
    },
    addLast(item) {
      groups.unshift(group([item]));
    },
    next(isPending) {
      for (;;) {
        const last = groups.pop();
        if (last === undefined) return undefined;
        const items = last.items.filter(isPending);
        const isWhole = items.length === last.items.length;
        if (items.length === 0) continue;
        if (last.isKnownBad && isWhole && items.length > 1) halve(last);
        else return isWhole ? last : group(items);
      }
    },
    accepted({ otherHalf }) {
      if (otherHalf !== undefined) otherHalf.isKnownBad = true;
    },
    refused(refused, hinted) {
      const [only, ...more] = refused.items;
      if (only !== undefined && more.length === 0) return only;
      divide(refused, hinted);
      return undefined;
    },
    putBack(returned) {
      groups.push(returned);
    },
    clear() {
      groups = [];
    },
  };

  function divide(refused: Group<T>, hinted: readonly T[]): void {
    const others = refused.items.filter((item) => !hinted.includes(item));
    const isHelpful = others.length > 0 && others.length < refused.items.length && refused.hints < MAX_HINTS;
    if (!isHelpful) {
      halve(refused);
      return;
    }
    // The others first: somebody may wait for them.
    groups.unshift(...hinted.map((item) => group([item])));
    groups.push(group(others, refused.hints + 1));
  }

  function halve({ items }: Group<T>): void {
    const middle = Math.ceil(items.length / 2);
    const second = items.length > 1 ? group(items.slice(middle)) : undefined;
    if (second !== undefined) groups.push(second);
    groups.push(group(items.slice(0, middle), 0, second));
  }
}

function group<T>(items: readonly T[], hints = 0, otherHalf?: Group<T>): Group<T> {
  return { items, isKnownBad: false, hints, otherHalf };
}
