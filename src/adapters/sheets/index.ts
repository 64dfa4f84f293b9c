export type { Timing as Pace } from './sync/timing.js';
export { openSheetsStore, prepareSpreadsheet, type SheetsOptions } from './store.js';
