import { Command, Option, type BaseContext } from 'clipanion';
import type { CommandEntry } from './command-entry.js';
import type { RemoteTimes } from './exchange.js';
import type * as local from './local.js';
import { EXIT } from './failure.js';
import { printableJson, printableLines } from './printable.js';
import { wrapOnTerminal } from './terminal.js';
import { msg, type Message, type Say, type Values } from './language.js';

export interface CliContext extends BaseContext {
  readonly cwd: string;
  readonly say: Say;
  /** The modes that need no server. Undefined in the light package, which supports remote mode only. */
  readonly local: (() => Promise<typeof local>) | undefined;
  /** All commands. */
  readonly entries: readonly CommandEntry[];
  /** How long requests to the API and the pauses between them take. As usual where absent. */
  readonly times?: RemoteTimes | undefined;
  /** Ends commands that go on until they are interrupted. Default: SIGINT and SIGTERM. */
  readonly interrupted?: AbortSignal | undefined;
}

/** What it takes to print. */
export type OutputContext = Pick<CliContext, 'say' | 'stdout' | 'env'>;

/** Options and output that all commands share. */
export abstract class BaseCommand extends Command<CliContext> {
  // Parsed before the command line, in language.ts. Declared here so that the help lists it.
  lang = Option.String('--lang', { description: msg('Language: en or fr (default: from LANG)') });
  verbose = Option.Boolean('--verbose', false, { description: msg('Print the stack trace of an error') });

  protected say(message: Message, values?: Values): string {
    return this.context.say(message, values);
  }

  protected print(text: string): void {
    this.context.stdout.write(`${text}\n`);
  }

  /** A notice for the user, on standard error: standard output holds the result only. */
  protected notice(text: string): void {
    this.context.stderr.write(`${wrapOnTerminal(printableLines(text), this.context.stderr)}\n`);
  }
}

/** A command that prints its result as text or, with `--json`, as JSON. */
export abstract class ReportCommand extends BaseCommand {
  json = Option.Boolean('--json', false, { description: msg('Print JSON only') });

  protected async report(result: unknown, describe: () => string | Promise<string>): Promise<void> {
    this.print(this.json ? printableJson(result) : await describe());
  }

  /** After an answer that was no. */
  protected cancel(): number {
    this.notice(this.say('Nothing was done.'));
    if (this.json) this.print(printableJson({ cancelled: true }));
    return EXIT.ok;
  }
}
