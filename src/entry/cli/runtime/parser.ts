import { Cli, type CommandClass } from 'clipanion';
import type { CliContext } from './base-command.js';

/** In a file of its own, as help does without it. */
export function createParser(commands: readonly CommandClass<CliContext>[]): Cli<CliContext> {
  const cli = new Cli<CliContext>({ binaryName: 'proxycall' });
  for (const command of commands) cli.register(command);
  return cli;
}
