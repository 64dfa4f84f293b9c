/**
 * Clock, ids and logger of the system.
 * @module proxycall/system
 */
export { LOG_LEVELS, type LogLevel } from './log-levels.js';
export { createLogger, type LoggerOptions } from './logger.js';
export { createKeyedHash, createSystemIds, systemClock, systemEvery } from './runtime.js';
