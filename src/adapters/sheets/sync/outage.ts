import type { Logger } from '../../../ports/runtime.js';
import type { Writer } from '../batches/writer.js';
import { asSheetsFault, unavailable } from '../google/faults.js';
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
  const isOffline = () => consecutiveFaults >= OFFLINE_AFTER_FAULTS;
  return {
    isOffline,
    refusal: googleUnreachable,
    noteFault(error) {
      const fault = asSheetsFault(error);
      logger.warn('sheets.fault', { reason: fault.message, kind: fault.kind });
      if (fault.kind === 'fenced') leaseHolder.markLost();
      // An exhausted quota recovers within seconds: queued writes may wait.
      if (fault.status !== 429) consecutiveFaults += 1;
      if (isOffline()) writer.rejectAll(googleUnreachable());
    },
    noteSuccess() {
      consecutiveFaults = 0;
    },
  };
}

function googleUnreachable(): Error {
  return unavailable('Google Sheets does not answer; writes are refused until it does');
}
