import { pino, type DestinationStream } from 'pino';
import type { LogFields, Logger } from '../../ports/runtime.js';
import { maskPersonalData } from '../../domain/model/personal-data.js';

export const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

export interface LoggerOptions {
  readonly level: LogLevel;
  /** Where the lines go, one JSON object each. Standard error when absent. */
  readonly destination?: DestinationStream | undefined;
  /** Tokens and keys that must never appear, whatever message they come in. */
  readonly secrets?: readonly string[];
}

export function createLogger({ level, destination, secrets = [] }: LoggerOptions): Logger {
  const sink = pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
    },
    // Synchronous: nothing is lost when the process dies, and a small write costs less than a hand-over.
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

/** The chain of causes, each with its stack, masked. Other properties of an error may hold request bodies: left out. */
function describeError(error: unknown, mask: (text: string) => string): object {
  if (!(error instanceof Error)) return { error: mask(String(error)) };
  const code = 'code' in error ? { code: String(error.code) } : {};
  const cause = error.cause === undefined ? {} : { cause: describeError(error.cause, mask) };
  return { error: mask(error.message), ...code, stack: mask(error.stack ?? ''), ...cause };
}
