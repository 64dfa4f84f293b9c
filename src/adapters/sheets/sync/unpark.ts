import type { Writer } from '../batches/writer.js';
import type { Mirror } from './mirror.js';

/** Treats what is parked as entries that are not in the sheet yet, before everything is read anew or handed to another instance. */
export function unpark(mirror: Pick<Mirror, 'index' | 'unwritten'>, writer: Writer): void {
  const entries = writer.unpark(mirror.index);
  if (entries.length > 0) mirror.unwritten = [...entries, ...mirror.unwritten];
}
