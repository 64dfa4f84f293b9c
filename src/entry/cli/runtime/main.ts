import { Builtins, Cli, type Command, type CommandClass } from 'clipanion';
import type { CliContext } from './base-command.js';
import { parseLine, readHelp } from './command-line.js';
import { EXIT, InputError, OutputError, describeFailure, exitCodeOf, failureReport } from './failure.js';
import { withFileFields } from './from-file.js';
import { declarationsOf } from './help.js';
import { chooseLanguage, createSay, LANGUAGES } from './language.js';
import { guardOutput } from './output.js';
import { printableJson } from './printable.js';
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
  const output = guardOutput(process);
  const environment = { ...Cli.defaultContext, stdout: output.stdout, env, cwd: process.cwd() };
  process.exitCode = await runCli(program, args, environment);
  const reason = await output.fault();
  if (reason === undefined) return;
  const { language } = chooseLanguage(args, env);
  const failure = new OutputError('The output cannot be written: {reason}. What the command did is done.', { reason });
  process.stderr.write(`${describeFailure(failure, false, createSay(language))}\n`);
  process.exitCode ||= exitCodeOf(failure);
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
    const line = rest.length === 0 ? await defaultLine(context) : rest;
    if (line === undefined) return EXIT.ok;
    const help = readHelp(commands, line, context);
    if (help !== undefined) {
      context.stdout.write(help);
      return EXIT.ok;
    }
    const cli = new Cli<CliContext>({ binaryName: 'proxycall', binaryVersion: version });
    for (const known of [Builtins.VersionCommand, ...commands]) cli.register(known);
    command = parseLine(cli, commands, await completeLine(commands, line, context), context);
    command.context = context;
    command.cli = cli;
    return await command.validateAndExecute();
  } catch (error) {
    report(error, rest, command, context);
    return exitCodeOf(error);
  }
}

/** With what `--from-file` adds. */
function completeLine(
  commands: readonly CommandClass<CliContext>[],
  line: readonly string[],
  context: CliContext,
): Promise<readonly string[]> {
  const declared = commands
    // Those without a usage refuse to run.
    .filter(({ usage }) => usage !== undefined)
    .map((command) => ({
      paths: command.paths ?? [],
      options: declarationsOf(command).options.map(({ names, arity }) => ({ names, takesValue: arity > 0 })),
    }));
  return withFileFields(declared, line, context);
}

/** In words for people and, with `--json`, on standard output for programs. */
function report(
  error: unknown,
  line: readonly string[],
  command: Command<CliContext> | undefined,
  { stdout, stderr, say }: CliContext,
): void {
  const verbose = command !== undefined && 'verbose' in command && command.verbose === true;
  stderr.write(`${describeFailure(error, verbose, say)}\n`);
  const end = line.indexOf('--');
  const isJson =
    command !== undefined && 'json' in command
      ? command.json === true
      : line.slice(0, end < 0 ? undefined : end).includes('--json');
  if (isJson) stdout.write(`${printableJson(failureReport(error, say))}\n`);
}

/** Without arguments: a menu on a terminal, otherwise the help. */
async function defaultLine(context: CliContext): Promise<readonly string[] | undefined> {
  if (!canPrompt(context)) return ['--help'];
  const { chooseTask } = await import('./menu.js');
  return chooseTask(context);
}
