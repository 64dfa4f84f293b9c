import { Builtins, Cli, type CommandClass } from 'clipanion';
import type { CliContext } from './base-command.js';

/** In a file of its own, as help does without it. */
export function createParser(version: string, commands: readonly CommandClass<CliContext>[]): Cli<CliContext> {
  const cli = new Cli<CliContext>({ binaryName: 'proxycall', binaryVersion: version });
  for (const command of [Builtins.VersionCommand, ...commands]) cli.register(command);
  return cli;
}
