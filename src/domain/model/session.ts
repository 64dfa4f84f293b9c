import { homeCountry, type Client, type ClientId } from './client.js';
import type { CountryCode } from './country.js';
import type { PairedSession } from './pair.js';
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
  /** Who asked for no more texts. */
  readonly textsStopped: readonly E164[];
  readonly openedAt: number;
  readonly closedAt: number | undefined;
}

export type Session = OpenSession | PairedSession;

export function openSession(id: string, client: Client, number: E164, now: number): OpenSession {
  return {
    kind: 'open',
    id,
    number,
    clientId: client.id,
    clientPhone: client.realPhone,
    homeCountry: homeCountry(client),
    lastCaller: undefined,
    textsStopped: [],
    openedAt: now,
    closedAt: undefined,
  };
}

export function closeSession(session: OpenSession, now: number): OpenSession {
  return {
    ...session,
    clientPhone: undefined,
    lastCaller: undefined,
    textsStopped: [],
    closedAt: session.closedAt ?? now,
  };
}

/** The session after its client's phone or residency changed. A client is never their own last caller. */
export function followClient(session: OpenSession, client: Client): OpenSession {
  return {
    ...session,
    clientPhone: client.realPhone,
    homeCountry: homeCountry(client),
    lastCaller: session.lastCaller === client.realPhone ? undefined : session.lastCaller,
  };
}

export function isLive(session: OpenSession): boolean {
  return session.closedAt === undefined;
}
