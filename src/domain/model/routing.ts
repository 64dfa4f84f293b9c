import type { CountryCode } from './country.js';
import type { Party } from './party.js';
import { countryOf, isDialable, type E164 } from './phone-number.js';
import { ANNOUNCEMENTS, type Announcement, type Language } from './phrases.js';
import type { ProxyNumber } from './proxy-number.js';
import { isLive, type OpenSession, type Session } from './session.js';

/** What is known about the dialled number. */
export interface RoutingState {
  /** Undefined when the number is not in our pool. */
  readonly number: ProxyNumber | undefined;
  /** The sessions on it that are live. */
  readonly sessions: readonly Session[];
}

export interface RoutingPolicy {
  readonly allowedCountries: ReadonlySet<CountryCode>;
  readonly withheldCallers: 'refuse' | 'allow';
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
  | { readonly kind: 'refuse'; readonly reason: Announcement; readonly session: Session | undefined };

/**
 * Decides where a call or a text to `to` goes. The first rule that fits wins: the client of the open session reaches
 * the last caller; anyone else whom the policy lets through reaches the client; a number without a live session is
 * not in service when it is ours, and not recognised when it is not.
 */
export function route(state: RoutingState, to: E164, from: Party, policy: RoutingPolicy): Route {
  const session = state.sessions.find(isLive);
  if (session === undefined) return refuse(state.number === undefined ? 'not_recognised' : 'not_in_service', undefined);
  if (from.kind === 'number' && from.number === session.clientPhone) return toLastCaller(session, to);
  return toClient(session, to, from, policy);
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

function refuse(reason: Announcement, session: Session | undefined): Route {
  return { kind: 'refuse', reason, session };
}

/** What the carrier is to do with a call. */
export type CallPlan =
  | { readonly kind: 'dial'; readonly to: E164; readonly callerId: E164; readonly interactionId: string }
  | { readonly kind: 'say'; readonly announcement: Announcement; readonly text: string; readonly language: Language }
  | { readonly kind: 'hang_up' };

export function planCall(decided: Route, interactionId: string, language: Language): CallPlan {
  if (decided.kind === 'refuse') return say(decided.reason, language);
  return { kind: 'dial', to: decided.to, callerId: decided.callerId, interactionId };
}

export function say(announcement: Announcement, language: Language): CallPlan {
  return { kind: 'say', announcement, text: ANNOUNCEMENTS[language][announcement], language };
}

/** The decision in words, for the merchant. Names no telephone number. */
export function describeRoute(decided: Route): string {
  if (decided.kind === 'connect') {
    return decided.direction === 'to_client'
      ? 'connected to the client, who is shown the proxy number'
      : "the client is connected to the last caller, who is shown the client's proxy number";
  }
  return `not connected (${decided.reason}): ${ANNOUNCEMENTS.en[decided.reason]}`;
}
