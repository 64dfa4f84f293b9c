import { pino, type DestinationStream } from 'pino';
import type { LogFields, Logger } from '../../ports/runtime.js';
import { maskPersonalData } from '../../domain/model/personal-data.js';
import type { LogLevel } from './log-levels.js';

/** What is logged, and where. */
export interface LoggerOptions {
  readonly level: LogLevel;
  /** Receives one JSON object per line. Default: standard error, synchronously. */
  readonly destination?: DestinationStream | undefined;
  /** Tokens and keys to mask in all lines. Default: none. */
  readonly secrets?: readonly string[];
}

/**
 * Creates a logger that writes JSON lines, with phone numbers, mail addresses, bearer tokens and the given secrets masked.
 *
 * @example
 * ```ts
 * import { createLogger } from 'proxycall/system';
 *
 * const logger = createLogger({ level: 'info', secrets: ['sesame'] });
 * logger.info('shop.started', { token: 'sesame', phone: '+33639981234' });
 * // {"level":"info","time":"…","token":"***","phone":"+****1234","msg":"shop.started"}
 * ```
 */
export function createLogger({ level, destination, secrets = [] }: LoggerOptions): Logger {
  const sink = pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
    },
    // Synchronous, so that no line is lost in a crash; for short lines this is also faster than a worker thread.
    destination ?? pino.destination({ fd: 2, sync: true }),
  );
  const mask = (text: string) => maskPersonalData(text, secrets);

  function maskFields(fields: LogFields): LogFields {
    const masked: Record<string, LogFields[string]> = {};
    for (const [name, value] of Object.entries(fields)) masked[name] = typeof value === 'string' ? mask(value) : value;
    return masked;
  }

  return {
    debug: (event, fields = {}) => {
      if (sink.isLevelEnabled('debug')) sink.debug(maskFields(fields), event);
    },
    info: (event, fields = {}) => {
      if (sink.isLevelEnabled('info')) sink.info(maskFields(fields), event);
    },
    warn: (event, fields = {}) => {
      sink.warn(maskFields(fields), event);
    },
    error: (event, error, fields = {}) => {
      sink.error({ ...maskFields(fields), ...describeError(error, mask) }, event);
    },
  };
}

/** The error and its causes, masked. Other properties are omitted because they may hold request bodies. */
function describeError(error: unknown, mask: (text: string) => string): object {
  if (!(error instanceof Error)) return { error: mask(String(error)) };
  const code = 'code' in error ? { code: String(error.code) } : {};
  const cause = error.cause === undefined ? {} : { cause: describeError(error.cause, mask) };
  return { error: mask(error.message), ...code, stack: mask(error.stack ?? ''), ...cause };
}
