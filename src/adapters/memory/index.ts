export { createMemoryStore } from './store.js';
export { createRecordIndex, type Applied, type RecordIndex } from './record-index.js';
export { conflict } from './record-tables.js';
export type { StoreReads } from './reads.js';
