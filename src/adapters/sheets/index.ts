export { openSheetsStore, type Pace, type SheetsOptions } from './store.js';
