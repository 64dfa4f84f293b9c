import type { Logger } from '../../../ports/runtime.js';
import { asSheetsFault, unavailable } from '../google/faults.js';
import type { SheetRequest, Spreadsheet, TabFacts } from '../google/spreadsheet.js';
import { entryText, type Entry, type Journal } from '../journal/journal.js';
import { forwardedTabOf } from '../sync/load.js';
import type { Mirror } from '../sync/mirror.js';
import type { Timing } from '../sync/timing.js';
import type { Writer } from '../batches/writer.js';
import { acquireRequests, leaseRequest, readLease, releaseRequest, type LeaseCells, type LeaseView } from './lease.js';

export interface LeaseHolderOptions {
  readonly spreadsheet: Spreadsheet;
  readonly journal: Journal;
  readonly mirror: Mirror;
  readonly writer: Writer;
  readonly logger: Logger;
  readonly timing: Timing;
  readonly self: { readonly id: string; readonly label: string };
  readonly whenHeld: 'ask' | 'refuse';
}

/** Acquires, requests, waits for, hands over and releases the lease that allows this instance to write. */
export interface LeaseHolder {
  /** Set while this instance holds the lease: the lease tab and the number of the last batch. */
  lease: { readonly sheetId: number; batchNumber: number } | undefined;
  /** Why writes are refused; undefined while this instance holds the lease or waits for it. */
  refusal(): Error | undefined;
  start(): Promise<void>;
  /** One step while another instance holds the lease. @returns milliseconds until the next step */
  standBy(now: number): Promise<number>;
  noteRequester(cells: Pick<LeaseCells, 'requestedBy' | 'requestedByLabel'>): void;
  /** Whether another instance has requested the lease. */
  isRequested(): boolean;
  /** Releases the lease for the instance that requested it. Flush first. */
  handOver(): Promise<void>;
  release(): Promise<void>;
  /** Another instance took the lease. */
  markLost(): void;
}

export function createLeaseHolder(options: LeaseHolderOptions): LeaseHolder {
  const { spreadsheet, journal, mirror, writer, logger, timing, self, whenHeld } = options;
  let otherHolder: { label: string; heartbeat: string; since: number } | undefined;
  let wantsLease = true;
  let requesterLabel = '';
  let mayAcquireAt = -Infinity;

  const leaseHolder: LeaseHolder = {
    lease: undefined,
    refusal() {
      return leaseHolder.lease === undefined && !wantsLease ? heldByOther() : undefined;
    },
    async start() {
      const { view, tabs } = await readLease(spreadsheet);
      if (!isFree(view) && whenHeld === 'refuse') throw unavailable(heldByMessage(view.label));
      try {
        if (isFree(view)) await acquire(view, tabs);
        if (leaseHolder.lease === undefined) await mirror.reload(tabs, false);
      } catch (error) {
        // Release the lease so that others need not wait for it to expire.
        await leaseHolder.release().catch(() => undefined);
        throw error;
      }
    },
    async standBy(now) {
      const { view, tabs } = await readLease(spreadsheet);
      if ((isFree(view) && now >= mayAcquireAt) || view.holder === self.id) {
        await acquire(view, tabs);
        return 0;
      }
      if (view.sheetId !== undefined) await requestAndForward(view, view.sheetId, tabs);
      // Calls are answered from the index meanwhile: reload it so that it does not become stale.
      if (now - mirror.loadedAt >= timing.leaseMs / 2) await mirror.reload(tabs, false);
      return timing.standbyMs;
    },
    noteRequester({ requestedBy, requestedByLabel }) {
      requesterLabel = requestedBy === self.id ? '' : requestedByLabel;
    },
    isRequested: () => requesterLabel !== '',
    async handOver() {
      logger.info('sheets.lease_handed_over', { to: requesterLabel });
      await leaseHolder.release();
      wantsLease = false;
      // The requester goes first. If it is gone by now, take the lease back later.
      mayAcquireAt = Date.now() + timing.leaseMs;
      otherHolder = { label: requesterLabel, heartbeat: '', since: Date.now() };
      requesterLabel = '';
      writer.rejectAll(unavailable(heldByMessage(otherHolder.label)));
    },
    async release() {
      if (leaseHolder.lease === undefined) return;
      await spreadsheet.write([releaseRequest(leaseHolder.lease.sheetId, leaseHolder.lease.batchNumber + 1)]);
      leaseHolder.lease = undefined;
    },
    markLost() {
      leaseHolder.lease = undefined;
      writer.rejectAll(heldByOther());
      logger.warn('sheets.lease_lost');
    },
  };
  return leaseHolder;

  /** Released, or without heartbeats for `leaseMs`, or held by an ended process whose journal was taken over here. */
  function isFree(view: LeaseView): boolean {
    if (view.sheetId === undefined || view.holder === '') return true;
    if (journal.recoveredIds.includes(view.holder)) return true;
    const heartbeat = `${view.holder} ${view.batchNumber.toString()}`;
    if (otherHolder?.heartbeat !== heartbeat) otherHolder = { label: view.label, heartbeat, since: Date.now() };
    return Date.now() - otherHolder.since > timing.leaseMs;
  }

  async function acquire(view: LeaseView, tabs: readonly TabFacts[]): Promise<void> {
    const acquired = acquireRequests(view, tabs, self);
    try {
      await spreadsheet.write(acquired.requests);
    } catch (error) {
      // Another instance was faster, or the outcome is unknown: the next read of the lease tells.
      if (asSheetsFault(error).kind === 'refused') throw error;
      logger.warn('sheets.lease_not_acquired', { reason: asSheetsFault(error).message });
      return;
    }
    leaseHolder.lease = { sheetId: acquired.sheetId, batchNumber: 0 };
    wantsLease = true;
    requesterLabel = '';
    otherHolder = undefined;
    await mirror.reload(await spreadsheet.tabs(), true);
    logger.info('sheets.lease_acquired', { label: self.label });
  }

  /** Requests the lease, and forwards entries of calls and texts handled here to the holder. */
  async function requestAndForward(view: LeaseView, sheetId: number, tabs: readonly TabFacts[]): Promise<void> {
    const entries = mirror.unwritten;
    const isRequesting = wantsLease && whenHeld === 'ask' && view.requestedBy !== self.id;
    const requests = [
      ...(isRequesting ? [leaseRequest(sheetId, self)] : []),
      ...forwardRequests(forwardedTabOf(tabs), entries),
    ];
    if (requests.length === 0) return;
    await spreadsheet.write(requests);
    if (entries.length === 0) return;
    mirror.unwritten = mirror.unwritten.slice(entries.length);
    if (mirror.unwritten.length === 0) await (await journal.mark())();
  }

  function heldByOther(): Error {
    return unavailable(heldByMessage(otherHolder?.label ?? 'unknown'));
  }
}

function forwardRequests(sheetId: number | undefined, entries: readonly Entry[]): SheetRequest[] {
  if (sheetId === undefined || entries.length === 0) return [];
  const rows = entries.map((entry) => ({ values: [{ userEnteredValue: { stringValue: entryText(entry) } }] }));
  return [{ appendCells: { sheetId, rows, fields: 'userEnteredValue' } }];
}

function heldByMessage(label: string): string {
  return `the spreadsheet is held by another instance (${label}); send the request to that one`;
}
