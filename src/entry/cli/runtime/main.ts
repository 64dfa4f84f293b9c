import { Builtins, Cli, type Command, type CommandClass } from 'clipanion';
import type { CliContext } from './base-command.js';
import { parseLine, readHelp } from './command-line.js';
import { presentLine } from './earlier-line.js';
import { EXIT, InputError, describeFailure, exitCodeOf } from './failure.js';
import { chooseLanguage, createSay, LANGUAGES } from './language.js';
import { canPrompt } from './terminal.js';

/** The complete CLI or the light one. */
export interface CliProgram {
  readonly version: string;
  readonly commands: readonly CommandClass<CliContext>[];
  readonly local: CliContext['local'];
}

/** Runs one command line as this process. */
export async function runProcess(
  program: CliProgram,
  args: readonly string[],
  env: NodeJS.ProcessEnv = process.env,
): Promise<void> {
  // The reader closed the pipe, as in `proxycall demo | head`: this is not an error.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(0);
    throw error;
  });
  process.exitCode = await runCli(program, args, { ...Cli.defaultContext, env, cwd: process.cwd() });
}

/** Runs one command line. @returns the exit code: 0 success, 2 usage, 3 external failure, 4 internal error */
export async function runCli(
  { version, commands, local }: CliProgram,
  args: readonly string[],
  environment: Omit<CliContext, 'say' | 'local'>,
): Promise<number> {
  const { language, rest, unknown } = chooseLanguage(args, environment.env);
  const context: CliContext = { ...environment, say: createSay(language), local };
  let command: Command<CliContext> | undefined;
  try {
    if (unknown !== undefined) {
      throw new InputError('{name}: must be one of: {choices}', { name: '--lang', choices: LANGUAGES.join(', ') });
    }
    const line = rest.length === 0 ? await defaultLine(context) : presentLine(rest);
    if (line === undefined) return EXIT.ok;
    const help = readHelp(commands, line, context);
    if (help !== undefined) {
      context.stdout.write(help);
      return EXIT.ok;
    }
    const cli = new Cli<CliContext>({ binaryName: 'proxycall', binaryVersion: version });
    for (const known of [Builtins.VersionCommand, ...commands]) cli.register(known);
    command = parseLine(cli, commands, line, context);
    command.context = context;
    command.cli = cli;
    return await command.validateAndExecute();
  } catch (error) {
    const verbose = command !== undefined && 'verbose' in command && command.verbose === true;
    context.stderr.write(`${describeFailure(error, verbose, context.say)}\n`);
    return exitCodeOf(error);
  }
}

/** Without arguments: a menu on a terminal, otherwise the help. */
async function defaultLine(context: CliContext): Promise<readonly string[] | undefined> {
  if (!canPrompt(context)) return ['--help'];
  const { chooseTask } = await import('./menu.js');
  return chooseTask(context);
}
