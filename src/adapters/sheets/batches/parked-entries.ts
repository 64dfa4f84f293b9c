import type { RecordIndex } from '../../memory/index.js';
import type { Entry } from '../journal/entry.js';
import type { Cells } from '../tabs/cells.js';
import type { VisibleKind } from '../tabs/layout.js';
import { recordId } from '../tabs/records-tab.js';
import { desiredCells, desiredJson, openSessionOf, type SpreadsheetState } from '../tabs/spreadsheet-state.js';
import { isShown, KEY, LAST_CALLER, ORPHAN, RECORD, WHOLE_ROW, type Part } from './places.js';
import { clearedCells, newRowText } from './plan-rows.js';

/** What a part should contain by the records in memory. */
export type WantedText = (part: Part) => string;

/** Keeps the cells that it has computed: the records must not change between two calls. */
export function createWantedText(index: RecordIndex, { tabs }: SpreadsheetState): WantedText {
  const known = new Map<string, Cells>();
  return ({ id, column }) => {
    if (column === KEY || column === ORPHAN) return '';
    const { kind, key } = recordId(id);
    if (column === RECORD) return desiredJson({ kind, key }, index) ?? '';
    const visible = kind as VisibleKind;
    const cells = known.get(id) ?? desiredCells(visible, key, index) ?? clearedCells(tabs[visible]);
    known.set(id, cells);
    return column === WHOLE_ROW ? newRowText(cells) : (cells[column] ?? '');
  };
}

/**
 * Journal entries that bring back, after a restart, what Google did not accept. Without the last caller's cell a session would be
 * read as if users had emptied it, and without the row of a removed record the record would be read as a new one.
 */
export function parkedEntries(parts: readonly Part[], index: RecordIndex): readonly Entry[] {
  const entries = new Map<string, Entry>();
  for (const { id, column } of parts) {
    // What only shows a record is compared with it at every start.
    if (column === ORPHAN || isShown({ id, column })) continue;
    const { kind, key } = recordId(id);
    const entry = column === LAST_CALLER ? lastCallerEntry(key, index) : undefined;
    const value = index.get(kind, key)?.value;
    entries.set(
      entry === undefined ? id : `${id} ${column}`,
      entry ?? { records: [{ kind, key, value }], lastCaller: undefined },
    );
  }
  return [...entries.values()];
}

/** Undefined if the client has no session. */
function lastCallerEntry(clientId: string, index: RecordIndex): Entry | undefined {
  const session = openSessionOf(clientId, index)?.value;
  if (session === undefined) return undefined;
  const { id, lastCaller: phone } = session;
  if (phone !== undefined) return { records: [], lastCaller: { sessionId: id, phone } };
  return { records: [{ kind: 'session', key: id, value: session }], lastCaller: undefined };
}
