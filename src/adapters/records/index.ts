export { createRecordsCopy, type RecordId, type RecordsCopy, type StoreReads } from './copy.js';
export { conflict } from './table.js';
