export { createLogger, LOG_LEVELS, type LoggerOptions, type LogLevel } from './logger.js';
export { maskPersonalData } from './mask.js';
export { systemClock, systemIds } from './runtime.js';
