export { openSheetsStore, prepareSpreadsheet, type Pace, type SheetsOptions } from './store.js';
