export type { Pace } from './pace.js';
export { openSheetsStore, prepareSpreadsheet, type SheetsOptions } from './store.js';
