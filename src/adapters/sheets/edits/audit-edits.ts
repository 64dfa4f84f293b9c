import { isDeepStrictEqual } from 'node:util';
import type { AuditEntry } from '../../../domain/model/audit.js';
import { recordIdOf, type AnyRecord, type Kind, type RecordId } from '../../../domain/model/records.js';
import type { RecordIndex } from '../../memory/index.js';
import { rowId } from '../tabs/records-tab.js';

/** Makes the entries of the audit trail about the edits that were found in one reading of the spreadsheet. */
export type AuditEdits = (changed: readonly RecordId[], at: number) => readonly AuditEntry[];

/** An index that remembers which records were written through it. */
export interface WatchedIndex {
  readonly index: RecordIndex;
  /** Those that are not what they were before. */
  changed(): readonly RecordId[];
}

export function watchIndex(index: RecordIndex): WatchedIndex {
  const before = new Map<string, { readonly id: RecordId; readonly value: AnyRecord['value'] | undefined }>();
  const note = (id: RecordId) => {
    if (before.has(rowId(id))) return;
    before.set(rowId(id), { id, value: index.get<Kind>(id.kind, id.key)?.value });
  };
  return {
    index: {
      ...index,
      write(record) {
        note(recordIdOf(record));
        index.write(record);
      },
      remove(id) {
        note(id);
        index.remove(id);
      },
    },
    changed: () =>
      [...before.values()]
        .filter(({ id, value }) => !isDeepStrictEqual(index.get<Kind>(id.kind, id.key)?.value, value))
        .map(({ id }) => id),
  };
}
