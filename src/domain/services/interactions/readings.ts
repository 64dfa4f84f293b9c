import type { InteractionView } from '../../../ports/proxycall-api.js';
import type { Interaction } from '../../model/interaction.js';
import { oneAtATime, runAll } from '../due.js';
import type { Ports } from '../ports.js';
import { createKnownInteractions, LONGEST_CALL_MS, WINDOW_MS } from './known.js';

/** Other instances' calls and texts are seen within this time. */
const POLL_MS = 2_000;
/** Of one reading. */
const MOST_READ = 500;
/** Records that are looked at one by one, at the same time. */
const AT_ONCE = 4;

export type FeedPorts = Pick<Ports, 'store' | 'clock' | 'logger' | 'every'>;

/** What becomes of what is found. */
export interface Delivery {
  readonly deliver: (shown: InteractionView) => void;
  /** There may be more that nobody knows. */
  readonly missed: () => void;
}

/** The readings of a time in which somebody watches. Nothing is remembered from one to the next. */
export interface Readings {
  /** The interactions that were there when it began: they are delivered to nobody. */
  readonly began: Promise<readonly Interaction[]>;
  /** So far back that calls which have begun long ago are among them. The oldest come first. */
  readonly readRecent: () => Promise<readonly Interaction[]>;
  readonly committed: (interaction: Interaction) => void;
  readonly stop: () => void;
}

export function startReadings(ports: FeedPorts, { deliver, missed }: Delivery): Readings {
  const { store, clock } = ports;
  const known = createKnownInteractions();
  let lastReadAt = clock.now();
  let isOver = false;
  const handle = (shown: InteractionView | undefined) => {
    if (shown !== undefined && !isOver) deliver(shown);
  };
  const began = readRecent(() => undefined);
  // Whoever watches is told.
  began.catch(() => undefined);
  const stopPolling = ports.every?.(POLL_MS, reported(ports, poll));
  return {
    began,
    readRecent: () => readRecent(handle),
    committed: (interaction) => {
      handle(known.committed(interaction));
    },
    stop: () => {
      isOver = true;
      stopPolling?.();
    },
  };

  async function readRecent(onFound: typeof handle): Promise<readonly Interaction[]> {
    const reading = known.beginReading();
    const found = await store.interactions({ limit: MOST_READ, from: clock.now() - LONGEST_CALL_MS });
    const recent = found.toReversed();
    for (const interaction of recent) onFound(known.found(interaction, reading));
    return recent;
  }

  async function poll(): Promise<void> {
    await began;
    const now = clock.now();
    const reading = known.beginReading();
    const found = await store.interactions({ limit: MOST_READ, from: Math.min(now, lastReadAt) - WINDOW_MS });
    const ids = new Set(found.map(({ id }) => id));
    // What was found is not read again: it would be newer than the others.
    const unfinished = known.unfinished(now).filter((id) => !ids.has(id));
    const others = await readOneByOne(ports, unfinished);
    const oldest = found.at(-1);
    if (found.length === MOST_READ && oldest !== undefined && !known.has(oldest.id)) missed();
    for (const interaction of [...others, ...found.toReversed()]) handle(known.found(interaction, reading));
    lastReadAt = now;
    known.prune(now);
  }
}

async function readOneByOne({ store }: FeedPorts, ids: readonly string[]): Promise<readonly Interaction[]> {
  const found: Interaction[] = [];
  const reads = ids.map((id) => async () => {
    const value = (await store.record('interaction', id))?.value;
    if (value?.channel !== undefined) found.push(value);
  });
  await runAll(reads, AT_ONCE);
  return found;
}

/** A failure is logged once, until it has worked again: those who watch are delivered afterwards what they have missed. */
function reported({ logger }: FeedPorts, work: () => Promise<void>): () => Promise<void> {
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
