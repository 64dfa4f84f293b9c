import { maskPersonalData } from '../../../domain/model/personal-data.js';
import { snakeCase } from '../../wire.js';
import type { OutputContext } from './base-command.js';
import { entryOf, pathLength, pathOf, shownName, type CommandEntry, type OptionEntry } from './command-entry.js';
import { InputError, OptionError, wireName, type FieldName, type OptionFault } from './failure.js';
import { argumentNames, describeAll, describeCommand, describeGroup, idsFirst, optionRow } from './help.js';
import type { Message, Say } from './language.js';
import { createLayout } from './layout.js';
import { nearest } from './nearest.js';
import { printable } from './printable.js';
import { isGiven, type TypedLine } from './typed-line.js';
import { valueName } from './value-names.js';

type Entries = readonly CommandEntry[];

/**
 * The help that a command line asks for: of all commands, of those that begin with a word, or of one command. Undefined
 * when it asks for none. Needs neither the commands nor their parser, which take a while to load.
 */
export function readHelp(entries: Entries, { isHelp, words }: TypedLine, context: OutputContext): string | undefined {
  if (!isHelp) return undefined;
  if (words.length === 0) return describeAll(entries, context);
  const entry = entryOf(entries, words);
  // A command without a summary has no help: it refuses to run.
  if (entry !== undefined) return entry.summary === undefined ? undefined : describeCommand(entry, context);
  const [word = ''] = words;
  const group = words.length === 1 ? groupOf(entries, word) : [];
  if (group.length === 0) throw commandNotFound(entries, words);
  return describeGroup(word, group, context);
}

/** Which command a line is of. @throws `InputError` when there is none, or an option is not of it */
export function findCommand(entries: Entries, line: TypedLine): CommandEntry {
  const entry = entryOf(entries, line.words);
  if (entry === undefined) throw noCommand(entries, line);
  const fault = entry.summary === undefined ? undefined : optionFault(entry, line);
  if (fault !== undefined) throw fault;
  return entry;
}

/** What people call a field of a request: as the option or the argument that they typed. */
export function typedNames(entry: CommandEntry | undefined, say: Say): FieldName {
  return (pointer) => {
    const [field = '', place] = pointer.slice(1).split('/');
    const name = `--${snakeCase(field).replaceAll('_', '-')}`;
    const option = entry?.options.find(({ names }) => names.includes(name));
    if (option !== undefined) return shownName(option);
    const argument = entry?.args.find((each) => each.name === field);
    if (argument === undefined) return wireName(pointer);
    return [valueName('', field, say), ...(place === undefined ? [] : [(Number(place) + 1).toString()])].join(' ');
  };
}

function optionFault(entry: CommandEntry, { options }: TypedLine): InputError | undefined {
  const help = helpOf(entry);
  for (const { name, value } of options) {
    const known = entry.options.find((option) => spellings(option).includes(name));
    if (known === undefined) return unknownOption(name, entry.options, help);
    if (known.takesValue !== true && value !== undefined) return new OptionError(name, 'takes no value');
    if (known.takesValue === true && value === undefined) {
      const fault = (say: Say) =>
        say('Option without a value: {detail}.', { detail: optionRow(pathOf(entry), known, say).name });
      return withHelp(fault, help, [{ option: shownName(known), fault }]);
    }
    // Which of two values counts would be anybody's guess.
    const isTwice = options.filter((other) => known.names.includes(other.name)).length > 1;
    if (known.takesValue === true && isTwice) return new OptionError(shownName(known), 'given twice');
  }
  return undefined;
}

/** All that it may be written as. */
function spellings({ names, takesValue }: OptionEntry): string[] {
  return takesValue === true ? [...names] : names.flatMap((name) => [name, `--no-${name.slice(2)}`]);
}

function helpOf(entry: CommandEntry): string {
  return `proxycall ${pathOf(entry)} --help`;
}

/** What clipanion reports of arguments, in English. */
const EXTRA_ARGUMENT = /^(?:Extraneous positional argument|Invalid option name) \("(.*)"\)/;

/** @param error of clipanion, which could not read the line of this command */
export function lineFault(error: unknown, entry: CommandEntry, line: TypedLine, context: OutputContext): InputError {
  const help = helpOf(entry);
  const [, argument] = EXTRA_ARGUMENT.exec(reasonOf(error) ?? '') ?? [];
  if (argument !== undefined) {
    const detail = printable(maskPersonalData(argument));
    return withHelp((say) => say('Unexpected argument: {detail}.', { detail }), help);
  }
  const missing = missingOptions(entry, line);
  const faults = missing.map((each) => ({ option: shownName(each), fault: (say: Say) => say('is missing') }));
  const describe = (say: Say) => {
    const options = missing.map((each) => optionRow(pathOf(entry), each, say));
    const rows = [...missingArguments(entry, line, say), ...options];
    if (rows.length === 0) return say('This command line cannot be read.');
    return [say('Missing:'), ...createLayout({ ...context, say }).columns(rows)].join('\n');
  };
  return withHelp(describe, help, faults);
}

function missingOptions(entry: CommandEntry, line: TypedLine): readonly OptionEntry[] {
  return idsFirst(entry.options).filter(({ required, names }) => required && !isGiven(line, names));
}

/** Arguments are missed only where there is none at all. */
function missingArguments(entry: CommandEntry, { words, rest }: TypedLine, say: Say) {
  const isMissed = words.length + Math.max(0, rest.length - 1) === pathLength(entry, words);
  const isRequired = entry.args.some(({ required }) => required);
  return isMissed && isRequired ? argumentNames(entry, say).map((name) => ({ name, text: '' })) : [];
}

function unknownOption(option: string, options: readonly OptionEntry[], help: string): InputError {
  const names = new Set(options.flatMap(({ names: all, hidden }) => (hidden ? [] : all)));
  const meant = nearest(
    option,
    [...names].filter((name) => name.startsWith('--')),
    (name) => [name, `--no-${name.slice(2)}`],
  );
  const fault = (say: Say) => say('Unknown option: {detail}.', { detail: printable(option) });
  return withHelp((say) => [fault(say), ...didYouMean(meant, say)].join(' '), help);
}

/** clipanion's `UnknownSyntaxError`, which it does not export, has a reason for each command that might be meant. */
function reasonOf(error: unknown): string | undefined {
  const { candidates = [] } = error as { candidates?: readonly { readonly reason: string | null }[] };
  return candidates.find(({ reason }) => reason !== null)?.reason ?? undefined;
}

/** The commands of several words that begin with the same one, such as `pool`. */
function groupOf(entries: Entries, first: string): Entries {
  return entries.filter(({ paths: [path = []] }) => path.length > 1 && path[0] === first);
}

/** An option that no command has hides the command: its value would be taken for that. */
function noCommand(entries: Entries, { words, options }: TypedLine): InputError {
  const known = entries.flatMap((entry) => entry.options);
  const unknown = options.find(({ name }) => !known.some((option) => spellings(option).includes(name)));
  if (unknown !== undefined) return unknownOption(unknown.name, known, 'proxycall --help');
  if (words.length > 0) return commandNotFound(entries, words);
  return withHelp((say) => `${say('Missing:')} <${say('command')}>`, 'proxycall --help');
}

function commandNotFound(entries: Entries, words: readonly string[]): InputError {
  const [word = ''] = words;
  const group = groupOf(entries, word);
  const help = ['proxycall', ...(group.length > 0 ? [word] : []), '--help'].join(' ');
  const choices = group.map((entry) => (entry.paths[0] ?? []).slice(1).join(' ')).sort();
  const values = { line: word, choices: choices.join(', ') };
  if (group.length > 0 && words.length === 1) {
    return withHelp((say) => say('Incomplete command: {line} needs one of: {choices}.', values), help);
  }
  const meant = nearestCommands(entries, words).map((entry) => `proxycall ${pathOf(entry)}`);
  // What follows are arguments, and may be anything.
  const line = printable(maskPersonalData(words.slice(0, 2).join(' ')));
  return withHelp((say) => {
    const unknown = say('Command not found: {line}.', { line });
    if (meant.length > 0) return [unknown, ...didYouMean(meant, say)].join(' ');
    return group.length > 0 ? `${unknown} ${say('{line} has: {choices}.', values)}` : unknown;
  }, help);
}

function withHelp(fault: (say: Say) => string, help: string, faults: readonly OptionFault[] = []): InputError {
  return new InputError('{fault}\nSee "{help}".', { help, fault }, faults);
}

/** As they are, under their former names (`create-order`), and with a word too many: an id, say. */
function nearestCommands(entries: Entries, words: readonly string[]): CommandEntry[] {
  const shown = entries.filter(({ summary }) => summary !== undefined);
  const spellings = ({ paths }: CommandEntry) => paths.map((path) => path.join(' '));
  for (const length of new Set([words.length, 2, 1])) {
    const found = nearest(words.slice(0, length).join(' '), shown, spellings);
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
