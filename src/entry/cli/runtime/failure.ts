import { isProxyCallError, type ErrorCode } from '../../../domain/model/errors.js';
import { maskPersonalData } from '../../../domain/model/personal-data.js';
import { ConfigError } from '../../config/config-error.js';
import { createSay, type Message, type Say } from './language.js';

export const EXIT = { ok: 0, usage: 2, external: 3, internal: 4 } as const;

type MessageValues = Readonly<Record<string, string | number | ((say: Say) => string)>>;

/** An error of the CLI that can be shown in the user's language. `message` is in English. */
abstract class LocalizedError extends Error {
  private readonly template: Message;
  private readonly values: MessageValues;

  constructor(template: Message, values: MessageValues = {}, cause?: unknown) {
    super('', { cause });
    this.template = template;
    this.values = values;
    this.message = this.in(createSay('en'));
  }

  in(say: Say): string {
    const values = Object.entries(this.values).map(([name, value]) => [
      name,
      typeof value === 'function' ? value(say) : value,
    ]);
    return say(this.template, Object.fromEntries(values) as Record<string, string | number>);
  }
}

/** A failed API request, with its HTTP status. */
export class ApiError extends LocalizedError {
  override readonly name = 'ApiError';
  /** Undefined when there was no response. */
  readonly status: number | undefined;

  constructor(status: number | undefined, template: Message, values: MessageValues, cause?: unknown) {
    super(template, values, cause);
    this.status = status;
  }
}

/** Invalid input that the user can correct. */
export class InputError extends LocalizedError {
  override readonly name = 'InputError';
}

const EXTERNAL: readonly ErrorCode[] = [
  'bundle_mismatch',
  'conflict',
  'hash_key_changed',
  'number_unavailable',
  'outcome_unknown',
  'pool_exhausted',
  'provider_failed',
  'provider_unavailable',
  'store_unavailable',
];

export function exitCodeOf(error: unknown): number {
  if (error instanceof InputError || error instanceof ConfigError) return EXIT.usage;
  if (error instanceof ApiError) return isUsageError(error.status) ? EXIT.usage : EXIT.external;
  if (!isProxyCallError(error) || error.code === 'internal') return EXIT.internal;
  return EXTERNAL.includes(error.code) ? EXIT.external : EXIT.usage;
}

/** Invalid, not found or in conflict. A rejected token counts as a problem of the setup instead. */
function isUsageError(status: number | undefined): boolean {
  return status !== undefined && [400, 404, 405, 409, 413, 415, 422].includes(status);
}

/** Our own messages carry no personal data. Messages of libraries and all stack traces may, so they are masked. */
export function describeFailure(error: unknown, verbose: boolean, say: Say): string {
  if (!(error instanceof Error)) return maskPersonalData(String(error));
  const message = messageOf(error, say);
  if (!verbose) return message;
  const cause = error.cause instanceof Error ? `\nCaused by: ${error.cause.stack ?? ''}` : '';
  return `${message}\n${maskPersonalData(`${error.stack ?? ''}${cause}`)}`;
}

function messageOf(error: Error, say: Say): string {
  if (error instanceof LocalizedError) return error.in(say);
  const isOurs = error instanceof ConfigError || isProxyCallError(error);
  return isOurs ? error.message : maskPersonalData(`${error.name}: ${error.message}`);
}
