import { unavailable } from '../google/faults.js';
import type { LeaseView } from './lease.js';

/** What is known about the other instance that holds the lease, or is about to acquire it. */
export interface OtherHolder {
  /** Whether the lease was released, or has expired, or its holder has ended and its journal was taken over here. */
  isFree(view: LeaseView): boolean;
  /** The lease was handed over to the instance with this label. */
  expect(label: string): void;
  forget(): void;
  /** Why this instance cannot write. */
  refusal(): Error;
}

/** @param endedHolders ids of processes that have ended */
export function createOtherHolder(leaseMs: number, endedHolders: readonly string[]): OtherHolder {
  /** `since`: when this heartbeat was first seen. */
  let known: { readonly label: string; readonly heartbeat: string; readonly since: number } | undefined;

  return {
    isFree({ sheetId, holder, label, batchNumber }) {
      if (sheetId === undefined || holder === '') return true;
      if (endedHolders.includes(holder)) return true;
      const heartbeat = `${holder} ${batchNumber.toString()}`;
      if (known?.heartbeat !== heartbeat) known = { label, heartbeat, since: Date.now() };
      return Date.now() - known.since > leaseMs;
    },
    expect(label) {
      known = { label, heartbeat: '', since: Date.now() };
    },
    forget() {
      known = undefined;
    },
    refusal: () => heldBy(known?.label ?? 'unknown'),
  };
}

export function heldBy(label: string): Error {
  return unavailable(`the spreadsheet is held by another instance (${label}); send the request to that one`);
}
