import type { Command } from 'clipanion';
import { Builtins, Cli } from 'clipanion';
import { version } from '../version.js';
import type { CliContext } from './command.js';
import { DemoCommand } from './demo.js';
import { EXIT, describeFailure, exitCodeOf } from './failure.js';
import { InitCommand } from './init.js';
import { LookupCommand } from './lookup.js';
import { OrderCreateCommand } from './order.js';
import { poolCommands } from './pool/index.js';
import { ServeCommand } from './serve.js';
import { SimulateCallCommand } from './simulate-call.js';
import { StoreCopyCommand, StoreVerifyCommand } from './store.js';

/** Runs one command line and says how it went by an exit code: 0, 2 usage, 3 an outside service, 4 a fault here. */
export async function runCli(args: readonly string[], context: CliContext): Promise<number> {
  const isTerminal = 'isTTY' in context.stdout && context.stdout.isTTY === true;
  const colored = isTerminal && !context.env['NO_COLOR'];
  const cli = new Cli<CliContext>({
    binaryLabel: 'ProxyCall',
    binaryName: 'proxycall',
    binaryVersion: version,
    enableColors: colored,
  });
  for (const command of [
    Builtins.HelpCommand,
    Builtins.VersionCommand,
    DemoCommand,
    InitCommand,
    LookupCommand,
    OrderCreateCommand,
    ...poolCommands,
    ServeCommand,
    SimulateCallCommand,
    StoreCopyCommand,
    StoreVerifyCommand,
  ]) {
    cli.register(command);
  }

  let command: Command<CliContext>;
  try {
    command = cli.process([...args], context);
  } catch (error) {
    context.stderr.write(cli.error(error, { colored }));
    return EXIT.usage;
  }
  try {
    command.context = context;
    command.cli = cli;
    if (command.help) {
      context.stdout.write(cli.usage(command, { colored, detailed: true }));
      return EXIT.ok;
    }
    return await command.validateAndExecute();
  } catch (error) {
    const verbose = 'verbose' in command && command.verbose === true;
    context.stderr.write(`${describeFailure(error, verbose)}\n`);
    return exitCodeOf(error);
  }
}
