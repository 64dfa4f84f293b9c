import type { CliContext } from './base-command.js';
import type { Message } from './language.js';
import { askChoice, askText } from './prompts.js';

/** The entries of the menu: label, command, and the options to ask for. */
const TASKS: readonly {
  readonly label: Message;
  readonly command: readonly string[];
  readonly asks: readonly (readonly [string, Message])[];
}[] = [
  {
    label: 'Create an order',
    command: ['order', 'create'],
    asks: [
      ['--order-id', "The merchant's order id"],
      ['--client-id', "The merchant's client id"],
      ['--client-name', 'Name'],
      ['--client-mail', 'Email address'],
      ['--client-real-phone', 'Real phone number, such as +33639987654'],
    ],
  },
  { label: 'List orders', command: ['order', 'list'], asks: [] },
  {
    label: 'Find the client that a proxy number is assigned to',
    command: ['lookup'],
    asks: [['--proxy', 'The proxy number']],
  },
  {
    label: 'Simulate a call to a proxy number',
    command: ['simulate-call'],
    asks: [
      ['--from', 'Caller: a phone number, or anonymous'],
      ['--to', 'Proxy number to call'],
    ],
  },
  { label: 'Count the numbers by country and type', command: ['pool', 'stats'], asks: [] },
  {
    label: 'Buy numbers for the pool',
    command: ['pool', 'provision'],
    asks: [
      ['--country', 'ISO 3166 country code, such as FR'],
      ['--batch-size', 'How many, 1 to 100'],
    ],
  },
  { label: 'Check the setup and suggest a fix for each problem', command: ['doctor'], asks: [] },
  { label: 'Configure this computer to use a remote API', command: ['init'], asks: [] },
  { label: 'All commands', command: ['--help'], asks: [] },
];

/** Shows the menu. @returns the command line, or undefined when it was cancelled */
export async function chooseTask(context: CliContext): Promise<readonly string[] | undefined> {
  const { say } = context;
  const labels = TASKS.map(({ label }) => say(label));
  const chosen = await askChoice(context, say('What would you like to do?'), labels);
  if (chosen === undefined) return undefined;
  const { command = [], asks = [] } = TASKS[chosen] ?? {};
  const given: string[] = [];
  for (const [option, question] of asks) {
    const answer = await askText(context, say(question), (text) => (text.trim() ? undefined : ' '));
    if (answer === undefined) return undefined;
    given.push(`${option}=${answer.trim()}`);
  }
  context.stderr.write(`\n$ proxycall ${[...command, ...given].join(' ')}\n\n`);
  return [...command, ...given];
}
