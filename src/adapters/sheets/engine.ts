import type { ChangeSet } from '../../ports/order-store.js';
import { isLive } from '../../domain/model/session.js';
import type { Logger } from '../../ports/runtime.js';
import type { RecordId, RecordsCopy } from '../records/index.js';
import { findStrays, type Book } from './book.js';
import { asSheetsFault, unavailable, type SheetsFault } from './faults.js';
import type { SheetRequest, Spreadsheet } from './google.js';
import { INBOX_TAB, wholeTab } from './layout.js';
import type { Entry, Journal } from './journal.js';
import {
  askRequest,
  beatRequest,
  LEASE_ROW,
  leaseIn,
  leaseOf,
  readLease,
  releaseRequest,
  takeRequests,
  type LeaseView,
} from './lease.js';
import { inboxOf, load, lookAt, withEveryField } from './load.js';
import { absorb } from './people.js';
import type { Misplaced } from './plan.js';
import { rowId } from './records-tab.js';
import type { Pace } from './store.js';
import { createFaultReports } from './reports.js';
import { createWorker } from './worker.js';
import { createWriter, keysIn, type Flight } from './writer.js';

export interface EngineOptions {
  readonly spreadsheet: Spreadsheet;
  readonly journal: Journal;
  readonly logger: Logger;
  readonly pace: Pace;
  readonly label: string;
  readonly whenHeld: 'ask' | 'refuse';
  readonly quarantineMs: number;
}

/** A change of memory, and what must survive the process until the sheet has it. */
export interface MemoryChange {
  readonly ids: readonly RecordId[];
  readonly entry: Entry | undefined;
  readonly flush?: boolean;
}

/** Keeps the copy in memory and the spreadsheet the same, one step after the other. */
export interface Engine {
  copy(): RecordsCopy;
  start(): Promise<void>;
  /** Takes effect, and resolves, once it is in the sheet. */
  write(changes: ChangeSet, patienceMs: number): Promise<void>;
  /** Takes effect at once, and reaches the sheet within seconds. */
  changeMemory(change: (copy: RecordsCopy) => MemoryChange): Promise<void>;
  isOffline(): boolean;
  isHolder(): boolean;
  isInDoubt(changes: ChangeSet): boolean;
  stop(): Promise<void>;
}

export function createEngine(options: EngineOptions): Engine {
  const { spreadsheet, journal, logger, pace, label, whenHeld, quarantineMs } = options;
  const me = { id: journal.id, label };
  const writer = createWriter((event, error) => {
    logger.error(event, error);
  });
  const reports = createFaultReports(logger);
  const worker = createWorker(pace, turn, onFault);

  let book: Book;
  let copy: RecordsCopy;
  /** The tab of the lease while we hold it, and how many batches went out under it. */
  let lease: { sheetId: number; batch: number } | undefined;
  let inbox: { sheetId: number | undefined; rows: number } = { sheetId: undefined, rows: 0 };
  /** A batch of which nobody knows whether it was carried out. */
  let doubt: { flight: Flight; batch: number; drop: (() => Promise<void>) | undefined } | undefined;
  /** What is in the journal and not in the sheet, for when the copy is read afresh. */
  let unseen: Entry[] = [...journal.recovered];
  let other: { label: string; sign: string; since: number } | undefined;
  let wanted = true;
  let asked = '';
  let mayTakeAt = -Infinity;
  let stopped: Promise<void> | undefined;
  /** In a row. */
  let faults = 0;
  const last = { poll: -Infinity, flush: -Infinity, look: -Infinity };
  const missing = new Set<string>();

  return {
    copy: () => copy,
    async start() {
      const { view, tabs } = await readLease(spreadsheet);
      if (!isFree(view) && whenHeld === 'refuse') throw unavailable(heldBy(view.label));
      try {
        if (isFree(view)) await take(view, tabs);
        if (lease === undefined) await reload(tabs);
      } catch (error) {
        // Nobody shall wait for an instance that could not start.
        await release().catch(() => undefined);
        throw error;
      }
      worker.start();
    },
    async write(changes, patienceMs) {
      if (worker.isStopping()) throw unavailable('the store is being closed');
      if (lease === undefined && !wanted) throw unavailable(heldBy(other?.label ?? 'somebody else'));
      const written = writer.enqueue(changes, patienceMs);
      worker.wake();
      await written;
    },
    async changeMemory(change) {
      const { ids, entry, flush = false } = change(copy);
      if (writer.dirty.size === 0) worker.wake();
      writer.note(ids);
      if (entry === undefined) return;
      unseen.push(entry);
      await journal.append(entry, { flush }).catch((error: unknown) => {
        // The call goes on: it is in memory, and in the sheet soon.
        logger.error('sheets.journal_failed', error);
        if (flush) throw unavailable('the journal cannot be written', error);
      });
    },
    isOffline: () => faults >= OFFLINE_AFTER,
    isHolder: () => lease !== undefined,
    isInDoubt(changes) {
      if (doubt === undefined) return false;
      const keys = writer.keysOf(doubt.flight);
      return keysIn(changes).some(({ kind, key }) => keys.has(rowId({ kind, key })));
    },
    stop: () => (stopped ??= stop()),
  };

  async function stop(): Promise<void> {
    await worker.stop();
    // What is still to be written gets a last chance; the journal keeps the rest.
    await lastWords().catch((error: unknown) => {
      logger.warn('sheets.not_flushed', { reason: asSheetsFault(error).message, records: writer.dirty.size });
    });
    writer.refuseAll(unavailable('the store is being closed'));
    await journal.close();
  }

  async function turn(): Promise<number> {
    const pauseMs = await work();
    faults = 0;
    return pauseMs;
  }

  /** One step of work. @returns after how many milliseconds there is something to do again */
  async function work(): Promise<number> {
    const now = Date.now();
    if (doubt !== undefined) await settleDoubt();
    if (lease === undefined) return standBy(now);
    if (now - last.poll >= pace.pollMs) await poll();
    const isDue = writer.waiting() > 0 || (hasWork() && now - last.flush >= pace.flushMs);
    if (isDue || now - last.flush >= pace.beatMs) await flush();
    if (asked !== '') await handOver();
    if (writer.waiting() > 0) return 0;
    return Math.max(
      0,
      Math.min(last.poll + pace.pollMs, last.flush + (hasWork() ? pace.flushMs : pace.beatMs)) - Date.now(),
    );
  }

  function noteAsker({ askedBy, askedLabel }: Pick<LeaseView, 'askedBy' | 'askedLabel'>): void {
    asked = askedBy === me.id ? '' : askedLabel;
  }

  function hasWork(): boolean {
    return (
      writer.dirty.size > 0 ||
      book.erased.size > 0 ||
      inbox.rows > 0 ||
      book.strays.some(({ row }) => row !== undefined)
    );
  }

  function onFault(error: unknown): number | undefined {
    const fault = asSheetsFault(error);
    logger.warn('sheets.fault', { reason: fault.message, kind: fault.kind });
    if (fault.kind === 'fenced') loseLease();
    // A quota that is used up is a matter of seconds: who waits may wait.
    if (fault.status !== 429) faults += 1;
    if (faults >= OFFLINE_AFTER) writer.refuseAll(unavailable(GOOGLE_IS_AWAY));
    return fault.retryAfterMs;
  }

  // --- What people did ------------------------------------------------------------------------------------------

  async function poll(): Promise<void> {
    const ranges = inbox.sheetId === undefined ? [] : [wholeTab(INBOX_TAB)];
    const { seen, more } = await lookAt(spreadsheet, book, [LEASE_ROW, ...ranges]);
    last.poll = Date.now();
    const absorbed = absorb(seen, book, copy, {
      now: Date.now(),
      quarantineMs,
      missing,
      dirty: { has: (id) => writer.dirty.has(id) },
      hiddenPart: () => ({}),
    });
    writer.note(absorbed.touched);
    reports.tell(absorbed.faults);
    findStrays(book, seen);
    noteAsker(leaseOf(more[0] ?? []));
    const letters = more[1] ?? [];
    inbox.rows = letters.length;
    for (const [text] of letters) if (typeof text === 'string' && text !== '') await replay(JSON.parse(text) as Entry);
  }

  /** What another instance noted while it did not hold the lease, or a process before us. */
  async function replay(entry: Entry): Promise<void> {
    if (lease !== undefined) await journal.append(entry);
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

  // --- What we write --------------------------------------------------------------------------------------------

  async function flush(): Promise<void> {
    if (lease === undefined) return;
    // Entries are marked before the records are looked at: what comes between is simply written twice.
    const marked = unseen.length;
    const drop = writer.dirty.size > 0 ? await journal.mark() : undefined;
    const flight = writer.assemble(copy, book);
    const isBeatDue = Date.now() - last.flush >= pace.beatMs;
    if ((flight?.plan.requests ?? []).length === 0 && inbox.rows === 0 && !isBeatDue) {
      // The sheet says so already, or everybody was too late.
      if (flight !== undefined) await landed(flight, writer.land(flight, [], copy), drop, marked);
      return;
    }
    const batch = lease.batch + 1;
    const requests = [beatRequest(lease.sheetId, me, batch), ...clearInbox(), ...(flight?.plan.requests ?? [])];
    try {
      const seen = await spreadsheet.write(requests, [LEASE_ROW, ...(flight?.plan.readBack ?? [])]);
      lease.batch = batch;
      last.flush = Date.now();
      inbox.rows = 0;
      noteAsker(leaseIn(seen));
      if (flight === undefined) return;
      await landed(flight, writer.land(flight, seen, copy), drop, marked);
    } catch (error) {
      if (flight !== undefined) takeBack(flight, batch, drop, asSheetsFault(error));
      throw error;
    }
  }

  async function landed(
    flight: Flight,
    misplaced: readonly Misplaced[],
    drop: (() => Promise<void>) | undefined,
    marked: number,
  ): Promise<void> {
    if (flight.isComplete && drop !== undefined) {
      unseen = unseen.slice(marked);
      await drop();
    }
    if (misplaced.length === 0) return;
    // A row was moved under our hands: look where everything is now, and write both rows again.
    for (const { title, row, kind, meant, met, cells } of misplaced) {
      logger.warn('sheets.row_moved', { tab: title, row: row + 1 });
      if (kind === 'hidden') continue;
      writer.note([{ kind, key: meant }, ...(met === undefined ? [] : [{ kind, key: met }])]);
      if (met === undefined) book.strays.push({ kind, cells, row: undefined });
    }
    if (misplaced.some(({ kind }) => kind === 'hidden')) await relookAtRecords();
    last.poll = -Infinity;
    last.flush = -Infinity;
  }

  function takeBack(flight: Flight, batch: number, drop: (() => Promise<void>) | undefined, fault: SheetsFault): void {
    if (fault.kind === 'doubtful') doubt = { flight, batch, drop };
    else if (fault.kind === 'invalid')
      writer.refuse(flight, unavailable(`the spreadsheet refuses it: ${fault.message}`));
    else writer.turnBack(flight);
  }

  /**
   * Takes the lease anew: the batch in doubt can then no longer be carried out, and the count that comes along tells
   * whether it was.
   */
  async function settleDoubt(): Promise<void> {
    if (doubt === undefined || lease === undefined) return;
    const { view, tabs } = await readLease(spreadsheet);
    if (view.sheetId !== lease.sheetId && view.holder !== me.id) {
      writer.refuse(
        doubt.flight,
        unavailable('nobody knows whether the spreadsheet has it: the same request can be sent again'),
      );
      doubt = undefined;
      loseLease();
      return;
    }
    const { flight, batch, drop } = doubt;
    // An earlier try to settle it may have been carried out, unknown to us.
    const isDone = view.sheetId !== undefined && view.sheetId !== lease.sheetId;
    const taken = isDone ? { sheetId: view.sheetId, requests: [] } : takeRequests(view, tabs, me);
    const seen = await spreadsheet.write(
      [...taken.requests, beatRequest(taken.sheetId, me, 0)],
      [LEASE_ROW, ...flight.plan.readBack],
    );
    lease = { sheetId: taken.sheetId, batch: 0 };
    doubt = undefined;
    if (leaseIn(seen).formerBatch >= batch) {
      await landed(flight, writer.land(flight, seen, copy), drop, 0);
      last.poll = -Infinity;
    } else {
      writer.turnBack(flight);
    }
  }

  async function relookAtRecords(): Promise<void> {
    const { records } = (await load(spreadsheet, await spreadsheet.tabs(), { now: Date.now(), quarantineMs })).book;
    book.records.rows.clear();
    for (const [id, row] of records.rows) book.records.rows.set(id, row);
    book.records.end = records.end;
    writer.note(allHidden());
  }

  function allHidden(): RecordId[] {
    return (['session', 'interaction', 'request', 'intent', 'lease'] as const).flatMap((kind) =>
      copy
        .values(kind)
        .map(({ value }) => ({ kind, key: 'id' in value && kind !== 'intent' ? value.id : keyOf(value) })),
    );
  }

  function clearInbox(): SheetRequest[] {
    const { sheetId, rows } = inbox;
    if (sheetId === undefined || rows === 0) return [];
    return [{ updateCells: { range: { sheetId, startRowIndex: 0, endRowIndex: rows }, fields: 'userEnteredValue' } }];
  }

  // --- Who writes -----------------------------------------------------------------------------------------------

  async function standBy(now: number): Promise<number> {
    const { view, tabs } = await readLease(spreadsheet);
    if ((isFree(view) && now >= mayTakeAt) || view.holder === me.id) {
      await take(view, tabs);
      return 0;
    }
    if (view.sheetId !== undefined) {
      const letters = unseen;
      const requests = [
        ...(wanted && whenHeld === 'ask' && view.askedBy !== me.id ? [askRequest(view.sheetId, me)] : []),
        ...postInbox(tabs, letters),
      ];
      if (requests.length > 0) {
        await spreadsheet.write(requests);
        if (letters.length > 0) {
          unseen = unseen.slice(letters.length);
          if (unseen.length === 0) await (await journal.mark())();
        }
      }
    }
    // Its copy is read afresh now and then: it answers calls from it, and it will not be for long.
    if (now - last.look >= pace.leaseMs / 2) await reload(tabs);
    return pace.standbyMs;
  }

  function postInbox(tabs: Parameters<typeof inboxOf>[0], letters: readonly Entry[]): SheetRequest[] {
    const sheetId = inboxOf(tabs);
    if (sheetId === undefined || letters.length === 0) return [];
    const rows = letters.map((letter) => ({ values: [{ userEnteredValue: { stringValue: JSON.stringify(letter) } }] }));
    return [{ appendCells: { sheetId, rows, fields: 'userEnteredValue' } }];
  }

  /** Given back, or held by somebody of whom nothing was seen for a while, or by a process of which we have the journal. */
  function isFree(view: LeaseView): boolean {
    if (view.sheetId === undefined || view.holder === '') return true;
    if (journal.formerIds.includes(view.holder)) return true;
    const sign = `${view.holder} ${view.batch.toString()}`;
    if (other?.sign !== sign) other = { label: view.label, sign, since: Date.now() };
    return Date.now() - other.since > pace.leaseMs;
  }

  async function take(view: LeaseView, tabs: Parameters<typeof inboxOf>[0]): Promise<void> {
    const taken = takeRequests(view, tabs, me);
    try {
      await spreadsheet.write(taken.requests);
    } catch (error) {
      // Somebody else was faster, or nobody knows: the next look tells.
      if (asSheetsFault(error).kind === 'refused') throw error;
      logger.warn('sheets.lease_not_taken', { reason: asSheetsFault(error).message });
      return;
    }
    lease = { sheetId: taken.sheetId, batch: 0 };
    wanted = true;
    asked = '';
    other = undefined;
    await reload(await spreadsheet.tabs());
    last.poll = Date.now();
    logger.info('sheets.lease_taken', { label });
  }

  async function reload(tabs: Parameters<typeof inboxOf>[0]): Promise<void> {
    const loaded = await load(spreadsheet, tabs, { now: Date.now(), quarantineMs });
    ({ book, copy } = loaded);
    writer.forget();
    missing.clear();
    inbox = { sheetId: inboxOf(tabs), rows: 0 };
    last.look = Date.now();
    reports.tell(loaded.faults);
    if (lease !== undefined) writer.note(loaded.touched);
    for (const entry of unseen) writer.note(applyEntry(entry));
  }

  async function handOver(): Promise<void> {
    if (lease === undefined) return;
    logger.info('sheets.lease_handed_over', { to: asked });
    if (hasWork() || writer.waiting() > 0) await flush();
    await release();
    wanted = false;
    // Whoever asked comes first; should they be gone by now, it is ours again later.
    mayTakeAt = Date.now() + pace.leaseMs;
    other = { label: asked, sign: '', since: Date.now() };
    asked = '';
    writer.refuseAll(unavailable(heldBy(other.label)));
  }

  async function release(): Promise<void> {
    if (lease === undefined) return;
    await spreadsheet.write([releaseRequest(lease.sheetId, lease.batch + 1)]);
    lease = undefined;
  }

  function loseLease(): void {
    lease = undefined;
    writer.refuseAll(unavailable(heldBy(other?.label ?? 'somebody else')));
    logger.warn('sheets.lease_lost');
  }

  async function lastWords(): Promise<void> {
    if (doubt !== undefined) await settleDoubt();
    if (lease === undefined) {
      if (unseen.length > 0) await standBy(-Infinity);
      return;
    }
    for (let rounds = 0; rounds < LAST_ROUNDS && (hasWork() || writer.waiting() > 0); rounds += 1) {
      // Where rows were moved, it is looked where they are by now.
      if (last.poll === -Infinity) await poll();
      await flush();
    }
    await release();
  }
}

const OFFLINE_AFTER = 2;
/** Batches that a stop may take: a row that people move at that very moment takes one more. */
const LAST_ROUNDS = 100;
export const GOOGLE_IS_AWAY = 'Google does not answer, and nothing new is taken until it does';

function keyOf(value: object): string {
  return 'key' in value ? String(value.key) : String((value as { number?: unknown }).number);
}

function heldBy(label: string): string {
  return `the spreadsheet is held by another instance (${label}): ask that one`;
}
