import type { InteractionEvent, InteractionView, IsoTime } from '../../../ports/proxycall-api.js';

/** So many wait for whoever reads slowly, each in its newest state. */
export const MOST_PENDING = 200;

/** One who watches: what is delivered to them, and what waits until they take it. Nobody waits for them. */
export interface Watcher {
  readonly events: AsyncIterable<InteractionEvent>;
  offer(interaction: InteractionView, seenAt: IsoTime): void;
  /** Unless a newer state of it waits. */
  offerOlder(interaction: InteractionView, seenAt: IsoTime): void;
  /** Something cannot be delivered. */
  miss(seenAt: IsoTime): void;
  readonly end: () => void;
}

type Result = IteratorResult<InteractionEvent>;
type Pending = Extract<InteractionEvent, { kind: 'interaction' }>;

const DONE: Result = { done: true, value: undefined };

/** What waits: by id, in the order in which it came, and bounded. */
function createPending() {
  const pending = new Map<string, Pending>();
  /** Of the newest that was left out. */
  let missedAt: IsoTime | undefined;
  return {
    has: (id: string) => pending.has(id),
    clear: () => {
      pending.clear();
      missedAt = undefined;
    },
    miss: (seenAt: IsoTime) => void (missedAt = seenAt),
    add(interaction: InteractionView, seenAt: IsoTime): void {
      // One that waits keeps its place and its time: whoever goes on from there misses nothing.
      const since = pending.get(interaction.id)?.seenAt ?? seenAt;
      pending.set(interaction.id, { kind: 'interaction', interaction, seenAt: since });
      const [oldest] = pending.values();
      if (pending.size <= MOST_PENDING || oldest === undefined) return;
      pending.delete(oldest.interaction.id);
      missedAt = oldest.seenAt;
    },
    take(): InteractionEvent | undefined {
      const [first] = pending.values();
      if (missedAt !== undefined) {
        const seenAt = first !== undefined && first.seenAt < missedAt ? first.seenAt : missedAt;
        missedAt = undefined;
        return { kind: 'missed', seenAt };
      }
      if (first !== undefined) pending.delete(first.interaction.id);
      return first;
    },
  };
}

/** @param onEnd is called once, whoever ends it */
export function createWatcher(onEnd: () => void): Watcher {
  const pending = createPending();
  const readers: ((result: Result) => void)[] = [];
  let isOver = false;
  const offer = (interaction: InteractionView, seenAt: IsoTime) => {
    if (isOver) return;
    pending.add(interaction, seenAt);
    hand();
  };
  const end = () => {
    if (isOver) return;
    isOver = true;
    pending.clear();
    for (const reader of readers.splice(0)) reader(DONE);
    onEnd();
  };
  const next = (): Promise<Result> => {
    if (isOver) return Promise.resolve(DONE);
    const value = pending.take();
    if (value !== undefined) return Promise.resolve({ done: false, value });
    return new Promise((resolve) => readers.push(resolve));
  };
  const leave = (): Promise<Result> => {
    end();
    return Promise.resolve(DONE);
  };
  return {
    events: { [Symbol.asyncIterator]: () => ({ next, return: leave }) },
    offer,
    offerOlder(interaction, seenAt) {
      if (!pending.has(interaction.id)) offer(interaction, seenAt);
    },
    miss(seenAt) {
      pending.miss(seenAt);
      hand();
    },
    end,
  };

  /** To one who waits, if there is one. */
  function hand(): void {
    const [reader] = readers;
    const value = reader && pending.take();
    if (reader === undefined || value === undefined) return;
    readers.shift();
    reader({ done: false, value });
  }
}
