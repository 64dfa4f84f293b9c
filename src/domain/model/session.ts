import { homeCountry, type Client, type ClientId } from './client.js';
import type { CountryCode } from './country.js';
import type { E164 } from './phone-number.js';

/**
 * A live masking relation in which anyone may call the client. The record of a closed session is kept, without
 * phone numbers of people, so that the history of a proxy number can be read.
 */
export interface OpenSession {
  readonly kind: 'open';
  readonly id: string;
  /** The dedicated proxy number. The store allows one live open session on it. */
  readonly number: E164;
  readonly clientId: ClientId;
  /** Undefined once closed. Held here so that a call is routed by one look at the number. */
  readonly clientPhone: E164 | undefined;
  /** Calls from this country are accepted whatever the calling-country policy. */
  readonly homeCountry: CountryCode | undefined;
  /** The counterpart who last reached the client: who the client reaches by calling the proxy number. */
  readonly lastCaller: E164 | undefined;
  readonly openedAt: number;
  readonly closedAt: number | undefined;
}

/** Paired sessions join this union; everything that reads a session narrows on `kind`. */
export type Session = OpenSession;

export function openSession(id: string, client: Client, number: E164, now: number): OpenSession {
  return {
    kind: 'open',
    id,
    number,
    clientId: client.id,
    clientPhone: client.realPhone,
    homeCountry: homeCountry(client),
    lastCaller: undefined,
    openedAt: now,
    closedAt: undefined,
  };
}

export function closeSession(session: Session, now: number): Session {
  return { ...session, clientPhone: undefined, lastCaller: undefined, closedAt: session.closedAt ?? now };
}

/** The session after its client's phone or residency changed. A client is never their own last caller. */
export function followClient(session: Session, client: Client): Session {
  return {
    ...session,
    clientPhone: client.realPhone,
    homeCountry: homeCountry(client),
    lastCaller: session.lastCaller === client.realPhone ? undefined : session.lastCaller,
  };
}

export function isLive(session: Session): boolean {
  return session.closedAt === undefined;
}
