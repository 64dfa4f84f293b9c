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
