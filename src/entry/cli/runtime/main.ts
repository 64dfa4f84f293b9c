import { Builtins, Cli, type Command, type CommandClass } from 'clipanion';
import type { CliContext } from './base-command.js';
import { EXIT, InputError, describeFailure, exitCodeOf } from './failure.js';
import { chooseLanguage, createSay, LANGUAGES } from './language.js';
import { canPrompt, isColored } from './terminal.js';
import { translateLibraryText, withTranslatedHelp } from './translated-help.js';

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
  program: CliProgram,
  args: readonly string[],
  environment: Omit<CliContext, 'say' | 'local'>,
): Promise<number> {
  const { language, rest, unknown } = chooseLanguage(args, environment.env);
  const context: CliContext = { ...environment, say: createSay(language), local: program.local };
  const colored = isColored(context);
  const translate = (text: string) => translateLibraryText(language, text);
  const cli = new Cli<CliContext>({
    binaryLabel: 'ProxyCall',
    binaryName: 'proxycall',
    binaryVersion: program.version,
    enableColors: colored,
  });
  for (const command of [Builtins.HelpCommand, Builtins.VersionCommand, ...program.commands]) {
    cli.register(withTranslatedHelp(command, language, context.say));
  }

  let command: Command<CliContext> | undefined;
  try {
    if (unknown !== undefined) {
      throw new InputError('{name}: must be one of: {choices}', { name: '--lang', choices: LANGUAGES.join(', ') });
    }
    const line = rest.length === 0 ? await defaultLine(context) : rest;
    if (line === undefined) return EXIT.ok;
    if (['--help', '-h'].includes(line.join(' '))) {
      // Building the parser takes a while, and the help does not need it.
      context.stdout.write(translate(cli.usage(null, { colored })));
      return EXIT.ok;
    }
    command = parse(cli, line, context, translate, colored);
    if (command === undefined) return EXIT.usage;
    if (command.help) {
      context.stdout.write(translate(cli.usage(command, { colored, detailed: true })));
      return EXIT.ok;
    }
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

/** @returns undefined when the line is invalid; the error has been printed */
function parse(
  cli: Cli<CliContext>,
  line: readonly string[],
  context: CliContext,
  translate: (text: string) => string,
  colored: boolean,
): Command<CliContext> | undefined {
  try {
    return cli.process([...line], context);
  } catch (error) {
    context.stderr.write(translate(cli.error(error, { colored })));
    return undefined;
  }
}
