import { Command, Option, type BaseContext } from 'clipanion';
import { parseCountry, type CountryCode } from '../../domain/model/country.js';
import { PHONE_NUMBER_FAULTS, parsePhoneNumber, type E164 } from '../../domain/model/phone-number.js';
import type { ProxyCallApi } from '../../ports/proxycall-api.js';
import { toWire } from '../wire.js';
import { EXIT, InputError } from './failure.js';
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

  /**
   * Opens the API in the mode in force, asks, prints the answer and closes.
   * @param isDone whether all was done that was asked for; else the exit code says that something outside failed
   */
  protected async ask<T extends object>(
    question: (api: ProxyCallApi) => Promise<T>,
    show: (answer: T) => string | Promise<string>,
    isDone: (answer: T) => boolean = () => true,
  ): Promise<number> {
    const env = readEnvironment(this.context.env, this.context.cwd);
    const opened = await openApi(chooseMode(this, env), env);
    this.context.stderr.write(`mode: ${opened.description}\n`);
    try {
      const answer = await question(opened.api);
      const shown = this.json ? JSON.stringify(toWire(answer), undefined, 2) : await show(answer);
      this.context.stdout.write(`${shown}\n`);
      return isDone(answer) ? EXIT.ok : EXIT.external;
    } finally {
      await opened.close();
    }
  }
}

/** An ISO 3166 code. */
export function readCountryOption(name: string, text: string): CountryCode {
  const country = parseCountry(text);
  if (country === undefined) throw new InputError(`${name}: an ISO 3166 code of two letters, such as FR`);
  return country;
}

export function readChoiceOption<T extends string>(name: string, text: string, choices: readonly T[]): T {
  const choice = choices.find((candidate) => candidate === text.toLowerCase());
  if (choice === undefined) throw new InputError(`${name}: one of ${choices.join(', ')}`);
  return choice;
}

export function readWholeOption(name: string, text: string, least: number, most: number): number {
  const value = /^\d+$/.test(text) ? Number(text) : NaN;
  if (value >= least && value <= most) return value;
  throw new InputError(`${name}: a whole number from ${least.toString()} to ${most.toString()}`);
}

export function readPhoneOption(name: string, text: string): E164 {
  const parsed = parsePhoneNumber(text);
  if (parsed.ok) return parsed.number;
  throw new InputError(`${name}: ${PHONE_NUMBER_FAULTS[parsed.fault]}`);
}
