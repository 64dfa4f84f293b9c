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
  end(): void;
}

type Result = IteratorResult<InteractionEvent>;
type Pending = Extract<InteractionEvent, { kind: 'interaction' }>;

const DONE: Result = { done: true, value: undefined };

/** @param onEnd is called once, whoever ends it */
export function createWatcher(onEnd: () => void): Watcher {
  /** By id, in the order in which they came. */
  const pending = new Map<string, Pending>();
  /** Of the newest that was left out. */
  let missedAt: IsoTime | undefined;
  const readers: ((result: Result) => void)[] = [];
  let isOver = false;

  return {
    events: { [Symbol.asyncIterator]: () => ({ next, return: leave }) },
    offer,
    offerOlder(interaction, seenAt) {
      if (!pending.has(interaction.id)) offer(interaction, seenAt);
    },
    miss(seenAt) {
      missedAt = seenAt;
      hand();
    },
    end,
  };

  function offer(interaction: InteractionView, seenAt: IsoTime): void {
    if (isOver) return;
    // One that waits keeps its place and its time: whoever goes on from there misses nothing.
    const since = pending.get(interaction.id)?.seenAt ?? seenAt;
    pending.set(interaction.id, { kind: 'interaction', interaction, seenAt: since });
    const [oldest] = pending.values();
    if (pending.size > MOST_PENDING && oldest !== undefined) {
      pending.delete(oldest.interaction.id);
      missedAt = oldest.seenAt;
    }
    hand();
  }

  function hand(): void {
    const reader = readers.shift();
    if (reader === undefined) return;
    const value = take();
    if (value === undefined) readers.unshift(reader);
    else reader({ done: false, value });
  }

  function take(): InteractionEvent | undefined {
    const [first] = pending.values();
    if (missedAt !== undefined) {
      const seenAt = first !== undefined && first.seenAt < missedAt ? first.seenAt : missedAt;
      missedAt = undefined;
      return { kind: 'missed', seenAt };
    }
    if (first !== undefined) pending.delete(first.interaction.id);
    return first;
  }

  function next(): Promise<Result> {
    const value = isOver ? undefined : take();
    if (value !== undefined) return Promise.resolve({ done: false, value });
    if (isOver) return Promise.resolve(DONE);
    return new Promise((resolve) => readers.push(resolve));
  }

  function leave(): Promise<Result> {
    end();
    return Promise.resolve(DONE);
  }

  function end(): void {
    if (isOver) return;
    isOver = true;
    pending.clear();
    for (const reader of readers.splice(0)) reader(DONE);
    onEnd();
  }
}
