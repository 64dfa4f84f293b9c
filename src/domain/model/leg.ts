import type { ClientId } from './client.js';
import type { E164 } from './phone-number.js';

/** The two sides of a paired session. */
export type Side = 'client' | 'counterpart';

export function otherSide(side: Side): Side {
  return side === 'client' ? 'counterpart' : 'client';
}

/** How a person is written on a leg: by their real phone or, once that is not to be kept any more, by a keyed hash. */
export type PartyKey = string;

/** Both ways in which the same person may be written. */
export interface PartyKeys {
  readonly phone: E164;
  readonly hash: string;
}

/**
 * A person's place on a shared number: who calls `number` from `party` belongs to this session. Live while the session
 * is, then a tombstone that cools off, then released. The store keeps (party, number) unique until it is released.
 */
export interface Leg {
  readonly id: string;
  readonly sessionId: string;
  readonly clientId: ClientId;
  readonly side: Side;
  /** One who was let in by the order's code, beside the two who were named. */
  readonly isGuest: boolean;
  readonly party: PartyKey;
  readonly number: E164;
  /** Whom the party reaches through it. */
  readonly counterpart: PartyKey;
  readonly openedAt: number;
  /** When it ends unless it is closed before. */
  readonly expiresAt: number;
  readonly closedAt: number | undefined;
  readonly releasedAt: number | undefined;
}

/** How long the number of an ended leg is kept from the same party. In milliseconds. */
export interface Cooling {
  /** In any case. */
  readonly hardCoolingMs: number;
  /** As long as other numbers are free for that party. */
  readonly softCoolingMs: number;
}

/** `over`: nothing stands against a release. */
export type LegPhase = 'live' | 'hard' | 'soft' | 'over';

export function phaseOf(leg: Leg, now: number, { hardCoolingMs, softCoolingMs }: Cooling): LegPhase {
  const end = endOf(leg);
  if (now < end) return 'live';
  if (leg.releasedAt !== undefined) return 'over';
  if (now < end + hardCoolingMs) return 'hard';
  return now < end + Math.max(hardCoolingMs, softCoolingMs) ? 'soft' : 'over';
}

/** When the leg stops being live, or stopped. */
export function endOf({ closedAt, expiresAt }: Pick<Leg, 'closedAt' | 'expiresAt'>): number {
  return Math.min(closedAt ?? Infinity, expiresAt);
}

export function closeLeg(leg: Leg, now: number): Leg {
  return { ...leg, closedAt: leg.closedAt ?? now };
}

/** What is left of it is history, in which nobody's phone is kept. */
export function releaseLeg(leg: Leg, now: number, hide: (party: PartyKey) => PartyKey): Leg {
  return {
    ...leg,
    party: hide(leg.party),
    counterpart: hide(leg.counterpart),
    closedAt: leg.closedAt ?? endOf(leg),
    releasedAt: now,
  };
}

/** The leg without the phone of whoever is on this side. */
export function hideSide(leg: Leg, side: Side, hide: (party: PartyKey) => PartyKey): Leg {
  return leg.side === side ? { ...leg, party: hide(leg.party) } : { ...leg, counterpart: hide(leg.counterpart) };
}

/** The live leg after the client's phone changed. A guest's own phone does not; a closed leg stays as it was. */
export function followLeg(leg: Leg, clientPhone: E164): Leg {
  if (leg.closedAt !== undefined) return leg;
  if (leg.side === 'counterpart') return { ...leg, counterpart: clientPhone };
  return leg.isGuest ? leg : { ...leg, party: clientPhone };
}

export function isParty(key: PartyKey, { phone, hash }: PartyKeys): boolean {
  return key === phone || key === hash;
}
