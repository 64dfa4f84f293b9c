import type { Ids } from '../../ports/runtime.js';
import type { RecordHash } from '../model/record-mac.js';

/** The keyed hash by which records that somebody else wrote are recognised. */
export function recordHash(ids: Pick<Ids, 'keyedHash'>): RecordHash {
  return (purpose, text) => ids.keyedHash(purpose, text);
}
