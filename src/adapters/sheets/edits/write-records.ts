import { isDeepStrictEqual } from 'node:util';
import { isProxyCallError } from '../../../domain/model/errors.js';
import { recordIdOf, type AnyRecord, type RecordId } from '../../../domain/model/records.js';
import type { RecordIndex } from '../../memory/index.js';

/** Writes those records that differ from the index, in this order. @returns the records that changed */
export function writeRecords(records: readonly AnyRecord[], index: RecordIndex, onConflict: () => void): RecordId[] {
  return records.flatMap((record) => {
    const id = recordIdOf(record);
    if (isDeepStrictEqual(index.get(id.kind, id.key)?.value, record.value)) return [];
    if (!tryWrite(record, index)) {
      onConflict();
      return [];
    }
    return [id];
  });
}

/** @returns false if another record holds what this one claims */
export function tryWrite(record: AnyRecord, index: RecordIndex): boolean {
  try {
    index.write(record);
    return true;
  } catch (error) {
    if (!isProxyCallError(error, 'conflict')) throw error;
    return false;
  }
}
