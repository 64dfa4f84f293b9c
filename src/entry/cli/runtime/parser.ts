import { Cli, type Command, type CommandClass } from 'clipanion';
import type { CliContext } from './base-command.js';
import { pathOf, type CommandEntry } from './command-entry.js';
import { findCommand, lineFault } from './command-line.js';
import { writeLine, type TypedLine } from './typed-line.js';

/**
 * The command that a line asks for, ready to be run. In a file of its own, as help does without clipanion.
 * @throws `InputError` when the line is not one of the commands with its options
 */
export function readCommand(
  commands: readonly CommandClass<CliContext>[],
  entries: readonly CommandEntry[],
  line: TypedLine,
  context: CliContext,
): Command<CliContext> {
  const entry = findCommand(entries, line);
  const cli = new Cli<CliContext>({ binaryName: 'proxycall' });
  // Not the others: to prepare for all of them takes clipanion longer than most commands take.
  for (const command of commands) if (command.paths?.[0]?.join(' ') === pathOf(entry)) cli.register(command);
  try {
    const command = cli.process(writeLine(line), context);
    command.context = context;
    return command;
  } catch (error) {
    throw lineFault(error, entry, line, context);
  }
}
