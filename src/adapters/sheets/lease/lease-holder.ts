import type { Logger } from '../../../ports/runtime.js';
import type { Writer } from '../batches/writer.js';
import { asSheetsFault } from '../google/faults.js';
import { readRange, type Spreadsheet, type TabFacts } from '../google/spreadsheet.js';
import { withoutPersons } from '../journal/erase-entries.js';
import type { Journal } from '../journal/journal.js';
import { forwardRequests } from '../sync/forwarded-entries.js';
import { refuseRenamedRecords } from '../sync/lost-records.js';
import type { Mirror } from '../sync/mirror.js';
import { FORWARDED_TAB, wholeTab } from '../tabs/layout.js';
import { unpark } from '../sync/unpark.js';
import type { Timing } from '../sync/timing.js';
import {
  acquireRequests,
  leaseRequest,
  readLease,
  releaseRequest,
  type Instance,
  type LeaseCells,
  type LeaseView,
} from './lease.js';
import { isJournalId as isInstanceId } from '../journal/recovery.js';
import { createOtherHolder, heldBy, type OtherHolder } from './other-holder.js';

export interface LeaseHolderOptions {
  readonly spreadsheet: Spreadsheet;
  readonly journal: Journal;
  readonly mirror: Mirror;
  readonly writer: Writer;
  readonly logger: Logger;
  readonly timing: Timing;
  readonly self: Instance;
  readonly whenHeld: 'ask' | 'refuse';
}

/** A lease that this instance holds: its tab, and the number of the last batch. */
export interface HeldLease {
  readonly sheetId: number;
  batchNumber: number;
}

/** Acquires, requests, waits for, hands over and releases the lease that allows this instance to write. */
export interface LeaseHolder {
  /** Set while this instance holds the lease. */
  readonly lease: HeldLease | undefined;
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
  /** Leaves what could not be written to the next lease holder, in the hidden tab: this machine may be gone with its journal. */
  forwardUnwritten(): Promise<void>;
  /** This instance replaced its own lease by a new one. */
  markReplaced(sheetId: number): void;
  /** Another instance took the lease. */
  markLost(): void;
}

interface Context extends LeaseHolderOptions {
  readonly otherHolder: OtherHolder;
  readonly state: LeaseState;
}

interface LeaseState {
  lease: HeldLease | undefined;
  wantsLease: boolean;
  /** Empty if no other instance has requested the lease. */
  requesterLabel: string;
  mayAcquireAt: number;
}

export function createLeaseHolder(options: LeaseHolderOptions): LeaseHolder {
  const otherHolder = createOtherHolder(options.timing.leaseMs, options.journal.recoveredIds);
  const state: LeaseState = { lease: undefined, wantsLease: true, requesterLabel: '', mayAcquireAt: -Infinity };
  const context: Context = { ...options, otherHolder, state };
  return {
    get lease() {
      return state.lease;
    },
    refusal: () => (state.lease === undefined && !state.wantsLease ? otherHolder.refusal() : undefined),
    start: () => start(context),
    standBy: (now) => standBy(context, now),
    noteRequester({ requestedBy, requestedByLabel }) {
      // Whatever else is in these cells was typed by somebody.
      state.requesterLabel = requestedBy === options.self.id || !isInstanceId(requestedBy) ? '' : requestedByLabel;
    },
    isRequested: () => state.requesterLabel !== '',
    handOver: () => handOver(context),
    release: () => release(context),
    forwardUnwritten: () => forwardUnwritten(context),
    markReplaced(sheetId) {
      state.lease = { sheetId, batchNumber: 0 };
    },
    markLost() {
      state.lease = undefined;
      options.writer.rejectAll(otherHolder.refusal());
      options.logger.warn('sheets.lease_lost');
    },
  };
}

async function start(context: Context): Promise<void> {
  const { spreadsheet, mirror, otherHolder, state, whenHeld } = context;
  const { view, tabs } = await readLease(spreadsheet);
  const isFree = otherHolder.isFree(view);
  if (!isFree && whenHeld === 'refuse') throw heldBy(view.label);
  refuseRenamedRecords(tabs);
  // Another instance has held the lease since the journal was written, and may have erased people.
  if (!context.journal.recoveredIds.includes(view.holder)) mirror.unwritten = mirror.unwritten.map(withoutPersons);
  try {
    if (isFree) await acquire(context, view, tabs);
    if (state.lease === undefined) await mirror.reload(tabs, false);
  } catch (error) {
    // Release the lease so that others need not wait for it to expire.
    await release(context).catch(() => undefined);
    throw error;
  }
}

async function standBy(context: Context, now: number): Promise<number> {
  const { spreadsheet, mirror, otherHolder, self, state, timing, writer } = context;
  unpark(mirror, writer);
  const { view, tabs } = await readLease(spreadsheet);
  if ((otherHolder.isFree(view) && now >= state.mayAcquireAt) || view.holder === self.id) {
    await acquire(context, view, tabs);
    return 0;
  }
  if (view.sheetId !== undefined) await requestAndForward(context, view, view.sheetId, tabs);
  // Calls are answered from the index meanwhile: reload it so that it does not become stale.
  if (now - mirror.loadedAt >= timing.leaseMs / 2) await mirror.reload(tabs, false);
  return timing.standbyMs;
}

async function acquire(context: Context, view: LeaseView, tabs: readonly TabFacts[]): Promise<void> {
  const { spreadsheet, mirror, logger, otherHolder, self, state } = context;
  const acquired = acquireRequests(view, tabs, self);
  try {
    await spreadsheet.write(acquired.requests);
  } catch (error) {
    // Another instance was faster, or the outcome is unknown: the next read of the lease tells.
    if (asSheetsFault(error).kind === 'refused') throw error;
    logger.warn('sheets.lease_not_acquired', { reason: asSheetsFault(error).message });
    return;
  }
  state.lease = { sheetId: acquired.sheetId, batchNumber: 0 };
  state.wantsLease = true;
  state.requesterLabel = '';
  otherHolder.forget();
  await mirror.reload(await spreadsheet.tabs(), true);
  // The former holder may have left entries for this one.
  await mirror.receive(await readRange(spreadsheet, wholeTab(FORWARDED_TAB)));
  logger.info('sheets.lease_acquired', { label: self.label });
}

/** Requests the lease, and forwards entries of calls and texts handled here to the holder. */
async function requestAndForward(
  { spreadsheet, journal, mirror, self, state, whenHeld }: Context,
  view: LeaseView,
  sheetId: number,
  tabs: readonly TabFacts[],
): Promise<void> {
  const forwarded = forwardRequests(tabs, mirror.unwritten);
  // Counted before the write: entries that arrive meanwhile are forwarded by the next step.
  const count = forwarded.length === 0 ? 0 : mirror.unwritten.length;
  const isRequesting = state.wantsLease && whenHeld === 'ask' && view.requestedBy !== self.id;
  const requests = [...(isRequesting ? [leaseRequest(sheetId, self)] : []), ...forwarded];
  if (requests.length === 0) return;
  await spreadsheet.write(requests);
  if (count === 0) return;
  mirror.unwritten = mirror.unwritten.slice(count);
  if (mirror.unwritten.length === 0) await (await journal.mark())();
}

async function handOver(context: Context): Promise<void> {
  const { writer, logger, otherHolder, state, timing } = context;
  const label = state.requesterLabel;
  logger.info('sheets.lease_handed_over', { to: label });
  await forwardUnwritten(context);
  await release(context);
  state.wantsLease = false;
  // Give the requester time to acquire the lease. If it has ended, this instance acquires the lease again later.
  state.mayAcquireAt = Date.now() + timing.leaseMs;
  otherHolder.expect(label);
  state.requesterLabel = '';
  writer.rejectAll(otherHolder.refusal());
}

async function forwardUnwritten({ spreadsheet, logger, mirror, writer }: Context): Promise<void> {
  const entries = [...writer.parkedEntries(mirror.index), ...mirror.unwritten];
  if (entries.length === 0) return;
  try {
    const requests = forwardRequests(await spreadsheet.tabs(), entries);
    if (requests.length > 0) await spreadsheet.write(requests);
  } catch (error) {
    // The journal has it.
    logger.warn('sheets.fault', { reason: asSheetsFault(error).message, kind: asSheetsFault(error).kind });
  }
}

async function release({ spreadsheet, state }: Context): Promise<void> {
  if (state.lease === undefined) return;
  await spreadsheet.write([releaseRequest(state.lease.sheetId, state.lease.batchNumber + 1)]);
  state.lease = undefined;
}
