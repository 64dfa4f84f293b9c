export { createLogger, LOG_LEVELS, type LoggerOptions, type LogLevel } from './logger.js';
export { maskPersonalData } from '../../domain/model/personal-data.js';
export { systemClock, createSystemIds } from './runtime.js';
