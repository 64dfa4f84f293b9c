import type { RecordId } from '../../../domain/model/records.js';
import { LAYOUTS, type VisibleKind } from '../tabs/layout.js';
import type { ReportFault } from '../tabs/parse-cells.js';
import { rowId } from '../tabs/records-tab.js';
import type { WatchedIndex } from './audit-edits.js';
import type { Merge } from './merge-edits.js';
import { writeRecords } from './write-records.js';

// What follows from the edits of a reading, once they are in the index.

/** Where the settings require confirmations, whoever edits a phone or mail address approves of it: that is on record, and told. */
export function approveChanges(merge: Merge): void {
  const { clientsBefore, index, context } = merge;
  for (const [clientId, before] of clientsBefore) {
    const client = index.get('client', clientId)?.value;
    if (before === undefined || client === undefined) continue;
    const report = reportAt(merge, 'client', clientId);
    const records = context.approveEdits?.(before, client, context.now) ?? [];
    touch(
      merge,
      writeRecords(records, index, () => {
        report('client_id', 'contradicts other records, so that a part of this row has no effect');
      }),
    );
  }
}

/** All edits of a reading share entries, which are written with them. */
export function auditEdits({ context, index, touched }: Merge, watched: WatchedIndex): void {
  const changed = watched.changed();
  for (const entry of changed.length === 0 ? [] : (context.auditEdits?.(changed, context.now) ?? [])) {
    index.write({ kind: 'audit', value: entry });
    touched.set(rowId({ kind: 'audit', key: entry.id }), { kind: 'audit', key: entry.id });
  }
}

export function reportAt({ readings, faults }: Merge, kind: VisibleKind, key: string): ReportFault {
  const row = (readings[kind].rows.get(key)?.row ?? -1) + 1;
  return (column, problem, finding) =>
    void faults.push({ kind: finding, title: LAYOUTS[kind].title, row, column, problem, key });
}

export function touch({ touched }: Merge, ids: readonly RecordId[]): void {
  for (const id of ids) touched.set(rowId(id), id);
}
