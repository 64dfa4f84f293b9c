import { isLive } from '../../domain/model/session.js';
import type { Logger } from '../../ports/runtime.js';
import type { RecordId, RecordsCopy } from '../records/index.js';
import { findStrays, type Book } from './book.js';
import type { SheetRequest, Spreadsheet, TabFacts } from './google.js';
import type { Entry, Journal } from './journal.js';
import { INBOX_TAB, wholeTab } from './layout.js';
import { LEASE_ROW, leaseOf, type LeaseCells } from './lease.js';
import { inboxOf, load, lookAt, withEveryField } from './load.js';
import { absorb } from './people.js';
import { createFaultReports } from './reports.js';
import type { Writer } from './writer.js';

export interface MirrorOptions {
  readonly spreadsheet: Spreadsheet;
  readonly journal: Journal;
  readonly writer: Writer;
  readonly logger: Logger;
  readonly quarantineMs: number;
}

/** The spreadsheet as we know it, and the records in memory that follow it and run ahead of it. */
export interface Mirror {
  readonly book: Book;
  readonly copy: RecordsCopy;
  /** What is in the journal and not in the sheet, for when the copy is read afresh. */
  unseen: Entry[];
  /** When the whole sheet was read, and when it was last looked at. */
  readonly readAt: number;
  readonly lookedAt: number;
  /** Reads the whole sheet. Only who holds the lease writes what it finds wanting. */
  reload(tabs: readonly TabFacts[], isHolder: boolean): Promise<void>;
  /** Takes over what people did since, and what other instances noted. @returns who asks for the lease */
  poll(): Promise<LeaseCells>;
  /** A row was moved under our hands: the next thing to do is to look where everything is. */
  pollSoon(): void;
  /** The rows of the hidden tab are not where they were thought to be. */
  relookAtRecords(): Promise<void>;
  /** Whether anything in memory is not in the sheet yet. */
  hasWork(): boolean;
  /** Whether other instances left letters, and the requests that take them away once they are dealt with. */
  readonly letters: { count(): number; clear(): SheetRequest[]; cleared(): void };
}

export function createMirror({ spreadsheet, journal, writer, logger, quarantineMs }: MirrorOptions): Mirror {
  const reports = createFaultReports(logger);
  const missing = new Set<string>();
  let book: Book;
  let copy: RecordsCopy;
  let inbox: { sheetId: number | undefined; rows: number } = { sheetId: undefined, rows: 0 };
  let [readAt, lookedAt] = [-Infinity, -Infinity];

  const mirror: Mirror = {
    get book() {
      return book;
    },
    get copy() {
      return copy;
    },
    get readAt() {
      return readAt;
    },
    get lookedAt() {
      return lookedAt;
    },
    unseen: [...journal.recovered],
    async reload(tabs, isHolder) {
      const loaded = await load(spreadsheet, tabs, { now: Date.now(), quarantineMs });
      ({ book, copy } = loaded);
      writer.forget();
      missing.clear();
      inbox = { sheetId: inboxOf(tabs), rows: 0 };
      readAt = lookedAt = Date.now();
      reports.tell(loaded.faults);
      if (isHolder) writer.note(loaded.touched);
      for (const entry of mirror.unseen) writer.note(applyEntry(entry));
    },
    async poll() {
      const ranges = inbox.sheetId === undefined ? [] : [wholeTab(INBOX_TAB)];
      const { seen, more } = await lookAt(spreadsheet, book, [LEASE_ROW, ...ranges]);
      lookedAt = Date.now();
      const absorbed = await absorb(seen, book, copy, {
        now: lookedAt,
        quarantineMs,
        missing,
        dirty: { has: (id) => writer.dirty.has(id) },
        hiddenPart: () => ({}),
      });
      writer.note(absorbed.touched);
      reports.tell(absorbed.faults);
      findStrays(book, seen);
      const letters = more[1] ?? [];
      inbox.rows = letters.length;
      for (const [text] of letters) await takeLetter(text);
      return leaseOf(more[0] ?? []);
    },
    pollSoon() {
      lookedAt = -Infinity;
    },
    async relookAtRecords() {
      const { records } = (await load(spreadsheet, await spreadsheet.tabs(), { now: Date.now(), quarantineMs })).book;
      book.records.rows.clear();
      for (const [id, row] of records.rows) book.records.rows.set(id, row);
      book.records.end = records.end;
      writer.note(allHidden());
    },
    hasWork: () =>
      writer.dirty.size > 0 ||
      book.erased.size > 0 ||
      inbox.rows > 0 ||
      book.strays.some(({ row }) => row !== undefined),
    letters: {
      count: () => inbox.rows,
      clear() {
        const { sheetId, rows } = inbox;
        if (sheetId === undefined || rows === 0) return [];
        return [
          { updateCells: { range: { sheetId, startRowIndex: 0, endRowIndex: rows }, fields: 'userEnteredValue' } },
        ];
      },
      cleared() {
        inbox.rows = 0;
      },
    },
  };
  return mirror;

  /** What another instance noted while it did not hold the lease. */
  async function takeLetter(text: unknown): Promise<void> {
    if (typeof text !== 'string' || text === '') return;
    let entry: Entry;
    try {
      entry = JSON.parse(text) as Entry;
    } catch {
      logger.warn('sheets.letter_ignored', { tab: INBOX_TAB });
      return;
    }
    await journal.append(entry);
    writer.note(applyEntry(entry));
  }

  function applyEntry({ records, contact }: Entry): RecordId[] {
    const touched: RecordId[] = [];
    for (const { kind, key, value } of records) {
      try {
        copy.write(kind, key, value === null ? undefined : withEveryField(kind, value as object));
        touched.push({ kind, key });
      } catch (error) {
        logger.error('sheets.entry_refused', error, { kind });
      }
    }
    const session = contact === undefined ? undefined : copy.get('session', contact.sessionId)?.value;
    if (session !== undefined && isLive(session)) {
      copy.write('session', session.id, { ...session, lastCaller: contact?.lastCaller });
      touched.push({ kind: 'session', key: session.id });
    }
    return touched;
  }

  function allHidden(): RecordId[] {
    return (['session', 'pair', 'leg', 'lockout', 'interaction', 'request', 'intent', 'lease'] as const).flatMap(
      (kind) =>
        copy
          .values(kind)
          .map(({ value }) => ({ kind, key: 'id' in value && kind !== 'intent' ? value.id : keyOf(value) })),
    );
  }
}

function keyOf(value: object): string {
  return 'key' in value ? String(value.key) : String((value as { number?: unknown }).number);
}
