import type { Logger } from '../../../ports/runtime.js';
import type { Writer } from '../batches/writer.js';
import { asSheetsFault, unavailable } from '../google/faults.js';
import { HeaderFault } from '../tabs/header.js';
import type { LeaseHolder } from '../lease/lease-holder.js';

/** Consecutive faults after which Google counts as unreachable. */
const OFFLINE_AFTER_FAULTS = 2;

/** Counts faults of requests to Google, and rejects queued changes while Google is unreachable. */
export interface Outage {
  isOffline(): boolean;
  /** Why writes are refused while it is. */
  refusal(): Error;
  noteFault(error: unknown): void;
  noteSuccess(): void;
}

export function createOutage(leaseHolder: LeaseHolder, writer: Writer, logger: Logger): Outage {
  let consecutiveFaults = 0;
  let refusal = googleUnreachable();
  let lastHeader: string | undefined;
  const isOffline = () => consecutiveFaults >= OFFLINE_AFTER_FAULTS;
  return {
    isOffline,
    refusal: () => refusal,
    noteFault(error) {
      const fault = asSheetsFault(error);
      const isHeader = fault instanceof HeaderFault;
      // People take a while to correct a header: it is logged once.
      if (!isHeader || fault.message !== lastHeader) {
        logger.warn('sheets.fault', { reason: fault.message, kind: fault.kind });
      }
      lastHeader = isHeader ? fault.message : undefined;
      refusal = isHeader
        ? unavailable(`nothing is written to the spreadsheet, because ${fault.message}`)
        : googleUnreachable();
      if (fault.kind === 'fenced') leaseHolder.markLost();
      // An exhausted quota recovers within seconds: queued writes may wait.
      if (fault.status !== 429) consecutiveFaults += 1;
      if (isOffline()) writer.rejectAll(refusal);
    },
    noteSuccess() {
      lastHeader = undefined;
      consecutiveFaults = 0;
    },
  };
}

function googleUnreachable(): Error {
  return unavailable('Google Sheets does not answer; writes are refused until it does');
}
