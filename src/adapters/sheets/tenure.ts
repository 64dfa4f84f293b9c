import type { Logger } from '../../ports/runtime.js';
import { asSheetsFault, unavailable } from './faults.js';
import type { SheetRequest, Spreadsheet, TabFacts } from './google.js';
import type { Entry, Journal } from './journal.js';
import { askRequest, readLease, releaseRequest, takeRequests, type LeaseCells, type LeaseView } from './lease.js';
import { inboxOf } from './load.js';
import type { Mirror } from './mirror.js';
import type { Pace } from './pace.js';
import type { Writer } from './writer.js';

export interface TenureOptions {
  readonly spreadsheet: Spreadsheet;
  readonly journal: Journal;
  readonly mirror: Mirror;
  readonly writer: Writer;
  readonly logger: Logger;
  readonly pace: Pace;
  readonly me: { readonly id: string; readonly label: string };
  readonly whenHeld: 'ask' | 'refuse';
}

/** Whether we may write: taking the lease, asking for it, waiting for it, handing it over. */
export interface Tenure {
  /** The tab of the lease while we hold it, and how many batches went out under it. */
  lease: { readonly sheetId: number; batch: number } | undefined;
  /** Why nothing can be written; undefined while we hold the lease or are about to. */
  refusal(): Error | undefined;
  start(): Promise<void>;
  /** What to do while another instance holds the lease. @returns milliseconds until the next look */
  standBy(now: number): Promise<number>;
  noteAsker(cells: Pick<LeaseCells, 'askedBy' | 'askedLabel'>): void;
  /** Whether another instance asked for the lease. */
  isAsked(): boolean;
  /** Gives the lease to whoever asked. Everything should be in the sheet by then. */
  handOver(): Promise<void>;
  release(): Promise<void>;
  /** Somebody took it. */
  lose(): void;
}

export function createTenure(options: TenureOptions): Tenure {
  const { spreadsheet, journal, mirror, writer, logger, pace, me, whenHeld } = options;
  let other: { label: string; sign: string; since: number } | undefined;
  let wanted = true;
  let asked = '';
  let mayTakeAt = -Infinity;

  const tenure: Tenure = {
    lease: undefined,
    refusal() {
      return tenure.lease === undefined && !wanted ? heldBySomebody() : undefined;
    },
    async start() {
      const { view, tabs } = await readLease(spreadsheet);
      if (!isFree(view) && whenHeld === 'refuse') throw unavailable(heldBy(view.label));
      try {
        if (isFree(view)) await take(view, tabs);
        if (tenure.lease === undefined) await mirror.reload(tabs, false);
      } catch (error) {
        // Nobody shall wait for an instance that could not start.
        await tenure.release().catch(() => undefined);
        throw error;
      }
    },
    async standBy(now) {
      const { view, tabs } = await readLease(spreadsheet);
      if ((isFree(view) && now >= mayTakeAt) || view.holder === me.id) {
        await take(view, tabs);
        return 0;
      }
      if (view.sheetId !== undefined) await writeToHolder(view, view.sheetId, tabs);
      // The copy is read afresh now and then: calls are answered from it, and it will not be for long.
      if (now - mirror.readAt >= pace.leaseMs / 2) await mirror.reload(tabs, false);
      return pace.standbyMs;
    },
    noteAsker({ askedBy, askedLabel }) {
      asked = askedBy === me.id ? '' : askedLabel;
    },
    isAsked: () => asked !== '',
    async handOver() {
      logger.info('sheets.lease_handed_over', { to: asked });
      await tenure.release();
      wanted = false;
      // Whoever asked comes first; should they be gone by now, it is ours again later.
      mayTakeAt = Date.now() + pace.leaseMs;
      other = { label: asked, sign: '', since: Date.now() };
      asked = '';
      writer.refuseAll(unavailable(heldBy(other.label)));
    },
    async release() {
      if (tenure.lease === undefined) return;
      await spreadsheet.write([releaseRequest(tenure.lease.sheetId, tenure.lease.batch + 1)]);
      tenure.lease = undefined;
    },
    lose() {
      tenure.lease = undefined;
      writer.refuseAll(heldBySomebody());
      logger.warn('sheets.lease_lost');
    },
  };
  return tenure;

  /** Given back, or held by somebody of whom nothing was seen for a while, or by a process of which we have the journal. */
  function isFree(view: LeaseView): boolean {
    if (view.sheetId === undefined || view.holder === '') return true;
    if (journal.formerIds.includes(view.holder)) return true;
    const sign = `${view.holder} ${view.batch.toString()}`;
    if (other?.sign !== sign) other = { label: view.label, sign, since: Date.now() };
    return Date.now() - other.since > pace.leaseMs;
  }

  async function take(view: LeaseView, tabs: readonly TabFacts[]): Promise<void> {
    const taken = takeRequests(view, tabs, me);
    try {
      await spreadsheet.write(taken.requests);
    } catch (error) {
      // Somebody else was faster, or nobody knows: the next look tells.
      if (asSheetsFault(error).kind === 'refused') throw error;
      logger.warn('sheets.lease_not_taken', { reason: asSheetsFault(error).message });
      return;
    }
    tenure.lease = { sheetId: taken.sheetId, batch: 0 };
    wanted = true;
    asked = '';
    other = undefined;
    await mirror.reload(await spreadsheet.tabs(), true);
    logger.info('sheets.lease_taken', { label: me.label });
  }

  /** Asks for the lease, and leaves in the inbox what calls and texts noted here meanwhile. */
  async function writeToHolder(view: LeaseView, sheetId: number, tabs: readonly TabFacts[]): Promise<void> {
    const letters = mirror.unseen;
    const asks = wanted && whenHeld === 'ask' && view.askedBy !== me.id;
    const requests = [...(asks ? [askRequest(sheetId, me)] : []), ...postRequests(inboxOf(tabs), letters)];
    if (requests.length === 0) return;
    await spreadsheet.write(requests);
    if (letters.length === 0) return;
    mirror.unseen = mirror.unseen.slice(letters.length);
    if (mirror.unseen.length === 0) await (await journal.mark())();
  }

  function heldBySomebody(): Error {
    return unavailable(heldBy(other?.label ?? 'somebody else'));
  }
}

function postRequests(sheetId: number | undefined, letters: readonly Entry[]): SheetRequest[] {
  if (sheetId === undefined || letters.length === 0) return [];
  const rows = letters.map((letter) => ({ values: [{ userEnteredValue: { stringValue: JSON.stringify(letter) } }] }));
  return [{ appendCells: { sheetId, rows, fields: 'userEnteredValue' } }];
}

function heldBy(label: string): string {
  return `the spreadsheet is held by another instance (${label}): ask that one`;
}
