import type { Client, ClientId } from './client.js';
import { endOf, otherSide, type Leg, type Side } from './leg.js';
import type { E164 } from './phone-number.js';

/** Least and most. Source: https://www.twilio.com/docs/voice/twiml/dial (timeLimit, timeout). */
export const CALL_SECONDS = [60, 86_400] as const;
export const RING_SECONDS = [5, 600] as const;

/** What the merchant set for the calls of a session; where absent, the carrier's own limits. In seconds. */
export interface CallLimits {
  /** How long a conversation may last. */
  readonly maxCallSeconds?: number | undefined;
  /** How long the other phone rings. */
  readonly ringSeconds?: number | undefined;
}

/**
 * A live masking relation between a client and one known counterpart, on shared numbers: each of them has a number of
 * their own to call and to see. The record of a closed one is kept without phone numbers of people.
 */
export interface PairedSession extends CallLimits {
  readonly kind: 'paired';
  readonly id: string;
  readonly orderId: string;
  readonly clientId: ClientId;
  /** Undefined once closed. */
  readonly clientPhone: E164 | undefined;
  /** The number that the client calls, and sees when the counterpart calls. */
  readonly clientNumber: E164;
  readonly counterpartPhone: E164 | undefined;
  readonly counterpartNumber: E164;
  /** Enough of the client's name to be recognised: `A***`. */
  readonly maskedName: string;
  /** Lets a caller in whose phone is not known. Unique among the sessions that were not closed. */
  readonly code: string | undefined;
  /** Who asked for no more texts. */
  readonly textsStopped: readonly Side[];
  readonly openedAt: number;
  readonly expiresAt: number;
  readonly closedAt: number | undefined;
}

export function isLivePair(pair: PairedSession, now: number): boolean {
  return now < endOf(pair);
}

export function closePair(pair: PairedSession, now: number): PairedSession {
  return {
    ...pair,
    clientPhone: undefined,
    counterpartPhone: undefined,
    maskedName: '',
    code: undefined,
    textsStopped: [],
    closedAt: pair.closedAt ?? Math.min(now, pair.expiresAt),
  };
}

/** The session after its client's phone or name changed. */
export function followPair(pair: PairedSession, client: Pick<Client, 'realPhone' | 'name'>): PairedSession {
  return { ...pair, clientPhone: client.realPhone, maskedName: maskName(client.name) };
}

export function phoneOf(pair: PairedSession, side: Side): E164 | undefined {
  return side === 'client' ? pair.clientPhone : pair.counterpartPhone;
}

export function numberOf(pair: PairedSession, side: Side): E164 {
  return side === 'client' ? pair.clientNumber : pair.counterpartNumber;
}

/** Which side a stranger who knows the code takes on this number: the counterpart's, where both sides have it. */
export function sideOn(pair: PairedSession, number: E164): Side | undefined {
  if (pair.counterpartNumber === number) return 'counterpart';
  return pair.clientNumber === number ? 'client' : undefined;
}

/** The leg of one who was named in the order. */
export function openLeg(id: string, pair: PairedSession, side: Side, at: number): Leg {
  return {
    id,
    sessionId: pair.id,
    clientId: pair.clientId,
    side,
    isGuest: false,
    party: phoneOf(pair, side) ?? '',
    number: numberOf(pair, side),
    counterpart: phoneOf(pair, otherSide(side)) ?? '',
    openedAt: at,
    expiresAt: pair.expiresAt,
    closedAt: undefined,
    releasedAt: undefined,
  };
}

/** The leg of one who was let in by the code: remembered for the session. */
export function openGuestLeg(id: string, pair: PairedSession, side: Side, party: E164, at: number): Leg {
  return { ...openLeg(id, pair, side, at), isGuest: true, party };
}

/** The first letter of a name, which is enough to be recognised by who expects it. */
export function maskName(name: string): string {
  const [first] = new Intl.Segmenter().segment(name.trim());
  return `${first?.segment ?? ''}***`;
}
