import { isAllowedBy, isAtHome, type CountryCode } from './country.js';
import { diallingFault, type ClientCountries, type DiallingTerms } from './dialling-rules.js';
import type { Identity } from './identity.js';
import { sameLine } from './line.js';
import { phaseOf, type Cooling, type LiveParticipant, type Participant } from './participant.js';
import { countryOf, type E164 } from './phone-number.js';
import { ANNOUNCEMENTS, type Announcement } from './phrases.js';
import type { ProxyNumber } from './proxy-number.js';
import { isLive, type LiveOpenSession, type LivePairedSession, type OpenedSession, type Session } from './session.js';

/** What is known about the dialled number and the caller. */
export interface RoutingState {
  /** Undefined when the number is not in our pool. */
  readonly number: ProxyNumber | undefined;
  /** The live open session on it. */
  readonly open: OpenedSession | undefined;
  /** The caller's participant on it that is not released, live or a tombstone. */
  readonly caller: CallerState | undefined;
  /** Whether the caller is a number of the pool: one that was not released. */
  readonly callerIsOurs: boolean;
}

export interface CallerState {
  readonly participant: Participant;
  /** Undefined once its record is gone. */
  readonly session: Session | undefined;
  /** Of a paired session: the live participant that the order names for the other role. */
  readonly other: LiveParticipant | undefined;
}

/** Who may call a client through an open session, and who is called. Participants of a paired session may call from anywhere. */
export interface RoutingPolicy {
  /** The countries whose numbers may call, besides the client's own. */
  readonly allowedCountries: ReadonlySet<CountryCode>;
  /**
   * The only countries whose numbers are called and texted. Absent: the allowed ones, the client's own and `defaultCountry` of the
   * settings.
   */
  readonly dialledCountries?: ReadonlySet<CountryCode> | undefined;
  /** Whether callers who withhold their number are connected. */
  readonly withheldCallers: 'refuse' | 'allow';
}

/** What else a decision depends on. */
export interface RoutingTerms extends Cooling, DiallingTerms {
  readonly now: number;
  readonly policy: RoutingPolicy;
}

/** Whom a call or a text goes to. */
export type Direction = 'to_client' | 'to_counterpart';

export interface Connection {
  readonly kind: 'connect';
  readonly session: LiveOpenSession | LivePairedSession;
  readonly direction: Direction;
  /** The real number to reach. Never shown to the caller. */
  readonly to: E164;
  /** What the callee sees: always a proxy number. */
  readonly callerId: E164;
  /** Who is to be remembered as the last caller, if that changes. */
  readonly lastCaller: E164 | undefined;
}

export interface Refusal {
  readonly kind: 'refuse';
  readonly reason: Announcement;
  readonly session: Session | undefined;
}

/** Where a call or a text goes. */
export type Route =
  | Connection
  | Refusal
  /** The number is shared and the caller unknown: only a code says whom they want to reach. */
  | {
      readonly kind: 'ask_code';
      readonly session: undefined;
      /** Whether the number is in long mode, in which it accepts long codes only. */
      readonly long?: boolean | undefined;
    };

/**
 * Decides where a call or a text to `to` goes. The first rule that applies decides: a number of ours reaches nobody, because it
 * is a phone that diverts its calls to us, or a forgery, and would reach itself again and again; a live participant of a paired session
 * reaches the other one; the client of the open session reaches the last caller; a tombstone hears that the order is
 * closed; anyone else whom the policy lets through reaches the client of the open session; on a shared number an unknown
 * caller is asked for the order's code; a number that is held for a confirmation is not in service yet; one without a live session is
 * not in service when it is ours, and not recognised when it is not.
 */
export function route(state: RoutingState, to: E164, from: Identity, terms: RoutingTerms): Route {
  const { caller, open, number } = state;
  const { now } = terms;
  if (state.callerIsOurs) return refuse('not_reachable', undefined);
  if (caller?.participant.closedAt === undefined && caller?.session !== undefined && isLive(caller.session, now)) {
    const { session, other, participant } = caller;
    const { phone } = participant;
    return session.kind === 'paired' ? across(session, other, terms, phone) : toLastCaller(session, to, terms, phone);
  }
  if (caller !== undefined && phaseOf(caller.participant, now, terms) !== 'over') {
    return refuse('order_closed', caller.session);
  }
  if (open !== undefined) return toClient(open, to, from, terms);
  if (number?.state.status === 'shared') return { kind: 'ask_code', session: undefined };
  if (number?.state.status === 'held') return refuse('awaiting_confirmation', undefined);
  return refuse(number === undefined ? 'not_recognised' : 'not_in_service', undefined);
}

/**
 * To the other participant of a paired session, who sees the number that they can call back.
 * @param phone of the participant who calls, if it is known
 */
export function across(
  session: LivePairedSession,
  other: LiveParticipant | undefined,
  terms: DiallingTerms,
  phone?: E164,
): Route {
  if (other === undefined) return refuse('order_closed', session);
  const { role, phone: to, proxyNumber: callerId } = other;
  const direction = role === 'client' ? 'to_client' : 'to_counterpart';
  const clientPhone = role === 'client' ? to : phone;
  return connect({ session, direction, to, callerId, lastCaller: undefined }, terms, clientPhone);
}

function toLastCaller(session: LiveOpenSession, to: E164, terms: DiallingTerms, phone: E164): Route {
  const { lastCaller } = session;
  // A sheet may name the client as their own last caller.
  if (lastCaller === undefined || sameLine(lastCaller, phone)) return refuse('nobody_to_reach', session);
  const direction = 'to_counterpart';
  return connect({ session, direction, to: lastCaller, callerId: to, lastCaller: undefined }, terms, phone);
}

function toClient(open: OpenedSession, to: E164, from: Identity, terms: RoutingTerms): Route {
  const { session, client } = open;
  const refusal = refusalOf(from, open, terms.policy);
  if (refusal !== undefined) return refuse(refusal, session);
  const lastCaller = newLastCaller(open, from, terms);
  return connect({ session, direction: 'to_client', to: client.phone, callerId: to, lastCaller }, terms, client.phone);
}

function refusalOf(
  from: Identity,
  { session, client }: OpenedSession,
  policy: RoutingPolicy,
): Announcement | undefined {
  if (from.kind === 'named') return undefined;
  if (from.kind === 'withheld') return policy.withheldCallers === 'allow' ? undefined : 'withheld_refused';
  const country = countryOf(from.number);
  const accepted =
    country !== undefined &&
    (isAllowedBy(policy.allowedCountries, country) ||
      isAtHome(session.homeCountry, country) ||
      isAtHome(countryOf(client.phone), country));
  return accepted ? undefined : 'country_refused';
}

/** A caller who may not be called back is connected but not remembered: calling a forged number back would cost the shop money. */
function newLastCaller({ session, client }: OpenedSession, from: Identity, terms: DiallingTerms): E164 | undefined {
  if (from.kind !== 'number' || from.number === session.lastCaller) return undefined;
  return mayBeDialled(from.number, session, client.phone, terms) ? from.number : undefined;
}

/** @param clientPhone the client's phone, if it is known */
function connect(connection: Omit<Connection, 'kind'>, terms: DiallingTerms, clientPhone: E164 | undefined): Route {
  const { session, to } = connection;
  if (!mayBeDialled(to, session, clientPhone, terms)) return refuse('not_reachable', session);
  return { kind: 'connect', ...connection };
}

function mayBeDialled(
  number: E164,
  { homeCountry }: Pick<ClientCountries, 'homeCountry'>,
  phone: E164 | undefined,
  terms: DiallingTerms,
): boolean {
  return diallingFault(number, terms, { homeCountry, phone }) === undefined;
}

export function refuse(reason: Announcement, session: Session | undefined): Refusal {
  return { kind: 'refuse', reason, session };
}

/** The decision in words, for the merchant. Contains no telephone number. */
export function describeRoute(decided: Route): string {
  if (decided.kind === 'ask_code') {
    const what = decided.long === true ? "the order's long code" : "the order's code";
    return `asked for ${what}: the number is shared, and the caller is not known`;
  }
  if (decided.kind === 'refuse') return `not connected (${decided.reason}): ${ANNOUNCEMENTS.en[decided.reason]}`;
  if (decided.session.kind === 'paired') {
    return decided.direction === 'to_client'
      ? 'connected to the client, who is shown their own proxy number'
      : 'connected to the courier, who is shown their own proxy number';
  }
  return decided.direction === 'to_client'
    ? 'connected to the client, who is shown the proxy number'
    : "the client is connected to the last caller, who is shown the client's proxy number";
}
