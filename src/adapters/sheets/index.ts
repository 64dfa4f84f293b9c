/**
 * The Google Sheets store: records in a spreadsheet that people read and edit.
 * @module proxycall/sheets
 */
export type { QuotaOptions } from './google/quota.js';
export type { Credentials, GoogleOptions } from './google/spreadsheet.js';
export type { Timing as Pace } from './sync/timing.js';
export { openSheetsStore, prepareSpreadsheet, type SheetsOptions } from './store.js';
