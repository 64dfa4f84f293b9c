import type { CommandEntry } from './command-entry.js';
import { FRENCH } from './french.js';

/** Reads what scripts/light-help.mjs has written: there is no other number in it than those that stand for something. */
export function unpackEntries(packed: string): readonly CommandEntry[] {
  const messages = Object.keys(FRENCH);
  const { options, entries } = JSON.parse(packed, (_, value: unknown) =>
    typeof value === 'number' && value >= 0 ? messages[value] : value,
  ) as {
    options: CommandEntry['options'];
    entries: readonly (Omit<CommandEntry, 'options'> & { options: number[] })[];
  };
  return entries.map((entry) => ({
    ...entry,
    options: entry.options.flatMap((place) => options[-1 - place] ?? []),
  }));
}
