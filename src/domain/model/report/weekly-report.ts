import type { CountryCode } from '../country.js';
import type { Outcome } from '../interaction.js';
import type { PoolStatus } from '../proxy-number.js';

// Counts of what happened. They say nothing about anybody.

/** How many calls or texts ended so. */
export interface OutcomeCount {
  readonly outcome: Outcome;
  readonly count: number;
}

/** Who is on record at the time of counting. */
export interface ClientCounts {
  readonly total: number;
  /** With a number of their own. */
  readonly withNumber: number;
  readonly withoutNumber: number;
  /** Of whom a confirmation was confirmed, however long ago, and not disputed since. */
  readonly confirmed: number;
  /** Clients whose phone is that of another client too. */
  readonly sharingPhone: number;
}

/** Calls that began in the week, by the carrier's id: one that asked for a code is one call. */
export interface CallCounts {
  readonly total: number;
  /** Of the last step of each call; the most frequent first. */
  readonly outcomes: readonly OutcomeCount[];
  /**
   * Calls that were answered, of those that reached somebody's phone and have ended: that were answered, busy, not answered, or given up by
   * the caller. Those that failed reached none. 0 to 1; undefined when there were none.
   */
  readonly answeredRate?: number | undefined;
  /**
   * How long answered calls rang, in seconds: from our answer to the carrier to the end, without the conversation that the carrier
   * reports. Without those whose end was reported late. Undefined when there were none.
   */
  readonly medianRingSeconds?: number | undefined;
  /** Of conversation. */
  readonly minutes: number;
}

/** Texts of the week. */
export interface TextCounts {
  readonly total: number;
  readonly outcomes: readonly OutcomeCount[];
}

/** How often a client got a number of their own. */
export interface NumbersGiven {
  readonly thisWeek: number;
  /** Undefined, as the difference, when not everything of that week is on record. */
  readonly weekBefore?: number | undefined;
  readonly difference?: number | undefined;
}

/** The numbers of one country at the time of counting. */
export interface CountryPool extends Readonly<Record<PoolStatus, number>> {
  readonly countryIso: CountryCode;
  readonly owned: number;
  /** By the price table of the settings. Undefined when none of them has a price. */
  readonly monthlyCost?: number | undefined;
}

/** The figures of one week: see `weeklyReport`. Times are RFC 3339 texts in UTC. */
export interface WeeklyReport {
  /** As in ISO 8601: `2026-W12`. */
  readonly week: string;
  /** Monday, 0:00 in the time zone. */
  readonly from: string;
  /** The Monday after it, exclusive. */
  readonly until: string;
  /** IANA name. */
  readonly timeZone: string;
  /** When it was counted. Before `until`, the week is not over. */
  readonly countedAt: string;
  /** From when everything is on record. What ended before may have been dropped: `retentionMs` of the settings. */
  readonly keptSince: string;
  /** Whether everything that happened in the week is on record. If not, the figures are those of what is left. */
  readonly complete: boolean;
  readonly clients: ClientCounts;
  /** Numbers that were given to a client as their own. */
  readonly numbersGiven: NumbersGiven;
  /** Orders that were created. */
  readonly orders: number;
  readonly calls: CallCounts;
  readonly texts: TextCounts;
  /**
   * Calls whose caller nobody could tell: who was asked for an order code, or locked out after wrong ones, who withheld their number and was
   * refused, or who called a number that is not on record.
   */
  readonly unknownCallers: number;
  /** Calls that were the first of their session to be put through. */
  readonly firstCalls: number;
  readonly pools: readonly CountryPool[];
  /** Of all numbers with a price. Undefined when none has one. */
  readonly monthlyCost?: number | undefined;
  /** Numbers whose kind is not in the price table. */
  readonly unpricedNumbers: number;
}
