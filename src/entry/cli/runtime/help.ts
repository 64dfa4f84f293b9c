import { styleText } from 'node:util';
import { Command, type CommandClass } from 'clipanion';
import type { CliContext } from './base-command.js';
import { wrapWords } from '../../wrap-words.js';
import { FRENCH } from './french.js';
import type { Message, Say } from './language.js';
import { isColored } from './terminal.js';

type Commands = readonly CommandClass<CliContext>[];

/** An option as clipanion declares it. */
interface DeclaredOption {
  readonly names: readonly string[];
  readonly description?: string;
  readonly required?: boolean;
  readonly hidden?: boolean;
  /** How many values it takes: 0 or 1. */
  readonly arity: number;
}

interface DeclaredArgument {
  readonly name: string;
}

/** What the options of a command declare themselves to. */
interface OptionBuilder {
  addOption(option: DeclaredOption): void;
  addPositional(argument: DeclaredArgument): void;
  addRest(argument: DeclaredArgument): void;
}

/** Terminals are at least this wide. */
const WIDTH = 80;

/** Shown last, because most commands have them. */
const COMMON = ['--json', '--mode', '--live', '--demo', '--lang', '--verbose'];

/** All commands or those of one group, by category. */
export function listCommands(commands: Commands, context: CliContext): string {
  const { say } = context;
  const bold = boldOn(context);
  const rows = commands.flatMap(({ paths: [path] = [], usage }) =>
    path === undefined || usage === undefined
      ? []
      : {
          category: translate(usage.category, say),
          name: `proxycall ${path.join(' ')}`,
          text: translate(usage.description, say),
        },
  );
  rows.sort((one, other) => one.name.localeCompare(other.name, 'en'));
  const categories = [...new Set(rows.map(({ category }) => category))].sort();
  const width = widthOf(rows);
  const lines = categories.flatMap((category) => [
    bold(category),
    ...columns(
      rows.filter((row) => row.category === category),
      width,
      bold,
    ),
    '',
  ]);
  return [...lines, say('"proxycall <command> --help" shows the options of a command.'), ''].join('\n');
}

/** One command with its options and examples. */
export function describeCommand(command: CommandClass<CliContext>, context: CliContext): string {
  const { say } = context;
  const bold = boldOn(context);
  const { paths: [path = []] = [], usage = {} } = command;
  const { options, args } = declarationsOf(command);
  const line = ['$ proxycall', ...path, `[${say('options')}]`, ...args].join(' ');
  const isCommon = ({ names: [name = ''] }: DeclaredOption) => COMMON.includes(name);
  const own = options.filter((option) => !isCommon(option));
  const rows = [
    ...own.filter(({ required }) => required),
    ...own.filter(({ required }) => !required),
    ...options.filter(isCommon),
  ].map((option) => describeOption(option, say));
  const width = widthOf(rows);
  const sections: [title: Message, lines: string[]][] = [
    ['Usage', [`  ${line}`]],
    ['Options', columns(rows.slice(0, own.length), width, bold)],
    ['Common options', columns(rows.slice(own.length), width, bold)],
    [
      'Examples',
      (usage.examples ?? []).flatMap(([text, example]) => [
        `  ${translate(text, say)}`,
        `    $ ${wrapWords(example.replaceAll('$0', 'proxycall'), WIDTH - 8).join(' \\\n        ')}`,
      ]),
    ],
  ];
  const details = usage.details === undefined ? [] : ['', ...wrapWords(translate(usage.details, say), WIDTH)];
  return [
    bold(translate(usage.description, say)),
    ...details,
    ...sections.flatMap(([title, lines]) => (lines.length === 0 ? [] : ['', bold(say(title)), ...lines])),
    '',
  ].join('\n');
}

/** The options of a command, and its arguments as the usage line shows them. */
export function declarationsOf(command: CommandClass<CliContext>): { options: DeclaredOption[]; args: string[] } {
  const [options, args]: [DeclaredOption[], string[]] = [[], []];
  const builder: OptionBuilder = {
    addOption: (option) => {
      if (option.hidden !== true) options.push(option);
    },
    addPositional: ({ name }) => void args.push(`<${name}>`),
    addRest: ({ name }) => void args.push(`<${name}> ...`),
  };
  for (const [key, value] of Object.entries(new command()) as [string, unknown][]) {
    if (isOption(value)) value.definition(builder, key);
  }
  return { options, args };
}

function isOption(value: unknown): value is { definition: (builder: OptionBuilder, key: string) => void } {
  return typeof value === 'object' && value !== null && Command.isOption in value;
}

interface Row {
  readonly name: string;
  readonly text: string;
}

function describeOption({ names, arity, description = '', required = false }: DeclaredOption, say: Say): Row {
  const value = arity === 0 ? '' : ` <${say('value')}>`;
  const text = translate(description, say);
  return { name: `${names.join(', ')}${value}`, text: required ? `${text} ${say('(required)')}` : text };
}

function widthOf(rows: readonly Row[]): number {
  return Math.max(...rows.map(({ name }) => name.length));
}

/** Names on the left, texts on the right, wrapped. */
function columns(rows: readonly Row[], width: number, bold: (text: string) => string): string[] {
  return rows.flatMap(({ name, text }) => {
    const [first = '', ...others] = wrapWords(text, WIDTH - width - 4);
    return [
      `  ${bold(name)}${' '.repeat(width - name.length)}  ${first}`,
      ...others.map((line) => ' '.repeat(width + 4) + line),
    ];
  });
}

/** All texts of a command are messages, except for the names of shells. */
function translate(text = '', say: Say): string {
  return text in FRENCH ? say(text as Message) : text;
}

function boldOn(context: CliContext): (text: string) => string {
  return isColored(context) ? (text) => styleText('bold', text, { validateStream: false }) : (text) => text;
}
