import type { ChangeSet, OrderStore } from '../../../ports/order-store.js';
import type { InteractionEvent, InteractionView, IsoTime, WatchRequest } from '../../../ports/proxycall-api.js';
import { invalidField } from '../../model/errors.js';
import type { Interaction } from '../../model/interaction.js';
import { isoTime } from '../../model/time.js';
import { wrapMethods } from '../../model/wrap-methods.js';
import { oneAtATime, runAll } from '../due.js';
import type { Ports } from '../ports.js';
import { createKnownInteractions, LONGEST_CALL_MS, WINDOW_MS, type KnownInteractions } from './known.js';
import { view } from './list.js';
import { createWatcher, type Watcher } from './watcher.js';

/** Other instances' calls and texts are seen within this time. */
const POLL_MS = 2_000;
/** Of one reading. */
const MOST_READ = 500;
/** Records that are looked at one by one, at the same time. */
const AT_ONCE = 4;
/** What was committed so long before a watch was cut off may not have been delivered to it: commits take time, and so do readings. */
const SLACK_MS = 5_000;

/** What happens, for those who watch it. */
export interface InteractionFeed {
  /** The store; what is committed to it is delivered once the commit has resolved. */
  readonly store: OrderStore;
  watch(request: WatchRequest): Promise<AsyncIterable<InteractionEvent>>;
  /** Ends it for all who watch. */
  stop(): void;
}

type FeedPorts = Pick<Ports, 'store' | 'clock' | 'logger' | 'every'>;

/** A time in which somebody watches. Nothing is remembered from one to the next. */
interface Watching {
  readonly known: KnownInteractions;
  /** The interactions that were there when it began. */
  readonly began: Promise<readonly Interaction[]>;
  readonly stopPolling: () => void;
  lastReadAt: number;
}

/** One for all who watch. Nothing is read, and commits go straight to the store, while nobody does. */
export function createInteractionFeed(ports: FeedPorts): InteractionFeed {
  const { store, clock } = ports;
  const watchers = new Set<Watcher>();
  let watching: Watching | undefined;
  let isStopped = false;

  return { store: observed(store, commit), watch, stop };

  async function commit(changes: ChangeSet): Promise<void> {
    await store.commit(changes);
    if (watching === undefined) return;
    for (const { kind, value } of changes.puts) {
      if (kind === 'interaction' && value.channel !== undefined) deliver(watching.known.committed(value));
    }
  }

  function deliver(shown: InteractionView | undefined): void {
    if (shown === undefined) return;
    const seenAt = isoTime(clock.now());
    for (const watcher of watchers) watcher.offer(shown, seenAt);
  }

  async function watch({ signal, since }: WatchRequest): Promise<AsyncIterable<InteractionEvent>> {
    const from = since === undefined ? undefined : readSince(since);
    const watcher = createWatcher(() => {
      signal?.removeEventListener('abort', watcher.end);
      watchers.delete(watcher);
      if (watchers.size === 0) endWatching();
    });
    watchers.add(watcher);
    signal?.addEventListener('abort', watcher.end, { once: true });
    if (isStopped || signal?.aborted === true) watcher.end();
    else await begin(watcher, from);
    return watcher.events;
  }

  async function begin(watcher: Watcher, from: number | undefined): Promise<void> {
    const isFirst = watching === undefined;
    const current = (watching ??= startWatching());
    try {
      const began = await current.began;
      if (from !== undefined) replay(watcher, isFirst ? began : await readRecent(current, deliver), from);
    } catch (error) {
      watcher.end();
      throw error;
    }
  }

  /** What may not have been delivered to somebody since a time. Of older ones nothing is known: that is said. */
  function replay(watcher: Watcher, recent: readonly Interaction[], from: number): void {
    const now = clock.now();
    const seenAt = isoTime(now);
    if (from < now - WINDOW_MS) watcher.miss(seenAt);
    const earliest = Math.max(from - SLACK_MS, now - WINDOW_MS);
    for (const interaction of recent) {
      if (changedAt(interaction) >= earliest) watcher.offerOlder(view(interaction), seenAt);
    }
  }

  function startWatching(): Watching {
    const known = createKnownInteractions();
    const stopPolling = ports.every?.(
      POLL_MS,
      oneAtATimeWithin(ports, () => poll(started)),
    );
    const started: Watching = {
      known,
      // What is there already is delivered to nobody.
      began: readRecent({ known }, () => undefined),
      stopPolling: stopPolling ?? (() => undefined),
      lastReadAt: clock.now(),
    };
    // Whoever watches is told.
    started.began.catch(() => undefined);
    return started;
  }

  /** So far back that calls which have begun long ago are among them. The oldest come first. */
  async function readRecent(
    { known }: Pick<Watching, 'known'>,
    handle: (shown: InteractionView | undefined) => void,
  ): Promise<readonly Interaction[]> {
    const reading = known.beginReading();
    const found = await store.interactions({ limit: MOST_READ, from: clock.now() - LONGEST_CALL_MS });
    const recent = found.toReversed();
    for (const interaction of recent) handle(known.found(interaction, reading));
    return recent;
  }

  async function poll(current: Watching): Promise<void> {
    const { known } = current;
    await current.began;
    const now = clock.now();
    const reading = known.beginReading();
    const from = Math.min(now, current.lastReadAt) - WINDOW_MS;
    const found = await store.interactions({ limit: MOST_READ, from });
    const ids = new Set(found.map(({ id }) => id));
    // What was found is not read again: it would be newer than the others.
    const others = await readUnfinished(known.unfinished(now).filter((id) => !ids.has(id)));
    if (watching !== current) return;
    const oldest = found.at(-1);
    // There may be more of them, that nobody knows.
    if (found.length === MOST_READ && oldest !== undefined && !known.has(oldest.id)) missed();
    for (const interaction of [...others, ...found.toReversed()]) deliver(known.found(interaction, reading));
    current.lastReadAt = now;
    known.prune(now);
  }

  async function readUnfinished(ids: readonly string[]): Promise<readonly Interaction[]> {
    const found: Interaction[] = [];
    const reads = ids.map((id) => async () => {
      const value = (await store.record('interaction', id))?.value;
      if (value !== undefined && value.channel !== undefined) found.push(value);
    });
    await runAll(reads, AT_ONCE);
    return found;
  }

  function missed(): void {
    const seenAt: IsoTime = isoTime(clock.now());
    for (const watcher of watchers) watcher.miss(seenAt);
  }

  function endWatching(): void {
    watching?.stopPolling();
    watching = undefined;
  }

  function stop(): void {
    isStopped = true;
    for (const watcher of watchers) watcher.end();
  }
}

/** The store with another commit. Its methods are looked up when they are called, as those of the store itself would be. */
function observed(store: OrderStore, commit: OrderStore['commit']): OrderStore {
  return wrapMethods(store, (_, name) =>
    name === 'commit' ? commit : (...args) => (store[name] as (...all: never[]) => unknown)(...args),
  );
}

/** A failure is logged once, until it has worked again: those who watch are delivered afterwards what they have missed. */
function oneAtATimeWithin({ logger }: FeedPorts, work: () => Promise<void>): () => Promise<void> {
  let isFailing = false;
  const run = oneAtATime(work);
  return () =>
    run().then(
      () => void (isFailing = false),
      (error: unknown) => {
        if (!isFailing) logger.error('interactions.not_read', error);
        isFailing = true;
      },
    );
}

function changedAt({ at, endedAt = at }: Interaction): number {
  return Math.max(at, endedAt);
}

function readSince(since: IsoTime): number {
  const from = Date.parse(since);
  if (Number.isNaN(from)) throw invalidField('since', 'must be a date and a time');
  return from;
}
