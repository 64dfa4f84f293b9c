// Which of the items of a refused batch is the culprit is found by writing parts of it: group testing by halving. What is left of a
// group when its culprit is found is written at once, so that one culprit takes about log2(n) + 1 batches. The more culprits there have
// been, the smaller the parts are: there is no use in writing a large part that is refused again.

/** Items that are written together next, without others. */
export interface Group<T> {
  readonly items: readonly T[];
  /** Set if it is known that a culprit is among these and the items. */
  readonly rest: readonly T[] | undefined;
}

/** Hints may be wrong: after so many in a row without a culprit, there are none. */
const MAX_HINTS = 8;
/** How many culprits a part has on average when half of such parts have none. */
const EVEN = Math.LN2;

export interface Suspects<T> {
  isEmpty(): boolean;
  items(): readonly T[];
  /** @param isRefused whether a batch of just these was refused. Otherwise it contained others, too */
  add(items: readonly T[], isRefused: boolean): void;
  /** Writes an item by itself once the others are decided. */
  addLast(item: T): void;
  /** The group to write next. @param isPending false for items that need not be written any more */
  next(isPending: (item: T) => boolean): Group<T> | undefined;
  accepted(group: Group<T>): void;
  /** The group was refused. @param hinted those that seem to be the reason. @returns the culprit when it is alone */
  refused(group: Group<T>, hinted: readonly T[]): T | undefined;
  /** The group was refused because of this item. */
  convicted(group: Group<T>, culprit: T): void;
  /** There was nothing to write. */
  dropped(group: Group<T>): void;
  /** The group was neither accepted nor refused. */
  putBack(group: Group<T>): void;
  clear(): void;
}

interface State<T> {
  /** Groups with a culprit. The first one is next, until its culprit is found: more may be added meanwhile. */
  refused: (readonly T[])[];
  others: readonly T[];
  /** Groups that are tried once nothing else is left: those that hints point at, and what has to be last. */
  last: (readonly T[])[];
  current: Group<T> | undefined;
  culprits: number;
  innocents: number;
  /** In a row, without a culprit. */
  hints: number;
}

function emptyState<T>(): State<T> {
  return { refused: [], others: [], last: [], current: undefined, culprits: 0, innocents: 0, hints: 0 };
}

export function createSuspects<T>(): Suspects<T> {
  let state = emptyState<T>();
  return {
    isEmpty: () => allOf(state).length === 0,
    items: () => allOf(state),
    add(items, isRefused) {
      if (isRefused) state.refused.push(items);
      else state.others = [...state.others, ...items];
    },
    addLast(item) {
      state.last.push([item]);
    },
    next(isPending) {
      forgetDecided(state, isPending);
      if (allOf(state).length === 0) state = emptyState();
      state.current = take(state);
      return state.current;
    },
    accepted({ items, rest = [] }) {
      state.current = undefined;
      state.innocents += items.length;
      if (rest.length > 0) state.refused.unshift(rest);
    },
    refused: (group, hinted) => refuse(state, group, hinted),
    convicted(group, culprit) {
      convict(state, group, culprit);
    },
    dropped({ rest = [] }) {
      state.current = undefined;
      state.others = [...state.others, ...rest];
    },
    putBack({ items, rest }) {
      state.current = undefined;
      if (rest === undefined) state.others = [...items, ...state.others];
      else state.refused.unshift([...items, ...rest]);
    },
    clear() {
      state = emptyState();
    },
  };
}

function allOf<T>({ refused, others, last, current }: State<T>): readonly T[] {
  const tried = current === undefined ? [] : [...current.items, ...(current.rest ?? [])];
  return [...tried, ...refused.flat(), ...others, ...last.flat()];
}

/** What is not pending any more may have been the culprit of its group. */
function forgetDecided<T>(state: State<T>, isPending: (item: T) => boolean): void {
  const changed = state.refused.filter((items) => !items.every(isPending));
  state.refused = state.refused.filter((items) => items.length > 0 && items.every(isPending));
  state.others = [...state.others, ...changed.flat()].filter(isPending);
  state.last = state.last.map((items) => items.filter(isPending)).filter((items) => items.length > 0);
}

function take<T>(state: State<T>): Group<T> | undefined {
  const refused = state.refused.shift();
  if (refused !== undefined) {
    const size = Math.min(Math.ceil(refused.length / 2), likelySize(state));
    return { items: refused.slice(0, size), rest: refused.slice(size) };
  }
  if (state.others.length > 0) {
    const items = state.others.slice(0, likelySize(state));
    state.others = state.others.slice(items.length);
    return { items, rest: undefined };
  }
  const items = state.last.shift();
  return items && { items, rest: undefined };
}

/** How many items together have as likely a culprit among them as not, by what was found so far. */
function likelySize<T>({ culprits, innocents }: State<T>): number {
  // The last one found says more about the past than about what is left.
  return culprits === 0 ? Infinity : Math.max(1, Math.round((EVEN * (culprits + innocents)) / (culprits - 0.5)));
}

function refuse<T>(state: State<T>, group: Group<T>, hinted: readonly T[]): T | undefined {
  const { items, rest = [] } = group;
  const [only, ...more] = items;
  if (only !== undefined && more.length === 0) {
    convict(state, group, only);
    return only;
  }
  state.current = undefined;
  state.others = [...state.others, ...rest];
  const isHelpful = hinted.length > 0 && hinted.length < items.length && state.hints < MAX_HINTS;
  if (isHelpful) {
    state.hints += 1;
    // The others first: somebody may wait for them.
    state.others = [...items.filter((item) => !hinted.includes(item)), ...state.others];
    state.last.unshift(hinted);
  } else state.refused.unshift(items);
  return undefined;
}

function convict<T>(state: State<T>, { items, rest = [] }: Group<T>, culprit: T): void {
  state.current = undefined;
  state.culprits += 1;
  state.hints = 0;
  state.others = [...state.others, ...rest, ...items.filter((item) => item !== culprit)];
}
