import type { Carrier } from './carrier.js';
import { homeCountry, type Client, type ClientId } from './client.js';
import type { CountryCode } from './country.js';
import { sameLine } from './line.js';
import type { OrderCodes } from './order-code.js';
import { releaseParticipant, type LiveParticipant, type Participant } from './participant.js';
import type { Person, PersonKey } from './person.js';
import type { E164 } from './phone-number.js';
import type { ProxyNumber } from './proxy-number.js';

/** Least and most, in seconds. Source: https://www.twilio.com/docs/voice/twiml/dial (timeLimit, timeout). */
export const CALL_SECONDS = [60, 86_400] as const;
export const RING_SECONDS = [5, 600] as const;

/** Limits of calls, in whole seconds. The carrier's defaults where absent. Source: https://www.twilio.com/docs/voice/twiml/dial */
export interface CallLimits {
  /** How long a conversation may last: 60 to 86,400. */
  readonly maxCallSeconds?: number | undefined;
  /** How long the phone of the callee rings: 5 to 600. */
  readonly ringSeconds?: number | undefined;
}

interface SessionBase {
  readonly id: string;
  readonly clientId: ClientId;
  /** The carrier of all of its numbers. */
  readonly carrier: Carrier;
  readonly openedAt: number;
  /** Whether there were calls that were put through and are not on record any more: see `noteForgottenCalls`. */
  readonly hasForgottenCalls: boolean;
}

interface LiveBase extends SessionBase {
  /** Enough of the client's name to be recognised: `A***`. */
  readonly maskedName: string;
  /** Calls from this country are accepted, whatever the policy says. */
  readonly homeCountry: CountryCode | undefined;
  /** Persons who have opted out of texts. */
  readonly optedOut: readonly PersonKey[];
  readonly closedAt: undefined;
}

interface ClosedBase extends SessionBase {
  readonly closedAt: number;
}

interface OpenFields {
  readonly kind: 'open';
  /** The client's dedicated number. It has one live open session at most. */
  readonly proxyNumber: E164;
}

interface PairedFields extends CallLimits {
  readonly kind: 'paired';
  readonly orderId: string;
  readonly expiresAt: number;
}

/** An open session that was not closed. */
export interface LiveOpenSession extends LiveBase, OpenFields {
  /** The counterpart who last reached the client: whom the client reaches by calling the proxy number. */
  readonly lastCaller: E164 | undefined;
}

/** A paired session that was not closed. It may have expired: see `isLive`. */
export interface LivePairedSession extends LiveBase, PairedFields, OrderCodes {}

/** The record of an open session that was closed: history, without personal data. */
export interface ClosedOpenSession extends ClosedBase, OpenFields {}
/** The record of a paired session that was closed: history, without personal data. */
export interface ClosedPairedSession extends ClosedBase, PairedFields {}

/** A session on the client's own number: anyone may call. */
export type OpenSession = LiveOpenSession | ClosedOpenSession;
/** A session of one order, between its client and one known counterpart, on shared numbers. It expires. */
export type PairedSession = LivePairedSession | ClosedPairedSession;
/** A session that was not closed. */
export type LiveSession = LiveOpenSession | LivePairedSession;
/** A masking relation between a client and those who may reach them. Times are milliseconds since the epoch. */
export type Session = OpenSession | PairedSession;

/**
 * Whether a session is neither closed nor expired. Expiry is computed on every read: a session may be over before maintenance
 * has recorded it.
 * @param now milliseconds since the epoch
 */
export function isLive(session: Session, now: number): session is LiveSession {
  return session.closedAt === undefined && (session.kind === 'open' || now < session.expiresAt);
}

/** An open session with its client, who is its one participant. */
export interface OpenedSession {
  readonly session: LiveOpenSession;
  readonly client: LiveParticipant;
}

export function openSession(
  ids: { readonly session: string; readonly participant: string },
  client: Client,
  person: Person,
  number: Pick<ProxyNumber, 'number' | 'carrier'>,
  now: number,
): OpenedSession {
  const shared = { clientId: client.id, carrier: number.carrier, openedAt: now } as const;
  return {
    session: {
      kind: 'open',
      id: ids.session,
      proxyNumber: number.number,
      ...shared,
      hasForgottenCalls: false,
      maskedName: maskName(client.name),
      homeCountry: homeCountry(client),
      lastCaller: undefined,
      optedOut: [],
      closedAt: undefined,
    },
    client: {
      id: ids.participant,
      sessionId: ids.session,
      sessionKind: 'open',
      role: 'client',
      admittedBy: 'order',
      proxyNumber: number.number,
      ...shared,
      ...person,
      contactKey: undefined,
      expiresAt: undefined,
      closedAt: undefined,
      releasedAt: undefined,
    },
  };
}

export function closeOpenSession(session: OpenSession, now: number): ClosedOpenSession {
  const { kind, id, clientId, carrier, openedAt, hasForgottenCalls, proxyNumber } = session;
  return { kind, id, clientId, carrier, openedAt, hasForgottenCalls, proxyNumber, closedAt: session.closedAt ?? now };
}

/** The client of a closed open session has no tombstone: nobody gets the number while it is quarantined. */
export function closeOpened(
  { session, client }: { readonly session: OpenSession; readonly client: Participant },
  now: number,
) {
  return { session: closeOpenSession(session, now), client: releaseParticipant(client, now) };
}

export function closePairedSession(session: PairedSession, now: number): ClosedPairedSession {
  const { kind, id, clientId, carrier, openedAt, hasForgottenCalls, orderId, expiresAt } = session;
  const { maxCallSeconds, ringSeconds } = session;
  const closedAt = session.closedAt ?? Math.min(now, expiresAt);
  return {
    ...{ kind, id, clientId, carrier, openedAt, hasForgottenCalls, orderId, expiresAt },
    ...{ maxCallSeconds, ringSeconds, closedAt },
  };
}

/**
 * The session after its client's name, phone or residency changed.
 * @param before the client's former person key, which may be on the opt-out list
 */
export function followClient<S extends LiveSession>(session: S, client: Client, before: PersonKey, person: Person): S {
  const followed = {
    ...session,
    maskedName: maskName(client.name),
    homeCountry: homeCountry(client),
    // The new phone may have opted out too, as a caller.
    optedOut: [...new Set(session.optedOut.map((key) => (key === before ? person.personKey : key)))],
  };
  // A client is never their own last caller.
  const isOwn = followed.kind === 'open' && followed.lastCaller && sameLine(followed.lastCaller, person.phone);
  if (!isOwn) return followed;
  return { ...followed, lastCaller: undefined };
}

/** The first letter of a name: enough for someone who knows whom to expect. */
export function maskName(name: string): string {
  const [first] = new Intl.Segmenter().segment(name.trim());
  return `${first?.segment ?? ''}***`;
}
