import type { CommandClass } from 'clipanion';
import type { CliContext } from './base-command.js';
import { entryOf, type CommandEntry } from './command-entry.js';
import { readHelp, typedNames } from './command-line.js';
import { presentLine } from './earlier-line.js';
import { EXIT, OptionError, OutputError, describeFailure, exitCodeOf, failureReport } from './failure.js';
import { withFileFields } from './from-file.js';
import { chooseLanguage, createSay, LANGUAGES } from './language.js';
import { guardOutput } from './output.js';
import { printableJson } from './printable.js';
import { systemReason } from './system-reason.js';
import { canPrompt, terminalWidth, wrapOnTerminal } from './terminal.js';
import { isGiven, readLine, writeLine, type TypedLine } from './typed-line.js';

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
  const code = await output.fault();
  if (code === undefined) return;
  const { language } = chooseLanguage(readLine(await program.entries(), args).options, env);
  const reason = systemReason(code);
  const failure = new OutputError('The output cannot be written: {reason}. What the command did is done.', { reason });
  const said = describeFailure(failure, false, createSay(language));
  process.stderr.write(`${wrapOnTerminal(said, process.stderr)}\n`);
  process.exitCode ||= exitCodeOf(failure);
}

/** Runs one command line. @returns the exit code: 0 success, 2 usage, 3 external failure, 4 internal error */
export async function runCli(
  { version, commands, entries, local }: CliProgram,
  args: readonly string[],
  environment: Omit<CliContext, 'say' | 'local' | 'entries'>,
): Promise<number> {
  const { env, stdout, stderr } = environment;
  const known = await entries();
  const typed = presentLine(readLine(known, args));
  const { language, isKnown } = chooseLanguage(typed.options, env);
  const say = createSay(language, terminalWidth(stdout));
  const output = { say, stdout, stderr, env };
  // Standard input is opened here, and not for the help.
  const context = () => ({ ...environment, say, local, entries: known });
  let line: TypedLine | undefined = typed;
  try {
    if (!isKnown) throw new OptionError('--lang', 'must be one of: {choices}', { choices: LANGUAGES.join(', ') });
    if (isMenuWanted(typed)) line = await chosenLine(known, typed, context());
    if (line === undefined) return EXIT.ok;
    const text = isVersion(line) ? `${version}\n` : readHelp(known, line, output);
    if (text !== undefined) {
      stdout.write(text);
      return EXIT.ok;
    }
    const { readCommand } = await import('./parser.js');
    const all = await commands();
    line = await withFileFields(known, line, context());
    return await readCommand(all, known, line, context()).validateAndExecute();
  } catch (error) {
    report(error, line ?? typed, known, output);
    return exitCodeOf(error);
  }
}

function isVersion(line: TypedLine): boolean {
  return line.words.length === 0 && !line.isHelp && isGiven(line, ['--version', '-v']);
}

/** In words for people and, with `--json`, on standard output for programs. */
function report(
  error: unknown,
  line: TypedLine,
  known: readonly CommandEntry[],
  { stdout, stderr, say }: Pick<CliContext, 'stdout' | 'stderr' | 'say'>,
): void {
  const nameOf = typedNames(entryOf(known, line.words), say);
  const words = describeFailure(error, isGiven(line, ['--verbose']), say, nameOf);
  stderr.write(`${wrapOnTerminal(words, stderr)}\n`);
  if (isGiven(line, ['--json'])) stdout.write(`${printableJson(failureReport(error, say))}\n`);
}

/** Of a line without a command. */
const MENU_OPTIONS = ['--lang', '--mode', '--live', '--demo', '--verbose'];

function isMenuWanted({ words, options, isHelp }: TypedLine): boolean {
  return words.length === 0 && !isHelp && options.every(({ name }) => MENU_OPTIONS.includes(name));
}

/** Without a command: a menu on a terminal, of commands with these options; otherwise the help. */
async function chosenLine(
  known: readonly CommandEntry[],
  { options }: TypedLine,
  context: CliContext,
): Promise<TypedLine | undefined> {
  if (!canPrompt(context)) return readLine(known, ['--help']);
  const { chooseTask } = await import('./menu.js');
  const others = options.filter(({ name }) => name !== '--lang');
  const chosen = await chooseTask(context, writeLine({ words: [], options: others, rest: [], isHelp: false }));
  return chosen && readLine(known, chosen);
}
