import { Command, Option, type BaseContext } from 'clipanion';
import { PHONE_NUMBER_FAULTS, parsePhoneNumber, type E164 } from '../../domain/model/phone-number.js';
import type { ProxyCallApi } from '../../ports/proxycall-api.js';
import { toWire } from '../wire.js';
import { InputError } from './failure.js';
import { chooseMode, openApi, readEnvironment } from './modes.js';

export interface CliContext extends BaseContext {
  readonly cwd: string;
}

/** What every command has, and the one way to an answer of the API. */
export abstract class ApiCommand extends Command<CliContext> {
  mode = Option.String('--mode', { description: 'remote (default), live or demo' });
  live = Option.Boolean('--live', false, { description: 'Work on the store and the carrier themselves' });
  demo = Option.Boolean('--demo', false, { description: 'Try it out: everything simulated, nothing kept' });
  json = Option.Boolean('--json', false, { description: 'Print JSON and nothing else' });
  verbose = Option.Boolean('--verbose', false, { description: 'Show where an error came from' });

  /** Opens the API in the mode in force, asks, prints the answer and closes. */
  protected async ask<T extends object>(
    question: (api: ProxyCallApi) => Promise<T>,
    show: (answer: T) => string,
  ): Promise<number> {
    const env = readEnvironment(this.context.env, this.context.cwd);
    const opened = await openApi(chooseMode(this, env), env);
    this.context.stderr.write(`mode: ${opened.description}\n`);
    try {
      const answer = await question(opened.api);
      this.context.stdout.write(this.json ? `${JSON.stringify(toWire(answer), undefined, 2)}\n` : `${show(answer)}\n`);
      return 0;
    } finally {
      await opened.close();
    }
  }
}

export function readPhoneOption(name: string, text: string): E164 {
  const parsed = parsePhoneNumber(text);
  if (parsed.ok) return parsed.number;
  throw new InputError(`${name}: ${PHONE_NUMBER_FAULTS[parsed.fault]}`);
}

/** Fields one under the other, their names in a column. */
export function fields(rows: readonly (readonly [name: string, value: string | undefined])[]): string {
  const width = Math.max(...rows.map(([name]) => name.length));
  return rows.map(([name, value]) => `${name.padEnd(width)}  ${value ?? '-'}`).join('\n');
}
