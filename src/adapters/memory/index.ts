export { createMemoryStore } from './store.js';
export { createRecordIndex, type Applied, type RecordIndex } from './record-index.js';
export type { StoreReads } from './reads.js';
