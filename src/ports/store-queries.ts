import type { ClientId } from '../domain/model/client.js';
import type { ConfirmationStatus } from '../domain/model/confirmation/confirmation.js';
import type { CountryCode } from '../domain/model/country.js';
import type { Channel, Interaction, Outcome } from '../domain/model/interaction.js';
import type { LiveParticipant, Participant } from '../domain/model/participant.js';
import type { PersonKey } from '../domain/model/person.js';
import type { E164 } from '../domain/model/phone-number.js';
import type { NumberType, PoolStatus, ProxyNumber } from '../domain/model/proxy-number.js';
import type { RetentionPeriod } from '../domain/model/records.js';
import type { Direction } from '../domain/model/routing.js';
import type { LiveOpenSession, Session } from '../domain/model/session.js';
import type { Versioned } from './change-set.js';

// What a store is asked for, and what it answers with besides records.

/** A position in a list that is sorted by time, then id: the last item of the page before. */
export interface Position {
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly id: string;
}

/** A page of a list that is sorted newest first: by time descending, then by id descending. */
export interface PageRequest {
  /** The maximum number of items, at least 1. */
  readonly limit: number;
  /** Only items after this position. Absent for the first page. */
  readonly after?: Position | undefined;
}

/** How many numbers of one country and type are in each status. */
export interface PoolCount extends Readonly<Record<PoolStatus, number>> {
  readonly country: CountryCode;
  readonly type: NumberType;
  /** The sum over all statuses. */
  readonly owned: number;
}

/**
 * The times, in milliseconds since the epoch, before which history is dropped, by retention period: see `retention` of the
 * record rules.
 */
export interface Retention extends Readonly<Record<RetentionPeriod, number>> {
  /** Interactions that are older than this lose their plan. */
  readonly plans: number;
}

/** Everything that routing needs to know about a number and a caller, in one read. */
export interface RoutingRead {
  /** The number, whatever its status. */
  readonly number: Versioned<ProxyNumber> | undefined;
  /** The live open session on the number, with its client. */
  readonly open:
    { readonly session: Versioned<LiveOpenSession>; readonly client: Versioned<LiveParticipant> } | undefined;
  /** Undefined also when the caller is not known. */
  readonly caller: CallerRead | undefined;
  /** Whether the caller is a number of the pool that was not released. */
  readonly callerIsOurs: boolean;
}

/** The caller's participant on the number that was not released: there is at most one. */
export interface CallerRead {
  readonly participant: Versioned<Participant>;
  /** Undefined once its record was dropped. */
  readonly session: Versioned<Session> | undefined;
  /** The live participant that the order names for the other role. Undefined in an open session. */
  readonly other: Versioned<LiveParticipant> | undefined;
}

/** By what participants are looked up. */
export type ParticipantQuery = (
  | { readonly by: 'person'; readonly personKey: PersonKey }
  | { readonly by: 'session'; readonly sessionId: string }
  | { readonly by: 'client'; readonly clientId: ClientId }
  | { readonly by: 'number'; readonly proxyNumber: E164 }
) & {
  /** Only so many of them: those that were opened last, the newest first. Absent: all, in no particular order. */
  readonly newest?: number | undefined;
};

/** Which numbers of the pool, in the order of the numbers. */
export interface PoolNumberQuery {
  readonly country?: CountryCode | undefined;
  readonly type?: NumberType | undefined;
  /** The status at the time `now`: see `effectiveStatus`. */
  readonly status?: PoolStatus | undefined;
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** The maximum number of numbers, at least 1. */
  readonly limit: number;
  /** The last number of the page before. */
  readonly after?: E164 | undefined;
}

/** Which confirmations. `status` is the stored one. */
export interface ConfirmationQuery extends PageRequest {
  readonly clientId?: ClientId | undefined;
  readonly status?: ConfirmationStatus | undefined;
}

/** By what pending confirmations are looked up: whom they are about, or whose phone is to be used. */
export type LiveConfirmationQuery =
  { readonly by: 'client'; readonly clientId: ClientId } | { readonly by: 'person'; readonly personKey: PersonKey };

/** Which interactions. Times are milliseconds since the epoch. */
export interface InteractionQuery extends PageRequest {
  readonly clientId?: ClientId | undefined;
  /** Inclusive. */
  readonly from?: number | undefined;
  /** Inclusive. */
  readonly until?: number | undefined;
}

/** Which of the next interactions. */
export interface InteractionSift extends InteractionQuery {
  /** How many of those that `InteractionQuery` asks for are looked at, at most. */
  readonly among: number;
  readonly outcome?: Outcome | undefined;
  readonly channel?: Channel | undefined;
  readonly direction?: Direction | undefined;
  readonly sessionId?: string | undefined;
}

/** What was found among the next interactions. */
export interface SiftedInteractions {
  /** Newest first, `limit` at most. */
  readonly found: readonly Interaction[];
  /**
   * The last interaction that was looked at, if `among` were: there may be others after it. Undefined when all were looked at, or as
   * many as `limit` were found.
   */
  readonly lookedUpTo: Position | undefined;
}

/** How many interactions of one hour have a channel and an outcome. */
export interface HourCount {
  /** When the hour begins, in milliseconds since the epoch: a whole hour of UTC. */
  readonly hour: number;
  readonly channel: Channel;
  readonly outcome: Outcome;
  /** At least 1. */
  readonly count: number;
}

/** Which entries of the audit trail. */
export interface AuditQuery extends Omit<InteractionQuery, 'clientId'> {
  readonly actor?: string | undefined;
  /** Those whose `records` have this name. */
  readonly record?: string | undefined;
}
