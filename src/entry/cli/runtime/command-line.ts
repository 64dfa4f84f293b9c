import type { Cli, Command, CommandClass } from 'clipanion';
import type { CliContext } from './base-command.js';
import { InputError } from './failure.js';
import { declarationsOf, describeCommand, listCommands } from './help.js';
import type { Message, Say } from './language.js';

type Commands = readonly CommandClass<CliContext>[];

/**
 * The help that a command line asks for: of all commands, of those that begin with a word, or of one command. Undefined
 * when it asks for none. Needs no parser, which takes a while to build.
 */
export function readHelp(commands: Commands, line: readonly string[], context: CliContext): string | undefined {
  const end = line.indexOf('--');
  const isAsked = line.slice(0, end < 0 ? undefined : end).some((word) => word === '--help' || word === '-h');
  if (!isAsked) return undefined;
  const words = wordsOf(line);
  if (words.length === 0) return listCommands(commands, context);
  const command = findCommand(commands, words);
  // A command without a usage has no help: it refuses to run.
  if (command !== undefined) return command.usage && describeCommand(command, context);
  const group = words.length === 1 ? groupOf(commands, words) : [];
  if (group.length === 0) throw commandNotFound(commands, words);
  return listCommands(group, context);
}

/** @throws `InputError` when the line is not one of the commands with its options */
export function parseLine(
  cli: Cli<CliContext>,
  commands: Commands,
  line: readonly string[],
  context: CliContext,
): Command<CliContext> {
  try {
    return cli.process([...line], context);
  } catch (error) {
    const words = wordsOf(line);
    const command = findCommand(commands, words);
    if (command === undefined) throw commandNotFound(commands, words.length > 0 ? words : line);
    const help = `proxycall ${(command.paths?.[0] ?? []).join(' ')} --help`;
    throw new InputError('{fault} See "{help}".', { help, fault: (say) => describeFault(error, command, line, say) });
  }
}

/** What clipanion reports of a command line, in English, and what we say. */
const FAULTS: readonly (readonly [RegExp, Message])[] = [
  [/^(?:Unsupported|Invalid) option name \("(.*)"\)/, 'Unknown option: {detail}.'],
  [/^Extraneous positional argument \("(.*)"\)/, 'Unexpected argument: {detail}.'],
  [/^Not enough positional arguments/, 'Not enough arguments.'],
  [/^Not enough arguments to option (.*)\.$/, 'Option without a value: {detail}.'],
];

function describeFault(error: unknown, command: CommandClass<CliContext>, line: readonly string[], say: Say): string {
  const reason = reasonOf(error);
  for (const [pattern, message] of FAULTS) {
    const match = pattern.exec(reason ?? '');
    if (match !== null) return say(message, { detail: match[1] ?? '' });
  }
  const missing = declarationsOf(command)
    .options.filter(({ required, names }) => required === true && !names.some((name) => isGiven(name, line)))
    .map(({ names: [name = ''] }) => name);
  if (missing.length > 0) return say('Missing: {detail}.', { detail: missing.join(', ') });
  return reason ?? (error instanceof Error ? error.message : String(error));
}

/** clipanion's `UnknownSyntaxError`, which it does not export, has a reason for each command that might be meant. */
function reasonOf(error: unknown): string | undefined {
  const { candidates = [] } = error as { candidates?: readonly { readonly reason: string | null }[] };
  return candidates.find(({ reason }) => reason !== null)?.reason ?? undefined;
}

function isGiven(name: string, line: readonly string[]): boolean {
  return line.some((word) => word === name || word.startsWith(`${name}=`));
}

/** The words before the first option. */
function wordsOf(line: readonly string[]): readonly string[] {
  const end = line.findIndex((word) => word.startsWith('-'));
  return end < 0 ? line : line.slice(0, end);
}

function findCommand(commands: Commands, words: readonly string[]): CommandClass<CliContext> | undefined {
  const isPrefix = (path: readonly string[]) => path.every((word, index) => words[index] === word);
  return commands.find(({ paths = [] }) => paths.some(isPrefix));
}

/** The commands of several words that begin with the same one, such as `pool`. */
function groupOf(commands: Commands, [first]: readonly string[]): Commands {
  return commands.filter(({ paths: [path = []] = [] }) => path.length > 1 && path[0] === first);
}

function commandNotFound(commands: Commands, words: readonly string[]): InputError {
  const help = ['proxycall', ...(groupOf(commands, words).length > 0 ? words.slice(0, 1) : []), '--help'].join(' ');
  return new InputError('Command not found: {line}. See "{help}".', { line: words.join(' '), help });
}
