import type { CommandEntry } from './command-entry.js';

/** An option as it was typed. */
export interface TypedOption {
  readonly name: string;
  readonly value?: string | undefined;
}

/** A command line as it was typed, with its options apart: they may stand anywhere. */
export interface TypedLine {
  /** The command and its arguments. */
  readonly words: readonly string[];
  readonly options: readonly TypedOption[];
  /** `--` and what follows it: arguments, whatever they look like. */
  readonly rest: readonly string[];
  /** Whether help is asked for: by an option, or by the word `help` before or after the command. */
  readonly isHelp: boolean;
}

/** Of the earlier command line, where it chose what was written to a log: there is none any more. */
const EARLIER_WITH_VALUE = ['--log-level'];

/** The one reader of command lines: it needs neither the commands nor their parser, which take a while to load. */
export function readLine(entries: readonly Pick<CommandEntry, 'options'>[], args: readonly string[]): TypedLine {
  const known = entries.flatMap(({ options }) => options.filter(({ takesValue }) => takesValue));
  const withValue = new Set([...EARLIER_WITH_VALUE, ...known.flatMap(({ names }) => names)]);
  const end = args.indexOf('--');
  const own = end < 0 ? args : args.slice(0, end);
  const words: string[] = [];
  const options: TypedOption[] = [];
  for (let place = 0; place < own.length; place += 1) {
    const [word = '', next] = own.slice(place);
    if (!isOption(word)) {
      words.push(word);
      continue;
    }
    const [, name = word, value] = /^([^=]+)=([\s\S]*)$/.exec(word) ?? [];
    const takesNext = value === undefined && withValue.has(name) && next !== undefined && !isOption(next);
    options.push({ name, value: takesNext ? next : value });
    if (takesNext) place += 1;
  }
  return {
    words: words.filter((word) => word !== HELP),
    options: options.filter(({ name }) => !HELP_OPTIONS.includes(name)),
    rest: end < 0 ? [] : args.slice(end),
    isHelp: words.includes(HELP) || options.some(({ name }) => HELP_OPTIONS.includes(name)),
  };
}

const HELP = 'help';
const HELP_OPTIONS = ['--help', '-h'];

/** A dash alone is a name for standard input, and one before a digit a sign. */
function isOption(word: string): boolean {
  return word.startsWith('-') && !/^-($|\.?\d)/.test(word);
}

/** As the parser of the commands reads it: the command first, and each value with its option. */
export function writeLine({ words, options, rest }: TypedLine): string[] {
  return [...words, ...options.map(({ name, value }) => (value === undefined ? name : `${name}=${value}`)), ...rest];
}

export function isGiven({ options }: TypedLine, names: readonly string[]): boolean {
  return options.some(({ name }) => names.includes(name));
}
