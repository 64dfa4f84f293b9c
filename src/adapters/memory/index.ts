/**
 * The memory store, the record index on which a store can keep its records in memory, and a mailer that keeps its mails there.
 * @module proxycall/memory
 */
export { createMemoryMailer, type MailBehaviour, type MemoryMailer } from './mailer.js';
export { createMemoryStore } from './store.js';
export { createRecordIndex, type Applied, type RecordIndex } from './record-index.js';
export type { StoreReads } from './reads.js';
