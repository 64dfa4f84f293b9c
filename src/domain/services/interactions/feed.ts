import type { ChangeSet, OrderStore } from '../../../ports/order-store.js';
import type { InteractionEvent, IsoTime, WatchRequest } from '../../../ports/proxycall-api.js';
import { invalidField } from '../../model/errors.js';
import type { Interaction } from '../../model/interaction.js';
import { isoTime } from '../../model/time.js';
import { wrapMethods } from '../../model/wrap-methods.js';
import { WINDOW_MS } from './known.js';
import { view } from './list.js';
import { startReadings, type Delivery, type FeedPorts, type Readings } from './readings.js';
import { createWatcher, type Watcher } from './watcher.js';

/** What was committed so long before a watch was cut off may not have been delivered to it: commits take time, and so do readings. */
const SLACK_MS = 5_000;

/** What happens, for those who watch it. */
export interface InteractionFeed {
  /** The store; what is committed to it is delivered once the commit has resolved. */
  readonly store: OrderStore;
  readonly watch: (request: WatchRequest) => Promise<AsyncIterable<InteractionEvent>>;
  /** Ends it for all who watch. */
  readonly stop: () => void;
}

/** One for all who watch. Nothing is read, and commits go straight to the store, while nobody does. */
export function createInteractionFeed(ports: FeedPorts): InteractionFeed {
  const { store, clock } = ports;
  const watchers = new Set<Watcher>();
  let readings: Readings | undefined;
  let isStopped = false;
  const now = () => isoTime(clock.now());
  const delivery: Delivery = {
    deliver: (shown) => {
      for (const watcher of watchers) watcher.offer(shown, now());
    },
    missed: () => {
      for (const watcher of watchers) watcher.miss(now());
    },
  };

  return {
    store: observed(store, async (changes) => {
      await store.commit(changes);
      if (readings !== undefined) for (const each of interactionsIn(changes)) readings.committed(each);
    }),
    async watch({ signal, since }) {
      const from = since === undefined ? undefined : readSince(since);
      const watcher = createWatcher(() => {
        signal?.removeEventListener('abort', watcher.end);
        watchers.delete(watcher);
        if (watchers.size > 0) return;
        readings?.stop();
        readings = undefined;
      });
      watchers.add(watcher);
      signal?.addEventListener('abort', watcher.end, { once: true });
      if (isStopped || signal?.aborted === true) watcher.end();
      else await begin(watcher, from);
      return watcher.events;
    },
    stop() {
      isStopped = true;
      for (const watcher of watchers) watcher.end();
    },
  };

  async function begin(watcher: Watcher, from: number | undefined): Promise<void> {
    const isFirst = readings === undefined;
    const current = (readings ??= startReadings(ports, delivery));
    try {
      const began = await current.began;
      if (from !== undefined) replay(watcher, isFirst ? began : await current.readRecent(), from, clock.now());
    } catch (error) {
      watcher.end();
      throw error;
    }
  }
}

/** What may not have been delivered to somebody since a time. Of older ones nothing is known: that is said. */
function replay(watcher: Watcher, recent: readonly Interaction[], from: number, now: number): void {
  const seenAt = isoTime(now);
  if (from < now - WINDOW_MS) watcher.miss(seenAt);
  const earliest = Math.max(from - SLACK_MS, now - WINDOW_MS);
  for (const interaction of recent) {
    const { at, endedAt = at } = interaction;
    if (Math.max(at, endedAt) >= earliest) watcher.offerOlder(view(interaction), seenAt);
  }
}

function interactionsIn({ puts }: ChangeSet): readonly Interaction[] {
  return puts.flatMap(({ kind, value }) => (kind === 'interaction' && value.channel !== undefined ? [value] : []));
}

/** The store with another commit. Its methods are looked up when they are called, as those of the store itself would be. */
function observed(store: OrderStore, commit: OrderStore['commit']): OrderStore {
  return wrapMethods(store, (_, name) =>
    name === 'commit' ? commit : (...args) => (store[name] as (...all: never[]) => unknown)(...args),
  );
}

function readSince(since: IsoTime): number {
  const from = Date.parse(since);
  if (Number.isNaN(from)) throw invalidField('since', 'must be a date and a time');
  return from;
}
