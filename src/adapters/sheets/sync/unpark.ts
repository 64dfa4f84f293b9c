import type { Writer } from '../batches/writer.js';
import type { Mirror } from './mirror.js';

/** Treats what is parked as entries that are not in the sheet yet, before everything is read anew or handed to another instance. */
export function unpark(mirror: Pick<Mirror, 'index' | 'unwritten'>, writer: Writer): void {
  if (writer.parkedCount() === 0) return;
  mirror.unwritten = [...writer.parkedEntries(mirror.index), ...mirror.unwritten];
  writer.retryAll();
}
