import { Command, Option, type BaseContext } from 'clipanion';
import type * as local from './live.js';
import { msg, type Message, type Say, type Values } from './language.js';

export interface CliContext extends BaseContext {
  readonly cwd: string;
  readonly say: Say;
  /** What works on this computer without a server. Absent in the light package, which knows remote mode only. */
  readonly local: (() => Promise<typeof local>) | undefined;
}

/** What every command has. */
export abstract class BaseCommand extends Command<CliContext> {
  // Read before the command is: see language.ts. Here for the help.
  lang = Option.String('--lang', { description: msg('Language: en or fr; otherwise as LANG says') });
  verbose = Option.Boolean('--verbose', false, { description: msg('Show where an error came from') });

  protected say(message: Message, values?: Values): string {
    return this.context.say(message, values);
  }

  protected print(text: string): void {
    this.context.stdout.write(`${text}\n`);
  }

  /** For the person at the keyboard: never in the way of what a program reads. */
  protected remark(text: string): void {
    this.context.stderr.write(`${text}\n`);
  }

  /** Whether a person can be asked. */
  protected isTerminal(): boolean {
    const { stdin, stderr } = this.context;
    return 'isTTY' in stdin && stdin.isTTY === true && 'isTTY' in stderr && stderr.isTTY === true;
  }

  /** Colour on a terminal, unless NO_COLOR (https://no-color.org) is set. */
  protected isColored(): boolean {
    const { stdout, env } = this.context;
    return 'isTTY' in stdout && stdout.isTTY === true && !env['NO_COLOR'];
  }
}
