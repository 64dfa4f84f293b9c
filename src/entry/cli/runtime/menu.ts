import {
  callerAnswer,
  countAnswer,
  countryAnswer,
  idAnswer,
  mailAnswer,
  nameAnswer,
  phoneAnswer,
  type ReadAnswer,
} from './answers.js';
import type { CliContext } from './base-command.js';
import { readEnvironment } from './env-files.js';
import type { Message } from './language.js';
import { readDefaultCountry } from './modes.js';
import { numberInWords } from './phones.js';
import { askChoice, askText, note } from './prompts.js';

/** The entries of the menu: label, command, and the options to ask for. */
const TASKS: readonly {
  readonly label: Message;
  readonly command: readonly string[];
  readonly asks: readonly (readonly [option: string, question: Message, read: ReadAnswer])[];
  /** Whether it works in one mode only. */
  readonly hasNoMode?: boolean;
}[] = [
  {
    label: 'Create an order',
    command: ['order', 'create'],
    asks: [
      ['--order-id', "The merchant's order id", idAnswer],
      ['--client-id', "The merchant's client id", idAnswer],
      ['--client-name', 'Name', nameAnswer],
      ['--client-mail', 'Email address', mailAnswer],
      ['--client-real-phone', 'Real phone number, such as +33639987654', phoneAnswer],
    ],
  },
  { label: 'List orders', command: ['order', 'list'], asks: [] },
  {
    label: 'Find the client that a proxy number is assigned to',
    command: ['lookup'],
    asks: [['--proxy', 'The proxy number', phoneAnswer]],
  },
  {
    label: 'Simulate a call to a proxy number',
    command: ['simulate-call'],
    asks: [
      ['--from', 'Caller: a phone number, or anonymous', callerAnswer],
      ['--to', 'Proxy number to call', phoneAnswer],
    ],
  },
  { label: 'Count the numbers by country and type', command: ['pool', 'stats'], asks: [] },
  {
    label: 'Buy numbers for the pool',
    command: ['pool', 'provision'],
    asks: [
      ['--country', 'ISO 3166 country code, such as FR', countryAnswer],
      ['--batch-size', 'How many, 1 to 100', countAnswer],
    ],
  },
  { label: 'Check the setup and suggest a fix for each problem', command: ['doctor'], asks: [] },
  { label: 'Configure this computer to use a remote API', command: ['init'], asks: [], hasNoMode: true },
  { label: 'All commands', command: ['--help'], asks: [] },
];

/** Shows the menu. @returns the command line with these options, or undefined when it was cancelled */
export async function chooseTask(
  context: CliContext,
  options: readonly string[],
): Promise<readonly string[] | undefined> {
  const { say, stderr } = context;
  const labels = TASKS.map(({ label }) => say(label));
  const chosen = await askChoice(context, say('What would you like to do?'), labels);
  const { command, asks, hasNoMode = false } = TASKS[chosen ?? -1] ?? {};
  const given = asks && (await askAll(context, asks));
  if (command === undefined || given === undefined) {
    stderr.write(`${say('Nothing was done.')}\n`);
    return undefined;
  }
  const line = [...command, ...given, ...(hasNoMode ? [] : options)];
  stderr.write(`\n$ proxycall ${line.map(quoted).join(' ')}\n\n`);
  return line;
}

/** @returns the options, each checked where it was asked for; undefined when the questions were cancelled */
async function askAll(
  context: CliContext,
  asks: (typeof TASKS)[number]['asks'],
): Promise<readonly string[] | undefined> {
  const { say } = context;
  const countries = [readDefaultCountry(await readEnvironment(context.env, context.cwd))];
  const given: string[] = [];
  for (const [option, question, read] of asks) {
    const text = await askText(context, say(question), (typed) => {
      const answer = read(typed, countries, say);
      return answer.ok ? undefined : answer.fault;
    });
    const answer = text === undefined ? undefined : read(text, countries, say);
    if (answer?.ok !== true) return undefined;
    if (answer.number !== undefined)
      note(context, say('Read as {number}', { number: numberInWords(answer.number, say) }));
    given.push(`${option}=${answer.value}`);
  }
  return given;
}

/** As somebody would have to type it in a shell. */
function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
