import type { LiveOpenSession } from '../../../domain/model/session.js';
import type { Kind, RecordId, Records, Versioned } from '../../../ports/order-store.js';
import type { RecordIndex } from '../../memory/index.js';
import { toCells, type Cells, type RelatedValues } from './cells.js';
import { LAYOUTS, type VisibleKind } from './layout.js';
import { toJson } from './record-json.js';
import type { OrphanCells } from './orphan-cells.js';
import type { RecordsTab } from './records-tab.js';
import type { TabMirror } from './tab.js';

/** A row that was cleared but for its key. */
export interface ErasedRow {
  readonly kind: VisibleKind;
  /** What the key cell contains. */
  readonly text: string;
}

/** The last known state of the spreadsheet. */
export interface SpreadsheetState {
  readonly tabs: Readonly<Record<VisibleKind, TabMirror>>;
  readonly records: RecordsTab;
  /** Rows of removed records that still contain the key, which is to be cleared too. By row id. */
  readonly erased: Map<string, ErasedRow>;
  orphanCells: OrphanCells[];
}

function isVisible(kind: string): kind is VisibleKind {
  return kind in LAYOUTS;
}

function relatedValuesIn(index: RecordIndex): RelatedValues {
  return {
    nameOf: (clientId) => index.get('client', clientId)?.value.name,
    lastCallerOf: (clientId) => openSessionOf(clientId, index)?.value.lastCaller,
    messagesOf: (confirmationId) => index.outboxOf(confirmationId).map(({ value }) => value),
  };
}

export function openSessionOf(clientId: string, index: RecordIndex): Versioned<LiveOpenSession> | undefined {
  return index.liveSessionsOf(clientId).find((read): read is Versioned<LiveOpenSession> => read.value.kind === 'open');
}

/** The visible rows that show a value of this record, its own row included. */
export function rowsShowing({ kind, key }: RecordId, index: RecordIndex): { kind: VisibleKind; key: string }[] {
  switch (kind) {
    case 'client': {
      const number = index.get('client', key)?.value.proxyNumber;
      return [{ kind, key }, ...(number === undefined ? [] : [{ kind: 'number' as const, key: number }])];
    }
    case 'session': {
      const clientId = index.get('session', key)?.value.clientId;
      return clientId === undefined ? [] : [{ kind: 'client', key: clientId }];
    }
    case 'outbox': {
      const confirmationId = index.get('outbox', key)?.value.confirmationId;
      return confirmationId === undefined ? [] : [{ kind: 'confirmation', key: confirmationId }];
    }
    default:
      return isVisible(kind) ? [{ kind, key }] : [];
  }
}

/** The cells that a record should have; undefined if it should have no row. */
export function desiredCells(kind: VisibleKind, key: string, index: RecordIndex): Cells | undefined {
  const read: Versioned<Records[VisibleKind]> | undefined = index.get(kind, key);
  return read === undefined ? undefined : toCells(kind, read.value, relatedValuesIn(index));
}

/**
 * The JSON that a record should have in the hidden tab; undefined if it should have none. Records with a visible row have
 * JSON too: it has the values that no column shows, and by comparison shows what users changed in the row while no
 * instance was running.
 */
export function desiredJson({ kind, key }: RecordId, index: RecordIndex): string | undefined {
  const read: Versioned<Records[Kind]> | undefined = index.get(kind, key);
  if (read === undefined) return undefined;
  // The last caller is stored in the client's visible row alone: calls change it all the time.
  return toJson('lastCaller' in read.value ? { ...read.value, lastCaller: undefined } : read.value);
}
