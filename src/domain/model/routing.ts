import type { CountryCode } from './country.js';
import { otherSide, phaseOf, type Cooling, type Leg, type Side } from './leg.js';
import { isLivePair, numberOf, phoneOf, type PairedSession } from './pair.js';
import type { Party } from './party.js';
import { countryOf, isDialable, type E164 } from './phone-number.js';
import { ANNOUNCEMENTS, type Announcement } from './phrases.js';
import type { ProxyNumber } from './proxy-number.js';
import { isLive, type OpenSession, type Session } from './session.js';

/** What is known about the dialled number. */
export interface RoutingState {
  /** Undefined when the number is not in our pool. */
  readonly number: ProxyNumber | undefined;
  /** The open sessions on it that are live. */
  readonly sessions: readonly OpenSession[];
  /** The caller's leg on it, live or cooling off, and the paired session it belongs to. */
  readonly leg: Leg | undefined;
  readonly pair: PairedSession | undefined;
}

export interface RoutingPolicy {
  readonly allowedCountries: ReadonlySet<CountryCode>;
  readonly withheldCallers: 'refuse' | 'allow';
}

/** What a decision depends on besides. */
export interface RoutingTerms extends Cooling {
  readonly now: number;
  readonly policy: RoutingPolicy;
}

export type Direction = 'to_client' | 'to_counterpart';

/** Where a call or a text goes. */
export type Route =
  | {
      readonly kind: 'connect';
      readonly session: Session;
      readonly direction: Direction;
      /** The real number to reach. Never shown to the other side. */
      readonly to: E164;
      /** What the person reached sees: always a proxy number. */
      readonly callerId: E164;
      /** Who is to be remembered as the last caller, if that changes. */
      readonly lastCaller: E164 | undefined;
    }
  | { readonly kind: 'refuse'; readonly reason: Announcement; readonly session: Session | undefined }
  /** The number is shared, and nothing tells yet whom the caller wants. */
  | { readonly kind: 'ask_code'; readonly session: undefined };

/**
 * Decides where a call or a text to `to` goes. The first rule that fits wins: a party of a paired session reaches the
 * other one; the client of the open session reaches the last caller; who was a party until lately hears that the order
 * is closed; anyone else whom the policy lets through reaches the client of the open session; on a shared number a
 * stranger is asked for the order's code; a number without a live session is not in service when it is ours, and not
 * recognised when it is not.
 */
export function route(state: RoutingState, to: E164, from: Party, terms: RoutingTerms): Route {
  const { leg, pair, number } = state;
  const { now, policy } = terms;
  const session = state.sessions.find(isLive);
  if (leg !== undefined && pair !== undefined && leg.closedAt === undefined && isLivePair(pair, now)) {
    return across(pair, leg.side);
  }
  if (session !== undefined && from.kind === 'number' && from.number === session.clientPhone) {
    return toLastCaller(session, to);
  }
  if (leg !== undefined && phaseOf(leg, now, terms) !== 'over') return refuse('order_closed', pair);
  if (session !== undefined) return toClient(session, to, from, policy);
  if (number?.state.status === 'shared') return { kind: 'ask_code', session: undefined };
  return refuse(number === undefined ? 'not_recognised' : 'not_in_service', undefined);
}

/** From one side of a paired session to the other, who sees the number that is their own to call. */
export function across(pair: PairedSession, from: Side): Route {
  const other = otherSide(from);
  const to = phoneOf(pair, other);
  if (to === undefined) return refuse('order_closed', pair);
  const direction = other === 'client' ? 'to_client' : 'to_counterpart';
  return connect(pair, direction, to, numberOf(pair, other), undefined);
}

function toLastCaller(session: OpenSession, to: E164): Route {
  if (session.lastCaller === undefined) return refuse('nobody_to_reach', session);
  return connect(session, 'to_counterpart', session.lastCaller, to, undefined);
}

function toClient(session: OpenSession, to: E164, from: Party, policy: RoutingPolicy): Route {
  const refusal = refusalOf(from, session, policy);
  if (refusal !== undefined) return refuse(refusal, session);
  if (session.clientPhone === undefined) return refuse('not_in_service', session);
  return connect(session, 'to_client', session.clientPhone, to, newLastCaller(session, to, from));
}

function refusalOf(from: Party, session: OpenSession, policy: RoutingPolicy): Announcement | undefined {
  if (from.kind === 'named') return undefined;
  if (from.kind === 'withheld') return policy.withheldCallers === 'allow' ? undefined : 'withheld_refused';
  const country = countryOf(from.number);
  const accepted =
    country !== undefined &&
    (policy.allowedCountries.has(country) ||
      country === session.homeCountry ||
      (session.clientPhone !== undefined && country === countryOf(session.clientPhone)));
  return accepted ? undefined : 'country_refused';
}

/**
 * A caller who could not be called back is connected and forgotten: a premium-rate caller ID would make the client's
 * call back cost the merchant money, and a call that shows the proxy number itself would make it ring itself.
 */
function newLastCaller(session: OpenSession, to: E164, from: Party): E164 | undefined {
  if (from.kind !== 'number' || from.number === session.lastCaller) return undefined;
  return from.number === to || !isDialable(from.number) ? undefined : from.number;
}

function connect(
  session: Session,
  direction: Direction,
  to: E164,
  callerId: E164,
  lastCaller: E164 | undefined,
): Route {
  if (!isDialable(to)) return refuse('not_reachable', session);
  return { kind: 'connect', session, direction, to, callerId, lastCaller };
}

export function refuse(reason: Announcement, session: Session | undefined): Route {
  return { kind: 'refuse', reason, session };
}

/** The decision in words, for the merchant. Names no telephone number. */
export function describeRoute(decided: Route): string {
  if (decided.kind === 'ask_code') return "asked for the order's code: the number is shared, and the caller not known";
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
