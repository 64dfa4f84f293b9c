export { createLogger, LOG_LEVELS, type LoggerOptions, type LogLevel } from './logger.js';
export { maskPersonalData } from '../../domain/model/personal-data.js';
export { createKeyedHash, createSystemIds, systemClock } from './runtime.js';
