import { Option } from 'clipanion';
import { parseCountry, type CountryCode } from '../../domain/model/country.js';
import { PHONE_NUMBER_FAULTS, parsePhoneNumber, type E164 } from '../../domain/model/phone-number.js';
import type { Page, ProxyCallApi } from '../../ports/proxycall-api.js';
import { toWire } from '../wire.js';
import { BaseCommand } from './base-command.js';
import { EXIT, InputError } from './failure.js';
import { msg, type Say } from './language.js';
import { chooseMode, openApi, readEnvironment } from './modes.js';

/** A command that calls the API, in any mode. */
export abstract class ApiCommand extends BaseCommand {
  mode = Option.String('--mode', { description: msg('remote (default), live or demo') });
  live = Option.Boolean('--live', false, {
    description: msg('Access the store and the carrier directly, without a server'),
  });
  demo = Option.Boolean('--demo', false, {
    description: msg('Try it out: everything is simulated, nothing is stored'),
  });
  json = Option.Boolean('--json', false, { description: msg('Print JSON only') });

  /**
   * Opens the API in the selected mode, makes the request, prints the result and closes the API.
   * @param isComplete whether everything succeeded; if not, the exit code reports an external failure
   */
  protected async request<T extends object>(
    call: (api: ProxyCallApi) => Promise<T>,
    show: (answer: T) => string | Promise<string>,
    isComplete: (answer: T) => boolean = () => true,
  ): Promise<number> {
    const env = await readEnvironment(this.context.env, this.context.cwd);
    const opened = await openApi(chooseMode(this, env), env, this.context.local);
    this.notice(this.say('mode: {mode}', { mode: opened.description(this.context.say) }));
    try {
      const answer = await call(opened.api);
      this.print(this.json ? JSON.stringify(toWire(answer), undefined, 2) : await show(answer));
      return isComplete(answer) ? EXIT.ok : EXIT.external;
    } finally {
      await opened.close();
    }
  }
}

/** A command that lists records, page by page. */
export abstract class ListCommand extends ApiCommand {
  limit = Option.String('--limit', '50', { description: msg('Page size, 1 to 200') });
  cursor = Option.String('--cursor', {
    description: msg('Cursor of the page to show, printed with the previous page'),
  });

  protected page(): { limit: number; cursor: string | undefined } {
    return { limit: readWholeOption('--limit', this.limit, 1, 200), cursor: this.cursor };
  }

  /** The page, and how to get the next one. */
  protected withNextPage({ nextCursor }: Page<unknown>, shown: string): string {
    return nextCursor === undefined
      ? shown
      : `${shown}\n${this.say('More results: --cursor {cursor}', { cursor: nextCursor })}`;
  }
}

/** An ISO 3166 code. */
export function readCountryOption(name: string, text: string): CountryCode {
  const country = parseCountry(text);
  if (country === undefined)
    throw new InputError('{name}: must be a two-letter ISO 3166 country code, such as FR', { name });
  return country;
}

export function readChoiceOption<T extends string>(name: string, text: string, choices: readonly T[]): T {
  const choice = choices.find((candidate) => candidate === text.toLowerCase());
  if (choice === undefined)
    throw new InputError('{name}: must be one of: {choices}', { name, choices: choices.join(', ') });
  return choice;
}

export function readWholeOption(name: string, text: string, least: number, most: number): number {
  const value = /^\d+$/.test(text) ? Number(text) : NaN;
  if (value >= least && value <= most) return value;
  throw new InputError('{name}: must be a whole number from {least} to {most}', { name, least, most });
}

export function readNumberOption(name: string, text: string): number {
  const value = text.trim() === '' ? NaN : Number(text);
  if (Number.isFinite(value)) return value;
  throw new InputError('{name}: must be a number', { name });
}

export function readPhoneOption(name: string, text: string): E164 {
  const parsed = parsePhoneNumber(text);
  if (parsed.ok) return parsed.number;
  throw new InputError('{name}: {fault}', { name, fault: (say: Say) => say(PHONE_NUMBER_FAULTS[parsed.fault]) });
}

export function optional<T>(
  read: (name: string, text: string) => T,
  name: string,
  text: string | undefined,
): T | undefined {
  return text === undefined ? undefined : read(name, text);
}
