import type { CliContext } from './base-command.js';
import type { Message } from './language.js';

/** What the menu offers: a line for a person, the command, and what it has to ask for. */
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
      ['--client-mail', 'Mail address'],
      ['--client-real-phone', 'Real phone, such as +33639987654'],
    ],
  },
  { label: 'List the orders', command: ['order', 'list'], asks: [] },
  { label: 'Find out who holds a proxy number', command: ['lookup'], asks: [['--proxy', 'The proxy number']] },
  {
    label: 'See what happens when somebody calls a proxy number',
    command: ['simulate-call'],
    asks: [
      ['--from', 'The caller: a number, or anonymous'],
      ['--to', 'The proxy number that is dialled'],
    ],
  },
  { label: 'Count the numbers by country and type', command: ['pool', 'stats'], asks: [] },
  {
    label: 'Buy numbers for the pool',
    command: ['pool', 'provision'],
    asks: [
      ['--country', 'Two letters, such as FR'],
      ['--batch-size', 'How many, 1 to 100'],
    ],
  },
  { label: 'Check the set-up, and say what to do about each fault', command: ['doctor'], asks: [] },
  { label: 'Set this computer up for an API that runs elsewhere', command: ['init'], asks: [] },
  { label: 'All commands', command: ['--help'], asks: [] },
];

/** Asks what to do. @returns the command line, or nothing when the person went away */
export async function chooseTask({
  stdin: input,
  stderr: output,
  say,
}: CliContext): Promise<readonly string[] | undefined> {
  const { isCancel, select, text } = await import('./prompts.js');
  const chosen = await select({
    input,
    output,
    message: say('What would you like to do?'),
    options: TASKS.map(({ label }, index) => ({ value: index, label: say(label) })),
  });
  if (isCancel(chosen)) return undefined;
  const { command = [], asks = [] } = TASKS[chosen] ?? {};
  const given: string[] = [];
  for (const [option, question] of asks) {
    const answer = await text({
      input,
      output,
      message: say(question),
      validate: (value) => (value?.trim() ? undefined : ' '),
    });
    if (isCancel(answer)) return undefined;
    given.push(`${option}=${answer.trim()}`);
  }
  output.write(`\n$ proxycall ${[...command, ...given].join(' ')}\n\n`);
  return [...command, ...given];
}
