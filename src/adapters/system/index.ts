/**
 * Clock, ids and logger of the system.
 * @module proxycall/system
 */
export { createLogger, LOG_LEVELS, type LoggerOptions, type LogLevel } from './logger.js';
export { createKeyedHash, createSystemIds, systemClock } from './runtime.js';
