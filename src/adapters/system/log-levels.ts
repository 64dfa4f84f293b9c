/** The log levels, the most severe first. `silent`: nothing is logged. */
export const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
/** Lines below this level are not logged. */
export type LogLevel = (typeof LOG_LEVELS)[number];
