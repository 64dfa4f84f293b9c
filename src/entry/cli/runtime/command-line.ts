import type { Cli, Command } from 'clipanion';
import type { CliContext, OutputContext } from './base-command.js';
import { pathOf, type CommandEntry } from './command-entry.js';
import { InputError } from './failure.js';
import { argumentNames, describeAll, describeCommand, describeGroup, idsFirst, optionRow } from './help.js';
import type { Message, Say } from './language.js';
import { createLayout } from './layout.js';
import { nearest } from './nearest.js';
import { printable } from './printable.js';
import { valueName } from './value-names.js';

type Entries = readonly CommandEntry[];

/**
 * The help that a command line asks for: of all commands, of those that begin with a word, or of one command. Undefined
 * when it asks for none. Needs neither the commands nor their parser, which take a while to load.
 */
export function readHelp(entries: Entries, line: readonly string[], context: OutputContext): string | undefined {
  const end = line.indexOf('--');
  const isAsked = line.slice(0, end < 0 ? undefined : end).some((word) => word === '--help' || word === '-h');
  const isHelp = line[0] === 'help';
  if (!isAsked && !isHelp) return undefined;
  const words = wordsOf(isHelp ? line.slice(1) : line);
  if (words.length === 0) return describeAll(entries, context);
  const entry = findEntry(entries, words);
  // A command without a summary has no help: it refuses to run.
  if (entry !== undefined) return entry.summary === undefined ? undefined : describeCommand(entry, context);
  const [word = ''] = words;
  const group = words.length === 1 ? groupOf(entries, word) : [];
  if (group.length === 0) throw commandNotFound(entries, words);
  return describeGroup(word, group, context);
}

/** @throws `InputError` when the line is not one of the commands with its options */
export function parseLine(
  cli: Cli<CliContext>,
  entries: Entries,
  line: readonly string[],
  context: CliContext,
): Command<CliContext> {
  try {
    return cli.process([...line], context);
  } catch (error) {
    const words = wordsOf(line);
    const entry = findEntry(entries, words);
    if (entry === undefined) throw commandNotFound(entries, words.length > 0 ? words : line);
    const help = `proxycall ${pathOf(entry)} --help`;
    throw withHelp((say) => describeFault(error, entry, line, { ...context, say }), help);
  }
}

/** What clipanion reports of a command line, in English. `#0` and the like, by which it names values, are not shown. */
const UNKNOWN_OPTION = /^(?:Unsupported|Invalid) option name \("(.*?)"\)/;
const EXTRA_ARGUMENT = /^Extraneous positional argument \("(.*)"\)/;
const NO_VALUE = /^Not enough arguments to option (.*)\.$/;

function describeFault(error: unknown, entry: CommandEntry, line: readonly string[], context: OutputContext): string {
  const { say } = context;
  const reason = reasonOf(error) ?? '';
  const [, option] = UNKNOWN_OPTION.exec(reason) ?? [];
  if (option !== undefined) return unknownOption(printable(option), entry, say);
  const [, argument] = EXTRA_ARGUMENT.exec(reason) ?? [];
  if (argument !== undefined) return say('Unexpected argument: {detail}.', { detail: printable(argument) });
  const [, name] = NO_VALUE.exec(reason) ?? [];
  if (name !== undefined) {
    return say('Option without a value: {detail}.', { detail: `${name} <${valueName(pathOf(entry), name, say)}>` });
  }
  const missing = missingRows(entry, line, say);
  if (missing.length === 0) return say('This command line cannot be read.');
  return [say('Missing:'), ...createLayout(context).columns(missing)].join('\n');
}

function missingRows(entry: CommandEntry, line: readonly string[], say: Say) {
  const path = pathOf(entry);
  const options = idsFirst(entry.options)
    .filter(({ required, names }) => required && !names.some((name) => isGiven(name, line)))
    .map((option) => optionRow(path, option, say));
  // Arguments are missed only where there is none at all.
  const first = line.slice((entry.paths.find((words) => isPrefix(words, line)) ?? []).length)[0];
  const isMissed = entry.args.some(({ required }) => required) && (first === undefined || first.startsWith('-'));
  return [...(isMissed ? argumentNames(entry, say).map((name) => ({ name, text: '' })) : []), ...options];
}

function unknownOption(option: string, entry: CommandEntry, say: Say): string {
  const names = entry.options.flatMap(({ names: all, hidden }) =>
    hidden ? [] : all.filter((name) => name.startsWith('--')),
  );
  const meant = nearest(option, names, (name) => [name, `--no-${name.slice(2)}`]);
  return [say('Unknown option: {detail}.', { detail: option }), ...didYouMean(meant, say)].join(' ');
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

function isPrefix(path: readonly string[], words: readonly string[]): boolean {
  return path.every((word, index) => words[index] === word);
}

function findEntry(entries: Entries, words: readonly string[]): CommandEntry | undefined {
  return entries.find(({ paths }) => paths.some((path) => isPrefix(path, words)));
}

/** The commands of several words that begin with the same one, such as `pool`. */
function groupOf(entries: Entries, first: string): Entries {
  return entries.filter(({ paths: [path = []] }) => path.length > 1 && path[0] === first);
}

function commandNotFound(entries: Entries, words: readonly string[]): InputError {
  const [word = ''] = words;
  const group = groupOf(entries, word);
  const help = ['proxycall', ...(group.length > 0 ? [word] : []), '--help'].join(' ');
  const choices = group.map((entry) => (entry.paths[0] ?? []).slice(1).join(' ')).sort();
  const missing = (say: Say) =>
    say('Incomplete command: {line} needs one of: {choices}.', { line: word, choices: choices.join(', ') });
  if (group.length > 0 && words.length === 1) return withHelp(missing, help);
  const meant = nearestCommands(entries, words).map((entry) => `proxycall ${pathOf(entry)}`);
  return withHelp((say) => {
    const unknown = say('Command not found: {line}.', { line: printable(words.join(' ')) });
    if (meant.length > 0) return [unknown, ...didYouMean(meant, say)].join(' ');
    return group.length > 0 ? `${unknown} ${missing(say)}` : unknown;
  }, help);
}

function withHelp(fault: (say: Say) => string, help: string): InputError {
  return new InputError('{fault}\nSee "{help}".', { help, fault });
}

/** As they are, under their former names (`create-order`), and with a word too many: an id, say. */
function nearestCommands(entries: Entries, words: readonly string[]): CommandEntry[] {
  const shown = entries.filter(({ summary }) => summary !== undefined);
  const spellings = ({ paths }: CommandEntry) => paths.map((path) => path.join(' ').replaceAll('-', ' '));
  for (const length of new Set([words.length, 2, 1])) {
    const typed = words.slice(0, length).join(' ').replaceAll('-', ' ');
    const found = nearest(typed, shown, spellings);
    if (found.length > 0) return found;
  }
  // "orders" is what somebody writes who wants to see them.
  return words.length > 1 ? [] : nearest(`${words.join(' ')} list`, shown, spellings);
}

function didYouMean([one, other]: readonly string[], say: Say): string[] {
  if (one === undefined) return [];
  const message: Message = other === undefined ? 'Did you mean "{one}"?' : 'Did you mean "{one}" or "{other}"?';
  return [say(message, { one, other: other ?? '' })];
}
