import type { InteractionView } from '../../../ports/proxycall-api.js';
import type { Interaction } from '../../model/interaction.js';
import { HOUR_MS, MINUTE_MS } from '../../model/time.js';
import { view } from './list.js';

/** How far a reading goes back, for commits that took long. */
export const WINDOW_MS = MINUTE_MS;
/** No carrier lets a call last longer. */
export const LONGEST_CALL_MS = 4 * HOUR_MS;
/** Some carriers never say what became of a text. */
const LONGEST_TEXT_MS = 10 * MINUTE_MS;
const MOST_KNOWN = 5_000;
/** So many calls and texts whose end is still to come are looked at one by one. */
const MOST_UNFINISHED = 200;

interface Entry {
  readonly at: number;
  /** What is shown of it: a change of anything else is none for those who watch. */
  readonly content: string;
  /** Until when its end is waited for, if that is still to come. */
  readonly unfinishedUntil: number | undefined;
  /** The first reading that cannot be older than this. */
  readonly firstReading: number;
}

/** What was delivered already. */
export interface KnownInteractions {
  /** To be called before the store is read. @returns the number of the reading */
  beginReading(): number;
  /** This instance has committed it. @returns what is shown of it, if that is new */
  committed(interaction: Interaction): InteractionView | undefined;
  /** A reading has found it. @returns what is shown of it, if that is new */
  found(interaction: Interaction, reading: number): InteractionView | undefined;
  has(id: string): boolean;
  /** The ids of calls and texts that a reading of the last minute does not find any more, and whose end is still to come. */
  unfinished(now: number): readonly string[];
  /** Drops what no reading finds any more. */
  prune(now: number): void;
}

/**
 * The version of a record is not among what a list of the store says, and is not known of a commit: what is shown serves in its place. A
 * reading that began before a commit of this instance may be older than that commit, so it says nothing about it.
 */
export function createKnownInteractions(): KnownInteractions {
  const entries = new Map<string, Entry>();
  let readings = 0;

  return {
    beginReading: () => (readings += 1),
    committed: (interaction) => note(interaction, readings + 1),
    found: (interaction, reading) =>
      (entries.get(interaction.id)?.firstReading ?? 0) > reading ? undefined : note(interaction, reading),
    has: (id) => entries.has(id),
    unfinished(now) {
      const waited = [...entries].filter(([, entry]) => entry.at < now - WINDOW_MS && isWaitedFor(entry, now));
      return waited.slice(-MOST_UNFINISHED).map(([id]) => id);
    },
    prune(now) {
      for (const [id, entry] of entries) {
        if (entry.at < now - 2 * WINDOW_MS && !isWaitedFor(entry, now)) entries.delete(id);
      }
    },
  };

  function note(interaction: Interaction, firstReading: number): InteractionView | undefined {
    const shown = view(interaction);
    const content = JSON.stringify(shown);
    const before = entries.get(interaction.id);
    const { at } = interaction;
    entries.set(interaction.id, { at, content, unfinishedUntil: unfinishedUntil(interaction), firstReading });
    const [oldest] = entries.keys();
    if (entries.size > MOST_KNOWN && oldest !== undefined) entries.delete(oldest);
    return before?.content === content ? undefined : shown;
  }
}

function isWaitedFor({ unfinishedUntil: until }: Entry, now: number): boolean {
  return until !== undefined && now <= until;
}

function unfinishedUntil({ outcome, at }: Interaction): number | undefined {
  if (outcome === 'connecting') return at + LONGEST_CALL_MS;
  return outcome === 'sent' ? at + LONGEST_TEXT_MS : undefined;
}
