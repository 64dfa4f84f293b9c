/** A command as the help describes it. Texts are messages, in English. */
export interface CommandEntry {
  /** The first one is the one that is shown; the others are former names. */
  readonly paths: readonly (readonly string[])[];
  readonly category?: string;
  /** One line. Undefined for a command that refuses to run, and has no help. */
  readonly summary?: string;
  readonly details?: string;
  readonly examples?: readonly (readonly [text: string, line: string])[];
  readonly options: readonly OptionEntry[];
  readonly args: readonly { readonly name: string; readonly required: boolean; readonly isList: boolean }[];
}

export interface OptionEntry {
  /** The first long one is the one that is shown. */
  readonly names: readonly string[];
  readonly description: string;
  readonly required?: boolean;
  readonly hidden?: boolean;
  readonly takesValue?: boolean;
}

export function pathOf({ paths }: CommandEntry): string {
  return (paths[0] ?? []).join(' ');
}

/** The name of an option that is shown, and that the API has for it, whatever else it may be called. */
export function shownName({ names }: Pick<OptionEntry, 'names'>): string {
  return names.find((name) => name.startsWith('--')) ?? '';
}

/** The command that these words begin with: `audit verify`, though `audit` is a command too. */
export function entryOf(entries: readonly CommandEntry[], words: readonly string[]): CommandEntry | undefined {
  const named = entries.filter(({ paths }) => paths.some((path) => isPrefix(path, words)));
  return named.reduce<CommandEntry | undefined>(
    (best, entry) => (best !== undefined && pathLength(best, words) >= pathLength(entry, words) ? best : entry),
    undefined,
  );
}

/** How many of these words are the command: what follows are arguments. */
export function pathLength({ paths }: CommandEntry, words: readonly string[]): number {
  return Math.max(0, ...paths.filter((path) => isPrefix(path, words)).map(({ length }) => length));
}

function isPrefix(path: readonly string[], words: readonly string[]): boolean {
  return path.every((word, index) => words[index] === word);
}
