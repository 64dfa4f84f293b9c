import type { Records, Versioned } from '../../ports/order-store.js';
import type { RecordId, RecordsCopy } from '../records/index.js';
import { hiddenPart, toCells, type Cells, type Surroundings } from './cells.js';
import { LAYOUTS, type VisibleKind } from './layout.js';
import type { RecordsTab } from './records-tab.js';
import type { Sightings, TabMirror } from './tab.js';

/** What we know of the spreadsheet. */
export interface Book {
  readonly tabs: Readonly<Record<VisibleKind, TabMirror>>;
  readonly records: RecordsTab;
  /** Rows of erased clients in which only the id is left, to be taken away too. */
  readonly erased: Set<string>;
  /** Cells that we wrote into a row of nobody's, to be taken away: where they are, once they were found. */
  strays: { readonly kind: VisibleKind; readonly cells: Cells; readonly row: number | undefined }[];
}

/** Finds the rows that hold nothing but what we wrote into them by mistake. Those that are not there need no clearing. */
export function findStrays(book: Book, seen: Readonly<Record<VisibleKind, Sightings>>): void {
  book.strays = book.strays.flatMap(({ kind, cells }) => {
    const found = seen[kind].keyless.find((sighting) =>
      Object.entries(sighting.cells).every(
        ([column, text]) => text === (cells[column] ?? '') || !book.tabs[kind].mayWrite('', column),
      ),
    );
    return found === undefined ? [] : [{ kind, cells, row: found.row }];
  });
}

export function isVisible(kind: string): kind is VisibleKind {
  return kind in LAYOUTS;
}

/** What rows say of other records, in a copy. */
export function surroundingsIn(copy: RecordsCopy): Surroundings {
  return {
    nameOf: (clientId) => copy.get('client', clientId)?.value.name,
    lastCallerOf: (clientId) => copy.liveSessionsOf(clientId)[0]?.value.lastCaller,
  };
}

/** The visible rows that show something of this record, itself included. */
export function rowsShowing({ kind, key }: RecordId, copy: RecordsCopy): RecordId[] {
  switch (kind) {
    case 'client': {
      const number = copy.get('client', key)?.value.proxyNumber;
      return [{ kind, key }, ...(number === undefined ? [] : [{ kind: 'number' as const, key: number }])];
    }
    case 'session': {
      const clientId = copy.get('session', key)?.value.clientId;
      return clientId === undefined ? [] : [{ kind: 'client', key: clientId }];
    }
    default:
      return isVisible(kind) ? [{ kind, key }] : [];
  }
}

/** The cells that a record should have; undefined when it should have no row. */
export function wantedCells(kind: VisibleKind, key: string, copy: RecordsCopy): Cells | undefined {
  const read: Versioned<Records[VisibleKind]> | undefined = copy.get(kind, key);
  return read === undefined ? undefined : toCells(kind, read.value, surroundingsIn(copy));
}

/** The hidden text that a record should have; undefined when it should have none. */
export function wantedJson(id: RecordId, copy: RecordsCopy): string | undefined {
  const value = copy.get(id.kind, id.key)?.value;
  if (value === undefined) return undefined;
  if (isVisible(id.kind)) return JSON.stringify(hiddenPart(id.kind, value as Records[VisibleKind]));
  // The last caller is in the client's row, where people see it.
  return JSON.stringify(id.kind === 'session' ? { ...value, lastCaller: undefined } : value);
}
