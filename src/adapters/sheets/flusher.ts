import type { ChangeSet } from '../../ports/order-store.js';
import type { Logger } from '../../ports/runtime.js';
import { asSheetsFault, unavailable, type SheetsFault } from './faults.js';
import type { Spreadsheet } from './google.js';
import type { Journal } from './journal.js';
import { wholeTab } from './layout.js';
import { beatRequest, LEASE_ROW, leaseIn, readLease, takeRequests } from './lease.js';
import type { Mirror } from './mirror.js';
import type { Misplaced } from './landing.js';
import { rowId } from './records-tab.js';
import type { Pace } from './pace.js';
import type { Tenure } from './tenure.js';
import { keysIn, type Flight, type Writer } from './writer.js';

export interface FlusherOptions {
  readonly spreadsheet: Spreadsheet;
  readonly journal: Journal;
  readonly mirror: Mirror;
  readonly tenure: Tenure;
  readonly writer: Writer;
  readonly logger: Logger;
  readonly pace: Pace;
  readonly me: { readonly id: string; readonly label: string };
}

/** Takes what is to be written to the sheet, one atomic batch after the other, each exactly once. */
export interface Flusher {
  /** When the last batch went through. */
  readonly flushedAt: number;
  flush(): Promise<void>;
  /** Finds out what became of a batch that had no answer. To be called before anything else is sent. */
  settleDoubt(): Promise<void>;
  /** Whether these changes touch a batch of which nobody knows whether it was carried out. */
  isInDoubt(changes: ChangeSet): boolean;
}

/** A batch, and how to forget the part of the journal that is in it. */
interface Sent {
  readonly flight: Flight;
  readonly drop: (() => Promise<void>) | undefined;
  /** So many of the unseen entries are in it. */
  readonly marked: number;
}

export function createFlusher(options: FlusherOptions): Flusher {
  const { spreadsheet, journal, mirror, tenure, writer, logger, pace, me } = options;
  let flushedAt = -Infinity;
  /** Whether Google called the last batch wrong: perhaps rows are gone that we took to be there. */
  let wasWrong = false;
  let doubt: (Sent & { readonly batch: number }) | undefined;

  return {
    get flushedAt() {
      return flushedAt;
    },
    flush,
    settleDoubt,
    isInDoubt(changes) {
      if (doubt === undefined) return false;
      const keys = writer.keysOf(doubt.flight);
      return keysIn(changes).some(({ kind, key }) => keys.has(rowId({ kind, key })));
    },
  };

  async function flush(): Promise<void> {
    const { lease } = tenure;
    if (lease === undefined) return;
    if (wasWrong) await mirror.relookAtRecords();
    // Entries are marked before the records are looked at: what comes between is simply written twice.
    const marked = mirror.unseen.length;
    const drop = writer.dirty.size > 0 ? await journal.mark() : undefined;
    const flight = await writer.assemble(mirror.copy, mirror.book);
    const isBeatDue = Date.now() - flushedAt >= pace.beatMs;
    if ((flight?.plan.requests ?? []).length === 0 && mirror.letters.count() === 0 && !isBeatDue) {
      // The sheet says so already, or everybody was too late.
      if (flight !== undefined)
        await landed({ flight, drop, marked }, await writer.land(flight, [], mirror.copy, 'now'));
      return;
    }
    const batch = lease.batch + 1;
    const requests = [
      beatRequest(lease.sheetId, me, batch),
      ...mirror.letters.clear(),
      ...(flight?.plan.requests ?? []),
    ];
    try {
      const seen = await spreadsheet.write(requests, [LEASE_ROW, ...(flight?.plan.readBack ?? [])]);
      lease.batch = batch;
      flushedAt = Date.now();
      wasWrong = false;
      mirror.letters.cleared();
      tenure.noteAsker(leaseIn(seen));
      if (flight !== undefined)
        await landed({ flight, drop, marked }, await writer.land(flight, seen, mirror.copy, 'now'));
    } catch (error) {
      if (flight !== undefined) takeBack({ flight, drop, marked }, batch, asSheetsFault(error));
      throw error;
    }
  }

  async function landed({ flight, drop, marked }: Sent, misplaced: readonly Misplaced[]): Promise<void> {
    if (flight.isComplete && drop !== undefined) {
      mirror.unseen = mirror.unseen.slice(marked);
      await drop();
    }
    if (misplaced.length === 0) return;
    // A row was moved under our hands: look where everything is now, and write both rows again.
    for (const { title, row, kind, meant, met, cells } of misplaced) {
      logger.warn('sheets.row_moved', { tab: title, row: row + 1 });
      if (kind === 'hidden') continue;
      writer.note([{ kind, key: meant }, ...(met === undefined ? [] : [{ kind, key: met }])]);
      if (met === undefined) mirror.book.strays.push({ kind, cells, row: undefined });
    }
    if (misplaced.some(({ kind }) => kind === 'hidden')) await mirror.relookAtRecords();
    mirror.pollSoon();
    flushedAt = -Infinity;
  }

  function takeBack(sent: Sent, batch: number, fault: SheetsFault): void {
    if (fault.kind === 'doubtful') {
      doubt = { ...sent, batch };
    } else if (fault.kind === 'invalid' && wasWrong) {
      wasWrong = false;
      writer.refuse(sent.flight, unavailable(`the spreadsheet refuses it: ${fault.message}`));
    } else {
      wasWrong = fault.kind === 'invalid';
      // It is looked where everything is before it is sent again.
      if (wasWrong) mirror.pollSoon();
      writer.turnBack(sent.flight);
    }
  }

  /**
   * Takes the lease anew: the batch in doubt can then no longer be carried out, and the count that comes along tells
   * whether it was.
   */
  async function settleDoubt(): Promise<void> {
    const { lease } = tenure;
    if (doubt === undefined) return;
    const { batch, ...sent } = doubt;
    const { flight } = sent;
    // It was lost while we tried to settle it.
    if (lease === undefined) {
      giveUp(flight);
      return;
    }
    const { view, tabs } = await readLease(spreadsheet);
    if (view.sheetId !== lease.sheetId && view.holder !== me.id) {
      giveUp(flight);
      tenure.lose();
      return;
    }
    // An earlier try to settle it may have been carried out, unknown to us.
    const isDone = view.sheetId !== undefined && view.sheetId !== lease.sheetId;
    const taken = isDone ? { sheetId: view.sheetId, requests: [] } : takeRequests(view, tabs, me);
    // Whole tabs: where it was not carried out, there may be no such rows to read.
    const seen = await spreadsheet.write(
      [...taken.requests, beatRequest(taken.sheetId, me, 0)],
      [LEASE_ROW, ...flight.plan.tabs.map(wholeTab)],
    );
    tenure.lease = { sheetId: taken.sheetId, batch: 0 };
    doubt = undefined;
    if (leaseIn(seen).formerBatch >= batch) {
      await landed(sent, await writer.land(flight, seen, mirror.copy, 'before'));
      mirror.pollSoon();
    } else {
      writer.turnBack(flight);
    }
  }

  function giveUp(flight: Flight): void {
    doubt = undefined;
    writer.refuse(
      flight,
      unavailable('nobody knows whether the spreadsheet has it: the same request can be sent again'),
    );
  }
}
