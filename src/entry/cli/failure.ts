import { ProxyCallError, type ErrorCode } from '../../domain/model/errors.js';
import { maskPersonalData } from '../../domain/model/personal-data.js';
import { ConfigError } from '../config-error.js';
import { speak, type Message, type Say } from './language.js';

export const EXIT = { ok: 0, usage: 2, external: 3, internal: 4 } as const;

type SaidValues = Readonly<Record<string, string | number | ((say: Say) => string)>>;

/** An error of the CLI's own, in the language of whoever reads it. `message` is in English. */
abstract class SaidError extends Error {
  private readonly template: Message;
  private readonly values: SaidValues;

  constructor(template: Message, values: SaidValues = {}, cause?: unknown) {
    super('', { cause });
    this.template = template;
    this.values = values;
    this.message = this.in(speak('en'));
  }

  in(say: Say): string {
    const values = Object.entries(this.values).map(([name, value]) => [
      name,
      typeof value === 'function' ? value(say) : value,
    ]);
    return say(this.template, Object.fromEntries(values) as Record<string, string | number>);
  }
}

/** The API's own word that a request failed, with the HTTP status it came with. */
export class ApiError extends SaidError {
  override readonly name = 'ApiError';
  /** Undefined when there was no answer at all. */
  readonly status: number | undefined;

  constructor(status: number | undefined, template: Message, values: SaidValues, cause?: unknown) {
    super(template, values, cause);
    this.status = status;
  }
}

/** Something that the person at the keyboard can mend. */
export class InputError extends SaidError {
  override readonly name = 'InputError';
}

const EXTERNAL: readonly ErrorCode[] = [
  'bundle_mismatch',
  'conflict',
  'number_unavailable',
  'pool_exhausted',
  'provider_failed',
  'provider_unavailable',
  'store_unavailable',
  'telephony_failed',
];

export function exitCodeOf(error: unknown): number {
  if (error instanceof InputError || error instanceof ConfigError) return EXIT.usage;
  if (error instanceof ApiError) return isOwnFault(error.status) ? EXIT.usage : EXIT.external;
  if (!(error instanceof ProxyCallError) || error.code === 'internal') return EXIT.internal;
  return EXTERNAL.includes(error.code) ? EXIT.external : EXIT.usage;
}

/** Invalid, not there, or in conflict with what is there. A refused token is a matter of the service's set-up. */
function isOwnFault(status: number | undefined): boolean {
  return status !== undefined && [400, 404, 405, 409, 413, 415, 422].includes(status);
}

/** What to print. Our own messages carry no personal data; other people's messages and all stacks may: masked. */
export function describeFailure(error: unknown, verbose: boolean, say: Say): string {
  if (!(error instanceof Error)) return maskPersonalData(String(error));
  const message = messageOf(error, say);
  if (!verbose) return message;
  const cause = error.cause instanceof Error ? `\nCaused by: ${error.cause.stack ?? ''}` : '';
  return `${message}\n${maskPersonalData(`${error.stack ?? ''}${cause}`)}`;
}

function messageOf(error: Error, say: Say): string {
  if (error instanceof SaidError) return error.in(say);
  const isOurs = error instanceof ConfigError || error instanceof ProxyCallError;
  return isOurs ? error.message : maskPersonalData(`${error.name}: ${error.message}`);
}
