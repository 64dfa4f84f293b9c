import type { OutputContext } from './base-command.js';
import { pathOf, shownName, type CommandEntry, type OptionEntry } from './command-entry.js';
import { FRENCH } from './french.js';
import { msg, type Message, type Say } from './language.js';
import { createLayout, type Layout, type Row } from './layout.js';
import { valueName } from './value-names.js';

/** The options that most commands have: described once, with all commands. */
const COMMON = ['--json', '--mode', '--live', '--demo', '--lang', '--verbose'];

/** What people do most comes first. */
const CATEGORIES: readonly string[] = [
  msg('Orders'),
  msg('Clients'),
  msg('Confirmations'),
  msg('Calls'),
  msg('People'),
  msg('Pool'),
  msg('Audit'),
  msg('Store'),
  msg('Service'),
];

/** All commands, by category, and the options that they have in common. */
export function describeAll(entries: readonly CommandEntry[], context: OutputContext): string {
  const { say } = context;
  const layout = createLayout(context);
  return page([
    layout.paragraph(say("ProxyCall keeps customers' phone numbers private.")),
    section(layout, say('Usage'), [
      `  proxycall <${say('command')}> [${say('options')}]`,
      ...layout.paragraph(say('On a terminal, "proxycall" alone shows a menu of the common tasks.'), 2),
    ]),
    ...commandSections(entries, layout, say),
    section(layout, say('Common options'), layout.columns(commonRows(entries, say))),
    layout.paragraph(say('"proxycall <command> --help" shows the options of a command.')),
  ]);
}

/** The commands that begin with the same word. */
export function describeGroup(word: string, entries: readonly CommandEntry[], context: OutputContext): string {
  const { say } = context;
  const layout = createLayout(context);
  return page([
    section(layout, say('Usage'), [`  proxycall ${word} <${say('command')}> [${say('options')}]`]),
    ...commandSections(entries, layout, say),
    layout.paragraph(say('"proxycall {group} <command> --help" shows the options of a command.', { group: word })),
  ]);
}

/** One command with its options and examples. */
export function describeCommand(entry: CommandEntry, context: OutputContext): string {
  const { say } = context;
  const layout = createLayout(context);
  const path = pathOf(entry);
  const shown = entry.options.filter(({ hidden }) => !hidden);
  const own = idsFirst(shown.filter((option) => !isCommon(option)));
  const rows = (options: readonly OptionEntry[]) => options.map((option) => optionRow(path, option, say));
  const required = rows(own.filter((option) => option.required));
  const optional = rows(own.filter((option) => !option.required));
  const width = Math.max(...[...required, ...optional].map(({ name }) => name.length));
  const common = COMMON.flatMap((name) => shown.find(({ names }) => names.includes(name)) ?? []);
  return page([
    layout.paragraph(translate(entry.summary, say)).map(layout.bold),
    layout.paragraph(translate(entry.details, say)),
    section(layout, say('Usage'), usageLines(entry, layout, say)),
    section(layout, say('Required'), layout.columns(required, width)),
    section(layout, say('Options'), layout.columns(optional, width)),
    section(
      layout,
      say('Examples'),
      (entry.examples ?? []).flatMap(([text, line]) => [
        ...layout.paragraph(translate(text, say), 2),
        ...layout.commandLine(line.replaceAll('$0', 'proxycall'), '    $ ', ' \\'),
      ]),
    ),
    section(layout, say('Common options'), [
      ...layout.paragraph(common.map((option) => optionRow(path, option, say).name).join(', '), 2),
      ...layout.paragraph(say('"proxycall --help" explains these.'), 2),
    ]),
  ]);
}

/** `--client-id <id>`: an option with a name for its value, as everywhere in the help. */
export function optionRow(path: string, { names, takesValue, description }: OptionEntry, say: Say): Row {
  const long = shownName({ names });
  const short = names.filter((name) => !name.startsWith('--'));
  const value = takesValue ? ` <${valueName(path, long, say)}>` : '';
  return { name: `${[...short, long].join(', ')}${value}`, text: translate(description, say) };
}

export function argumentNames(entry: CommandEntry, say: Say): string[] {
  return entry.args.map(({ name, isList }) => `<${valueName(pathOf(entry), name, say)}>${isList ? '...' : ''}`);
}

function usageLines(entry: CommandEntry, layout: Layout, say: Say): string[] {
  const path = pathOf(entry);
  const required = idsFirst(entry.options.filter((option) => option.required));
  const file = entry.options.filter(({ names }) => names.includes('--from-file'));
  const ways = required.length > 0 && file.length > 0 ? [required, file] : [required];
  return ways.flatMap((options) => {
    const names = options.map((option) => optionRow(path, option, say).name);
    const words = [`proxycall ${path}`, ...argumentNames(entry, say), ...names, `[${say('options')}]`];
    return layout.commandLine(words.join(' '), '  ', '');
  });
}

function commandSections(entries: readonly CommandEntry[], layout: Layout, say: Say): string[][] {
  const shown = entries.filter(({ summary }) => summary !== undefined);
  const rows = new Map(shown.map((entry) => [entry, { name: pathOf(entry), text: translate(entry.summary, say) }]));
  const found = [...new Set(shown.map(({ category = '' }) => category))];
  const categories = [...CATEGORIES, ...found.filter((category) => !CATEGORIES.includes(category))];
  const width = Math.max(...[...rows.values()].map(({ name }) => name.length));
  return categories.map((category) => {
    const own = [...rows].filter(([entry]) => entry.category === category).map(([, row]) => row);
    own.sort((one, other) => (one.name < other.name ? -1 : 1));
    return section(layout, translate(category, say), layout.columns(own, width));
  });
}

/** Of what a command is about, before what it is to do with it. */
export function idsFirst(options: readonly OptionEntry[]): readonly OptionEntry[] {
  const isId = ({ names }: OptionEntry) => names.some((name) => name.endsWith('-id'));
  return [...options.filter(isId), ...options.filter((option) => !isId(option))];
}

function commonRows(entries: readonly CommandEntry[], say: Say): Row[] {
  const all = entries.flatMap(({ options }) => options);
  const options = COMMON.flatMap((name) => all.find(({ names }) => names.includes(name)) ?? []);
  return [
    ...options.map((option) => optionRow('', option, say)),
    { name: '-h, --help', text: say('Show this help, or that of a command') },
    { name: '-v, --version', text: say('Print the version') },
  ];
}

function isCommon({ names }: OptionEntry): boolean {
  return names.some((name) => COMMON.includes(name));
}

function section(layout: Layout, title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [layout.bold(title), ...lines];
}

/** The parts, with an empty line between them. */
function page(parts: readonly (readonly string[])[]): string {
  return `${parts
    .filter((lines) => lines.some((line) => line !== ''))
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}

/** All texts of a command are messages, except for the names of shells. */
function translate(text = '', say: Say): string {
  return text in FRENCH ? say(text as Message) : text;
}
