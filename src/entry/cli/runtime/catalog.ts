/** What the help says of the commands, as data: of the commands themselves, or as it was written down when they were compiled. */
import { Command, type CommandClass } from 'clipanion';
import type { CliContext } from './base-command.js';
import type { CommandEntry, OptionEntry } from './command-entry.js';

/** What the options of a command declare themselves to. */
interface OptionBuilder {
  addOption(option: DeclaredOption): void;
  addPositional(argument: { readonly name: string; readonly required?: boolean }): void;
  addRest(argument: { readonly name: string; readonly required?: number }): void;
  addProxy(): void;
}

/** An option as clipanion declares it. */
interface DeclaredOption {
  readonly names: readonly string[];
  readonly description?: string;
  readonly required?: boolean;
  readonly hidden?: boolean;
  /** How many values it takes: 0 or 1. */
  readonly arity: number;
}

export function entriesOf(commands: readonly CommandClass<CliContext>[]): CommandEntry[] {
  return commands.map((command) => {
    const { usage } = command;
    return {
      paths: command.paths ?? [],
      ...(usage === undefined
        ? {}
        : {
            category: usage.category ?? '',
            summary: usage.description ?? '',
            details: usage.details ?? '',
            examples: usage.examples ?? [],
          }),
      ...declarationsOf(command),
    };
  });
}

function declarationsOf(command: CommandClass<CliContext>): Pick<CommandEntry, 'options' | 'args'> {
  const [options, args]: [OptionEntry[], CommandEntry['args'][number][]] = [[], []];
  const builder: OptionBuilder = {
    // What is false is left out: this is written down, and read whenever help is asked for.
    addOption: ({ names, description = '', required = false, hidden = false, arity }) =>
      void options.push({
        names,
        description,
        ...(required ? { required } : {}),
        ...(hidden ? { hidden } : {}),
        ...(arity > 0 ? { takesValue: true } : {}),
      }),
    addPositional: ({ name, required = true }) => void args.push({ name, required, isList: false }),
    addRest: ({ name, required = 0 }) => void args.push({ name, required: required > 0, isList: true }),
    addProxy: () => undefined,
  };
  for (const [key, value] of Object.entries(new command()) as [string, unknown][]) {
    if (isOption(value)) value.definition(builder, key);
  }
  return { options, args };
}

function isOption(value: unknown): value is { definition: (builder: OptionBuilder, key: string) => void } {
  return typeof value === 'object' && value !== null && Command.isOption in value;
}
