import type { RecordId } from '../../../ports/order-store.js';
import type { RecordIndex } from '../../memory/index.js';
import type { Cells } from '../tabs/cells.js';
import type { VisibleKind } from '../tabs/layout.js';
import { rowId } from '../tabs/records-tab.js';
import { desiredCells, desiredJson, rowsShowing } from '../tabs/spreadsheet-state.js';

/** The cells that a row should have; undefined for a row that should not exist. */
export interface DesiredRow {
  readonly kind: VisibleKind;
  readonly key: string;
  readonly cells: Cells | undefined;
}

/** The rows and JSON that records should have in the sheet; undefined for JSON that should not exist. */
export interface DesiredContent {
  readonly visible: ReadonlyMap<string, DesiredRow>;
  readonly hidden: ReadonlyMap<string, string | undefined>;
}

/** Collects the desired content of records one by one. Adding a record again replaces its content. */
export function createDesiredContent(index: RecordIndex): DesiredContent & { add(id: RecordId): void } {
  const visible = new Map<string, DesiredRow>();
  const hidden = new Map<string, string | undefined>();
  return {
    visible,
    hidden,
    add(id) {
      hidden.set(rowId(id), desiredJson(id, index));
      for (const row of rowsShowing(id, index)) {
        visible.set(rowId(row), { ...row, cells: desiredCells(row.kind, row.key, index) });
      }
    },
  };
}
