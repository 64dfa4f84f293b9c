/**
 * The memory store, and the record index on which a store can keep its records in memory.
 * @module proxycall/memory
 */
export { createMemoryStore } from './store.js';
export { createRecordIndex, type Applied, type RecordIndex } from './record-index.js';
export type { StoreReads } from './reads.js';
