export { openSqliteStore, type SqliteOptions } from './sqlite.js';
