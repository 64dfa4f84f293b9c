import type { Command, CommandClass } from 'clipanion';
import type { CliContext } from './base-command.js';
import type { CommandEntry } from './command-entry.js';
import { parseLine, readHelp } from './command-line.js';
import { presentLine } from './earlier-line.js';
import { EXIT, InputError, OutputError, describeFailure, exitCodeOf, failureReport } from './failure.js';
import { withFileFields } from './from-file.js';
import { chooseLanguage, createSay, LANGUAGES } from './language.js';
import { guardOutput } from './output.js';
import { printableJson } from './printable.js';
import { canPrompt, terminalWidth, wrapOnTerminal } from './terminal.js';

/** The complete CLI or the light one. */
export interface CliProgram {
  readonly version: string;
  /** Loaded when one is run. */
  readonly commands: () => Promise<readonly CommandClass<CliContext>[]>;
  /** What the help says of them. */
  readonly entries: () => Promise<readonly CommandEntry[]>;
  readonly local: CliContext['local'];
}

/** Runs one command line as this process. */
export async function runProcess(
  program: CliProgram,
  args: readonly string[],
  env: NodeJS.ProcessEnv = process.env,
): Promise<void> {
  const output = guardOutput(process);
  // Standard input is opened when it is read: that takes longer than the help.
  const context = {
    stdout: output.stdout,
    stderr: process.stderr,
    env,
    colorDepth: 1,
    cwd: process.cwd(),
    get stdin() {
      return process.stdin;
    },
  };
  process.exitCode = await runCli(program, args, context);
  const reason = await output.fault();
  if (reason === undefined) return;
  const { language } = chooseLanguage(args, env);
  const failure = new OutputError('The output cannot be written: {reason}. What the command did is done.', { reason });
  const said = describeFailure(failure, false, createSay(language));
  process.stderr.write(`${wrapOnTerminal(said, process.stderr)}\n`);
  process.exitCode ||= exitCodeOf(failure);
}

/** Runs one command line. @returns the exit code: 0 success, 2 usage, 3 external failure, 4 internal error */
export async function runCli(
  { version, commands, entries, local }: CliProgram,
  args: readonly string[],
  environment: Omit<CliContext, 'say' | 'local'>,
): Promise<number> {
  const { env, stdout, stderr } = environment;
  const { language, rest, unknown } = chooseLanguage(args, env);
  const say = createSay(language, terminalWidth(stdout));
  let command: Command<CliContext> | undefined;
  try {
    if (unknown !== undefined) {
      throw new InputError('{name}: must be one of: {choices}', { name: '--lang', choices: LANGUAGES.join(', ') });
    }
    const { command: typed, options } = presentLine(rest);
    const line = typed.length > 0 ? [...typed, ...options] : await defaultLine({ ...environment, say, local }, options);
    if (line === undefined) return EXIT.ok;
    const known = await entries();
    const help = readHelp(known, line, { say, stdout, env });
    if (help !== undefined) {
      stdout.write(help);
      return EXIT.ok;
    }
    const { createParser } = await import('./parser.js');
    const cli = createParser(version, await commands());
    const context = { ...environment, say, local };
    command = parseLine(cli, known, await withFileFields(known, line, context), context);
    command.context = context;
    command.cli = cli;
    return await command.validateAndExecute();
  } catch (error) {
    report(error, rest, command, { say, stdout, stderr });
    return exitCodeOf(error);
  }
}

/** In words for people and, with `--json`, on standard output for programs. */
function report(
  error: unknown,
  line: readonly string[],
  command: Command<CliContext> | undefined,
  { stdout, stderr, say }: Pick<CliContext, 'stdout' | 'stderr' | 'say'>,
): void {
  const verbose = command !== undefined && 'verbose' in command && command.verbose === true;
  stderr.write(`${wrapOnTerminal(describeFailure(error, verbose, say), stderr)}\n`);
  const end = line.indexOf('--');
  const isJson =
    command !== undefined && 'json' in command
      ? command.json === true
      : line.slice(0, end < 0 ? undefined : end).includes('--json');
  if (isJson) stdout.write(`${printableJson(failureReport(error, say))}\n`);
}

/** Without a command: a menu on a terminal, of commands with these options; otherwise the help. */
async function defaultLine(context: CliContext, options: readonly string[]): Promise<readonly string[] | undefined> {
  if (!canPrompt(context)) return ['--help'];
  const { chooseTask } = await import('./menu.js');
  return chooseTask(context, options);
}
